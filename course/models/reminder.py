"""Reminders that were written, and who wants none."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course.database import Base, Fact


class Reminder(Base, Fact):
    """A learner was reminded of a module, once for each stage.

    ``stage`` is "soon" before the day on which it is due, and "late" after it.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "module_key", "stage"),
        CheckConstraint("stage IN ('soon', 'late')", name="stage"),
    )

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    module_key: Mapped[str] = mapped_column(String(100))
    stage: Mapped[str] = mapped_column(String(10))


class ReminderChoice(Base, Fact):
    """Whether somebody wants reminders; who never said so wants them."""

    __tablename__ = "reminder_choice"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    is_wanted: Mapped[bool]
