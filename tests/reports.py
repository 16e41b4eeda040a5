"""Reports on runs, as tests set them up."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from course import cohort_reports, report_reviews
from course.awards import AwardOffice
from course.cohort_reports import Happened
from course.models import Cohort, CohortReport, ReportReview, User
from tests import builders


def letter(person: User, cohort: Cohort, event: Happened) -> tuple[str, str]:
    return f"{event.what}: {cohort.title}", f"Dear {person.name}: {event.reason}"


def a_report_that_waits(
    session: Session,
    cohort: Cohort,
    by: User,
    *,
    now: datetime,
    office: AwardOffice = builders.OFFICE,
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
        session,
        cohort,
        op=uuid4(),
        letter=letter,
        now=now,
        office=office,
        by=by,
    )
    return report


def an_answered_report(session: Session, cohort: Cohort) -> ReportReview:
    """A version that was sent back, before anybody has earned anything."""
    by = builders.an_administrator(session)
    report = a_report_that_waits(session, cohort, by, now=builders.NOW)
    review, _ = report_reviews.review_report(
        session,
        report,
        op=uuid4(),
        verdict=cohort_reports.SENT_BACK,
        reason="Say who took part.",
        token="",
        letter=letter,
        release_letter=lambda _person, _award, title: (title, title),
        now=builders.NOW,
        office=builders.OFFICE,
        by=by,
    )
    return review
