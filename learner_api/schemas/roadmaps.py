"""Roadmaps as the wire carries them: the document, what is missing, what was said."""

from typing import Any

from marshmallow import Schema, fields

from course.models import Enrolment, RoadmapSubmission
from course.roadmap_content import Gap, RoadmapContent
from course.roadmap_reviews import VERDICTS
from course.roadmaps import STATES, HandedIn, RoadmapStanding
from learner_api.schemas.fields import Asked, Moment, operation
from learner_api.schemas.paging import PageSchema
from learner_api.schemas.reviews import ReviewAskedSchema
from modules.worksheet import COLUMN_KINDS


class NewRoadmapSubmissionSchema(Asked):
    """Hand in the roadmap as it stands."""

    op = operation()


class NewRoadmapReviewSchema(ReviewAskedSchema):
    """What is said of a roadmap. Whoever sends it back says what should change."""


class RoadmapGapSchema(Schema):
    """A section of a worksheet in which nothing, or not enough, is written."""

    worksheet = fields.String(required=True)
    section = fields.String(required=True)
    title = fields.String(required=True)
    written = fields.Integer(
        required=True, metadata={"description": "Rows that hold something."}
    )
    needed = fields.Integer(
        required=True, metadata={"description": "Rows that must, to hand it in."}
    )


class RoadmapOpenPointSchema(Schema):
    """A row that says itself that something is not settled yet."""

    title = fields.String(required=True)
    row = fields.String(required=True)
    column = fields.String(required=True)
    words = fields.String(required=True)


class RoadmapDocumentColumnSchema(Schema):
    """What heads a column of a table of the document."""

    title = fields.String(required=True)
    kind = fields.String(required=True, metadata={"enum": list(COLUMN_KINDS)})


class RoadmapDocumentRowSchema(Schema):
    """One row: its label and the words of each of its cells."""

    label = fields.String(required=True)
    cells = fields.List(fields.String(), required=True)


class RoadmapDocumentBlockSchema(Schema):
    """A text or a table under its title."""

    title = fields.String(required=True)
    kind = fields.String(required=True, metadata={"enum": ["text", "table"]})
    text = fields.String(required=True)
    rows_title = fields.String(required=True)
    columns = fields.List(fields.Nested(RoadmapDocumentColumnSchema), required=True)
    rows = fields.List(fields.Nested(RoadmapDocumentRowSchema), required=True)


class RoadmapDocumentPartSchema(Schema):
    """One part of the document."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    blocks = fields.List(fields.Nested(RoadmapDocumentBlockSchema), required=True)


class RoadmapDocumentSchema(Schema):
    """A roadmap, word for word. What is empty is not in it."""

    form = fields.Integer(required=True)
    language = fields.String(required=True)
    title = fields.String(required=True)
    country = fields.String(required=True)
    author = fields.String(required=True)
    office = fields.String(required=True)
    group = fields.String(required=True)
    dated = fields.String(required=True)
    parts = fields.List(fields.Nested(RoadmapDocumentPartSchema), required=True)
    open_points = fields.List(fields.Nested(RoadmapOpenPointSchema), required=True)


class RoadmapReviewSchema(Schema):
    """What was said of a roadmap, by whom and when."""

    uuid = fields.UUID(required=True)
    verdict = fields.String(required=True, metadata={"enum": list(VERDICTS)})
    comments = fields.String(required=True)
    reviewed_by = fields.String(required=True, allow_none=True)
    reviewed_at = Moment(required=True)


class RoadmapSubmissionSchema(Schema):
    """A roadmap that was handed in, and its review."""

    uuid = fields.UUID(required=True)
    number = fields.Integer(required=True)
    digest = fields.String(required=True)
    submitted_at = Moment(required=True)
    review = fields.Nested(RoadmapReviewSchema, required=True, allow_none=True)


class RoadmapSchema(Schema):
    """The roadmap of an enrolment: where it stands, and the document as it stands."""

    enrolment = fields.UUID(required=True)
    state = fields.String(required=True, metadata={"enum": list(STATES)})
    accepted_at = Moment(
        required=True,
        allow_none=True,
        metadata={"description": "When the latest accepted one was; it stays so."},
    )
    written = fields.Integer(required=True)
    places = fields.Integer(required=True)
    missing = fields.List(
        fields.Nested(RoadmapGapSchema),
        required=True,
        metadata={"description": "What must be filled in before it is handed in."},
    )
    empty = fields.List(
        fields.Nested(RoadmapGapSchema),
        required=True,
        metadata={"description": "What is empty and may stay so."},
    )
    document = fields.Nested(RoadmapDocumentSchema, required=True)
    submissions = fields.List(
        fields.Nested(RoadmapSubmissionSchema),
        required=True,
        metadata={"description": "All that was handed in, the latest first."},
    )


class WaitingRoadmapSchema(Schema):
    """A roadmap that waits to be read."""

    submission = fields.UUID(required=True)
    learner = fields.UUID(
        required=True, metadata={"description": "The enrolment of the learner."}
    )
    name = fields.String(required=True)
    cohort = fields.UUID(required=True, allow_none=True)
    number = fields.Integer(required=True)
    submitted_at = Moment(required=True)


class WaitingRoadmapPageSchema(PageSchema):
    """Roadmaps that wait to be read, the oldest first."""

    count = fields.Integer(
        required=True, metadata={"description": "How many wait in all."}
    )
    items = fields.List(fields.Nested(WaitingRoadmapSchema), required=True)


class SubmittedRoadmapSchema(RoadmapSubmissionSchema):
    """A roadmap that was handed in, with its document as it was frozen."""

    learner = fields.UUID(
        required=True, metadata={"description": "The enrolment of the learner."}
    )
    name = fields.String(required=True)
    cohort = fields.UUID(required=True, allow_none=True)
    document = fields.Nested(RoadmapDocumentSchema, required=True)


def roadmap_data(
    enrolment: Enrolment,
    content: RoadmapContent,
    document: dict[str, Any],
    standing: RoadmapStanding,
) -> dict[str, Any]:
    """The roadmap as ``RoadmapSchema`` dumps it."""
    accepted = standing.accepted
    return {
        "enrolment": enrolment.uuid,
        "state": standing.state,
        "accepted_at": accepted.decided_at if accepted else None,
        "written": content.written,
        "places": content.places,
        "missing": [_gap(gap) for gap in content.gaps if gap.is_needed],
        "empty": [_gap(gap) for gap in content.gaps if not gap.is_needed],
        "document": document,
        "submissions": [submission_data(each) for each in standing.history],
    }


def submission_data(handed_in: HandedIn) -> dict[str, Any]:
    """A submission as ``RoadmapSubmissionSchema`` dumps it."""
    submission = handed_in.submission
    return {
        "uuid": submission.uuid,
        "number": submission.number,
        "digest": submission.digest,
        "submitted_at": submission.recorded_at,
        "review": review_data(handed_in),
    }


def review_data(handed_in: HandedIn) -> dict[str, Any] | None:
    """A review as ``RoadmapReviewSchema`` dumps it."""
    review = handed_in.review
    if review is None:
        return None
    return {
        "uuid": review.uuid,
        "verdict": review.verdict,
        "comments": review.comments,
        "reviewed_by": handed_in.reviewer,
        "reviewed_at": review.recorded_at,
    }


def waiting_data(submission: RoadmapSubmission) -> dict[str, Any]:
    """A roadmap that waits, as ``WaitingRoadmapSchema`` dumps it."""
    return {
        "submission": submission.uuid,
        **_whose(submission),
        "number": submission.number,
        "submitted_at": submission.recorded_at,
    }


def submitted_data(handed_in: HandedIn) -> dict[str, Any]:
    """A whole submission, as ``SubmittedRoadmapSchema`` dumps it."""
    return {
        **submission_data(handed_in),
        **_whose(handed_in.submission),
        "document": handed_in.submission.content,
    }


def _whose(submission: RoadmapSubmission) -> dict[str, Any]:
    enrolment = submission.enrolment
    return {
        "learner": enrolment.uuid,
        "name": enrolment.user.name,
        "cohort": enrolment.cohort.uuid if enrolment.cohort else None,
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "worksheet": gap.worksheet.key,
        "section": gap.section.key,
        "title": gap.section.title,
        "written": gap.written,
        "needed": gap.needed,
    }
