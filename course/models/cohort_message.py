"""What trainers wrote to a group of a cohort, and whom it went to."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.cohort import Cohort
from course.models.enrolment import Enrolment

AUDIENCES = ("all", "on-track", "behind", "silent", "failed-twice", "finished")
LONGEST_SUBJECT, LONGEST_BODY = 150, 4000


class CohortMessage(Base, Fact):
    """A trainer wrote to some of a cohort; its ``uuid`` is the operation.

    ``audience`` is the group that was chosen, ``days`` the days of silence that it was
    reckoned with, and ``search`` what the names were narrowed by. ``token`` stands for
    the people that the trainer saw before saying yes.
    """

    __tablename__ = "cohort_message"
    __table_args__ = (
        CheckConstraint(f"audience IN {AUDIENCES}", name="audience"),
        CheckConstraint("length(subject) > 0", name="subject"),
        CheckConstraint(f"length(body) BETWEEN 1 AND {LONGEST_BODY}", name="body"),
    )

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    audience: Mapped[str] = mapped_column(String(20))
    days: Mapped[int]
    search: Mapped[str] = mapped_column(String(100))
    token: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    body: Mapped[str] = mapped_column(Text)

    cohort: Mapped[Cohort] = relationship()


class CohortMessageLetter(Base, Fact):
    """One letter of a message: to whom it went, each of them once."""

    __tablename__ = "cohort_message_letter"
    __table_args__ = (UniqueConstraint("message_id", "enrolment_id"),)

    message_id: Mapped[int] = mapped_column(ForeignKey("cohort_message.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)

    enrolment: Mapped[Enrolment] = relationship()
