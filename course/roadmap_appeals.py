"""A learner appeals against a review that sent their roadmap back, once each.

Somebody who had no part in the review decides and says why: the review stands, or the
roadmap is accepted after all. Nothing that was said is taken away.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course.awards import AwardOffice
from course.enrolments import require_active
from course.errors import NotPermitted
from course.models import RoadmapAppeal, RoadmapDecision, RoadmapSubmission, User
from course.operations import made_by
from course.plain_text import paragraphs
from course.roadmap_errors import (
    AppealOfOwnReview,
    NothingToAppeal,
    NothingToDecide,
)
from course.roadmap_outcomes import (
    DecisionLetter,
    decide,
    decided_by,
    not_before,
    require_reviewer,
)
from course.roadmap_standing import (
    ACCEPTED,
    APPEAL,
    SENT_BACK,
    handed_in,
    standing_of,
)

UPHELD, GRANTED = "upheld", "accepted"
ANSWERS = (UPHELD, GRANTED)


def appeal_review(
    session: Session,
    submission: RoadmapSubmission,
    *,
    op: UUID,
    words: str,
    now: datetime,
    by: User,
) -> tuple[RoadmapAppeal, bool]:
    """Appeal against the review of one's roadmap; whether this made a new appeal.

    The enrolment is locked by the caller. Raises ``NotPermitted`` for anybody but the
    learner, ``NothingToAppeal``, ``OperationConflict``, ``EnrolmentWithdrawn``.
    """
    if submission.enrolment.user_id != by.id:
        raise NotPermitted
    said = {"submission_id": submission.id, "words": paragraphs(words)}
    repeated = made_by(session, RoadmapAppeal, op, said)
    if repeated is not None:
        return repeated, False
    require_active(submission.enrolment, now=now)
    found = handed_in(session, submission)
    if not found.may_be_appealed:
        raise NothingToAppeal
    if standing_of(session, submission.enrolment).accepted is not None:
        raise NothingToAppeal
    row = RoadmapAppeal(
        uuid=op,
        actor_id=by.id,
        occurred_at=now,
        recorded_at=not_before(now, found),
        **said,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise NothingToAppeal from None
    submission.enrolment.last_active_at = now
    session.flush()
    return row, True


def decide_appeal(
    session: Session,
    submission: RoadmapSubmission,
    *,
    op: UUID,
    answer: str,
    reason: str,
    letter: DecisionLetter | None,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[RoadmapDecision, bool]:
    """Decide an appeal: the review is upheld, or the roadmap accepted after all.

    The enrolment is locked by the caller. Raises ``NotPermitted``,
    ``AppealOfOwnReview`` for whoever reviewed it, ``NothingToDecide``,
    ``OperationConflict``.
    """
    require_reviewer(submission, by)
    verdict = ACCEPTED if answer == GRANTED else SENT_BACK
    words = paragraphs(reason)
    said = {
        "submission_id": submission.id,
        "ground": APPEAL,
        "verdict": verdict,
        "reason": words,
        "actor_id": by.id,
    }
    repeated = decided_by(session, op, said)
    if repeated is not None:
        return repeated, False
    found = handed_in(session, submission)
    if found.appeal is None or found.answer is not None:
        raise NothingToDecide
    if by.id in found.had_a_say:
        raise AppealOfOwnReview
    decision = decide(
        session,
        found,
        op=op,
        ground=APPEAL,
        verdict=verdict,
        reason=words,
        letter=letter,
        now=now,
        office=office,
        by=by,
    )
    return decision, True
