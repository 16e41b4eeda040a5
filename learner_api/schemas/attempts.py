"""Attempts as the wire carries them: the paper, what is held, and the receipt.

Before an attempt is submitted nothing here names a right answer or gives feedback: a
paper is made of controls, and controls know no keys.
"""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from course.attempts import Receipt
from course.models import Attempt
from course.responses import Acknowledgement
from learner_api.credit_words import credit_words
from learner_api.schemas.fields import (
    HIGHEST_SEQUENCE,
    Asked,
    Moment,
    happened,
    operation,
)
from quizzes import PaperQuestion, Quiz, paper

ANSWER = {
    "description": "As the control asks: text for radios and text, a list for "
    "checkboxes, an object from row to value for selects; null for no answer."
}


class NewAttemptSchema(Asked):
    """Naming the act of starting; the attempt bears that name."""

    op = operation()
    occurred_at = happened()


class AnswerSchema(Asked):
    """An answer to keep."""

    op = operation()
    answer = fields.Raw(required=True, allow_none=True, metadata=ANSWER)
    sequence = fields.Integer(
        strict=True,
        validate=validate.Range(min=1, max=HIGHEST_SEQUENCE),
        metadata={
            "description": "Orders the saves of one question: the highest counts, "
            "whichever comes first. Left out, this save is the newest."
        },
    )
    occurred_at = happened()


class AcknowledgementSchema(Schema):
    """What the record holds for one question, committed."""

    question = fields.String(required=True, attribute="question_key")
    answer = fields.Raw(required=True, allow_none=True, metadata=ANSWER)
    op = fields.UUID(required=True)
    sequence = fields.Integer(required=True)
    recorded_at = Moment(required=True)


class OptionSchema(Schema):
    """One thing to choose."""

    value = fields.String(required=True)
    label = fields.String(required=True)


class RowSchema(Schema):
    """One line for which something is chosen."""

    key = fields.String(required=True)
    label = fields.String(required=True)


class PieceSchema(Schema):
    """A piece of a text with gaps: some words of it, or a gap."""

    text = fields.String()
    gap = fields.String(metadata={"description": "The key of the gap."})
    options = fields.List(
        fields.Nested(OptionSchema),
        allow_none=True,
        metadata={"description": "What to choose from; null where one writes."},
    )


class CreditNoteSchema(Schema):
    """How part of an answer earns part of the points."""

    rule = fields.String(
        required=True, metadata={"enum": ["each-choice", "each-line", "each-gap"]}
    )
    points_each = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Null where it would tell how many are right."},
    )
    words = fields.Function(
        lambda note: credit_words(**note), metadata={"type": "string"}
    )


class ControlSchema(Schema):
    """How a question asks.

    An answer to ``text-area`` is a text; one to ``gaps`` an object from gap to words.
    """

    kind = fields.String(
        required=True,
        metadata={
            "enum": ["radios", "checkboxes", "text", "text-area", "selects", "gaps"]
        },
    )
    options = fields.List(fields.Nested(OptionSchema))
    rows = fields.List(fields.Nested(RowSchema))
    input_mode = fields.String(metadata={"enum": ["text", "decimal"]})
    unit = fields.String(
        allow_none=True, metadata={"description": "Shown beside the box."}
    )
    units = fields.List(
        fields.String(),
        metadata={"description": "One of these is written after the number."},
    )
    most_words = fields.Integer(
        metadata={"description": "For the learner to keep to; not enforced."}
    )
    lines = fields.Integer()
    pieces = fields.List(fields.Nested(PieceSchema))
    credit_note = fields.Nested(CreditNoteSchema)


class PaperQuestionSchema(Schema):
    """One question as this attempt sees it."""

    number = fields.Integer(required=True)
    key = fields.String(required=True)
    prompt = fields.String(required=True)
    points = fields.Integer(required=True)
    control = fields.Nested(ControlSchema, required=True)


class QuizSchema(Schema):
    """The quiz as it stood when the attempt began."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    introduction = fields.String(required=True)
    pass_mark = fields.Integer(required=True)
    out_of = fields.Integer(required=True)
    attempts_allowed = fields.Integer(required=True, allow_none=True)


class MarkedQuestionSchema(Schema):
    """One question after submission: what was held, what it earned, and why."""

    question = fields.String(required=True)
    number = fields.Integer(required=True)
    points = fields.Integer(required=True)
    out_of = fields.Integer(required=True)
    answer = fields.Raw(required=True, allow_none=True, metadata=ANSWER)
    answer_in_words = fields.List(fields.String(), required=True)
    right_answer_in_words = fields.List(
        fields.String(),
        required=True,
        allow_none=True,
        metadata={"description": "Null while knowing it could still buy a pass."},
    )
    feedback = fields.List(fields.String(), required=True)
    lesson = fields.String(
        required=True, metadata={"description": "Where to read: module/lesson."}
    )


class ReceiptSchema(Schema):
    """A submitted attempt: every answer that counted, and the mark."""

    attempt = fields.UUID(required=True)
    submitted_at = Moment(required=True)
    points = fields.Integer(required=True)
    out_of = fields.Integer(required=True)
    pass_mark = fields.Integer(required=True)
    passed = fields.Boolean(required=True)
    attempts_left = fields.Integer(required=True, allow_none=True)
    course_completed_at = Moment(required=True, allow_none=True)
    marks = fields.List(fields.Nested(MarkedQuestionSchema), required=True)


class AttemptSchema(Schema):
    """One sitting of one quiz."""

    uuid = fields.UUID(required=True)
    course = fields.String(required=True)
    number = fields.Integer(required=True)
    state = fields.String(required=True, metadata={"enum": ["open", "submitted"]})
    started_at = Moment(required=True)
    submitted_at = Moment(required=True, allow_none=True)
    quiz = fields.Nested(QuizSchema, required=True)
    questions = fields.List(fields.Nested(PaperQuestionSchema), required=True)
    responses = fields.List(fields.Nested(AcknowledgementSchema), required=True)
    receipt = fields.Nested(ReceiptSchema, required=True, allow_none=True)


def attempt_data(
    attempt: Attempt,
    quiz: Quiz,
    held: Mapping[str, Acknowledgement],
    receipt: Receipt | None,
) -> dict[str, Any]:
    """The attempt as ``AttemptSchema`` dumps it."""
    questions = paper(quiz, attempt.seed)
    return {
        "uuid": attempt.uuid,
        "course": attempt.enrolment.course_key,
        "number": attempt.number,
        "state": "open" if attempt.submitted_at is None else "submitted",
        "started_at": attempt.recorded_at,
        "submitted_at": attempt.submitted_at,
        "quiz": quiz,
        "questions": [_asked(each) for each in questions],
        "responses": [
            held[each.question.key] for each in questions if each.question.key in held
        ],
        "receipt": receipt_data(receipt) if receipt else None,
    }


def receipt_data(receipt: Receipt) -> dict[str, Any]:
    """The receipt as ``ReceiptSchema`` dumps it."""
    attempt, mark = receipt.attempt, receipt.mark
    return {
        "attempt": attempt.uuid,
        "submitted_at": attempt.submitted_at,
        "points": mark.points,
        "out_of": mark.out_of,
        "pass_mark": receipt.quiz.pass_mark,
        "passed": mark.passed,
        "attempts_left": receipt.attempts_left,
        "course_completed_at": attempt.enrolment.completed_at,
        "marks": [_marked(each, receipt) for each in paper(receipt.quiz, attempt.seed)],
    }


def _asked(each: PaperQuestion) -> dict[str, Any]:
    return {
        "number": each.number,
        "key": each.question.key,
        "prompt": each.question.prompt,
        "points": each.question.points,
        "control": each.control.to_data(),
    }


def _marked(each: PaperQuestion, receipt: Receipt) -> dict[str, Any]:
    question = each.question
    held = receipt.held.get(question.key)
    answer = held.answer if held else None
    points, out_of = receipt.mark.detail.get(question.key, (0, question.points))
    right = question.describe(question.correct_answer)
    return {
        "question": question.key,
        "number": each.number,
        "points": points,
        "out_of": out_of,
        "answer": answer,
        "answer_in_words": question.describe(answer),
        "right_answer_in_words": right if receipt.keys_shown else None,
        "feedback": question.feedback_for(answer),
        "lesson": question.lesson,
    }
