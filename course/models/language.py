"""The language in which a person reads letters."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course.database import Base, Fact


class LanguageChoice(Base, Fact):
    """The language that somebody reads letters in, as they said; the latest holds.

    Its ``uuid`` is the operation. ``language`` is a code of two letters, such as fr.
    """

    __tablename__ = "language_choice"
    __table_args__ = (
        UniqueConstraint("user_id", "number"),
        CheckConstraint("number >= 1", name="number"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    number: Mapped[int]
    language: Mapped[str] = mapped_column(String(8))
