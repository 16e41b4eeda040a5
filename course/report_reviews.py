"""Answering the report on a run: it is sent back, or validated.

Validating it is also the release of the certificates that wait, in the caller's one
transaction.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from course import outbox, releases
from course.award_errors import StaleRelease
from course.awards import AwardOffice
from course.cohort_reports import VALIDATED, Happened, ReportLetter, latest_of
from course.models import Cohort, CohortRelease, CohortReport, ReportReview, User
from course.operations import made_by
from course.policy import require_administrator
from course.releases import ReleaseLetter
from course.report_errors import ReportAnswered


def review_report(
    session: Session,
    report: CohortReport,
    *,
    op: UUID,
    verdict: str,
    reason: str,
    token: str,
    letter: ReportLetter | None,
    release_letter: ReleaseLetter,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[ReportReview, bool]:
    """Send a version back, or validate it and release what waits; whether this did it.

    ``token`` is that of the release's preview, whoever would get nothing included.
    Raises ``StaleRelease``, ``ReportAnswered`` and ``OperationConflict``.
    """
    require_administrator(by)
    # Before anything is read, and as a release takes its locks.
    releases.hold_still(session, report.cohort_id)
    cohort = session.get_one(Cohort, report.cohort_id, populate_existing=True)
    said = {
        "report_id": report.id,
        "verdict": verdict,
        "reason": reason,
        "actor_id": by.id,
    }
    repeated = made_by(session, ReportReview, op, said)
    if repeated is not None:
        return repeated, False
    latest = latest_of(session, cohort)
    if latest is None or latest.report.id != report.id or latest.review is not None:
        raise ReportAnswered
    released = None
    if verdict == VALIDATED:
        released = _release(
            session,
            cohort,
            op=op,
            note=reason,
            token=token,
            letter=release_letter,
            now=now,
            office=office,
            by=by,
        )
    release_id = released.id if released else None
    review = ReportReview(
        uuid=op, release_id=release_id, occurred_at=now, recorded_at=now, **said
    )
    session.add(review)
    session.flush()
    if letter is not None:
        writer = session.get_one(User, report.actor_id)
        told = letter(writer, cohort, _happened(verdict, reason, released))
        occasion = f"report-review:{op}:{writer.uuid}"
        outbox.tell(session, writer, told, now=now, occasion=occasion)
    session.flush()
    return review, True


def _release(
    session: Session, cohort: Cohort, *, token: str, **options: Any
) -> CohortRelease | None:
    """Release exactly what was previewed; nothing where no certificate waits."""
    preview = releases.preview_release(session, cohort)
    if preview.token != token:
        raise StaleRelease
    if not any(row.is_released for row in preview.rows):
        return None
    release, _new = releases.release_awards(session, cohort, token=token, **options)
    return release


def _happened(verdict: str, reason: str, release: CohortRelease | None) -> Happened:
    counts = release.outcome["counts"] if release else {}
    return Happened(
        verdict,
        reason,
        issued=counts.get(releases.ISSUES, 0),
        unprintable=counts.get(releases.UNPRINTABLE, 0),
    )
