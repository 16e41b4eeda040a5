"""A learner asks for another name on a certificate, and an administrator answers."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.award import Award


class NameCorrection(Base, Fact):
    """What a holder asks: the name as it should be printed, and why.

    Its ``uuid`` is the operation. ``award`` is the document that bore the name when it
    was asked. ``changes_profile`` says that the holder's profile is to follow.
    """

    __tablename__ = "name_correction"

    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(500))
    changes_profile: Mapped[bool]

    award: Mapped[Award] = relationship()


class NameCorrectionAnswer(Base, Fact):
    """What an administrator answered: approved or declined, with words. Once.

    Its ``uuid`` is the operation; that of the document which an approval made is the
    same.
    """

    __tablename__ = "name_correction_answer"
    __table_args__ = (
        CheckConstraint("verdict IN ('approved', 'declined')", name="verdict"),
    )

    correction_id: Mapped[int] = mapped_column(
        ForeignKey("name_correction.id"), unique=True
    )
    verdict: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(String(500))

    correction: Mapped[NameCorrection] = relationship()
