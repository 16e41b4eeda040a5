"""Reading peer reviews: by whoever writes one, by its author, and by the trainers.

What a learner is given here of another holds a name at the most, and in a round without
names not that either.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased, contains_eager, defer

from course.models import (
    Enrolment,
    PeerAssignment,
    PeerDraft,
    PeerReview,
    PeerReviewAct,
    PeerRound,
    PeerRoundClosing,
    RoadmapSubmission,
    User,
)
from course.peer_rounds import set_aside
from course.policy import assigned_peer_reviews, visible_cohorts
from modules import Rubric, rubric_of


@dataclass(frozen=True, slots=True)
class PeerTask:
    """An assignment with what became of it, as a reviewer or a trainer finds it."""

    assignment: PeerAssignment
    review: PeerReview | None
    is_closed: bool
    is_aside: bool
    has_draft: bool
    is_led: bool

    @property
    def rubric(self) -> Rubric:
        """The rubric of its round."""
        return rubric_of(self.assignment.round.rubric)

    @property
    def is_void(self) -> bool:
        """Whether one of the two left before anything was written."""
        people = (self.assignment.reviewer, self.assignment.author)
        return self.review is None and any(each.withdrawn_at for each in people)

    @property
    def state(self) -> str:
        """What became of it, in a word."""
        if self.review is not None:
            return "set-aside" if self.is_aside else "given"
        if self.is_void:
            return "void"
        if self.is_closed:
            return "missed"
        return "begun" if self.has_draft else "waiting"

    @property
    def names_hidden(self) -> bool:
        """Whether whoever asks is not told who wrote what is read."""
        return self.assignment.round.is_anonymous and not self.is_led

    @property
    def document(self) -> Mapping[str, Any]:
        """What is read, as it was handed in; without its author where names hide."""
        content = self.assignment.submission.content
        return without_author(content) if self.names_hidden else content


TASK_STATES = ("waiting", "begun", "given", "set-aside", "missed", "void")


@dataclass(frozen=True, slots=True)
class Received:
    """What a peer wrote of one's roadmap. There is no name where names hide."""

    round: PeerRound
    review: PeerReview
    reviewer: str | None
    submission: RoadmapSubmission

    @property
    def rubric(self) -> Rubric:
        """The rubric by which it was written."""
        return rubric_of(self.round.rubric)


def without_author(document: Mapping[str, Any]) -> dict[str, Any]:
    """A roadmap's document without who prepared it, and in which office."""
    return {**document, "author": "", "office": ""}


def find_task(session: Session, asker: User, uuid: UUID) -> PeerTask | None:
    """The assignment of this name, for its reviewer and for the cohort's staff."""
    row = session.execute(
        _tasks(asker).where(
            PeerAssignment.uuid == uuid,
            assigned_peer_reviews(asker) | visible_cohorts(asker),
        )
    ).one_or_none()
    return None if row is None else PeerTask(*row)


def tasks_of_round(
    session: Session,
    asker: User,
    round_: PeerRound,
    *,
    after: PeerTask | None = None,
    limit: int = 50,
) -> list[PeerTask]:
    """The assignments of a round in the order in which they were made."""
    query = _tasks(asker).where(PeerAssignment.round_id == round_.id)
    if after is not None:
        query = query.where(PeerAssignment.id > after.assignment.id)
    query = query.order_by(PeerAssignment.id).limit(limit)
    rows = session.execute(query.options(_without_content()))
    return [PeerTask(*row) for row in rows]


def tasks_of(session: Session, asker: User, enrolment: Enrolment) -> list[PeerTask]:
    """What a learner is to write and has written: one statement, the latest first."""
    rows = session.execute(
        _tasks(asker)
        .where(PeerAssignment.reviewer_id == enrolment.id)
        .order_by(PeerAssignment.round_id.desc(), PeerAssignment.id)
        .options(_without_content())
    )
    return [PeerTask(*row) for row in rows]


def received_by(session: Session, enrolment: Enrolment) -> list[Received]:
    """What peers wrote of a learner's roadmap, of rounds that are closed.

    One statement. In no order that says who was first: by the names of the reviews.
    """
    reviewer = aliased(Enrolment)
    rows = session.execute(
        select(PeerRound, PeerReview, User.name, RoadmapSubmission)
        .select_from(PeerReview)
        .join(PeerAssignment, PeerReview.assignment_id == PeerAssignment.id)
        .join(PeerRound, PeerRound.id == PeerAssignment.round_id)
        .join(PeerRoundClosing, PeerRoundClosing.round_id == PeerRound.id)
        .join(RoadmapSubmission, RoadmapSubmission.id == PeerAssignment.submission_id)
        .join(reviewer, reviewer.id == PeerAssignment.reviewer_id)
        .join(User, User.id == reviewer.user_id)
        .where(PeerAssignment.author_id == enrolment.id, ~set_aside(PeerReview.id))
        .order_by(PeerRound.id.desc(), PeerReview.uuid)
        .options(defer(RoadmapSubmission.content))
    )
    return [
        Received(round_, review, None if round_.is_anonymous else name, submission)
        for round_, review, name, submission in rows
    ]


def acts_on(session: Session, review: PeerReview) -> list[tuple[PeerReviewAct, str]]:
    """All that trainers did with a review, the latest first, with the names of who."""
    rows = session.execute(
        select(PeerReviewAct, User.name)
        .join(User, User.id == PeerReviewAct.actor_id)
        .where(PeerReviewAct.review_id == review.id)
        .order_by(PeerReviewAct.number.desc())
    )
    return [(act, name) for act, name in rows]


def count_to_write(session: Session, enrolment: Enrolment) -> int:
    """How many reviews a learner has still to write in a round that is open."""
    return (
        session.scalar(
            select(func.count(PeerAssignment.id))
            .join(Enrolment, Enrolment.id == PeerAssignment.author_id)
            .where(
                PeerAssignment.reviewer_id == enrolment.id,
                Enrolment.withdrawn_at.is_(None),
                ~exists(
                    select(PeerReview.id).where(
                        PeerReview.assignment_id == PeerAssignment.id
                    )
                ),
                ~exists(
                    select(PeerRoundClosing.id).where(
                        PeerRoundClosing.round_id == PeerAssignment.round_id
                    )
                ),
            )
        )
        or 0
    )


def _tasks(asker: User) -> Select[Any]:
    reviewer, author = aliased(Enrolment), aliased(Enrolment)
    reads, writes = aliased(User), aliased(User)
    assignment = PeerAssignment
    return (
        select(
            assignment,
            PeerReview,
            PeerRoundClosing.id.is_not(None),
            set_aside(PeerReview.id),
            exists(
                select(PeerDraft.id).where(PeerDraft.assignment_id == assignment.id)
            ),
            visible_cohorts(asker),
        )
        .join(assignment.round)
        .join(PeerRound.cohort)
        .join(assignment.submission)
        .join(reviewer, reviewer.id == assignment.reviewer_id)
        .join(reads, reads.id == reviewer.user_id)
        .join(author, author.id == assignment.author_id)
        .join(writes, writes.id == author.user_id)
        .outerjoin(PeerReview, PeerReview.assignment_id == assignment.id)
        .outerjoin(PeerRoundClosing, PeerRoundClosing.round_id == PeerRound.id)
        .options(
            contains_eager(assignment.round).contains_eager(PeerRound.cohort),
            contains_eager(assignment.submission),
            contains_eager(assignment.reviewer.of_type(reviewer)).contains_eager(
                reviewer.user.of_type(reads)
            ),
            contains_eager(assignment.author.of_type(author)).contains_eager(
                author.user.of_type(writes)
            ),
        )
    )


def _without_content() -> Any:
    return contains_eager(PeerAssignment.submission).defer(RoadmapSubmission.content)
