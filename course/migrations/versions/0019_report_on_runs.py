"""The report on a cohort's run: words, versions handed in, and their reviews.

Constraint names follow from the naming convention of ``course.database.Base``.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _fact(table: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uuid", sa.Uuid(), nullable=False, unique=True),
        sa.Column("occurred_at", _MOMENT, nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False, index=True),
        sa.Column("actor_id", sa.Integer(), sa.ForeignKey("user.id"), nullable=True),
        *columns,
    )


def _to_cohort() -> sa.Column[int]:
    key = sa.ForeignKey("cohort.id")
    return sa.Column("cohort_id", sa.Integer(), key, nullable=False)


def upgrade() -> None:
    _fact(
        "report_words",
        _to_cohort(),
        sa.Column("section", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.UniqueConstraint("cohort_id", "section", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
    )
    _fact(
        "cohort_report",
        _to_cohort(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("claims", _JSON, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.UniqueConstraint("cohort_id", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
    )
    _fact(
        "report_review",
        sa.Column(
            "report_id",
            sa.Integer(),
            sa.ForeignKey("cohort_report.id"),
            nullable=False,
            unique=True,
        ),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column(
            "release_id",
            sa.Integer(),
            sa.ForeignKey("cohort_release.id"),
            nullable=True,
        ),
        sa.CheckConstraint("verdict IN ('sent-back', 'validated')", name="verdict"),
        sa.CheckConstraint("length(reason) > 0", name="reason"),
    )


def downgrade() -> None:
    for table in ("report_review", "cohort_report", "report_words"):
        op.drop_table(table)
