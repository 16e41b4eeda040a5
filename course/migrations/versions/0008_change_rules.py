"""Changes of the rule, what they did to each enrolment, and renewed runs.

Constraint names follow from the naming convention of ``course.database.Base``.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _fact() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uuid", sa.Uuid(), nullable=False, unique=True),
        sa.Column("occurred_at", _MOMENT, nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False, index=True),
        sa.Column("actor_id", sa.Integer(), sa.ForeignKey("user.id"), nullable=True),
    )


def _link(name: str, target: str, **options: Any) -> sa.Column[Any]:
    options = {"nullable": False} | options
    return sa.Column(name, sa.Integer(), sa.ForeignKey(target), **options)


def upgrade() -> None:
    op.create_table(
        "rule_change",
        *_fact(),
        sa.Column("course_key", sa.String(100), nullable=False, index=True),
        _link("cohort_id", "cohort.id", nullable=True),
        _link("to_edition_id", "edition.id"),
        sa.Column("choice", sa.String(20), nullable=False),
        sa.Column("top_up_by", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("outcome", _JSON, nullable=False),
        sa.CheckConstraint(
            "choice IN ('finish', 'top-up', 're-evaluate')", name="choice"
        ),
        sa.CheckConstraint(
            "(choice = 'top-up') = (top_up_by IS NOT NULL)", name="top_up_by"
        ),
    )
    op.create_table(
        "rule_change_entry",
        *_fact(),
        _link("rule_change_id", "rule_change.id"),
        _link("enrolment_id", "enrolment.id", index=True),
        _link("from_edition_id", "edition.id"),
        _link("to_edition_id", "edition.id"),
        sa.Column("effect", sa.String(20), nullable=False),
        sa.Column("listed", _JSON, nullable=False),
        sa.UniqueConstraint("rule_change_id", "enrolment_id", "effect"),
        sa.CheckConstraint(
            "effect IN ('moved', 'kept', 'asked', 'topping-up')", name="effect"
        ),
        sa.CheckConstraint(
            "(from_edition_id <> to_edition_id) = (effect IN ('moved', 'topping-up'))",
            name="moved",
        ),
    )
    op.create_table(
        "renewal",
        *_fact(),
        _link("enrolment_id", "enrolment.id", unique=True),
        _link("renews_id", "enrolment.id", unique=True),
        sa.Column("reason", sa.String(500), nullable=True),
    )


def downgrade() -> None:
    op.drop_table("renewal")
    op.drop_table("rule_change_entry")
    op.drop_table("rule_change")
