"""Handing in a roadmap, and where it stands.

A roadmap is the fold of the worksheets as of a moment. Handing it in freezes the whole
document, word for word: what a trainer reads and accepts is what was handed in, however
the worksheets or their files change afterwards.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, defer

from course import worksheets
from course.catalogue import Catalogue
from course.enrolments import require_active
from course.errors import OperationConflict
from course.models import Enrolment, RoadmapReview, RoadmapSubmission, User
from course.roadmap_content import RoadmapContent, roadmap_content
from course.roadmap_document import digest_of, roadmap_document
from course.roadmap_errors import RoadmapIncomplete, RoadmapWaiting

DRAFT, WAITING, SENT_BACK, ACCEPTED = "draft", "waiting", "sent-back", "accepted"
STATES = (DRAFT, WAITING, SENT_BACK, ACCEPTED)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One submission with its review, and the name of whoever reviewed it."""

    submission: RoadmapSubmission
    review: RoadmapReview | None
    reviewer: str | None

    @property
    def state(self) -> str:
        """Whether it waits, or what the review says."""
        return self.review.verdict if self.review else WAITING


@dataclass(frozen=True, slots=True)
class RoadmapStanding:
    """All that was handed in for one enrolment, the latest first."""

    history: tuple[HandedIn, ...]

    @property
    def state(self) -> str:
        """The state of the latest submission; a draft where there is none."""
        return self.history[0].state if self.history else DRAFT

    @property
    def accepted(self) -> HandedIn | None:
        """The latest that was accepted. A newer one takes nothing from it."""
        return next((each for each in self.history if each.state == ACCEPTED), None)


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


def standing_of(
    session: Session, enrolment: Enrolment, *, as_of: datetime | None = None
) -> RoadmapStanding:
    """What was handed in and what was said of it, as of a moment: one statement."""
    rows = session.execute(
        select(RoadmapSubmission, RoadmapReview, User.name)
        .outerjoin(
            RoadmapReview,
            (RoadmapReview.submission_id == RoadmapSubmission.id)
            & _known(RoadmapReview, as_of),
        )
        .outerjoin(User, User.id == RoadmapReview.actor_id)
        .where(
            RoadmapSubmission.enrolment_id == enrolment.id,
            _known(RoadmapSubmission, as_of),
        )
        .order_by(RoadmapSubmission.number.desc())
        # A list says when and what became of it; the documents are long.
        .options(defer(RoadmapSubmission.content))
    )
    return RoadmapStanding(tuple(HandedIn(*row) for row in rows))


def handed_in(session: Session, submission: RoadmapSubmission) -> HandedIn:
    """A submission with the review that it has today."""
    row = session.execute(
        select(RoadmapReview, User.name)
        .outerjoin(User, User.id == RoadmapReview.actor_id)
        .where(RoadmapReview.submission_id == submission.id)
    ).first()
    return HandedIn(submission, *row) if row else HandedIn(submission, None, None)


def accepted_at(
    session: Session, enrolment: Enrolment, *, as_of: datetime | None = None
) -> datetime | None:
    """When a roadmap of this enrolment was first accepted; nothing where none was.

    With ``as_of``, as it was known at that moment. This is what a rule may ask.
    """
    return session.scalar(
        select(RoadmapReview.recorded_at)
        .join(RoadmapReview.submission)
        .where(
            RoadmapSubmission.enrolment_id == enrolment.id,
            RoadmapReview.verdict == ACCEPTED,
            _known(RoadmapReview, as_of),
        )
        .order_by(RoadmapReview.recorded_at)
        .limit(1)
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


def _known(
    fact: type[RoadmapSubmission | RoadmapReview], as_of: datetime | None
) -> ColumnElement[bool]:
    return true() if as_of is None else fact.recorded_at <= as_of


def _handed_in_by(
    session: Session, op: UUID, enrolment: Enrolment
) -> RoadmapSubmission | None:
    """The submission that this operation made, or ``OperationConflict``."""
    found = session.scalar(
        select(RoadmapSubmission).where(RoadmapSubmission.uuid == op)
    )
    if found is not None and found.enrolment_id != enrolment.id:
        raise OperationConflict
    return found


def _not_before(now: datetime, latest: HandedIn | None) -> datetime:
    """Now, or the moment of the last review if another server's clock is ahead."""
    if latest is None or latest.review is None:
        return now
    return max(now, latest.review.recorded_at)
