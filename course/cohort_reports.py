"""The report on a run: words kept, and figures frozen where it is handed in.

Handing in freezes everything that the document prints. ``course.report_reviews`` sends
it back or validates it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from course import cohorts, outbox
from course.awards import AwardOffice
from course.canonical import canonical_json
from course.letterhead import keep_pictures
from course.models import (
    Cohort,
    CohortReport,
    ReportReview,
    ReportWords,
    User,
)
from course.operations import made_by
from course.policy import require_administrator, require_staff, visible_cohorts
from course.report_claims import report_claims
from course.report_errors import (
    ReportIncomplete,
    ReportWaiting,
    WordsChanged,
)
from course.report_title import logo_of

DONE: Final = "done"
HANDED_IN: Final = "handed-in"
SECTIONS: Final = (DONE, "went-well", "was-hard", "recommendations", "changes")
SENT_BACK, VALIDATED = "sent-back", "validated"
VERDICTS: Final = (SENT_BACK, VALIDATED)

ReportLetter: TypeAlias = Callable[[User, Cohort, "Happened"], outbox.Words]
"""The letter: to whom, about which run, and what happened."""


@dataclass(frozen=True, slots=True)
class Happened:
    """What became of a report: handed in, sent back or validated, and perhaps why.

    ``issued`` counts the certificates that left with it, and ``unprintable`` those
    whose waiting ended although their names cannot be printed yet.
    """

    what: str
    reason: str = ""
    issued: int = 0
    unprintable: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A section as it stands: its text, how often it was saved, and by whom last."""

    body: str = ""
    number: int = 0
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A version handed in, by whom, and what was said of it."""

    report: CohortReport
    by: str
    review: ReportReview | None
    reviewer: str | None

    @property
    def state(self) -> str:
        return self.review.verdict if self.review else "waiting"


def words_of(session: Session, cohort: Cohort) -> dict[str, Section]:
    """Every section as it was last saved."""
    rows = session.execute(
        select(ReportWords, User.name)
        .join(User, User.id == ReportWords.actor_id)
        .where(ReportWords.cohort_id == cohort.id)
        .order_by(ReportWords.number)
    )
    written = {
        row.section: Section(row.body, row.number, name, row.recorded_at)
        for row, name in rows
    }
    return {key: written.get(key, Section()) for key in SECTIONS}


def save_words(
    session: Session,
    cohort: Cohort,
    *,
    op: UUID,
    section: str,
    body: str,
    after: int,
    now: datetime,
    by: User,
) -> tuple[ReportWords, bool]:
    """Keep what was written in a section; whether this made a new row.

    ``after`` is the number of the text that was open. Raises ``WordsChanged`` where
    somebody has saved since, and ``OperationConflict``.
    """
    require_staff(by)
    said = {
        "cohort_id": cohort.id,
        "section": section,
        "body": body,
        "actor_id": by.id,
    }
    repeated = made_by(session, ReportWords, op, said)
    if repeated is not None:
        return repeated, False
    standing = words_of(session, cohort)[section]
    if standing.number != after:
        raise WordsChanged(standing.by or "")
    row = ReportWords(
        uuid=op, number=after + 1, occurred_at=now, recorded_at=now, **said
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise WordsChanged(words_of(session, cohort)[section].by or "") from None
    return row, True


def submit_report(
    session: Session,
    cohort: Cohort,
    *,
    op: UUID,
    letter: ReportLetter | None,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[CohortReport, bool]:
    """Freeze the figures and the words as a new version.

    Administrators are told where there is a ``letter``.
    """
    require_staff(by)
    cohorts.lock_cohort(session, cohort)
    repeated = made_by(
        session, CohortReport, op, {"cohort_id": cohort.id, "actor_id": by.id}
    )
    if repeated is not None:
        return repeated, False
    latest = latest_of(session, cohort)
    if latest is not None and latest.review is None:
        raise ReportWaiting
    words = words_of(session, cohort)
    if not words[DONE].body:
        raise ReportIncomplete
    number = latest.report.number + 1 if latest else 1
    claims = report_claims(
        session,
        cohort,
        {key: section.body for key, section in words.items()},
        version=number,
        as_of=now,
        office=office,
        by=by,
    )
    keep_pictures(session, logo_of(office), now=now, by=by)
    report = CohortReport(
        uuid=op,
        cohort_id=cohort.id,
        number=number,
        claims=claims,
        digest=digest_of(claims),
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
    )
    session.add(report)
    session.flush()
    if letter is not None:
        _tell_administrators(session, report, letter, now)
    session.flush()
    return report, True


def _tell_administrators(
    session: Session, report: CohortReport, letter: ReportLetter, now: datetime
) -> None:
    administrators = session.scalars(
        select(User).where(User.role == "administrator", User.closed_at.is_(None))
    )
    for person in administrators:
        said = letter(person, report.cohort, Happened(HANDED_IN))
        occasion = f"report:{report.uuid}:{person.uuid}"
        outbox.tell(session, person, said, now=now, occasion=occasion)


def versions_of(session: Session, cohort: Cohort) -> list[Version]:
    """Every version of a cohort's report, the newest first."""
    return _versions(session, CohortReport.cohort_id == cohort.id)


def latest_of(session: Session, cohort: Cohort) -> Version | None:
    """The newest version, if one was handed in."""
    return next(iter(versions_of(session, cohort)), None)


def find_report(session: Session, asker: User, uuid: UUID) -> CohortReport | None:
    """The version of this name, if the asker may see its cohort."""
    return session.scalar(
        select(CohortReport)
        .join(Cohort, Cohort.id == CohortReport.cohort_id)
        .where(CohortReport.uuid == uuid, visible_cohorts(asker))
    )


def reports_waiting(session: Session, by: User) -> list[Version]:
    """The versions that wait for an administrator, the newest first."""
    require_administrator(by)
    answered = select(ReportReview.report_id)
    return _versions(session, CohortReport.id.not_in(answered))


def digest_of(claims: Mapping[str, Any]) -> str:
    """The fingerprint of all that the document prints."""
    return sha256(canonical_json(claims).encode()).hexdigest()


def _versions(session: Session, clause: Any) -> list[Version]:
    reviewer = aliased(User)
    rows = session.execute(
        select(CohortReport, User.name, ReportReview, reviewer.name)
        .join(User, User.id == CohortReport.actor_id)
        .outerjoin(ReportReview, ReportReview.report_id == CohortReport.id)
        .outerjoin(reviewer, reviewer.id == ReportReview.actor_id)
        .where(clause)
        .order_by(CohortReport.id.desc())
    )
    return [Version(*row) for row in rows]
