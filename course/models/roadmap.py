"""Roadmaps that learners handed in, and what was said of them."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.enrolment import Enrolment


class RoadmapSubmission(Base, Fact):
    """A roadmap handed in: the document as it stood, word for word.

    Its ``uuid`` is the operation. ``number`` counts the learner's submissions; a next
    one comes only after the one before was reviewed, so two at once would bear one
    number, and the database admits the first. ``digest`` is the fingerprint of
    ``content``.
    """

    __tablename__ = "roadmap_submission"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "number"),
        CheckConstraint("number >= 1", name="number"),
    )

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))

    enrolment: Mapped[Enrolment] = relationship()


class RoadmapReview(Base, Fact):
    """What a trainer said of a submission: accepted, or sent back with comments.

    Its ``uuid`` is the operation. A submission is reviewed once: of two reviewers the
    database admits the first.
    """

    __tablename__ = "roadmap_review"
    __table_args__ = (
        CheckConstraint("verdict IN ('accepted', 'sent-back')", name="verdict"),
        CheckConstraint(
            "verdict = 'accepted' OR length(comments) > 0", name="comments"
        ),
    )

    submission_id: Mapped[int] = mapped_column(
        ForeignKey("roadmap_submission.id"), unique=True
    )
    verdict: Mapped[str] = mapped_column(String(10))
    comments: Mapped[str] = mapped_column(Text)

    submission: Mapped[RoadmapSubmission] = relationship()
