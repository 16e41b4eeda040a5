"""Roadmaps that learners hand in, and their reviews.

Constraint names follow from the naming convention of ``course.database.Base``.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _fact() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uuid", sa.Uuid(), nullable=False, unique=True),
        sa.Column("occurred_at", _MOMENT, nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False, index=True),
        sa.Column("actor_id", sa.Integer(), sa.ForeignKey("user.id"), nullable=True),
    )


def upgrade() -> None:
    op.create_table(
        "roadmap_submission",
        *_fact(),
        sa.Column(
            "enrolment_id", sa.Integer(), sa.ForeignKey("enrolment.id"), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", _JSON, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.UniqueConstraint("enrolment_id", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
    )
    op.create_table(
        "roadmap_review",
        *_fact(),
        sa.Column(
            "submission_id",
            sa.Integer(),
            sa.ForeignKey("roadmap_submission.id"),
            nullable=False,
            unique=True,
        ),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("comments", sa.Text(), nullable=False),
        sa.CheckConstraint("verdict IN ('accepted', 'sent-back')", name="verdict"),
        sa.CheckConstraint(
            "verdict = 'accepted' OR length(comments) > 0", name="comments"
        ),
    )


def downgrade() -> None:
    op.drop_table("roadmap_review")
    op.drop_table("roadmap_submission")
