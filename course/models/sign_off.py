"""What trainers sign off: that somebody has done enough, said by a person."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.enrolment import Enrolment


class SignOff(Base, Fact):
    """A trainer's word on one enrolment: given, or withdrawn again, and why.

    Its ``uuid`` is the operation. The latest ``number`` is what holds; two trainers at
    once would write the same number, and the database admits the first.
    """

    __tablename__ = "sign_off"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("verdict IN ('given', 'withdrawn')", name="verdict"),
        CheckConstraint("length(reason) > 0", name="reason"),
    )

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    number: Mapped[int]
    verdict: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(500))

    enrolment: Mapped[Enrolment] = relationship()
