"""Reports that are sent every month: to whom, what of, and which were sent."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.export import CONTENTS, MOST_PURPOSE, Export
from course.models.user import User

LAST_DAY = 28


class ReportSchedule(Base, Fact):
    """Something to be exported every month, as of the end of the month before.

    ``asked`` is the question without its moment. ``day`` is one that every month has,
    and ``hour`` is by the clock of the office. Its ``uuid`` is the operation.
    """

    __tablename__ = "report_schedule"
    __table_args__ = (
        CheckConstraint(f"content IN {CONTENTS}", name="content"),
        CheckConstraint("(content = 'rows') = (purpose IS NOT NULL)", name="purpose"),
        CheckConstraint(f"day BETWEEN 1 AND {LAST_DAY}", name="day"),
        CheckConstraint("hour BETWEEN 0 AND 23", name="hour"),
    )

    title: Mapped[str] = mapped_column(String(200))
    content: Mapped[str] = mapped_column(String(10))
    format: Mapped[str] = mapped_column(String(10))
    course_key: Mapped[str] = mapped_column(String(100))
    asked: Mapped[dict[str, Any]]
    purpose: Mapped[str | None] = mapped_column(String(MOST_PURPOSE))
    day: Mapped[int]
    hour: Mapped[int]

    actor: Mapped[User] = relationship(
        primaryjoin="foreign(ReportSchedule.actor_id) == User.id", viewonly=True
    )
    end: Mapped["ReportScheduleEnd | None"] = relationship(viewonly=True)


class ReportScheduleReader(Base, Fact):
    """Somebody to whom a scheduled report is sent."""

    __tablename__ = "report_schedule_reader"
    __table_args__ = (UniqueConstraint("schedule_id", "user_id"),)

    schedule_id: Mapped[int] = mapped_column(ForeignKey("report_schedule.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))


class ReportScheduleEnd(Base, Fact):
    """A scheduled report is sent no more. Its ``uuid`` is the operation."""

    __tablename__ = "report_schedule_end"

    schedule_id: Mapped[int] = mapped_column(
        ForeignKey("report_schedule.id"), unique=True
    )


class ScheduledExport(Base, Fact):
    """The export of one month, such as "2026-03": one for each schedule and month."""

    __tablename__ = "scheduled_export"
    __table_args__ = (UniqueConstraint("schedule_id", "month"),)

    schedule_id: Mapped[int] = mapped_column(ForeignKey("report_schedule.id"))
    month: Mapped[str] = mapped_column(String(7))
    export_id: Mapped[int] = mapped_column(ForeignKey("export.id"), unique=True)

    export: Mapped[Export] = relationship()


class ExportReader(Base, Fact):
    """Somebody was told of a scheduled export, or was not allowed to see it then."""

    __tablename__ = "export_reader"
    __table_args__ = (UniqueConstraint("export_id", "user_id"),)

    export_id: Mapped[int] = mapped_column(ForeignKey("export.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    is_told: Mapped[bool]
