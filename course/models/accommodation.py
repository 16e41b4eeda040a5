"""More time and more attempts for those who need them."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.cohort import Cohort
from course.models.user import User


class Accommodation(Base, Fact):
    """Extra time or extra attempts, given to a person or to a cohort.

    It holds at one quiz, or at every quiz where ``quiz_key`` is empty, until an
    ``AccommodationEnd`` says otherwise. Of several that apply the longest extra time
    counts, and their extra attempts are added up.
    """

    __tablename__ = "accommodation"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (cohort_id IS NULL)", name="one_holder"),
        CheckConstraint(
            "extra_time_percent >= 0 AND extra_attempts >= 0 "
            "AND extra_time_percent + extra_attempts > 0",
            name="something",
        ),
    )

    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    quiz_key: Mapped[str | None] = mapped_column(String(100))
    extra_time_percent: Mapped[int]
    extra_attempts: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500))

    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    cohort: Mapped[Cohort | None] = relationship()


class AccommodationEnd(Base, Fact):
    """An accommodation no longer holds. What was begun under it keeps it."""

    __tablename__ = "accommodation_end"

    accommodation_id: Mapped[int] = mapped_column(
        ForeignKey("accommodation.id"), unique=True
    )
    reason: Mapped[str] = mapped_column(String(500))
