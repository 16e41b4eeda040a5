"""Reports on runs, as tests set them up."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from course import cohort_reports
from course.models import Cohort, CohortReport, User


def letter(person: User, cohort: Cohort, what: str, reason: str) -> tuple[str, str]:
    return f"{what}: {cohort.title}", f"Dear {person.name}: {reason}"


def a_report_that_waits(
    session: Session, cohort: Cohort, by: User, *, now: datetime
) -> CohortReport:
    """A version with a few words in it, handed in and not answered."""
    cohort_reports.save_words(
        session,
        cohort,
        op=uuid4(),
        section="done",
        body="Six weeks were held.",
        after=0,
        now=now,
        by=by,
    )
    report, _ = cohort_reports.submit_report(
        session, cohort, op=uuid4(), letter=letter, now=now, by=by
    )
    return report
