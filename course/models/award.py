"""Achievements, the documents given for them, and the life of those documents."""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.enrolment import Enrolment


class Achievement(Base, Fact):
    """The fact that an award's requirements were met, under one edition. Earned once.

    ``occurred_at`` is the moment of the last thing that was needed.
    """

    __tablename__ = "achievement"
    __table_args__ = (UniqueConstraint("enrolment_id", "award_kind"),)

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    award_kind: Mapped[str] = mapped_column(String(40))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))

    enrolment: Mapped[Enrolment] = relationship()


class Award(Base, Fact):
    """The document given for an achievement: the words of its day, frozen.

    Everything that is printed is in ``claims``; nothing is read from today's profile,
    template or outline. A correction is a new award that supersedes this one, so each
    achievement has one chain of documents: the index admits one beginning, and the
    unique ``supersedes_id`` one successor of each.
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

    achievement: Mapped[Achievement] = relationship()


class AwardEvent(Base, Fact):
    """Issued, superseded, suspended, reinstated, revoked: with who, when and why."""

    __tablename__ = "award_event"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('issued', 'superseded', 'suspended', 'reinstated', 'revoked')",
            name="kind",
        ),
    )

    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(500))
