"""A second reading of a roadmap, an appeal against a review, and what was decided."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.roadmap import RoadmapSubmission
from course.models.user import User


class SecondMarker(Base, Fact):
    """Somebody was asked to review a roadmap a second time, unseen of the first.

    The latest ``number`` holds: whoever cannot do it is followed by another. While
    nobody had reviewed it, ``is_held`` says that its learner is told of no verdict
    until both are in and what they come to is settled.
    """

    __tablename__ = "second_marker"
    __table_args__ = (
        UniqueConstraint("submission_id", "number"),
        CheckConstraint("number >= 1", name="number"),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("roadmap_submission.id"))
    number: Mapped[int]
    marker_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    is_held: Mapped[bool]

    submission: Mapped[RoadmapSubmission] = relationship()
    marker: Mapped[User] = relationship(foreign_keys=[marker_id])


class SecondReview(Base, Fact):
    """What the second marker said of a submission. It is given once."""

    __tablename__ = "second_review"
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


class RoadmapAppeal(Base, Fact):
    """A learner asks that a review which sent their roadmap back be looked at again."""

    __tablename__ = "roadmap_appeal"
    __table_args__ = (CheckConstraint("length(words) > 0", name="words"),)

    submission_id: Mapped[int] = mapped_column(
        ForeignKey("roadmap_submission.id"), unique=True
    )
    words: Mapped[str] = mapped_column(Text)

    submission: Mapped[RoadmapSubmission] = relationship()


class RoadmapDecision(Base, Fact):
    """What became of a submission on which more than one person had a say.

    On two reviews that agree, on two that differ, or on an appeal. The latest of a
    submission holds, and each ground has one at the most.
    """

    __tablename__ = "roadmap_decision"
    __table_args__ = (
        UniqueConstraint("submission_id", "ground"),
        CheckConstraint("ground IN ('agreed', 'differed', 'appeal')", name="ground"),
        CheckConstraint("verdict IN ('accepted', 'sent-back')", name="verdict"),
        CheckConstraint("ground = 'agreed' OR length(reason) > 0", name="reason"),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("roadmap_submission.id"))
    ground: Mapped[str] = mapped_column(String(10))
    verdict: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
