"""Achievements, the documents given for them, and the life of those documents."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.enrolment import Enrolment

_ONCE = "kind NOT IN ('suspended', 'reinstated')"


class Achievement(Base, Fact):
    """The fact that an award's requirements were met, under one edition. Earned once.

    ``occurred_at`` is the moment of the last thing that was needed. ``is_held`` says
    that the rule of the day had its document wait until an administrator validates
    the run; a ``ReleasedAchievement`` ends the waiting.
    """

    __tablename__ = "achievement"
    __table_args__ = (UniqueConstraint("enrolment_id", "award_kind"),)

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    award_kind: Mapped[str] = mapped_column(String(40))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    is_held: Mapped[bool] = mapped_column(default=False, server_default=false())

    enrolment: Mapped[Enrolment] = relationship()


class Award(Base, Fact):
    """The document given for an achievement: the words of its day, frozen.

    Everything that is printed is in ``claims``; nothing is read from today's profile,
    template or outline. A correction is a new award that supersedes this one, so each
    achievement has one chain of documents: the index admits one beginning, and the
    unique ``supersedes_id`` one successor of each.

    ``expires_at`` repeats the claim ``valid_until``, the last day, as a moment: the
    beginning of the day after, where the office is. From then on it has expired.
    """

    __tablename__ = "award"
    __table_args__ = (
        Index(
            "uq_award_first",
            "achievement_id",
            unique=True,
            sqlite_where=text("supersedes_id IS NULL"),
            postgresql_where=text("supersedes_id IS NULL"),
        ),
    )

    number: Mapped[str] = mapped_column(String(20), unique=True)
    achievement_id: Mapped[int] = mapped_column(
        ForeignKey("achievement.id"), index=True
    )
    claims: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    supersedes_id: Mapped[int | None] = mapped_column(
        ForeignKey("award.id"), unique=True
    )
    expires_at: Mapped[datetime | None] = mapped_column(index=True)

    achievement: Mapped[Achievement] = relationship()


class AwardEvent(Base, Fact):
    """One act in the life of a document: with who, when and why.

    A document is issued, superseded, revoked and expires once at most; it may be
    suspended and reinstated again and again. Its ``uuid`` is the operation of whoever
    acted. ``cause`` says what a document was superseded for.
    """

    __tablename__ = "award_event"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('issued', 'superseded', 'suspended', 'reinstated', 'revoked', "
            "'expired')",
            name="kind",
        ),
        CheckConstraint("cause IN ('name', 'mark', 'words')", name="cause"),
        Index(
            "uq_award_event_once",
            "award_id",
            "kind",
            unique=True,
            sqlite_where=text(_ONCE),
            postgresql_where=text(_ONCE),
        ),
    )

    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    cause: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(500))
