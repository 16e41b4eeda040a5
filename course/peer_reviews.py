"""Writing a peer review: kept as a draft, handed in once, set aside by a trainer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course.enrolments import require_active
from course.errors import NotPermitted
from course.models import (
    PeerAssignment,
    PeerDraft,
    PeerReview,
    PeerReviewAct,
    User,
)
from course.operations import made_by
from course.peer_errors import (
    PeerReviewGiven,
    PeerReviewIncomplete,
    PeerReviewUnchanged,
)
from course.peer_rounds import lock_round, require_open
from course.plain_text import paragraphs
from modules import rubric_of

ASIDE, RESTORED = "set-aside", "restored"
ACTS = (ASIDE, RESTORED)


def save_peer_draft(
    session: Session,
    assignment: PeerAssignment,
    *,
    op: UUID,
    levels: Mapping[str, int],
    comments: Mapping[str, str],
    summary: str,
    now: datetime,
    by: User,
) -> tuple[PeerDraft, bool]:
    """Keep what a reviewer has written so far; whether this added a row.

    Raises ``NotPermitted`` for anybody else, ``PeerRoundClosed``, ``PeerReviewGiven``,
    ``OperationConflict``, ``EnrolmentWithdrawn``, ``CohortNotOpen``.
    """
    _require_reviewer(assignment, by)
    content = _content(assignment, levels, comments, summary)
    lock_round(session, assignment.round)
    said = {"assignment_id": assignment.id, "content": content}
    repeated = made_by(session, PeerDraft, op, said)
    if repeated is not None:
        return repeated, False
    _require_open(session, assignment, now=now)
    latest = draft_of(session, assignment)
    if latest is not None and latest.content == content:
        return latest, False
    row = PeerDraft(
        uuid=op,
        assignment_id=assignment.id,
        number=latest.number + 1 if latest else 1,
        content=content,
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    return row, True


def submit_peer_review(
    session: Session,
    assignment: PeerAssignment,
    *,
    op: UUID,
    levels: Mapping[str, int],
    comments: Mapping[str, str],
    summary: str,
    now: datetime,
    by: User,
) -> tuple[PeerReview, bool]:
    """Hand in a review for good; whether this made it.

    Raises ``NotPermitted`` for anybody else, ``PeerReviewIncomplete``,
    ``PeerRoundClosed``, ``PeerReviewGiven``, ``OperationConflict``,
    ``EnrolmentWithdrawn``, ``CohortNotOpen``.
    """
    _require_reviewer(assignment, by)
    said = {
        "assignment_id": assignment.id,
        **_content(assignment, levels, comments, summary),
    }
    lock_round(session, assignment.round)
    repeated = made_by(session, PeerReview, op, said)
    if repeated is not None:
        return repeated, False
    _require_open(session, assignment, now=now)
    _require_complete(assignment, said)
    row = PeerReview(uuid=op, actor_id=by.id, occurred_at=now, recorded_at=now, **said)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        made_by(session, PeerReview, op, said)
        raise PeerReviewGiven from None
    assignment.reviewer.last_active_at = now
    session.flush()
    return row, True


def act_on_peer_review(
    session: Session,
    review: PeerReview,
    *,
    op: UUID,
    act: str,
    reason: str,
    now: datetime,
    by: User,
) -> tuple[PeerReviewAct, bool]:
    """Set a review aside or let it stand again, and say why; whether it is new.

    The review is of a cohort that whoever acts leads. Raises ``NotPermitted``,
    ``PeerReviewUnchanged``, ``OperationConflict``.
    """
    if not by.is_staff:
        raise NotPermitted
    said = {"review_id": review.id, "act": act, "reason": reason, "actor_id": by.id}
    session.execute(
        select(PeerReview.id).where(PeerReview.id == review.id).with_for_update()
    )
    repeated = made_by(session, PeerReviewAct, op, said)
    if repeated is not None:
        return repeated, False
    latest = session.scalar(
        select(PeerReviewAct)
        .where(PeerReviewAct.review_id == review.id)
        .order_by(PeerReviewAct.number.desc())
        .limit(1)
    )
    if act == (latest.act if latest else RESTORED):
        raise PeerReviewUnchanged
    row = PeerReviewAct(
        uuid=op,
        number=latest.number + 1 if latest else 1,
        occurred_at=now,
        recorded_at=max(now, latest.recorded_at) if latest else now,
        **said,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise PeerReviewUnchanged from None
    return row, True


def draft_of(session: Session, assignment: PeerAssignment) -> PeerDraft | None:
    """What was kept last of a review that is being written."""
    latest = (
        select(func.max(PeerDraft.number))
        .where(PeerDraft.assignment_id == assignment.id)
        .scalar_subquery()
    )
    return session.scalar(
        select(PeerDraft).where(
            PeerDraft.assignment_id == assignment.id, PeerDraft.number == latest
        )
    )


def _content(
    assignment: PeerAssignment,
    levels: Mapping[str, int],
    comments: Mapping[str, str],
    summary: str,
) -> dict[str, Any]:
    """What the rubric has a place for, and nothing else."""
    rubric = rubric_of(assignment.round.rubric)
    chosen, written = {}, {}
    for line in rubric.lines:
        points = levels.get(line.key)
        if points is not None and line.level(points) is not None:
            chosen[line.key] = points
        if words := paragraphs(comments.get(line.key, "")):
            written[line.key] = words
    return {"levels": chosen, "comments": written, "summary": paragraphs(summary)}


def _require_complete(assignment: PeerAssignment, said: Mapping[str, Any]) -> None:
    lines = rubric_of(assignment.round.rubric).lines
    missing = [line.key for line in lines if line.key not in said["levels"]]
    if not said["summary"]:
        missing.append("summary")
    if missing:
        raise PeerReviewIncomplete(tuple(missing))


def _require_reviewer(assignment: PeerAssignment, by: User) -> None:
    if assignment.reviewer.user_id != by.id:
        raise NotPermitted


def _require_open(
    session: Session, assignment: PeerAssignment, *, now: datetime
) -> None:
    require_open(session, assignment.round)
    require_active(assignment.reviewer, now=now)
    given = session.scalar(
        select(PeerReview.id).where(PeerReview.assignment_id == assignment.id)
    )
    if given is not None:
        raise PeerReviewGiven
