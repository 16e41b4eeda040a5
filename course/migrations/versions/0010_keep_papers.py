"""Papers that learners hand in for a diploma, and their reviews.

Constraint names follow from the naming convention of ``course.database.Base``.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


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
        "paper_submission",
        *_fact(),
        sa.Column(
            "enrolment_id", sa.Integer(), sa.ForeignKey("enrolment.id"), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("format", sa.String(4), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("is_own_work", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("enrolment_id", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.CheckConstraint("length(title) > 0", name="title"),
        sa.CheckConstraint("format IN ('pdf', 'docx')", name="format"),
        sa.CheckConstraint("size > 0", name="size"),
        sa.CheckConstraint("is_own_work", name="is_own_work"),
    )
    op.create_table(
        "paper_review",
        *_fact(),
        sa.Column(
            "submission_id",
            sa.Integer(),
            sa.ForeignKey("paper_submission.id"),
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
    op.drop_table("paper_review")
    op.drop_table("paper_submission")
