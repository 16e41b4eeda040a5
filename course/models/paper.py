"""Papers that learners hand in for a diploma, and what was said of them."""

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.enrolment import Enrolment


class PaperSubmission(Base, Fact):
    """A paper handed in: its file, byte for byte, and the word that it is one's own.

    Its ``uuid`` is the operation. ``number`` counts what was handed in; a next one
    comes only after the one before was sent back, so two at once would bear one
    number, and the database admits the first. ``digest`` is the SHA-256 of ``content``,
    and ``is_own_work`` is what the learner gave their word on.
    """

    __tablename__ = "paper_submission"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("length(title) > 0", name="title"),
        CheckConstraint("format IN ('pdf', 'docx')", name="format"),
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("is_own_work", name="is_own_work"),
    )

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    format: Mapped[str] = mapped_column(String(4))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    # Read by whoever downloads it, and by no list.
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    is_own_work: Mapped[bool]

    enrolment: Mapped[Enrolment] = relationship()


class PaperReview(Base, Fact):
    """What staff said of a paper: accepted, or sent back with comments.

    Its ``uuid`` is the operation. A paper is reviewed once: of two reviewers the
    database admits the first.
    """

    __tablename__ = "paper_review"
    __table_args__ = (
        CheckConstraint("verdict IN ('accepted', 'sent-back')", name="verdict"),
        CheckConstraint(
            "verdict = 'accepted' OR length(comments) > 0", name="comments"
        ),
    )

    submission_id: Mapped[int] = mapped_column(
        ForeignKey("paper_submission.id"), unique=True
    )
    verdict: Mapped[str] = mapped_column(String(10))
    comments: Mapped[str] = mapped_column(Text)

    submission: Mapped[PaperSubmission] = relationship()
