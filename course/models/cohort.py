"""People who take a course together, and those who lead them."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base
from course.models.edition import Edition
from course.models.user import User

MODES = ("moderated", "self-paced")


class Cohort(Base):
    """A group that takes one edition of a course between two dates."""

    __tablename__ = "cohort"
    __table_args__ = (
        CheckConstraint("opens_on <= closes_on", name="dates"),
        CheckConstraint(f"mode IN {MODES}", name="mode"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    course_key: Mapped[str] = mapped_column(String(100))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    mode: Mapped[str] = mapped_column(String(20))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    edition: Mapped[Edition] = relationship()
    trainers: Mapped[list[User]] = relationship(
        secondary="cohort_trainer", order_by=User.name, viewonly=True
    )


class CohortTrainer(Base):
    """Who leads which cohort."""

    __tablename__ = "cohort_trainer"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id"), primary_key=True, index=True
    )
