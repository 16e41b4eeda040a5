"""The life of an award: expiry, causes, name corrections, releases.

Constraint names follow from the naming convention of ``course.database.Base``.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

_KINDS = "'issued', 'superseded', 'suspended', 'reinstated', 'revoked'"
_KIND_WAS = f"kind IN ({_KINDS})"
_KIND = f"kind IN ({_KINDS}, 'expired')"
_CAUSE = "cause IN ('name', 'mark', 'words')"
_ONCE = sa.text("kind NOT IN ('suspended', 'reinstated')")

_TABLES = (
    "name_correction",
    "name_correction_answer",
    "cohort_release",
    "released_achievement",
)


def upgrade() -> None:
    op.add_column(
        "achievement",
        sa.Column("is_held", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("award", sa.Column("expires_at", _MOMENT, nullable=True))
    op.create_index("ix_award_expires_at", "award", ["expires_at"])
    with op.batch_alter_table("award_event") as event:
        event.add_column(sa.Column("cause", sa.String(10), nullable=True))
        event.drop_constraint("kind", type_="check")
        event.create_check_constraint("kind", _KIND)
        event.create_check_constraint("cause", _CAUSE)
    op.create_index(
        "uq_award_event_once",
        "award_event",
        ["award_id", "kind"],
        unique=True,
        sqlite_where=_ONCE,
        postgresql_where=_ONCE,
    )
    _make_name_corrections()
    _make_releases()


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
    op.drop_index("uq_award_event_once", "award_event")
    op.execute("DELETE FROM award_event WHERE kind = 'expired'")
    with op.batch_alter_table("award_event") as event:
        event.drop_constraint("cause", type_="check")
        event.drop_constraint("kind", type_="check")
        event.create_check_constraint("kind", _KIND_WAS)
        event.drop_column("cause")
    op.drop_index("ix_award_expires_at", "award")
    op.drop_column("award", "expires_at")
    op.drop_column("achievement", "is_held")


def _make_name_corrections() -> None:
    op.create_table(
        "name_correction",
        *_fact(),
        _to("award", "award_id", index=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("changes_profile", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "name_correction_answer",
        *_fact(),
        _to("name_correction", "correction_id", unique=True),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.CheckConstraint("verdict IN ('approved', 'declined')", name="verdict"),
    )


def _make_releases() -> None:
    op.create_table(
        "cohort_release",
        *_fact(),
        _to("cohort", "cohort_id", index=True),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("outcome", _JSON, nullable=False),
    )
    op.create_table(
        "released_achievement",
        *_fact(),
        _to("achievement", "achievement_id", unique=True),
        _to("cohort_release", "release_id", index=True),
    )


def _fact() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uuid", sa.Uuid(), nullable=False, unique=True),
        sa.Column("occurred_at", _MOMENT, nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False, index=True),
        sa.Column("actor_id", sa.Integer(), sa.ForeignKey("user.id"), nullable=True),
    )


def _to(table: str, column: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(
        column, sa.Integer(), sa.ForeignKey(f"{table}.id"), nullable=False, **options
    )
