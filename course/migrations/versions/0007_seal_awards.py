"""Seals under awards, and the credentials that are signed for them.

Constraint names follow from the naming convention of ``course.database.Base``.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
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


def _award() -> sa.Column[Any]:
    return sa.Column(
        "award_id",
        sa.Integer(),
        sa.ForeignKey("award.id"),
        nullable=False,
        unique=True,
    )


def upgrade() -> None:
    op.create_table(
        "award_seal",
        *_fact(),
        _award(),
        sa.Column("key_id", sa.String(12), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("recipient", sa.String(80), nullable=True),
        sa.Column("status_list", sa.Integer(), nullable=False),
        sa.Column("status_index", sa.Integer(), nullable=False),
        sa.UniqueConstraint("status_list", "status_index"),
        sa.CheckConstraint("status_list >= 0 AND status_index >= 0", name="place"),
    )
    op.create_table(
        "award_credential",
        *_fact(),
        _award(),
        sa.Column("key_id", sa.String(12), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("award_credential")
    op.drop_table("award_seal")
