"""Sittings of quizzes, the answers given in them and the marks they got."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from course.database import Base, Fact, Json
from course.models.edition import Edition
from course.models.enrolment import Enrolment


class Attempt(Base, Fact):
    """One sitting of one quiz.

    ``edition`` is the quiz as it stood when the attempt began, so that an edit to the
    file can neither lose an answer nor move the goalposts. ``seed`` fixes the order
    that this attempt shows, for ever, and ``drawn`` holds the keys of the questions
    that were drawn for it; nothing where it asks the whole quiz. The partial index
    allows one open attempt at a time, whoever asks first.

    ``closes_at`` is the limit as it was told when the attempt began; an
    ``AttemptExtension`` moves it. ``submitted_by`` is who closed it: the learner, or
    the limit, whoever noticed. ``digest`` is the fingerprint of what was then held.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "quiz_key", "number"),
        Index(
            "uq_attempt_open",
            "enrolment_id",
            "quiz_key",
            unique=True,
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
    )
    write_once: ClassVar[frozenset[str]] = frozenset(
        {"submitted_at", "submitted_by", "digest"}
    )

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    quiz_key: Mapped[str] = mapped_column(String(100))
    number: Mapped[int]
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    seed: Mapped[int]
    drawn: Mapped[list[str] | None] = mapped_column(Json)
    closes_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[str | None] = mapped_column(String(10))
    digest: Mapped[str | None] = mapped_column(String(64))

    enrolment: Mapped[Enrolment] = relationship()
    edition: Mapped[Edition] = relationship()

    if TYPE_CHECKING:
        extended_to: Mapped[datetime | None]

    @property
    def limit_at(self) -> datetime | None:
        """The moment at which the attempt is over; nothing where it has no limit."""
        return self.extended_to or self.closes_at

    def is_over(self, now: datetime) -> bool:
        """Whether its time has run out and nobody has closed it yet."""
        limit = self.limit_at
        return self.submitted_at is None and limit is not None and now >= limit


class AttemptExtension(Base, Fact):
    """A later limit for an attempt that was open when an accommodation was given."""

    __tablename__ = "attempt_extension"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), index=True)
    accommodation_id: Mapped[int] = mapped_column(ForeignKey("accommodation.id"))
    closes_at: Mapped[datetime]


# Read together with the attempt, so that saving an answer asks nothing more.
Attempt.extended_to = column_property(
    select(func.max(AttemptExtension.closes_at))
    .where(AttemptExtension.attempt_id == Attempt.id)
    .correlate_except(AttemptExtension)
    .scalar_subquery()
)


class AttemptStart(Base, Fact):
    """A request to begin that was answered with an attempt already open.

    Its ``uuid`` is the operation. Sent again when that attempt is long submitted, it
    still names that attempt, and begins no other.
    """

    __tablename__ = "attempt_start"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))


class Response(Base, Fact):
    """One saved answer. Changing it adds a row; the highest sequence counts.

    ``op`` is the operation that the device named: a save sent again is one save.
    """

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("attempt_id", "op"),
        Index("ix_response_attempt_id_question_key", "attempt_id", "question_key"),
    )

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    question_key: Mapped[str] = mapped_column(String(100))
    op: Mapped[UUID]
    sequence: Mapped[int]
    # The answer is any JSON value: text, a list of keys, true, or null when cleared.
    answer: Mapped[Any] = mapped_column(Json, nullable=True)


class Mark(Base, Fact):
    """One marking of a submitted attempt, and the edition that it was judged by.

    A regrade adds a mark that supersedes this one and says why; none is edited.
    ``detail`` holds the points of each question. An attempt that waits for a person
    to mark some of its answers has no mark yet.
    """

    __tablename__ = "mark"
    __table_args__ = (
        CheckConstraint("points >= 0 AND points <= out_of", name="points"),
        Index(
            "uq_mark_first",
            "attempt_id",
            unique=True,
            sqlite_where=text("supersedes_id IS NULL"),
            postgresql_where=text("supersedes_id IS NULL"),
        ),
    )

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    points: Mapped[int]
    out_of: Mapped[int]
    passed: Mapped[bool]
    detail: Mapped[dict[str, Any]]
    supersedes_id: Mapped[int | None] = mapped_column(
        ForeignKey("mark.id"), unique=True
    )
    reason: Mapped[str | None] = mapped_column(String(500))
    regrade_id: Mapped[int | None] = mapped_column(ForeignKey("regrade.id"))


class ResponseMark(Base, Fact):
    """What a trainer gave for an answer that only a person can mark.

    ``levels`` holds the level of each criterion of the rubric. To think again is to
    add a row that supersedes this one; the database admits one successor.
    """

    __tablename__ = "response_mark"
    __table_args__ = (
        CheckConstraint("points >= 0 AND points <= out_of", name="points"),
        Index(
            "uq_response_mark_first",
            "attempt_id",
            "question_key",
            unique=True,
            sqlite_where=text("supersedes_id IS NULL"),
            postgresql_where=text("supersedes_id IS NULL"),
        ),
    )

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    question_key: Mapped[str] = mapped_column(String(100))
    points: Mapped[int]
    out_of: Mapped[int]
    levels: Mapped[dict[str, Any]]
    comment: Mapped[str] = mapped_column(Text)
    supersedes_id: Mapped[int | None] = mapped_column(
        ForeignKey("response_mark.id"), unique=True
    )
