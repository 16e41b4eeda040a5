"""When the modules of a run are studied, and the zone in which a person's day ends."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact, Json
from course.models.cohort import Cohort


class RunCalendar(Base, Fact):
    """The weeks of a cohort's run as a trainer set them, and why; the latest holds.

    Its ``uuid`` is the operation. ``weeks`` names each module with the day on which it
    opens and the one on which it is due, as YYYY-MM-DD. Two trainers at once would
    write the same ``number``, and the database admits the first.
    """

    __tablename__ = "run_calendar"
    __table_args__ = (
        UniqueConstraint("cohort_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("length(reason) > 0", name="reason"),
    )

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    number: Mapped[int]
    weeks: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    reason: Mapped[str] = mapped_column(String(500))

    cohort: Mapped[Cohort] = relationship()


class PersonZone(Base, Fact):
    """The time zone that somebody lives by, as they said; the latest holds.

    ``zone`` is a name of the IANA time zone database, such as Asia/Bishkek.
    """

    __tablename__ = "person_zone"
    __table_args__ = (
        UniqueConstraint("user_id", "number"),
        CheckConstraint("number >= 1", name="number"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    number: Mapped[int]
    zone: Mapped[str] = mapped_column(String(64))
