"""Sittings of quizzes, the answers given in them and the marks they got."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact, Json
from course.models.edition import Edition
from course.models.enrolment import Enrolment


class Attempt(Base, Fact):
    """One sitting of one quiz.

    ``edition`` is the quiz as it stood when the attempt began, so that an edit to the
    file can neither lose an answer nor move the goalposts. ``seed`` fixes the order
    that this attempt shows, for ever. The partial index allows one open attempt at a
    time, whoever asks first.
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
    write_once: ClassVar[frozenset[str]] = frozenset({"submitted_at"})

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    quiz_key: Mapped[str] = mapped_column(String(100))
    number: Mapped[int]
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    seed: Mapped[int]
    submitted_at: Mapped[datetime | None]

    enrolment: Mapped[Enrolment] = relationship()
    edition: Mapped[Edition] = relationship()


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
    ``detail`` holds the points of each question.
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
