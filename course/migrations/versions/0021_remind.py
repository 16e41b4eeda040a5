"""Reminders of what is due, and who wants none.

Constraint names follow from the naming convention of ``course.database.Base``.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def _fact() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uuid", sa.Uuid(), nullable=False, unique=True),
        sa.Column("occurred_at", _MOMENT, nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False, index=True),
        sa.Column("actor_id", sa.Integer(), sa.ForeignKey("user.id"), nullable=True),
    )


def upgrade() -> None:
    op.create_table(
        "reminder",
        *_fact(),
        sa.Column(
            "enrolment_id", sa.Integer(), sa.ForeignKey("enrolment.id"), nullable=False
        ),
        sa.Column("module_key", sa.String(100), nullable=False),
        sa.Column("stage", sa.String(10), nullable=False),
        sa.UniqueConstraint("enrolment_id", "module_key", "stage"),
        sa.CheckConstraint("stage IN ('soon', 'late')", name="stage"),
    )
    op.create_table(
        "reminder_choice",
        *_fact(),
        sa.Column(
            "user_id",
            sa.Integer(),
            sa.ForeignKey("user.id"),
            nullable=False,
            index=True,
        ),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("reminder_choice")
    op.drop_table("reminder")
