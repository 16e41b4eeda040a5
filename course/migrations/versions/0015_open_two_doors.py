"""Calls, join codes, applications and their selection, and who accepted the notice.

Constraint names follow from the naming convention of ``course.database.Base``.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0015"
down_revision = "0014"
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


def _to(
    name: str, table: str, *, nullable: bool = False, index: bool = False
) -> sa.Column[int]:
    key = sa.ForeignKey(f"{table}.id")
    return sa.Column(name, sa.Integer(), key, nullable=nullable, index=index)


def _text(name: str, most: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(most), nullable=nullable)


def upgrade() -> None:
    _fact(
        "notice_acceptance",
        _to("user_id", "user"),
        _text("version", 64),
        sa.UniqueConstraint("user_id", "version"),
    )
    _make_doors()
    _make_applications()


def _make_doors() -> None:
    _fact(
        "cohort_call",
        _to("cohort_id", "cohort"),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("door", 12),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("terms", _JSON, nullable=False),
        _text("reason", 500, nullable=True),
        sa.UniqueConstraint("cohort_id", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.CheckConstraint(
            "door IN ('invitation', 'open', 'application')", name="door"
        ),
        sa.CheckConstraint("quota >= 1", name="quota"),
    )
    _fact(
        "join_code",
        _to("cohort_id", "cohort"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False, unique=True),
        sa.UniqueConstraint("cohort_id", "number"),
    )
    _fact(
        "joining",
        _to("enrolment_id", "enrolment", index=True),
        _to("call_id", "cohort_call", index=True),
        _text("by", 10),
        sa.CheckConstraint("by IN ('code', 'domain', 'anybody')", name="by"),
    )
    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uuid", sa.Uuid(), nullable=False, unique=True),
        _to("cohort_id", "cohort"),
        _text("email", 254),
        _text("code", 20, nullable=True),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        _text("notice_version", 64),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False, index=True),
        sa.Column("used_at", _MOMENT, nullable=True),
    )


def _make_applications() -> None:
    _fact(
        "application",
        _to("cohort_id", "cohort"),
        _to("user_id", "user", index=True),
        _to("call_id", "cohort_call"),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("name", 200),
        _text("country", 2),
        _text("gender", 20),
        _text("affiliation", 30, nullable=True),
        _text("organisation", 200),
        sa.Column("motivation", sa.Text(), nullable=False),
        _text("nominated_by", 200, nullable=True),
        _text("supervisor", 200, nullable=True),
        sa.Column("is_released", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("cohort_id", "user_id", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
    )
    _fact(
        "application_attachment",
        _to("application_id", "application"),
        _text("kind", 20),
        _text("media_type", 40),
        sa.Column("size", sa.Integer(), nullable=False),
        _text("digest", 64),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("application_id", "kind", "digest"),
        sa.CheckConstraint("kind IN ('nomination', 'release', 'other')", name="kind"),
    )
    _fact(
        "selection",
        _to("cohort_id", "cohort", index=True),
        _text("reason", 500),
        _text("token", 64),
        sa.Column("outcome", _JSON, nullable=False),
        sa.CheckConstraint("length(reason) > 0", name="reason"),
    )
    _fact(
        "application_decision",
        _to("application_id", "application"),
        _to("selection_id", "selection", nullable=True, index=True),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("verdict", 15),
        sa.Column("rank", sa.Integer(), nullable=True),
        _text("reason", 500),
        _text("words", 1000, nullable=True),
        sa.UniqueConstraint("application_id", "number"),
        sa.CheckConstraint(
            "verdict IN ('selected', 'waiting', 'not-selected', 'withdrawn')",
            name="verdict",
        ),
        sa.CheckConstraint("(rank IS NULL) = (verdict <> 'waiting')", name="rank"),
        sa.CheckConstraint("length(reason) > 0", name="reason"),
    )
    _fact(
        "decision_notice",
        sa.Column(
            "decision_id",
            sa.Integer(),
            sa.ForeignKey("application_decision.id"),
            nullable=False,
            unique=True,
        ),
        sa.Column("operation", sa.Uuid(), nullable=False, index=True),
    )


def downgrade() -> None:
    for table in (
        "decision_notice",
        "application_decision",
        "selection",
        "application_attachment",
        "application",
        "registration",
        "joining",
        "join_code",
        "cohort_call",
        "notice_acceptance",
    ):
        op.drop_table(table)
