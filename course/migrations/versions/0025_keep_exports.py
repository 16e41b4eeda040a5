"""Files that were asked for, why, and what became of them.

Constraint names follow from the naming convention of ``course.database.Base``.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "export",
        *_of_a_fact(),
        sa.Column("content", sa.String(10), nullable=False),
        sa.Column("format", sa.String(10), nullable=False),
        sa.Column("course_key", sa.String(100), nullable=False),
        sa.Column("asked", _JSON, nullable=False),
        sa.Column("purpose", sa.String(500), nullable=True),
        sa.CheckConstraint("content IN ('rows', 'figures')", name="content"),
        sa.CheckConstraint(
            "(content = 'rows') = (purpose IS NOT NULL)", name="purpose"
        ),
    )
    op.create_table(
        "export_file",
        *_of_a_fact(),
        sa.Column(
            "export_id",
            sa.Integer(),
            sa.ForeignKey("export.id"),
            nullable=False,
            unique=True,
        ),
        sa.Column("manifest", _JSON, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("kept_until", _MOMENT, nullable=True, index=True),
        sa.CheckConstraint("size >= 0", name="size"),
    )
    op.create_table(
        "export_removal",
        *_of_a_fact(),
        sa.Column(
            "file_id",
            sa.Integer(),
            sa.ForeignKey("export_file.id"),
            nullable=False,
            unique=True,
        ),
    )


def downgrade() -> None:
    for table in ("export_removal", "export_file", "export"):
        op.drop_table(table)


def _of_a_fact() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uuid", sa.Uuid(), nullable=False, unique=True),
        sa.Column("occurred_at", _MOMENT, nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False, index=True),
        sa.Column("actor_id", sa.Integer(), sa.ForeignKey("user.id"), nullable=True),
    )
