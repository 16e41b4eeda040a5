"""What figures read of an enrolment: kept for speed, and worked out from the facts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from course.database import Base


class CountedEnrolment(Base):
    """One enrolment as figures count it, in one narrow row.

    The database itself writes it, by triggers in the transaction of each fact that
    moves it (``course.migrations.keepers``): whoever records a fact, by whatever way,
    sends nothing more. It holds nothing that the facts do not say, and can be thrown
    away and written anew.

    The moments are the first of their kind and only ever appear, so that one after an
    as-of is read as nothing. What else is here can change: ``changed_at`` is the last
    moment at which anything of that did, and from then on the row reads as it stands.
    Figures of a moment before are read from the facts, where the enrolment was known
    by then; ``known_at`` is its first event.

    ``event_id`` is the latest event that stands and ``profile_id`` the latest entry of
    its learner; where there is none nobody counts the enrolment. ``completed_at`` is
    when the goal was reached, ``completed_known_at`` when that was recorded. No column
    but the first is a foreign key: the enrolment's own hold already.
    """

    __tablename__ = "counted_enrolment"
    __table_args__ = (
        Index("ix_counted_enrolment_course_key_changed_at", "course_key", "changed_at"),
    )

    # The widest first: PostgreSQL fills no gaps between columns.
    enrolled_at: Mapped[datetime]
    known_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    assessed_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    completed_known_at: Mapped[datetime | None]
    certified_at: Mapped[datetime | None]
    participated_at: Mapped[datetime | None]
    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey("enrolment.id"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int]
    run: Mapped[int]
    edition_id: Mapped[int]
    cohort_id: Mapped[int | None] = mapped_column(index=True)
    event_id: Mapped[int | None]
    profile_id: Mapped[int | None]
    is_withdrawn: Mapped[bool | None]
    uuid: Mapped[UUID]
    course_key: Mapped[str] = mapped_column(String(100))
    country: Mapped[str | None] = mapped_column(String(2))
    gender: Mapped[str | None] = mapped_column(String(20))
    affiliation: Mapped[str | None] = mapped_column(String(30))
    organisation: Mapped[str | None] = mapped_column(String(200))
