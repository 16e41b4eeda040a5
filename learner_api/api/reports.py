"""The report on a cohort's run: its words, its versions, their answers and files."""

from typing import Any
from uuid import UUID

from flask import Response

from course import cohort_reports, report_reviews
from course.award_errors import StaleRelease
from course.errors import OperationConflict
from course.report_errors import (
    ReportAnswered,
    ReportIncomplete,
    ReportWaiting,
    WordsChanged,
)
from learner_api.auth import administrator, asker, staff
from learner_api.award_letters import release_letter
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.led_cohorts import led_cohort
from learner_api.report_letters import report_letter
from learner_api.report_views import report_file, visible_report
from learner_api.resources import Resource
from learner_api.roadmap_views import MEDIA_TYPES
from learner_api.schemas.reports import (
    CohortReportSchema,
    CohortReportVersionSchema,
    NewCohortReportSchema,
    NewReportReviewSchema,
    NewReportWordsSchema,
    ReportReviewSchema,
    ReportWordsSchema,
    review_data,
    section_data,
    version_data,
    words_data,
)
from learner_api.site import get_site

bp = Resource(
    "api-reports",
    __name__,
    description="The report on a run, whose validation releases its certificates.",
)

_FILE = {"type": "string", "format": "binary"}


@bp.get("/cohorts/<uuid:cohort>/report")
@staff
@bp.gives(CohortReportSchema)
def get_cohort_report(cohort: UUID) -> dict[str, Any]:
    """The trainers' words, every version handed in, and what the newest one says."""
    session = get_database().session
    found = led_cohort(cohort)
    versions = cohort_reports.versions_of(session, found)
    words = cohort_reports.words_of(session, found)
    return {
        "words": [section_data(key, section) for key, section in words.items()],
        "versions": [version_data(each) for each in versions],
        "claims": versions[0].report.claims if versions else None,
    }


@bp.post("/cohorts/<uuid:cohort>/report/words")
@staff
@bp.refuses(OperationConflict, WordsChanged)
@bp.takes(NewReportWordsSchema)
@bp.gives_also(ReportWordsSchema, 200, "What this operation saved before")
@bp.gives(ReportWordsSchema, 201, description="Saved")
def save_report_words(body: dict[str, Any], cohort: UUID) -> Any:
    """Save a section. Every save is kept; the last is what a report prints."""
    database = get_database()
    row, is_new = cohort_reports.save_words(
        database.session,
        led_cohort(cohort),
        **body,
        now=now(),
        by=asker(),
    )
    database.commit()
    return words_data(row, asker().name), 201 if is_new else 200


@bp.post("/cohorts/<uuid:cohort>/report/versions")
@staff
@bp.refuses(OperationConflict, ReportIncomplete, ReportWaiting)
@bp.takes(NewCohortReportSchema)
@bp.gives_also(CohortReportVersionSchema, 200, "What this operation handed in before")
@bp.gives(CohortReportVersionSchema, 201, description="Handed in")
def submit_cohort_report(body: dict[str, Any], cohort: UUID) -> Any:
    """Freeze the words and figures as a version, which waits for an administrator."""
    database = get_database()
    found = led_cohort(cohort)
    report, is_new = cohort_reports.submit_report(
        database.session,
        found,
        op=body["op"],
        letter=report_letter(get_site().settings.public_url),
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    database.commit()
    versions = cohort_reports.versions_of(database.session, found)
    version = next(each for each in versions if each.report.id == report.id)
    return version_data(version), 201 if is_new else 200


@bp.post("/reports/<uuid:report>/review")
@administrator
@bp.refuses(OperationConflict, ReportAnswered, StaleRelease)
@bp.takes(NewReportReviewSchema)
@bp.gives_also(ReportReviewSchema, 200, "What this operation answered before")
@bp.gives(ReportReviewSchema, 201, description="Answered")
def review_cohort_report(body: dict[str, Any], report: UUID) -> Any:
    """Send a version back, or validate it and release the certificates that wait.

    Both in one act: where somebody else would get a certificate than `previewRelease`
    listed, neither is done.
    """
    database = get_database()
    public_url = get_site().settings.public_url
    review, is_new = report_reviews.review_report(
        database.session,
        visible_report(report),
        **body,
        letter=report_letter(public_url),
        release_letter=release_letter(public_url),
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    database.commit()
    return review_data(review), 201 if is_new else 200


@bp.get("/reports/<uuid:report>/document.<kind>")
@staff
@bp.gives(
    _FILE,
    content_type=MEDIA_TYPES["docx"],
    description="The version: a Word file or a PDF, by the address's ending",
)
@bp.gives(_FILE, content_type=MEDIA_TYPES["pdf"])
def get_cohort_report_document(report: UUID, kind: str) -> Response:
    """A version as `docx` or as `pdf`, the same bytes whenever it is asked for."""
    return report_file(visible_report(report), kind)
