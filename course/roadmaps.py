"""Handing in a roadmap.

A roadmap is the fold of the worksheets as of a moment. Handing it in freezes the whole
document, word for word: what a trainer reads and accepts is what was handed in, however
the worksheets or their files change afterwards.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course import worksheets
from course.catalogue import Catalogue
from course.enrolments import require_active
from course.models import Enrolment, RoadmapSubmission, User
from course.operations import made_by
from course.roadmap_content import RoadmapContent, roadmap_content
from course.roadmap_document import digest_of, roadmap_document
from course.roadmap_errors import RoadmapIncomplete, RoadmapWaiting
from course.roadmap_standing import (
    ACCEPTED,
    DRAFT,
    SENT_BACK,
    STATES,
    WAITING,
    HandedIn,
    RoadmapStanding,
    accepted_at,
    handed_in,
    standing_of,
)

__all__ = [
    "ACCEPTED",
    "DRAFT",
    "SENT_BACK",
    "STATES",
    "WAITING",
    "HandedIn",
    "RoadmapStanding",
    "accepted_at",
    "content_held",
    "handed_in",
    "require_complete",
    "standing_of",
    "submit_roadmap",
]


def content_held(
    session: Session,
    enrolment: Enrolment,
    catalogue: Catalogue,
    *,
    as_of: datetime | None = None,
) -> RoadmapContent:
    """What the roadmap of an enrolment holds, as of a moment."""
    plan = catalogue.roadmap
    held = worksheets.held_entries(session, enrolment, as_of=as_of)
    return roadmap_content(
        plan, catalogue.handbook.worksheets, worksheets.values_of(held)
    )


def submit_roadmap(
    session: Session,
    enrolment: Enrolment,
    catalogue: Catalogue,
    *,
    op: UUID,
    language: str,
    dated: date,
    now: datetime,
    by: User,
) -> tuple[RoadmapSubmission, bool]:
    """Hand in the roadmap as it stands; whether this made a new submission.

    The enrolment is locked by the caller; ``dated`` is today where the course is
    given. Raises ``RoadmapIncomplete``, ``RoadmapWaiting``, ``OperationConflict``,
    ``EnrolmentWithdrawn``, ``CohortNotOpen``.
    """
    repeated = _handed_in_by(session, op, enrolment)
    if repeated is not None:
        return repeated, False
    require_active(enrolment, now=now)
    standing = standing_of(session, enrolment)
    if standing.state == WAITING:
        raise RoadmapWaiting
    content = content_held(session, enrolment, catalogue)
    require_complete(content)
    document = roadmap_document(content, author=by.name, language=language, dated=dated)
    latest = standing.history[0] if standing.history else None
    submission = RoadmapSubmission(
        uuid=op,
        enrolment_id=enrolment.id,
        number=latest.submission.number + 1 if latest else 1,
        content=document,
        digest=digest_of(document),
        actor_id=by.id,
        occurred_at=now,
        recorded_at=_not_before(now, latest),
    )
    try:
        with session.begin_nested():
            session.add(submission)
    except IntegrityError:
        # Without a lock another could come between; or the operation is another's.
        _handed_in_by(session, op, enrolment)
        raise RoadmapWaiting from None
    enrolment.last_active_at = now
    session.flush()
    return submission, True


def require_complete(content: RoadmapContent) -> None:
    """Raise ``RoadmapIncomplete`` where the stated minimum is not filled in."""
    missing = content.missing
    if missing:
        raise RoadmapIncomplete(
            tuple(
                {
                    "worksheet": gap.worksheet.key,
                    "section": gap.section.key,
                    "title": gap.section.title,
                    "written": gap.written,
                    "needed": gap.needed,
                }
                for gap in missing
            )
        )


def _handed_in_by(
    session: Session, op: UUID, enrolment: Enrolment
) -> RoadmapSubmission | None:
    """The submission that this operation made, or ``OperationConflict``."""
    return made_by(session, RoadmapSubmission, op, {"enrolment_id": enrolment.id})


def _not_before(now: datetime, latest: HandedIn | None) -> datetime:
    """Now, or the moment of the last review if another server's clock is ahead."""
    decided_at = latest.decided_at if latest else None
    return max(now, decided_at) if decided_at else now
