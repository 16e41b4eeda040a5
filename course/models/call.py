"""The door of a cohort: who may come in, until when, and how."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.cohort import Cohort
from course.models.enrolment import Enrolment

INVITATION, OPEN, APPLICATION = "invitation", "open", "application"
DOORS = (INVITATION, OPEN, APPLICATION)


class Call(Base, Fact):
    """What was said of a cohort's door from one moment on; the latest number holds.

    A cohort without any is by invitation alone. ``terms`` is what the call says to
    those who come: ``course.calls.Terms`` as data. ``reason`` says why a door closed.
    """

    __tablename__ = "cohort_call"
    __table_args__ = (
        UniqueConstraint("cohort_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint(f"door IN {DOORS}", name="door"),
        CheckConstraint("quota >= 1", name="quota"),
    )

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    number: Mapped[int]
    door: Mapped[str] = mapped_column(String(12))
    deadline: Mapped[date | None]
    quota: Mapped[int | None]
    terms: Mapped[dict[str, Any]]
    reason: Mapped[str | None] = mapped_column(String(500))

    cohort: Mapped[Cohort] = relationship()


class JoinCode(Base, Fact):
    """A code that opens a cohort's door; a newer one makes it useless.

    It is kept as it is shown, since trainers show it again.
    """

    __tablename__ = "join_code"
    __table_args__ = (UniqueConstraint("cohort_id", "number"),)

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(20), unique=True)


class Joining(Base, Fact):
    """Somebody came in by the open door, and what let them in.

    Its ``uuid`` is the operation, and ``call_id`` what the door said then.
    """

    __tablename__ = "joining"
    __table_args__ = (
        CheckConstraint("by IN ('code', 'domain', 'anybody')", name="by"),
    )

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("cohort_call.id"), index=True)
    by: Mapped[str] = mapped_column(String(10))

    enrolment: Mapped[Enrolment] = relationship()


class Registration(Base):
    """An address that asks to come in and has not shown yet that it is somebody's.

    No account is made before the link that was mailed to it is followed. What was
    never followed is swept away.
    """

    __tablename__ = "registration"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    email: Mapped[str] = mapped_column(String(254))
    code: Mapped[str | None] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    notice_version: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    cohort: Mapped[Cohort] = relationship()
