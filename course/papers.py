"""Handing in a paper, and where it stands.

Each handing-in is a row of its own with the file byte for byte: what is read and
accepted is what was handed in.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course import editions
from course.documents import missing_glyphs
from course.enrolments import require_active
from course.models import Enrolment, PaperReview, PaperSubmission, User
from course.operations import made_by
from course.outline import Course
from course.paper_errors import (
    HonourNeeded,
    NoPaperAsked,
    PaperAlreadyAccepted,
    PaperWaiting,
    TitleNotPrintable,
)
from course.paper_files import format_of

NONE, WAITING, SENT_BACK, ACCEPTED = "none", "waiting", "sent-back", "accepted"
STATES = (NONE, WAITING, SENT_BACK, ACCEPTED)


@dataclass(frozen=True, slots=True)
class HandedInPaper:
    """One paper with its review, and the name of whoever reviewed it."""

    submission: PaperSubmission
    review: PaperReview | None
    reviewer: str | None

    @property
    def state(self) -> str:
        """Whether it waits, or what the review says."""
        return self.review.verdict if self.review else WAITING


@dataclass(frozen=True, slots=True)
class PaperStanding:
    """All papers handed in for one enrolment, the latest first."""

    history: tuple[HandedInPaper, ...]

    @property
    def state(self) -> str:
        """The state of the latest paper; none where there is none."""
        return self.history[0].state if self.history else NONE

    @property
    def may_hand_in(self) -> bool:
        return self.state in (NONE, SENT_BACK)


def asks_for_paper(course: Course) -> bool:
    """Whether an award of a course asks for a paper."""
    return any(
        each.kind == "paper"
        for rule in course.awards.values()
        for each in rule.requirements
    )


def standing_of(
    session: Session, enrolment: Enrolment, *, as_of: datetime | None = None
) -> PaperStanding:
    """What was handed in and what was said of it, as of a moment: one statement."""
    rows = session.execute(
        select(PaperSubmission, PaperReview, User.name)
        .outerjoin(
            PaperReview,
            (PaperReview.submission_id == PaperSubmission.id)
            & _known(PaperReview, as_of),
        )
        .outerjoin(User, User.id == PaperReview.actor_id)
        .where(
            PaperSubmission.enrolment_id == enrolment.id,
            _known(PaperSubmission, as_of),
        )
        .order_by(PaperSubmission.number.desc())
    )
    return PaperStanding(tuple(HandedInPaper(*row) for row in rows))


def handed_in(session: Session, submission: PaperSubmission) -> HandedInPaper:
    """A paper with the review that it has today."""
    row = session.execute(
        select(PaperReview, User.name)
        .outerjoin(User, User.id == PaperReview.actor_id)
        .where(PaperReview.submission_id == submission.id)
    ).first()
    if row is None:
        return HandedInPaper(submission, None, None)
    return HandedInPaper(submission, *row)


def content_of(session: Session, submission: PaperSubmission) -> bytes:
    """The file as it was handed in, byte for byte."""
    return session.scalars(
        select(PaperSubmission.content).where(PaperSubmission.id == submission.id)
    ).one()


def submit_paper(
    session: Session,
    enrolment: Enrolment,
    content: bytes,
    *,
    op: UUID,
    title: str,
    is_own_work: bool,
    now: datetime,
    by: User,
) -> tuple[PaperSubmission, bool]:
    """Hand in a paper; whether this made a new row.

    The enrolment is locked by the caller, whose own it is. Raises ``NoPaperAsked``,
    ``PaperNotTaken``, ``TitleNotPrintable``, ``HonourNeeded``, ``PaperWaiting``,
    ``PaperAlreadyAccepted``, ``OperationConflict``, ``EnrolmentWithdrawn``,
    ``CohortNotOpen``.
    """
    digest = sha256(content).hexdigest()
    repeated = _handed_in_by(session, op, enrolment, digest, title)
    if repeated is not None:
        return repeated, False
    if not asks_for_paper(editions.course_of(session, enrolment.edition)):
        raise NoPaperAsked
    require_active(enrolment, now=now)
    kind = format_of(content)
    unprintable = missing_glyphs(title)
    if unprintable:
        raise TitleNotPrintable(unprintable)
    if not is_own_work:
        raise HonourNeeded
    standing = standing_of(session, enrolment)
    if not standing.may_hand_in:
        raise PaperWaiting if standing.state == WAITING else PaperAlreadyAccepted
    latest = standing.history[0] if standing.history else None
    submission = PaperSubmission(
        uuid=op,
        enrolment_id=enrolment.id,
        number=latest.submission.number + 1 if latest else 1,
        title=title,
        format=kind,
        size=len(content),
        digest=digest,
        content=content,
        is_own_work=True,
        actor_id=by.id,
        occurred_at=now,
        recorded_at=_not_before(now, latest),
    )
    try:
        with session.begin_nested():
            session.add(submission)
    except IntegrityError:
        # Without a lock another could come between; or the operation is another's.
        _handed_in_by(session, op, enrolment, digest, title)
        raise PaperWaiting from None
    enrolment.last_active_at = now
    session.flush()
    return submission, True


def _handed_in_by(
    session: Session, op: UUID, enrolment: Enrolment, digest: str, title: str
) -> PaperSubmission | None:
    """The paper that this operation handed in, or ``OperationConflict``."""
    said = {"enrolment_id": enrolment.id, "digest": digest, "title": title}
    return made_by(session, PaperSubmission, op, said)


def _known(
    fact: type[PaperSubmission | PaperReview], as_of: datetime | None
) -> ColumnElement[bool]:
    return true() if as_of is None else fact.recorded_at <= as_of


def _not_before(now: datetime, latest: HandedInPaper | None) -> datetime:
    """Now, or the moment of the last review if another server's clock is ahead."""
    if latest is None or latest.review is None:
        return now
    return max(now, latest.review.recorded_at)
