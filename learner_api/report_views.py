"""Reports that an address names, for those who may see them, and their files."""

from uuid import UUID

from flask import Response, abort, request

from course import cohort_reports
from course.documents.pictures import pictures_written
from course.letterhead import pictures_of
from course.models import CohortReport
from learner_api.auth import asker
from learner_api.database import get_database
from learner_api.drawn import drawn
from learner_api.roadmap_views import MEDIA_TYPES


def visible_report(uuid: UUID) -> CohortReport:
    """The version of this name, if the asker may see its cohort, or 404."""
    found = cohort_reports.find_report(get_database().session, asker(), uuid)
    return found or abort(404)


def report_file(report: CohortReport, kind: str) -> Response:
    """A version as a file of this kind. Its claims never change, nor do its bytes."""
    if kind not in MEDIA_TYPES:
        abort(404)
    tag = f"{report.digest}-{kind}"
    if request.if_none_match.contains(tag):
        response = Response(status=304)
    else:
        pictures = pictures_of(get_database().session, report.claims)
        data = {"document": report.claims, "pictures": pictures_written(pictures)}
        file = drawn(f"report.{kind}", data)
        response = Response(file, mimetype=MEDIA_TYPES[kind])
        name = f"report-{report.cohort.key}-version-{report.number}.{kind}"
        response.headers.set("Content-Disposition", "attachment", filename=name)
        response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(tag)
    return response
