"""Programmes and papers as the wire carries them: what is asked, what was said."""

from typing import Any

from marshmallow import Schema, fields, validate

from course.models import Enrolment, PaperSubmission
from course.outline import Course
from course.paper_files import MEDIA_TYPES, MOST_BYTES
from course.paper_reviews import VERDICTS
from course.papers import STATES, HandedInPaper, PaperStanding
from learner_api.schemas.fields import Asked, Moment, Text, operation
from learner_api.schemas.paging import PageSchema
from learner_api.schemas.reviews import ReviewAskedSchema

MOST_TITLE = 200


class NewPaperQuerySchema(Asked):
    """What is said of a paper that is handed in; the body is its file."""

    op = operation()
    title = Text(MOST_TITLE, required=True)
    own_work = fields.String(
        load_default="false",
        validate=validate.OneOf(["true", "false"]),
        metadata={"description": "One's word that the paper is one's own work."},
    )


class NewPaperReviewSchema(ReviewAskedSchema):
    """What is said of a paper. Whoever sends it back says what should change."""


class ProgrammeCourseSchema(Schema):
    """A course whose certificate counts towards the diploma."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    hours = fields.Integer(required=True)
    enrolled = fields.Boolean(required=True)
    certified = fields.Boolean(
        required=True, metadata={"description": "Whether the asker's counts today."}
    )


class PaperLimitsSchema(Schema):
    """What a paper is handed in as."""

    formats = fields.List(fields.String(), required=True)
    most_bytes = fields.Integer(required=True)


class ProgrammeSchema(Schema):
    """A programme: its courses, its rule, and the paper that it asks for."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    summary = fields.String(required=True)
    award = fields.String(required=True)
    hours = fields.Integer(required=True)
    rule = fields.List(fields.String(), required=True)
    courses = fields.List(fields.Nested(ProgrammeCourseSchema), required=True)
    paper = fields.Nested(PaperLimitsSchema, required=True)
    enrolment = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "The asker's; its proof is at explainCompletion."},
    )


class PaperReviewSchema(Schema):
    """What was said of a paper, by whom and when."""

    uuid = fields.UUID(required=True)
    verdict = fields.String(required=True, metadata={"enum": list(VERDICTS)})
    comments = fields.String(required=True)
    reviewed_by = fields.String(required=True, allow_none=True)
    reviewed_at = Moment(required=True)


class PaperSubmissionSchema(Schema):
    """A paper that was handed in, and its review."""

    uuid = fields.UUID(required=True)
    number = fields.Integer(required=True)
    title = fields.String(required=True)
    format = fields.String(required=True, metadata={"enum": list(MEDIA_TYPES)})
    size = fields.Integer(required=True, metadata={"description": "In bytes."})
    digest = fields.String(
        required=True, metadata={"description": "The SHA-256 of the file."}
    )
    submitted_at = Moment(required=True)
    file = fields.String(
        required=True, metadata={"description": "Where the file can be had."}
    )
    review = fields.Nested(PaperReviewSchema, required=True, allow_none=True)


class PapersSchema(Schema):
    """The papers of an enrolment, the latest first, and where that leaves it."""

    enrolment = fields.UUID(required=True)
    state = fields.String(required=True, metadata={"enum": list(STATES)})
    papers = fields.List(fields.Nested(PaperSubmissionSchema), required=True)


class PaperSchema(PaperSubmissionSchema):
    """A paper with whose it is."""

    learner = fields.UUID(
        required=True, metadata={"description": "The enrolment of the learner."}
    )
    name = fields.String(required=True)
    course = fields.String(required=True)
    cohort = fields.UUID(required=True, allow_none=True)


class PaperPageSchema(PageSchema):
    """Papers that wait to be read, the oldest first."""

    count = fields.Integer(
        required=True, metadata={"description": "How many wait in all."}
    )
    items = fields.List(fields.Nested(PaperSchema), required=True)


def programme_data(
    course: Course,
    enrolment: Enrolment | None,
    enrolled: frozenset[str],
    certified: frozenset[str],
) -> dict[str, Any]:
    """A programme as ``ProgrammeSchema`` dumps it."""
    return {
        "key": course.key,
        "title": course.title,
        "summary": course.summary,
        "award": course.goal.title,
        "hours": course.hours,
        "rule": [each.sentence for each in course.goal.requirements],
        "courses": [
            {
                "key": each.key,
                "title": each.title,
                "hours": each.hours,
                "enrolled": each.key in enrolled,
                "certified": each.key in certified,
            }
            for each in course.courses
        ],
        "paper": {"formats": list(MEDIA_TYPES), "most_bytes": MOST_BYTES},
        "enrolment": enrolment.uuid if enrolment else None,
    }


def papers_data(enrolment: Enrolment, standing: PaperStanding) -> dict[str, Any]:
    """The papers of an enrolment as ``PapersSchema`` dumps them."""
    return {
        "enrolment": enrolment.uuid,
        "state": standing.state,
        "papers": [submission_data(each) for each in standing.history],
    }


def submission_data(handed_in: HandedInPaper) -> dict[str, Any]:
    """A paper as ``PaperSubmissionSchema`` dumps it."""
    submission = handed_in.submission
    return {
        **{name: getattr(submission, name) for name in _TOLD},
        "submitted_at": submission.recorded_at,
        "file": f"/api/v1/papers/{submission.uuid}/file",
        "review": review_data(handed_in),
    }


_TOLD = ("uuid", "number", "title", "format", "size", "digest")


def review_data(handed_in: HandedInPaper) -> dict[str, Any] | None:
    """A review as ``PaperReviewSchema`` dumps it."""
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


def paper_data(handed_in: HandedInPaper) -> dict[str, Any]:
    """A paper with whose it is, as ``PaperSchema`` dumps it."""
    enrolment = handed_in.submission.enrolment
    return {
        **submission_data(handed_in),
        "learner": enrolment.uuid,
        "name": enrolment.user.name,
        "course": enrolment.course_key,
        "cohort": enrolment.cohort.uuid if enrolment.cohort else None,
    }


def waiting_data(submission: PaperSubmission) -> dict[str, Any]:
    """A paper that nobody has reviewed, as ``PaperSchema`` dumps it."""
    return paper_data(HandedInPaper(submission, None, None))
