"""Announcements, sessions with experts, and the secret addresses of calendars.

Constraint names follow from the naming convention of ``course.database.Base``.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
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


def _version(thing: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column(
            "cohort_id",
            sa.Integer(),
            sa.ForeignKey("cohort.id"),
            nullable=False,
            index=True,
        ),
        sa.Column(thing, sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.UniqueConstraint(thing, "number"),
        sa.CheckConstraint("number >= 1", name="number"),
    )


def upgrade() -> None:
    op.create_table(
        "announcement",
        *_fact(),
        *_version("announcement"),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("is_mailed", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_because", sa.String(500), nullable=True),
        sa.CheckConstraint("length(body) between 1 and 4000", name="body"),
        sa.CheckConstraint("length(withdrawn_because) > 0", name="withdrawn_because"),
    )
    op.create_table(
        "expert_session",
        *_fact(),
        *_version("expert_session"),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("expert", sa.String(200), nullable=False),
        sa.Column("starts_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("place", sa.String(500), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name="ends_at"),
        sa.CheckConstraint(
            "number = 1 OR (reason IS NOT NULL AND length(reason) > 0)", name="reason"
        ),
    )
    op.create_table(
        "calendar_key",
        *_fact(),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("user.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=True, unique=True),
        sa.UniqueConstraint("user_id", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
    )


def downgrade() -> None:
    op.drop_table("calendar_key")
    op.drop_table("expert_session")
    op.drop_table("announcement")
