"""What staff do with papers: see which wait, read them, accept or send back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, contains_eager

from course import outbox, progress
from course.awards import AwardOffice
from course.enrolments import keep_standing
from course.errors import NotPermitted
from course.models import Cohort, Enrolment, PaperReview, PaperSubmission, User
from course.operations import made_by
from course.paper_errors import PaperCommentsNeeded, PaperReviewedMeanwhile
from course.papers import ACCEPTED, SENT_BACK
from course.plain_text import paragraphs
from course.policy import answered_enrolments, visible_enrolments
from course.queues import comes_after

VERDICTS = (ACCEPTED, SENT_BACK)

PaperLetter: TypeAlias = Callable[[PaperSubmission, PaperReview], outbox.Words]
"""The words of the letter that tells a learner of a review, made at the edge."""


def papers_to_review(
    session: Session,
    asker: User,
    *,
    after: PaperSubmission | None = None,
    limit: int = 50,
) -> list[PaperSubmission]:
    """What waits for the asker to read it, the oldest first: one statement.

    ``after`` is the last one seen. Nobody is given a paper of their own.
    """
    moment, last = PaperSubmission.recorded_at, PaperSubmission.id
    query = _waiting(asker, select(PaperSubmission)).options(*_with_learner())
    if after is not None:
        query = query.where(comes_after(moment, last, (after.recorded_at, after.id)))
    return list(session.scalars(query.order_by(moment, last).limit(limit)))


def count_to_review(session: Session, asker: User) -> int:
    """How many papers wait for the asker."""
    counted = _waiting(asker, select(func.count(PaperSubmission.id)))
    return session.scalar(counted) or 0


def find_paper(
    session: Session, asker: User, uuid: UUID, *, for_update: bool = False
) -> PaperSubmission | None:
    """The paper of this name if the asker may see its learner.

    With ``for_update`` the enrolment is locked, as whoever hands in does first.
    """
    query = (
        select(PaperSubmission)
        .join(PaperSubmission.enrolment)
        .join(Enrolment.user)
        .join(Enrolment.edition)
        .outerjoin(Enrolment.cohort)
        .where(PaperSubmission.uuid == uuid, visible_enrolments(asker))
        .options(*_with_learner())
    )
    if for_update:
        query = query.with_for_update(of=Enrolment)
    return session.scalar(query.execution_options(populate_existing=for_update))


def review_paper(
    session: Session,
    submission: PaperSubmission,
    *,
    op: UUID,
    verdict: str,
    comments: str,
    letter: PaperLetter,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[PaperReview, bool]:
    """Accept a paper or send it back; whether this made a new review.

    What an acceptance completes is completed with it, and the learner is told by mail.
    The enrolment is locked by the caller, to whom it is visible. Raises
    ``NotPermitted``, ``PaperCommentsNeeded``, ``PaperReviewedMeanwhile``,
    ``OperationConflict``.
    """
    require_reviewer(submission, by)
    said = {
        "submission_id": submission.id,
        "verdict": verdict,
        "comments": paragraphs(comments),
        "actor_id": by.id,
    }
    repeated = made_by(session, PaperReview, op, said)
    if repeated is not None:
        return repeated, False
    if verdict == SENT_BACK and not said["comments"]:
        raise PaperCommentsNeeded
    # Nothing was said before it was handed in, whatever another server's clock says.
    moment = max(now, submission.recorded_at)
    review = PaperReview(uuid=op, occurred_at=now, recorded_at=moment, **said)
    try:
        with session.begin_nested():
            session.add(review)
    except IntegrityError:
        made_by(session, PaperReview, op, said)
        raise PaperReviewedMeanwhile from None
    enrolment = submission.enrolment
    if verdict == ACCEPTED:
        _note(session, enrolment, now=now, office=office, by=by)
    outbox.tell(
        session,
        enrolment.user,
        letter(submission, review),
        now=now,
        occasion=f"paper:{submission.uuid}",
    )
    return review, True


def require_reviewer(submission: PaperSubmission, by: User) -> None:
    """Raise ``NotPermitted`` for all but staff, and for whoever wrote the paper."""
    if not by.is_staff or submission.enrolment.user_id == by.id:
        raise NotPermitted


def _note(
    session: Session,
    enrolment: Enrolment,
    *,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> None:
    """Keep what an acceptance moves. Nobody earns a diploma off the programme."""
    if enrolment.withdrawn_at is None:
        progress.note_standing(session, enrolment, now=now, office=office, by=by)
    else:
        keep_standing(enrolment, progress.standing_of(session, enrolment))


def _waiting(asker: User, query: Select[Any]) -> Select[Any]:
    """Narrow to papers of those the asker answers for that nobody reviewed yet."""
    return (
        query.join(PaperSubmission.enrolment)
        .join(Enrolment.user)
        .join(Enrolment.edition)
        .outerjoin(Enrolment.cohort)
        .outerjoin(PaperReview, PaperReview.submission_id == PaperSubmission.id)
        .where(
            PaperReview.id.is_(None),
            answered_enrolments(asker),
            Enrolment.user_id != asker.id,
        )
    )


def _with_learner() -> tuple[Any, ...]:
    """The enrolment, its learner and its cohort, read in the same statement."""
    return (
        contains_eager(PaperSubmission.enrolment).options(
            contains_eager(Enrolment.user),
            contains_eager(Enrolment.edition),
            contains_eager(Enrolment.cohort).load_only(
                Cohort.uuid, Cohort.title, Cohort.mode
            ),
        ),
    )
