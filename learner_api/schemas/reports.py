"""The report on a run as the wire carries it: words, versions and what they say."""

from typing import Any

from marshmallow import Schema, fields, validate

from course.cohort_reports import SECTIONS, VERDICTS, Section, Version
from course.models import ReportReview, ReportWords
from learner_api.schemas.fields import Asked, Moment, Text, operation

MOST_LETTERS = 10_000


class NewReportWordsSchema(Asked):
    """One section as it is written now."""

    op = operation()
    section = fields.String(required=True, validate=validate.OneOf(SECTIONS))
    body = Text(MOST_LETTERS, lines=True, required=True)
    after = fields.Integer(
        required=True,
        validate=validate.Range(min=0, max=1_000_000),
        metadata={
            "description": "The `number` of the text that was open, 0 for none. Where "
            "somebody has saved since, nothing is recorded."
        },
    )


class ReportWordsSchema(Schema):
    """A section as it was saved; `number` counts its saves."""

    section = fields.String(required=True)
    number = fields.Integer(required=True)
    body = fields.String(required=True)
    by = fields.String(required=True, allow_none=True)
    recorded_at = Moment(required=True, allow_none=True)


class NewCohortReportSchema(Asked):
    """Hand in the report as it stands."""

    op = operation()


class CohortReportVersionSchema(Schema):
    """A version that was handed in, and what was said of it."""

    uuid = fields.UUID(required=True)
    number = fields.Integer(required=True)
    state = fields.String(
        required=True, validate=validate.OneOf(("waiting", *VERDICTS))
    )
    reason = fields.String(required=True, allow_none=True)
    by = fields.String(required=True)
    recorded_at = Moment(required=True)
    digest = fields.String(required=True)
    docx = fields.String(required=True)
    pdf = fields.String(required=True)


class CohortReportSchema(Schema):
    """The words as they stand, every version, and what the newest one says."""

    words = fields.List(fields.Nested(ReportWordsSchema), required=True)
    versions = fields.List(fields.Nested(CohortReportVersionSchema), required=True)
    claims = fields.Dict(
        keys=fields.String(),
        required=True,
        allow_none=True,
        metadata={
            "description": "Everything that the newest version prints, as it was "
            "frozen, with its as-of."
        },
    )


class NewReportReviewSchema(Asked):
    """What is said of a version; validating releases the certificates that wait."""

    op = operation()
    verdict = fields.String(required=True, validate=validate.OneOf(VERDICTS))
    reason = Text(500, required=True)
    token = Text(
        64,
        required=True,
        metadata={"description": "The token of `previewRelease` that was looked at."},
    )


class ReportReviewSchema(Schema):
    """What was said of a version."""

    uuid = fields.UUID(required=True)
    verdict = fields.String(required=True)
    reason = fields.String(required=True)
    recorded_at = Moment(required=True)


def version_data(version: Version) -> dict[str, Any]:
    """A version as ``CohortReportVersionSchema`` dumps it."""
    report = version.report
    address = f"/api/v1/reports/{report.uuid}/document"
    return {
        "uuid": report.uuid,
        "number": report.number,
        "state": version.state,
        "reason": version.review.reason if version.review else None,
        "by": version.by,
        "recorded_at": report.recorded_at,
        "digest": report.digest,
        "docx": f"{address}.docx",
        "pdf": f"{address}.pdf",
    }


def section_data(key: str, section: Section) -> dict[str, Any]:
    """A section as ``ReportWordsSchema`` dumps it."""
    return {
        "section": key,
        "number": section.number,
        "body": section.body,
        "by": section.by,
        "recorded_at": section.at,
    }


def words_data(row: ReportWords, by: str) -> dict[str, Any]:
    """A save as ``ReportWordsSchema`` dumps it."""
    return section_data(row.section, Section(row.body, row.number, by, row.recorded_at))


def review_data(review: ReportReview) -> dict[str, Any]:
    """A review as ``ReportReviewSchema`` dumps it."""
    return {
        "uuid": review.uuid,
        "verdict": review.verdict,
        "reason": review.reason,
        "recorded_at": review.recorded_at,
    }
