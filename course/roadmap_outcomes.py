"""What a further word on a roadmap comes to, and what follows from it.

Two reviews that agree settle a roadmap without anybody's further doing; where they
differ, somebody decides. What is accepted completes what it completes, by the same verb
and in the same transaction as a single review does.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course import outbox, progress
from course.awards import AwardOffice
from course.errors import NotPermitted
from course.models import RoadmapDecision, RoadmapReview, RoadmapSubmission, User
from course.operations import made_by
from course.roadmap_errors import NothingToDecide
from course.roadmap_standing import ACCEPTED, AGREED, HandedIn, handed_in

ReviewLetter: TypeAlias = Callable[[RoadmapSubmission, RoadmapReview], outbox.Words]
"""The words of the letter that tells a learner of a review, made at the edge."""
DecisionLetter: TypeAlias = Callable[[RoadmapSubmission, RoadmapDecision], outbox.Words]
"""The words of the letter that tells a learner what was decided."""


def require_reviewer(submission: RoadmapSubmission, by: User) -> None:
    """Raise ``NotPermitted`` for all but staff, and for whoever handed it in."""
    if not by.is_staff or submission.enrolment.user_id == by.id:
        raise NotPermitted


def conclude(
    session: Session,
    submission: RoadmapSubmission,
    *,
    letter: ReviewLetter | None,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> None:
    """Draw what follows once a review is in, be it the first, the only or the second.

    A learner who was told of the first before a second was asked for is not told twice.
    """
    found = handed_in(session, submission)
    if found.is_marked_twice and found.review and found.second:
        if found.review.verdict != found.second.verdict:
            return
        decision = RoadmapDecision(
            uuid=uuid4(),
            submission_id=submission.id,
            ground=AGREED,
            verdict=found.review.verdict,
            reason="",
            actor_id=by.id,
            occurred_at=now,
            recorded_at=not_before(now, found),
        )
        session.add(decision)
        session.flush()
    elif found.marker is not None:
        return
    if found.review is None:
        return
    if found.review.verdict == ACCEPTED:
        note_accepted(session, submission, now=now, office=office, by=by)
    if letter is not None and (found.marker is None or found.marker.is_held):
        outbox.tell(
            session,
            submission.enrolment.user,
            letter(submission, found.review),
            now=now,
            occasion=f"roadmap:{submission.uuid}",
        )


def decide(
    session: Session,
    found: HandedIn,
    *,
    op: UUID,
    ground: str,
    verdict: str,
    reason: str,
    letter: DecisionLetter | None,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> RoadmapDecision:
    """Write down what somebody decided on a submission, and do what follows."""
    submission = found.submission
    decision = RoadmapDecision(
        uuid=op,
        submission_id=submission.id,
        ground=ground,
        verdict=verdict,
        reason=reason,
        actor_id=by.id,
        occurred_at=now,
        recorded_at=not_before(now, found),
    )
    try:
        with session.begin_nested():
            session.add(decision)
    except IntegrityError:
        raise NothingToDecide from None
    if verdict == ACCEPTED:
        note_accepted(session, submission, now=now, office=office, by=by)
    if letter is not None:
        outbox.tell(
            session,
            submission.enrolment.user,
            letter(submission, decision),
            now=now,
            occasion=f"roadmap-{ground}:{submission.uuid}",
        )
    return decision


def decided_by(
    session: Session, op: UUID, said: dict[str, object]
) -> RoadmapDecision | None:
    """The decision that this operation made, or ``OperationConflict``."""
    return made_by(session, RoadmapDecision, op, said)


def note_accepted(
    session: Session,
    submission: RoadmapSubmission,
    *,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> None:
    """Complete what an accepted roadmap completes."""
    progress.note_standing(session, submission.enrolment, now=now, office=office, by=by)


def not_before(now: datetime, found: HandedIn) -> datetime:
    """Now, or the moment of what was said before, if another clock is ahead."""
    said = (
        found.submission,
        found.review,
        found.marker,
        found.second,
        found.settled,
        found.appeal,
    )
    return max(now, *(each.recorded_at for each in said if each is not None))
