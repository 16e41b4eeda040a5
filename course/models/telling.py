"""What a cohort is told: announcements, sessions with experts, and calendars."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course.database import Base, Fact


class Announcement(Base, Fact):
    """A version of what a trainer announces to a cohort; the latest holds.

    Its ``uuid`` is the operation, and that of the first names the announcement. A
    version with ``withdrawn_because`` takes it back, for good.
    """

    __tablename__ = "announcement"
    __table_args__ = (
        UniqueConstraint("announcement", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("length(body) between 1 and 4000", name="body"),
        CheckConstraint("length(withdrawn_because) > 0", name="withdrawn_because"),
    )

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    announcement: Mapped[UUID]
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    is_mailed: Mapped[bool]
    withdrawn_because: Mapped[str | None] = mapped_column(String(500))


class ExpertSession(Base, Fact):
    """A version of a session with an expert; the latest holds.

    Its ``uuid`` is the operation, and that of the first names the session. ``zone`` is
    where its clock hangs, a name of the IANA time zone database; the moments are UTC.
    Every version after the first says why, and a cancelled one has none after it.
    """

    __tablename__ = "expert_session"
    __table_args__ = (
        UniqueConstraint("expert_session", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("ends_at > starts_at", name="ends_at"),
        CheckConstraint(
            "number = 1 OR (reason IS NOT NULL AND length(reason) > 0)", name="reason"
        ),
    )

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    expert_session: Mapped[UUID]
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    expert: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(500))
    is_cancelled: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(String(500))


class CalendarKey(Base, Fact):
    """The secret in the address of somebody's calendar, as a hash; the latest holds.

    One without a hash closes the address.
    """

    __tablename__ = "calendar_key"
    __table_args__ = (
        UniqueConstraint("user_id", "number"),
        CheckConstraint("number >= 1", name="number"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    number: Mapped[int]
    secret_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
