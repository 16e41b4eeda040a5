"""One learner on one course, and what the learner has done there."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.cohort import Cohort
from course.models.edition import Edition
from course.models.user import User


class Enrolment(Base):
    """One learner on one course, held to one edition of its outline.

    Being assigned to a cohort *is* an enrolment with a cohort. ``run`` is 1, and 2
    after a renewal; below zero it is an enrolment that was undone, and counts nowhere.
    ``standing`` is the fold of the learner's facts under the rule of
    the edition, kept here for speed and written in the transaction of the fact that
    moved it; the columns after it repeat what lists sort and count by.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("user_id", "course_key", "run"),
        CheckConstraint("met <= needed", name="met"),
        Index("ix_enrolment_cohort_id_user_id", "cohort_id", "user_id"),
        Index("ix_enrolment_course_key_completed_at", "course_key", "completed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    course_key: Mapped[str] = mapped_column(String(100))
    run: Mapped[int] = mapped_column(default=1)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    enrolled_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    standing: Mapped[dict[str, Any]]
    met: Mapped[int] = mapped_column(default=0)
    needed: Mapped[int] = mapped_column(default=0)
    last_active_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()
    cohort: Mapped[Cohort | None] = relationship()
    edition: Mapped[Edition] = relationship()

    @property
    def percent(self) -> int:
        """Share of the rule that is met, rounded down so that 100 means all of it."""
        return self.met * 100 // self.needed if self.needed else 0


class EnrolmentEvent(Base, Fact):
    """Enrolled, assigned, withdrawn or restored: what moved an enrolment."""

    __tablename__ = "enrolment_event"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('enrolled', 'assigned', 'withdrawn', 'restored')", name="kind"
        ),
    )

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    reason: Mapped[str | None] = mapped_column(String(500))


class LessonOpening(Base, Fact):
    """The first time the learner opened a lesson; where they left off is the latest."""

    __tablename__ = "lesson_opening"
    __table_args__ = (UniqueConstraint("enrolment_id", "module_key", "lesson_key"),)

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    module_key: Mapped[str] = mapped_column(String(100))
    lesson_key: Mapped[str] = mapped_column(String(100))


class LessonCompletion(Base, Fact):
    """The learner finished a lesson; a lesson is finished once."""

    __tablename__ = "lesson_completion"
    __table_args__ = (UniqueConstraint("enrolment_id", "module_key", "lesson_key"),)

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    module_key: Mapped[str] = mapped_column(String(100))
    lesson_key: Mapped[str] = mapped_column(String(100))
