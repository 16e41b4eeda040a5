"""A second marker reviews a roadmap without seeing the first one's review.

Asked for before anybody reviewed it, the learner is told nothing until both are in and
agree, or somebody has decided between them. Of what is accepted nobody is asked: an
acceptance lasts.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course import outbox
from course.awards import AwardOffice
from course.errors import NotPermitted, OperationConflict
from course.models import (
    CohortTrainer,
    RoadmapDecision,
    RoadmapSubmission,
    SecondMarker,
    SecondReview,
    User,
)
from course.operations import made_by
from course.plain_text import paragraphs
from course.roadmap_errors import (
    CommentsNeeded,
    NoSecondMarker,
    NothingToDecide,
    ReviewedMeanwhile,
    SecondMarkingClosed,
)
from course.roadmap_outcomes import (
    DecisionLetter,
    ReviewLetter,
    conclude,
    decide,
    decided_by,
    not_before,
    require_reviewer,
)
from course.roadmap_standing import DIFFERED, SENT_BACK, HandedIn, handed_in

AskedLetter: TypeAlias = Callable[[RoadmapSubmission, User], outbox.Words]
"""The words of the letter to whoever is asked, made at the edge."""


def possible_markers(session: Session, found: HandedIn) -> list[User]:
    """Who may be asked: the cohort's trainers and administrators who had no say yet."""
    enrolment = found.submission.enrolment
    leads = exists(
        select(CohortTrainer.cohort_id).where(
            CohortTrainer.cohort_id == enrolment.cohort_id,
            CohortTrainer.user_id == User.id,
        )
    )
    people = session.scalars(
        select(User)
        .where(
            (User.role == "administrator") | ((User.role == "trainer") & leads),
            User.closed_at.is_(None),
            User.id != enrolment.user_id,
        )
        .order_by(User.name, User.id)
    )
    return [each for each in people if each.id not in found.had_a_say]


def ask_second_marker(
    session: Session,
    submission: RoadmapSubmission,
    marker: UUID,
    *,
    op: UUID,
    letter: AskedLetter | None,
    now: datetime,
    by: User,
) -> tuple[SecondMarker, bool]:
    """Ask somebody for a second review; whether this made a new row.

    Whoever was asked before and has not answered is asked no more. The enrolment is
    locked by the caller. Raises ``NotPermitted``, ``SecondMarkingClosed``,
    ``NoSecondMarker``, ``OperationConflict``.
    """
    require_reviewer(submission, by)
    repeated = session.scalar(select(SecondMarker).where(SecondMarker.uuid == op))
    if repeated is not None:
        if (repeated.submission_id, repeated.marker.uuid) != (submission.id, marker):
            raise OperationConflict
        return repeated, False
    found = handed_in(session, submission)
    if not found.may_ask_second:
        raise SecondMarkingClosed
    person = next(
        (each for each in possible_markers(session, found) if each.uuid == marker), None
    )
    # Whoever asks while nobody has reviewed it is the first marker, or could be.
    if person is None or person.id == by.id:
        raise NoSecondMarker
    before = found.marker
    row = SecondMarker(
        uuid=op,
        submission_id=submission.id,
        number=before.number + 1 if before else 1,
        marker_id=person.id,
        is_held=before.is_held if before else found.review is None,
        actor_id=by.id,
        occurred_at=now,
        recorded_at=not_before(now, found),
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise SecondMarkingClosed from None
    if letter is not None:
        outbox.tell(
            session,
            person,
            letter(submission, person),
            now=now,
            occasion=f"second-marker:{op}",
        )
    return row, True


def give_second_review(
    session: Session,
    submission: RoadmapSubmission,
    *,
    op: UUID,
    verdict: str,
    comments: str,
    letter: ReviewLetter | None,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[SecondReview, bool]:
    """Review a roadmap as the second marker; whether this made a new review.

    The enrolment is locked by the caller. Raises ``NotPermitted`` for anybody who was
    not asked, ``CommentsNeeded``, ``ReviewedMeanwhile``, ``OperationConflict``.
    """
    require_reviewer(submission, by)
    said: dict[str, Any] = {
        "submission_id": submission.id,
        "verdict": verdict,
        "comments": paragraphs(comments),
        "actor_id": by.id,
    }
    repeated = made_by(session, SecondReview, op, said)
    if repeated is not None:
        return repeated, False
    found = handed_in(session, submission)
    if found.marker is None or found.marker.marker_id != by.id:
        raise NotPermitted
    if found.second is not None:
        raise ReviewedMeanwhile
    if verdict == SENT_BACK and not said["comments"]:
        raise CommentsNeeded
    row = SecondReview(
        uuid=op, occurred_at=now, recorded_at=not_before(now, found), **said
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise ReviewedMeanwhile from None
    conclude(session, submission, letter=letter, now=now, office=office, by=by)
    return row, True


def decide_difference(
    session: Session,
    submission: RoadmapSubmission,
    *,
    op: UUID,
    verdict: str,
    reason: str,
    letter: DecisionLetter | None,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[RoadmapDecision, bool]:
    """Decide between two reviews that differ, and say why; whether it is new.

    The enrolment is locked by the caller. Both reviews stay as they were given. Raises
    ``NotPermitted``, ``NothingToDecide``, ``OperationConflict``.
    """
    require_reviewer(submission, by)
    said = {
        "submission_id": submission.id,
        "ground": DIFFERED,
        "verdict": verdict,
        "reason": paragraphs(reason),
        "actor_id": by.id,
    }
    repeated = decided_by(session, op, said)
    if repeated is not None:
        return repeated, False
    found = handed_in(session, submission)
    if not found.differs:
        raise NothingToDecide
    decision = decide(
        session,
        found,
        op=op,
        ground=DIFFERED,
        verdict=verdict,
        reason=paragraphs(reason),
        letter=letter,
        now=now,
        office=office,
        by=by,
    )
    return decision, True
