"""Rounds in which the learners of a cohort read each other's roadmaps."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.cohort import Cohort
from course.models.enrolment import Enrolment
from course.models.roadmap import RoadmapSubmission


class PeerRound(Base, Fact):
    """A trainer opened a round: by which rubric, how many reviews each, until when.

    Its ``uuid`` is the operation. ``rubric`` is kept as it stood. ``due_at`` is a
    moment, and ``zone`` the time zone in whose words it was set.
    """

    __tablename__ = "peer_round"
    __table_args__ = (
        UniqueConstraint("cohort_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("reviews_each BETWEEN 1 AND 5", name="reviews_each"),
    )

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    number: Mapped[int]
    rubric: Mapped[dict[str, Any]]
    reviews_each: Mapped[int]
    due_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(50))
    is_anonymous: Mapped[bool]

    cohort: Mapped[Cohort] = relationship()


class PeerRoundClosing(Base, Fact):
    """A round was closed: no more is written, and the authors read what there is."""

    __tablename__ = "peer_round_closing"

    round_id: Mapped[int] = mapped_column(ForeignKey("peer_round.id"), unique=True)


class PeerDraw(Base, Fact):
    """Pairs were drawn and assigned: the seed, and all that the rule was given.

    Its ``uuid`` is the operation. Of ``given`` the rule makes the same pairs again. A
    later draw, for whoever came late or whose reviewer left, has the next ``number``.
    """

    __tablename__ = "peer_draw"
    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        CheckConstraint("number >= 1", name="number"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("peer_round.id"))
    number: Mapped[int]
    seed: Mapped[str] = mapped_column(String(60))
    token: Mapped[str] = mapped_column(String(64))
    given: Mapped[dict[str, Any]]


class PeerAssignment(Base, Fact):
    """One learner is to read what another handed in, as it stood when it was drawn."""

    __tablename__ = "peer_assignment"
    __table_args__ = (
        UniqueConstraint("round_id", "reviewer_id", "author_id"),
        CheckConstraint("reviewer_id <> author_id", name="nobodys_own"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("peer_round.id"))
    draw_id: Mapped[int] = mapped_column(ForeignKey("peer_draw.id"), index=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("roadmap_submission.id"))

    round: Mapped[PeerRound] = relationship()
    reviewer: Mapped[Enrolment] = relationship(foreign_keys=[reviewer_id])
    author: Mapped[Enrolment] = relationship(foreign_keys=[author_id])
    submission: Mapped[RoadmapSubmission] = relationship()


class PeerDraft(Base, Fact):
    """What a reviewer has written so far; the highest ``number`` is read."""

    __tablename__ = "peer_draft"
    __table_args__ = (
        UniqueConstraint("assignment_id", "number"),
        CheckConstraint("number >= 1", name="number"),
    )

    assignment_id: Mapped[int] = mapped_column(ForeignKey("peer_assignment.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]


class PeerReview(Base, Fact):
    """A review handed in: a level for each line of the rubric, and words.

    Its ``uuid`` is the operation. ``levels`` and ``comments`` are by the line's key.
    """

    __tablename__ = "peer_review"
    __table_args__ = (CheckConstraint("length(summary) > 0", name="summary"),)

    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("peer_assignment.id"), unique=True
    )
    levels: Mapped[dict[str, Any]]
    comments: Mapped[dict[str, Any]]
    summary: Mapped[str] = mapped_column(Text)


class PeerReviewAct(Base, Fact):
    """A trainer set a review aside, or let it stand again, and why.

    The latest ``number`` holds. What is set aside is read by nobody but staff.
    """

    __tablename__ = "peer_review_act"
    __table_args__ = (
        UniqueConstraint("review_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("act IN ('set-aside', 'restored')", name="act"),
        CheckConstraint("length(reason) > 0", name="reason"),
    )

    review_id: Mapped[int] = mapped_column(ForeignKey("peer_review.id"))
    number: Mapped[int]
    act: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(500))
