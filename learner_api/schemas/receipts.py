"""Receipts and reviews as the wire carries them.

What may not be seen yet is null: the moment for marks, feedback and right answers is
the quiz's to choose.
"""

from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, fields

from course.models import Mark
from course.receipts import Receipt
from course.responses import answer_to
from learner_api.receipts import shows_key
from learner_api.rubric_words import given_by_person
from learner_api.schemas.fields import Moment
from quizzes import ACTIONS, PaperQuestion, paper

ANSWER = {
    "description": "As the control asks: text for radios, text and text-area, a list "
    "for checkboxes, an object from row or gap to value for selects and gaps; null for "
    "no answer."
}


class HeldAnswerSchema(Schema):
    """One question of a submitted attempt, the answer held, and since when."""

    question = fields.String(required=True)
    number = fields.Integer(required=True)
    prompt = fields.String(required=True)
    answer = fields.Raw(required=True, allow_none=True, metadata=ANSWER)
    answer_in_words = fields.List(fields.String(), required=True)
    op = fields.UUID(required=True, allow_none=True)
    sequence = fields.Integer(required=True, allow_none=True)
    recorded_at = Moment(required=True, allow_none=True)


class MarkedQuestionSchema(Schema):
    """One question after submission: what was held, what it earned, and why."""

    question = fields.String(required=True)
    number = fields.Integer(required=True)
    points = fields.Integer(required=True, allow_none=True)
    out_of = fields.Integer(
        required=True, metadata={"description": "0 for one that does not count."}
    )
    answer = fields.Raw(required=True, allow_none=True, metadata=ANSWER)
    answer_in_words = fields.List(fields.String(), required=True)
    right_answer_in_words = fields.List(
        fields.String(),
        required=True,
        allow_none=True,
        metadata={"description": "Null while knowing it could still buy a pass."},
    )
    feedback = fields.List(fields.String(), required=True, allow_none=True)
    lesson = fields.String(
        required=True, metadata={"description": "Where to read: module/lesson."}
    )
    correction = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "enum": [*ACTIONS, None],
            "description": "How the question is judged otherwise than it was asked: "
            "withdrawn (drop), by another key, or with its points for everybody "
            "(credit). Null for most.",
        },
    )


class ReceiptSchema(Schema):
    """A submitted attempt: every answer that counted, and the mark."""

    attempt = fields.UUID(required=True)
    submitted_at = Moment(required=True)
    submitted_by = fields.String(
        required=True,
        metadata={
            "enum": ["learner", "limit"],
            "description": "Who closed it: the learner, or the end of its time.",
        },
    )
    digest = fields.String(
        required=True,
        metadata={"description": "SHA-256 of the answers held, as saving defines it."},
    )
    answers = fields.List(fields.Nested(HeldAnswerSchema), required=True)
    awaits_person = fields.Boolean(
        required=True,
        metadata={"description": "A trainer has still to mark some answers."},
    )
    points = fields.Integer(required=True, allow_none=True)
    out_of = fields.Integer(required=True)
    pass_mark = fields.Integer(required=True)
    passed = fields.Boolean(required=True, allow_none=True)
    attempts_left = fields.Integer(required=True, allow_none=True)
    course_completed_at = Moment(required=True, allow_none=True)
    marks = fields.List(fields.Nested(MarkedQuestionSchema), required=True)


class MarkHistorySchema(Schema):
    """One mark that the attempt had; the last one counts."""

    points = fields.Integer(required=True)
    out_of = fields.Integer(required=True)
    passed = fields.Boolean(required=True)
    recorded_at = Moment(required=True)
    reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why it superseded the mark before it."},
    )


class PartSchema(Schema):
    """One part of a question and what it earned."""

    label = fields.String(required=True)
    given = fields.String(required=True, allow_none=True)
    is_right = fields.Boolean(required=True)
    points = fields.Integer(required=True)
    out_of = fields.Integer(required=True)


class ReachedLevelSchema(Schema):
    """The level that an answer reached in one criterion of its rubric."""

    criterion = fields.String(required=True)
    label = fields.String(required=True)
    words = fields.String(required=True)
    points = fields.Integer(required=True)
    out_of = fields.Integer(required=True)


class ReviewedQuestionSchema(MarkedQuestionSchema):
    """One question as it was judged, part by part where it has parts."""

    levels = fields.List(
        fields.Nested(ReachedLevelSchema),
        required=True,
        allow_none=True,
        metadata={"description": "Null where no person marked it, or not to be seen."},
    )
    comment = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "What the trainer wrote; null in the same way."},
    )

    prompt = fields.String(required=True)
    parts = fields.List(
        fields.Nested(PartSchema),
        required=True,
        allow_none=True,
        metadata={"description": "Null where the right answers are not shown yet."},
    )


class ReviewSchema(Schema):
    """How a submitted attempt was judged, and every mark that it ever had."""

    attempt = fields.UUID(required=True)
    submitted_at = Moment(required=True)
    pass_mark = fields.Integer(required=True)
    questions = fields.List(fields.Nested(ReviewedQuestionSchema), required=True)
    marks = fields.List(
        fields.Nested(MarkHistorySchema), required=True, allow_none=True
    )


def receipt_data(receipt: Receipt) -> dict[str, Any]:
    """The receipt as ``ReceiptSchema`` dumps it."""
    attempt, mark = receipt.attempt, receipt.mark
    shown = mark if receipt.marks_shown else None
    questions = paper(receipt.quiz, attempt.seed)
    return {
        "attempt": attempt.uuid,
        "submitted_at": attempt.submitted_at,
        # Before there were limits only learners submitted.
        "submitted_by": attempt.submitted_by or "learner",
        "digest": receipt.digest,
        "answers": [_held(each, receipt) for each in questions],
        "awaits_person": receipt.is_awaited,
        "points": shown.points if shown else None,
        "out_of": receipt.out_of,
        "pass_mark": receipt.quiz.pass_mark,
        "passed": shown.passed if shown else None,
        "attempts_left": receipt.attempts_left,
        "course_completed_at": attempt.enrolment.completed_at,
        "marks": [_marked(each, receipt) for each in questions],
    }


def review_data(receipt: Receipt, history: Sequence[Mark]) -> dict[str, Any]:
    """The review as ``ReviewSchema`` dumps it."""
    attempt = receipt.attempt
    return {
        "attempt": attempt.uuid,
        "submitted_at": attempt.submitted_at,
        "pass_mark": receipt.quiz.pass_mark,
        "questions": [
            _reviewed(each, receipt) for each in paper(receipt.quiz, attempt.seed)
        ],
        "marks": history if receipt.marks_shown else None,
    }


def _held(each: PaperQuestion, receipt: Receipt) -> dict[str, Any]:
    held = receipt.held.get(each.question.key)
    answer = answer_to(receipt.held, each.question.key)
    return {
        "question": each.question.key,
        "number": each.number,
        "prompt": each.question.prompt,
        "answer": answer,
        "answer_in_words": each.question.describe(answer),
        "op": held.op if held else None,
        "sequence": held.sequence if held else None,
        "recorded_at": held.recorded_at if held else None,
    }


def _marked(each: PaperQuestion, receipt: Receipt) -> dict[str, Any]:
    question = each.question
    answer = answer_to(receipt.held, question.key)
    points, out_of = receipt.points_at(question)
    judged = receipt.judged.question(question.key)
    return {
        "question": question.key,
        "number": each.number,
        "points": points,
        "out_of": out_of,
        "answer": answer,
        "answer_in_words": question.describe(answer),
        "right_answer_in_words": (
            judged.describe(judged.correct_answer)
            if shows_key(receipt, question)
            else None
        ),
        "feedback": receipt.feedback_on(question) if receipt.feedback_shown else None,
        "lesson": question.lesson,
        "correction": receipt.judged.correction_of(question.key),
    }


def _reviewed(each: PaperQuestion, receipt: Receipt) -> dict[str, Any]:
    answer = answer_to(receipt.held, each.question.key)
    given = given_by_person(each.question, receipt)
    judged = receipt.judged.question(each.question.key)
    return {
        **_marked(each, receipt),
        "levels": given.levels or None if given else None,
        "comment": given.comment if given else None,
        "prompt": each.question.prompt,
        "parts": (judged.parts(answer) if shows_key(receipt, each.question) else None),
    }
