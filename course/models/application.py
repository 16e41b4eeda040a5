"""Applications to a cohort, what came with them, and what was decided."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.call import Call
from course.models.cohort import Cohort
from course.models.user import User

SELECTED, WAITING = "selected", "waiting"
NOT_SELECTED, WITHDRAWN = "not-selected", "withdrawn"
VERDICTS = (SELECTED, WAITING, NOT_SELECTED, WITHDRAWN)
ATTACHMENT_KINDS = ("nomination", "release", "other")


class Application(Base, Fact):
    """Somebody asks to be selected, in the words of that day; its ``uuid`` is the act.

    What is said of the person is kept here as it was said, so that a later change of
    their profile alters no application. ``call_id`` is what they were told. Whoever
    has withdrawn may apply again: that is the next ``number``.
    """

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("cohort_id", "user_id", "number"),
        CheckConstraint("number >= 1", name="number"),
    )

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("cohort_call.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2))
    gender: Mapped[str] = mapped_column(String(20))
    affiliation: Mapped[str | None] = mapped_column(String(30))
    organisation: Mapped[str] = mapped_column(String(200))
    motivation: Mapped[str] = mapped_column(Text)
    nominated_by: Mapped[str | None] = mapped_column(String(200))
    supervisor: Mapped[str | None] = mapped_column(String(200))
    is_released: Mapped[bool]

    cohort: Mapped[Cohort] = relationship()
    call: Mapped[Call] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])


class ApplicationAttachment(Base, Fact):
    """A file that came with an application, such as the letter of nomination.

    Its type was read from its first bytes, not from its name.
    """

    __tablename__ = "application_attachment"
    __table_args__ = (
        UniqueConstraint("application_id", "kind", "digest"),
        CheckConstraint(f"kind IN {ATTACHMENT_KINDS}", name="kind"),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    kind: Mapped[str] = mapped_column(String(20))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    application: Mapped[Application] = relationship()


class Selection(Base, Fact):
    """One act of selecting over many applications at once; its ``uuid`` is the act.

    ``reason`` is for staff. ``outcome`` is what became of each application.
    """

    __tablename__ = "selection"
    __table_args__ = (CheckConstraint("length(reason) > 0", name="reason"),)

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    token: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[dict[str, Any]]


class ApplicationDecision(Base, Fact):
    """What was decided of an application; the latest ``number`` holds.

    Two who decide at once would write the same number, and the database admits the
    first. ``rank`` orders the waiting list. ``reason`` is read by staff alone,
    ``words`` by the applicant.
    """

    __tablename__ = "application_decision"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        CheckConstraint(f"verdict IN {VERDICTS}", name="verdict"),
        CheckConstraint("(rank IS NULL) = (verdict <> 'waiting')", name="rank"),
        CheckConstraint("length(reason) > 0", name="reason"),
        Index("ix_application_decision_selection_id", "selection_id"),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    selection_id: Mapped[int | None] = mapped_column(ForeignKey("selection.id"))
    number: Mapped[int]
    verdict: Mapped[str] = mapped_column(String(15))
    rank: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(500))
    words: Mapped[str | None] = mapped_column(String(1000))

    application: Mapped[Application] = relationship()


class DecisionNotice(Base, Fact):
    """The applicant was told of a decision. ``operation`` is the act that told many."""

    __tablename__ = "decision_notice"

    decision_id: Mapped[int] = mapped_column(
        ForeignKey("application_decision.id"), unique=True
    )
    operation: Mapped[UUID] = mapped_column(index=True)
