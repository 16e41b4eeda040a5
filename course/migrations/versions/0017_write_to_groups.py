"""What trainers write to a group of a cohort, and whom it went to.

Constraint names follow from the naming convention of ``course.database.Base``.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


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


def _to(name: str, table: str, *, index: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey(f"{table}.id")
    return sa.Column(name, sa.Integer(), key, nullable=False, index=index or None)


def upgrade() -> None:
    _fact(
        "cohort_message",
        _to("cohort_id", "cohort", index=True),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("search", sa.String(100), nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(150), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "audience IN ('all', 'on-track', 'behind', 'silent', 'failed-twice', "
            "'finished')",
            name="audience",
        ),
        sa.CheckConstraint("length(subject) > 0", name="subject"),
        sa.CheckConstraint("length(body) BETWEEN 1 AND 4000", name="body"),
    )
    _fact(
        "cohort_message_letter",
        _to("message_id", "cohort_message"),
        _to("enrolment_id", "enrolment", index=True),
        sa.UniqueConstraint("message_id", "enrolment_id"),
    )


def downgrade() -> None:
    for table in ("cohort_message_letter", "cohort_message"):
        op.drop_table(table)
