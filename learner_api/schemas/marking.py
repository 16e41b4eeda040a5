"""What waits for a person to mark it, and marks by rubric, as the wire carries them."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from course.models import Attempt, ResponseMark
from course.person_marks import GivenMark
from learner_api.rubric_words import words_in
from learner_api.schemas.fields import Asked, Moment, Text, operation
from learner_api.schemas.paging import PageSchema
from quizzes import FreeText, Quiz

MOST_COMMENT = 5_000

_LEVELS = {
    "description": "For each criterion of the rubric, by its key, the points of the "
    "level that was chosen.",
    "example": {"argument": 3, "sources": 1},
}


class NewMarkSchema(Asked):
    """A mark for one answer: a level for every criterion, and words for the learner."""

    op = operation()
    levels = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(strict=True),
        required=True,
        metadata=_LEVELS,
    )
    comment = Text(
        MOST_COMMENT,
        least=0,
        lines=True,
        load_default="",
        metadata={
            "description": "Plain text that the learner reads; its lines are kept. "
            "Where a mark is given anew, it says why."
        },
    )
    seen = fields.UUID(
        allow_none=True,
        metadata={
            "description": "The mark that you saw on this answer, null for none. "
            "Where it bears another, nothing is recorded."
        },
    )


class WaitingAttemptSchema(Schema):
    """A submitted attempt that a person has to mark."""

    attempt = fields.UUID(required=True)
    course = fields.String(required=True)
    quiz = fields.String(required=True)
    title = fields.String(required=True, metadata={"description": "Of the quiz."})
    learner = fields.UUID(
        required=True, metadata={"description": "The enrolment of the learner."}
    )
    name = fields.String(required=True)
    cohort = fields.UUID(required=True, allow_none=True)
    number = fields.Integer(required=True)
    submitted_at = Moment(required=True)


class WaitingPageSchema(PageSchema):
    """What waits to be marked, the oldest first."""

    items = fields.List(fields.Nested(WaitingAttemptSchema), required=True)


class LevelSchema(Schema):
    """How well a criterion can be met, and what that earns."""

    points = fields.Integer(required=True)
    label = fields.String(required=True)


class CriterionSchema(Schema):
    """One thing that is looked at."""

    key = fields.String(required=True)
    label = fields.String(required=True)
    levels = fields.List(fields.Nested(LevelSchema), required=True)


class GivenMarkSchema(Schema):
    """What a person gave for an answer."""

    uuid = fields.UUID(required=True)
    levels = fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True, metadata=_LEVELS
    )
    points = fields.Integer(required=True)
    out_of = fields.Integer(required=True)
    comment = fields.String(required=True)
    marked_by = fields.String(required=True, allow_none=True)
    marked_at = Moment(required=True)


class AnswerToMarkSchema(Schema):
    """One answer with all that is needed to mark it."""

    question = fields.String(required=True)
    prompt = fields.String(required=True)
    answer = fields.String(required=True)
    words = fields.Integer(required=True)
    most_words = fields.Integer(required=True)
    guidance = fields.String(required=True, allow_none=True)
    rubric = fields.List(fields.Nested(CriterionSchema), required=True)
    mark = fields.Nested(GivenMarkSchema, required=True, allow_none=True)


class AttemptToMarkSchema(WaitingAttemptSchema):
    """A submitted attempt with the answers that a person marks, marked or not."""

    answers = fields.List(fields.Nested(AnswerToMarkSchema), required=True)


class RecordedMarkSchema(GivenMarkSchema):
    """A mark as it was recorded, and what that leaves to be marked."""

    attempt = fields.UUID(required=True)
    question = fields.String(required=True)
    waiting = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Questions of the attempt that still wait."},
    )


def waiting_data(attempt: Attempt, sheet: Quiz) -> dict[str, Any]:
    """An attempt as ``WaitingAttemptSchema`` dumps it."""
    enrolment = attempt.enrolment
    return {
        "attempt": attempt.uuid,
        "course": enrolment.course_key,
        "quiz": attempt.quiz_key,
        "title": sheet.title,
        "learner": enrolment.uuid,
        "name": enrolment.user.name,
        "cohort": enrolment.cohort.uuid if enrolment.cohort else None,
        "number": attempt.number,
        "submitted_at": attempt.submitted_at,
    }


def answer_data(
    question: FreeText, answer: str, given: GivenMark | None
) -> dict[str, Any]:
    """An answer as ``AnswerToMarkSchema`` dumps it."""
    return {
        "question": question.key,
        "prompt": question.prompt,
        "answer": answer,
        "words": words_in(answer),
        "most_words": question.most_words,
        "guidance": question.guidance,
        "rubric": question.rubric,
        "mark": given_data(given.mark, given.by) if given else None,
    }


def given_data(mark: ResponseMark, by: str | None) -> Mapping[str, Any]:
    """A mark as ``GivenMarkSchema`` dumps it."""
    return {
        "uuid": mark.uuid,
        "levels": mark.levels,
        "points": mark.points,
        "out_of": mark.out_of,
        "comment": mark.comment,
        "marked_by": by,
        "marked_at": mark.recorded_at,
    }
