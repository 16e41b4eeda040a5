"""Reports that are sent every month.

Constraint names follow from the naming convention of ``course.database.Base``.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "report_schedule",
        *_of_a_fact(),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("content", sa.String(10), nullable=False),
        sa.Column("format", sa.String(10), nullable=False),
        sa.Column("course_key", sa.String(100), nullable=False),
        sa.Column("asked", _JSON, nullable=False),
        sa.Column("purpose", sa.String(500), nullable=True),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.CheckConstraint("content IN ('rows', 'figures')", name="content"),
        sa.CheckConstraint(
            "(content = 'rows') = (purpose IS NOT NULL)", name="purpose"
        ),
        sa.CheckConstraint("day BETWEEN 1 AND 28", name="day"),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name="hour"),
    )
    op.create_table(
        "report_schedule_reader",
        *_of_a_fact(),
        sa.Column(
            "schedule_id",
            sa.Integer(),
            sa.ForeignKey("report_schedule.id"),
            nullable=False,
        ),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("user.id"), nullable=False),
        sa.UniqueConstraint("schedule_id", "user_id"),
    )
    op.create_table(
        "report_schedule_end",
        *_of_a_fact(),
        sa.Column(
            "schedule_id",
            sa.Integer(),
            sa.ForeignKey("report_schedule.id"),
            nullable=False,
            unique=True,
        ),
    )
    op.create_table(
        "scheduled_export",
        *_of_a_fact(),
        sa.Column(
            "schedule_id",
            sa.Integer(),
            sa.ForeignKey("report_schedule.id"),
            nullable=False,
        ),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column(
            "export_id",
            sa.Integer(),
            sa.ForeignKey("export.id"),
            nullable=False,
            unique=True,
        ),
        sa.UniqueConstraint("schedule_id", "month"),
    )
    _make_readers()


def downgrade() -> None:
    for table in (
        "export_reader",
        "scheduled_export",
        "report_schedule_end",
        "report_schedule_reader",
        "report_schedule",
    ):
        op.drop_table(table)


def _make_readers() -> None:
    op.create_table(
        "export_reader",
        *_of_a_fact(),
        sa.Column(
            "export_id", sa.Integer(), sa.ForeignKey("export.id"), nullable=False
        ),
        sa.Column(
            "user_id",
            sa.Integer(),
            sa.ForeignKey("user.id"),
            nullable=False,
            index=True,
        ),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("export_id", "user_id"),
    )


def _of_a_fact() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uuid", sa.Uuid(), nullable=False, unique=True),
        sa.Column("occurred_at", _MOMENT, nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False, index=True),
        sa.Column("actor_id", sa.Integer(), sa.ForeignKey("user.id"), nullable=True),
    )
