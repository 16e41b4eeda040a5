"""Evaluation: who gave a form, what was answered apart from that, and following up.

Constraint names follow from the naming convention of ``course.database.Base``.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)


def upgrade() -> None:
    op.create_table(
        "evaluation_form",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("content", _JSON, nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False),
    )
    op.create_table(
        "evaluation_given",
        *_of_fact(),
        sa.Column("form_key", sa.String(60), nullable=False),
        _to("evaluation_form", "form_id"),
        _to("cohort", "cohort_id", nullable=True),
        sa.UniqueConstraint("enrolment_id", "form_key"),
    )
    op.create_table(
        "evaluation_box",
        sa.Column("place", sa.String(250), primary_key=True),
        *_of_group(),
        sa.Column("sheets", _JSON, nullable=False),
    )
    op.create_table(
        "evaluation_answer",
        sa.Column("key", sa.Uuid(), primary_key=True),
        *_of_group(index=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("answers", _JSON, nullable=False),
        sa.CheckConstraint("mode IN ('moderated', 'self-paced')", name="mode"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "follow_up_choice",
        *_of_fact(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.UniqueConstraint("enrolment_id", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.CheckConstraint("verdict IN ('agreed', 'withdrawn')", name="verdict"),
    )
    op.create_table(
        "follow_up_invitation",
        *_of_fact(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.UniqueConstraint("enrolment_id", "number"),
        sa.CheckConstraint("number IN (1, 2)", name="number"),
    )


def downgrade() -> None:
    op.drop_table("follow_up_invitation")
    op.drop_table("follow_up_choice")
    op.drop_table("evaluation_answer")
    op.drop_table("evaluation_box")
    op.drop_table("evaluation_given")
    op.drop_table("evaluation_form")


def _of_fact() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uuid", sa.Uuid(), nullable=False, unique=True),
        sa.Column("occurred_at", _MOMENT, nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False, index=True),
        _to("user", "actor_id", nullable=True),
        _to("enrolment", "enrolment_id"),
    )


def _of_group(*, index: bool = False) -> tuple[sa.Column[Any], ...]:
    return (
        _to("evaluation_form", "form_id", index=index),
        sa.Column("course_key", sa.String(100), nullable=False, index=index),
        sa.Column("mode", sa.String(20), nullable=False),
        _to("cohort", "cohort_id", nullable=True, index=index),
    )


def _to(
    table: str, column: str, *, nullable: bool = False, index: bool = False
) -> sa.Column[Any]:
    key = sa.ForeignKey(f"{table}.id")
    return sa.Column(column, sa.Integer(), key, nullable=nullable, index=index)
