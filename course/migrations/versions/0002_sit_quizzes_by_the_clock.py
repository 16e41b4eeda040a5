"""Limits, draws, accommodations, marks by people, and regrades.

Constraint names follow from the naming convention of ``course.database.Base``.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)

_REGRADE = "fk_mark_regrade_id_regrade"

# In the order of making; the other way round nothing points at what is dropped.
_TABLES = (
    "attempt_start",
    "accommodation",
    "accommodation_end",
    "attempt_extension",
    "response_mark",
    "regrade",
    "correction",
)
_NEW_IN_ATTEMPT = (
    ("drawn", _JSON),
    ("closes_at", _MOMENT),
    ("submitted_by", sa.String(10)),
    ("digest", sa.String(64)),
)


def upgrade() -> None:
    for name, kind in _NEW_IN_ATTEMPT:
        op.add_column("attempt", sa.Column(name, kind, nullable=True))
    op.create_table("attempt_start", *_fact(), _to("attempt", "attempt_id"))
    _make_accommodations()
    _make_response_mark()
    _make_regrades()
    with op.batch_alter_table("mark") as mark:
        mark.add_column(sa.Column("regrade_id", sa.Integer(), nullable=True))
        mark.create_foreign_key(_REGRADE, "regrade", ["regrade_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("mark") as mark:
        mark.drop_constraint(_REGRADE, type_="foreignkey")
        mark.drop_column("regrade_id")
    for table in reversed(_TABLES):
        op.drop_table(table)
    for name, _kind in reversed(_NEW_IN_ATTEMPT):
        op.drop_column("attempt", name)


def _make_accommodations() -> None:
    op.create_table(
        "accommodation",
        *_fact(),
        _to("user", "user_id", nullable=True, index=True),
        _to("cohort", "cohort_id", nullable=True, index=True),
        _text("quiz_key", 100, nullable=True),
        sa.Column("extra_time_percent", sa.Integer(), nullable=False),
        sa.Column("extra_attempts", sa.Integer(), nullable=False),
        _text("reason", 500),
        sa.CheckConstraint(
            "(user_id IS NULL) <> (cohort_id IS NULL)", name="one_holder"
        ),
        sa.CheckConstraint(
            "extra_time_percent >= 0 AND extra_attempts >= 0 "
            "AND extra_time_percent + extra_attempts > 0",
            name="something",
        ),
    )
    op.create_table(
        "accommodation_end",
        *_fact(),
        _to("accommodation", "accommodation_id", unique=True),
        _text("reason", 500),
    )
    op.create_table(
        "attempt_extension",
        *_fact(),
        _to("attempt", "attempt_id", index=True),
        _to("accommodation", "accommodation_id"),
        sa.Column("closes_at", _MOMENT, nullable=False),
    )


def _make_response_mark() -> None:
    op.create_table(
        "response_mark",
        *_fact(),
        _to("attempt", "attempt_id"),
        _text("question_key", 100),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("out_of", sa.Integer(), nullable=False),
        sa.Column("levels", _JSON, nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        _to("response_mark", "supersedes_id", nullable=True, unique=True),
        sa.CheckConstraint("points >= 0 AND points <= out_of", name="points"),
    )
    first = sa.text("supersedes_id IS NULL")
    op.create_index(
        "uq_response_mark_first",
        "response_mark",
        ["attempt_id", "question_key"],
        unique=True,
        sqlite_where=first,
        postgresql_where=first,
    )


def _make_regrades() -> None:
    op.create_table(
        "regrade",
        *_fact(),
        _text("quiz_key", 100, index=True),
        _text("mode", 10),
        _text("reason", 500),
        _text("token", 64),
        sa.Column("outcome", _JSON, nullable=False),
        sa.CheckConstraint("mode IN ('raise', 'exact')", name="mode"),
    )
    op.create_table(
        "correction",
        *_fact(),
        _to("regrade", "regrade_id", index=True),
        _text("quiz_key", 100, index=True),
        _text("question_key", 100),
        _text("question_digest", 64),
        _text("action", 10),
        sa.Column("value", _JSON, nullable=True),
        sa.CheckConstraint("action IN ('drop', 'key', 'credit')", name="action"),
    )


def _fact() -> tuple[sa.Column[Any], ...]:
    """The columns of every fact."""
    return (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uuid", sa.Uuid(), nullable=False, unique=True),
        sa.Column("occurred_at", _MOMENT, nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False, index=True),
        _to("user", "actor_id", nullable=True),
    )


def _to(
    table: str,
    name: str,
    *,
    nullable: bool = False,
    unique: bool | None = None,
    index: bool | None = None,
) -> sa.Column[Any]:
    """A column that points at a row of another table."""
    return sa.Column(
        name,
        sa.Integer(),
        sa.ForeignKey(f"{table}.id"),
        nullable=nullable,
        unique=unique,
        index=index,
    )


def _text(
    name: str, length: int, *, nullable: bool = False, index: bool | None = None
) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=nullable, index=index)
