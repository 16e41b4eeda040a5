"""The first tables: people, content kept, enrolments, attempts, awards and mail.

Constraint names follow from the naming convention of ``course.database.Base``.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)

# In the order of making; the other way round nothing points at what is dropped.
_TABLES = (
    "user",
    "profile_entry",
    "account_event",
    "access_token",
    "invitation",
    "sign_in_failure",
    "outgoing_message",
    "edition",
    "cohort",
    "cohort_trainer",
    "roster_import",
    "enrolment",
    "enrolment_event",
    "lesson_opening",
    "lesson_completion",
    "attempt",
    "response",
    "mark",
    "achievement",
    "award",
    "award_event",
)


def upgrade() -> None:
    _make_user()
    _make_what_people_say_and_what_is_done_to_them()
    _make_keys()
    _make_mail()
    _make_edition()
    _make_cohorts()
    _make_enrolment()
    _make_enrolment_facts()
    _make_attempts()
    _make_mark()
    _make_awards()


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, _MOMENT, nullable=nullable)


def _json(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, _JSON, nullable=nullable)


def _to(
    table: str, name: str, *, nullable: bool = False, index: bool = False
) -> sa.Column[int]:
    """A column that points at a row of another table."""
    return sa.Column(
        name,
        sa.Integer(),
        sa.ForeignKey(f"{table}.id"),
        nullable=nullable,
        index=index,
    )


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), primary_key=True)


def _uuid() -> sa.Column[Any]:
    return sa.Column("uuid", sa.Uuid(), nullable=False, unique=True)


def _fact() -> tuple[sa.Column[Any], ...]:
    """The columns of everything that happened."""
    return (
        _id(),
        _uuid(),
        _moment("occurred_at"),
        sa.Column("recorded_at", _MOMENT, nullable=False, index=True),
        _to("user", "actor_id", nullable=True),
    )


def _profile() -> tuple[sa.Column[str], ...]:
    return (
        _text("name", 200),
        _text("country", 2, nullable=True),
        _text("gender", 20, nullable=True),
        _text("affiliation", 30, nullable=True),
        _text("organisation", 200, nullable=True),
    )


def _make_user() -> None:
    op.create_table(
        "user",
        _id(),
        _uuid(),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        *_profile(),
        _text("role", 20),
        _text("password_hash", 200, nullable=True),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        _moment("created_at"),
        _moment("closed_at", nullable=True),
        sa.CheckConstraint(
            "role IN ('learner', 'trainer', 'administrator')", name="role"
        ),
        sa.CheckConstraint(
            "gender IN ('female', 'male', 'other', 'undisclosed')", name="gender"
        ),
        sa.CheckConstraint(
            "affiliation IN ('government', 'local-authority', 'united-nations', "
            "'other-international', 'non-governmental', 'academia', "
            "'private-sector', 'other')",
            name="affiliation",
        ),
        sa.CheckConstraint("email = lower(email)", name="email_lower"),
    )


def _make_what_people_say_and_what_is_done_to_them() -> None:
    op.create_table("profile_entry", *_fact(), _to("user", "user_id"), *_profile())
    op.create_index(
        "ix_profile_entry_user_id_recorded_at",
        "profile_entry",
        ["user_id", "recorded_at"],
    )
    op.create_table(
        "account_event",
        *_fact(),
        _to("user", "user_id", index=True),
        _text("kind", 40),
        _json("detail"),
    )


def _make_keys() -> None:
    """What lets people in, and what keeps guessers out."""
    op.create_table(
        "access_token",
        _id(),
        _uuid(),
        _to("user", "user_id", index=True),
        _text("label", 100),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        _moment("created_at"),
        _moment("expires_at"),
        _moment("revoked_at", nullable=True),
    )
    op.create_table(
        "invitation",
        _id(),
        _to("user", "user_id", index=True),
        _text("purpose", 20),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        _moment("created_at"),
        _moment("expires_at"),
        _moment("used_at", nullable=True),
    )
    op.create_table(
        "sign_in_failure", _id(), _text("subject", 64), _moment("failed_at")
    )
    op.create_index(
        "ix_sign_in_failure_subject_at", "sign_in_failure", ["subject", "failed_at"]
    )


def _make_mail() -> None:
    op.create_table(
        "outgoing_message",
        _id(),
        _uuid(),
        sa.Column("dedupe_key", sa.String(200), nullable=False, unique=True),
        _text("recipient_name", 200),
        _text("recipient_email", 254),
        _text("subject", 300),
        sa.Column("body", sa.Text(), nullable=False),
        _moment("created_at"),
        _moment("run_at"),
        _moment("leased_until", nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _moment("sent_at", nullable=True),
        _moment("failed_at", nullable=True),
        _text("error", 500, nullable=True),
    )
    waiting = sa.text("sent_at IS NULL AND failed_at IS NULL")
    op.create_index(
        "ix_outgoing_message_waiting",
        "outgoing_message",
        ["run_at"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def _make_edition() -> None:
    op.create_table(
        "edition",
        _id(),
        _text("kind", 10),
        _text("key", 100),
        _text("digest", 64),
        _json("content"),
        _moment("recorded_at"),
        sa.UniqueConstraint("kind", "key", "digest"),
        sa.CheckConstraint("kind IN ('course', 'quiz')", name="kind"),
    )


def _make_cohorts() -> None:
    op.create_table(
        "cohort",
        _id(),
        _uuid(),
        sa.Column("key", sa.String(60), nullable=False, unique=True),
        _text("title", 200),
        _text("course_key", 100),
        _to("edition", "edition_id"),
        _text("mode", 20),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        _moment("created_at"),
        _to("user", "created_by", nullable=True),
        sa.CheckConstraint("opens_on <= closes_on", name="dates"),
        sa.CheckConstraint("mode IN ('moderated', 'self-paced')", name="mode"),
    )
    op.create_table(
        "cohort_trainer",
        _to("cohort", "cohort_id"),
        _to("user", "user_id", index=True),
        sa.PrimaryKeyConstraint("cohort_id", "user_id"),
    )
    op.create_table(
        "roster_import",
        *_fact(),
        _to("cohort", "cohort_id", index=True),
        _text("digest", 64),
        _json("outcome"),
    )


def _make_enrolment() -> None:
    op.create_table(
        "enrolment",
        _id(),
        _uuid(),
        _to("user", "user_id"),
        _text("course_key", 100),
        sa.Column("run", sa.Integer(), nullable=False),
        _to("edition", "edition_id"),
        _to("cohort", "cohort_id", nullable=True),
        _moment("enrolled_at"),
        _moment("withdrawn_at", nullable=True),
        _json("standing"),
        sa.Column("met", sa.Integer(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        _moment("last_active_at", nullable=True),
        _moment("completed_at", nullable=True),
        sa.UniqueConstraint("user_id", "course_key", "run"),
        sa.CheckConstraint("met <= needed", name="met"),
    )
    op.create_index(
        "ix_enrolment_cohort_id_user_id", "enrolment", ["cohort_id", "user_id"]
    )
    op.create_index(
        "ix_enrolment_course_key_completed_at",
        "enrolment",
        ["course_key", "completed_at"],
    )


def _make_enrolment_facts() -> None:
    op.create_table(
        "enrolment_event",
        *_fact(),
        _to("enrolment", "enrolment_id", index=True),
        _text("kind", 20),
        _to("cohort", "cohort_id", nullable=True),
        _text("reason", 500, nullable=True),
        sa.CheckConstraint(
            "kind IN ('enrolled', 'assigned', 'withdrawn', 'restored')", name="kind"
        ),
    )
    for table in ("lesson_opening", "lesson_completion"):
        op.create_table(
            table,
            *_fact(),
            _to("enrolment", "enrolment_id"),
            _text("module_key", 100),
            _text("lesson_key", 100),
            sa.UniqueConstraint("enrolment_id", "module_key", "lesson_key"),
        )


def _make_attempts() -> None:
    op.create_table(
        "attempt",
        *_fact(),
        _to("enrolment", "enrolment_id"),
        _text("quiz_key", 100),
        sa.Column("number", sa.Integer(), nullable=False),
        _to("edition", "edition_id"),
        sa.Column("seed", sa.Integer(), nullable=False),
        _moment("submitted_at", nullable=True),
        sa.UniqueConstraint("enrolment_id", "quiz_key", "number"),
    )
    still_open = sa.text("submitted_at IS NULL")
    op.create_index(
        "uq_attempt_open",
        "attempt",
        ["enrolment_id", "quiz_key"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    op.create_table(
        "response",
        *_fact(),
        _to("attempt", "attempt_id"),
        _text("question_key", 100),
        sa.Column("op", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        _json("answer", nullable=True),
        sa.UniqueConstraint("attempt_id", "op"),
    )
    op.create_index(
        "ix_response_attempt_id_question_key",
        "response",
        ["attempt_id", "question_key"],
    )


def _make_mark() -> None:
    op.create_table(
        "mark",
        *_fact(),
        _to("attempt", "attempt_id", index=True),
        _to("edition", "edition_id"),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("out_of", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        _json("detail"),
        _to("mark", "supersedes_id", nullable=True),
        _text("reason", 500, nullable=True),
        sa.CheckConstraint("points >= 0 AND points <= out_of", name="points"),
        sa.UniqueConstraint("supersedes_id"),
    )
    _make_first_index("mark", "attempt_id")


def _make_awards() -> None:
    op.create_table(
        "achievement",
        *_fact(),
        _to("enrolment", "enrolment_id"),
        _text("award_kind", 40),
        _to("edition", "edition_id"),
        sa.UniqueConstraint("enrolment_id", "award_kind"),
    )
    op.create_table(
        "award",
        *_fact(),
        sa.Column("number", sa.String(20), nullable=False, unique=True),
        _to("achievement", "achievement_id", index=True),
        _json("claims"),
        _text("digest", 64),
        _to("award", "supersedes_id", nullable=True),
        sa.UniqueConstraint("supersedes_id"),
    )
    _make_first_index("award", "achievement_id")
    op.create_table(
        "award_event",
        *_fact(),
        _to("award", "award_id", index=True),
        _text("kind", 20),
        _text("reason", 500, nullable=True),
        sa.CheckConstraint(
            "kind IN ('issued', 'superseded', 'suspended', 'reinstated', 'revoked')",
            name="kind",
        ),
    )


def _make_first_index(table: str, column: str) -> None:
    """Allow one row of each that supersedes none: the beginning of a chain."""
    first = sa.text("supersedes_id IS NULL")
    op.create_index(
        f"uq_{table}_first",
        table,
        [column],
        unique=True,
        sqlite_where=first,
        postgresql_where=first,
    )
