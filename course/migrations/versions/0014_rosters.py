"""Lists of learners that are planned before they are applied, and can be taken back.

Constraint names follow from the naming convention of ``course.database.Base``.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "roster_plan",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uuid", sa.Uuid(), nullable=False, unique=True),
        sa.Column(
            "cohort_id",
            sa.Integer(),
            sa.ForeignKey("cohort.id"),
            nullable=False,
            index=True,
        ),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("user.id"), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", _JSON, nullable=False),
        sa.Column("columns", _JSON, nullable=True),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False, index=True),
    )
    op.create_table(
        "roster_move",
        *_fact(),
        _refers("roster_import_id", "roster_import.id", index=True),
        _refers("event_id", "enrolment_event.id", unique=True),
    )
    op.create_table(
        "roster_undo",
        *_fact(),
        _refers("roster_import_id", "roster_import.id", unique=True),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("outcome", _JSON, nullable=False),
    )
    op.create_table(
        "undone_event",
        *_fact(),
        _refers("roster_undo_id", "roster_undo.id", index=True),
        _refers("event_id", "enrolment_event.id", unique=True),
    )


def downgrade() -> None:
    for table in ("undone_event", "roster_undo", "roster_move", "roster_plan"):
        op.drop_table(table)


def _fact() -> tuple[sa.Column[Any], ...]:
    """The columns of every fact."""
    return (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uuid", sa.Uuid(), nullable=False, unique=True),
        sa.Column("occurred_at", _MOMENT, nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False, index=True),
        sa.Column("actor_id", sa.Integer(), sa.ForeignKey("user.id"), nullable=True),
    )


def _refers(
    name: str, to: str, *, index: bool = False, unique: bool = False
) -> sa.Column[Any]:
    return sa.Column(
        name,
        sa.Integer(),
        sa.ForeignKey(to),
        nullable=False,
        # Written so that no index is made where none was asked for.
        index=index or None,
        unique=unique or None,
    )
