"""Lists of learners: planned, applied to cohorts, and taken back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.cohort import Cohort
from course.models.enrolment import EnrolmentEvent


class RosterPlan(Base):
    """A list that was uploaded and not yet applied: what it holds, how it is read.

    It is no fact: nothing was done yet. It is thrown away when it is applied, or after
    some days, so that a list of people does not lie about. ``columns`` says which
    column is which; null until somebody or the headings said so.
    """

    __tablename__ = "roster_plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(unique=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]]
    columns: Mapped[dict[str, Any] | None]
    is_whole: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(index=True)

    cohort: Mapped[Cohort] = relationship()


class RosterImport(Base, Fact):
    """One list of learners as it was applied, and what came of each row.

    Its ``uuid`` is that of the plan, so that a plan applied twice is applied once and
    answered the same. ``digest`` is the token of the plan.
    """

    __tablename__ = "roster_import"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[dict[str, Any]]


class RosterMove(Base, Fact):
    """One event of an enrolment that an applied list brought about."""

    __tablename__ = "roster_move"

    roster_import_id: Mapped[int] = mapped_column(
        ForeignKey("roster_import.id"), index=True
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("enrolment_event.id"), unique=True)

    event: Mapped[EnrolmentEvent] = relationship()


class RosterUndo(Base, Fact):
    """An applied list was taken back: why, and what could not be. A list once."""

    __tablename__ = "roster_undo"

    roster_import_id: Mapped[int] = mapped_column(
        ForeignKey("roster_import.id"), unique=True
    )
    reason: Mapped[str] = mapped_column(String(500))
    outcome: Mapped[dict[str, Any]]


class UndoneEvent(Base, Fact):
    """From here on an event of an enrolment counts as if it had not happened.

    The event stays, for figures of the time between. Whoever asks where an enrolment
    stands asks for its latest event that stands; see ``places.stands``.
    """

    __tablename__ = "undone_event"

    roster_undo_id: Mapped[int] = mapped_column(
        ForeignKey("roster_undo.id"), index=True
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("enrolment_event.id"), unique=True)
