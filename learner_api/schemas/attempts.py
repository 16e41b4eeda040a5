"""Attempts as the wire carries them: the paper and what is held.

Before an attempt is submitted nothing here names a right answer or gives feedback: a
paper is made of controls, and controls know no keys.
"""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from course.accommodations import Allowance
from course.models import Attempt
from course.receipts import Receipt
from course.responses import Acknowledgement, digest_of
from learner_api.credit_words import credit_words
from learner_api.receipts import judged_at_once
from learner_api.schemas.fields import (
    HIGHEST_SEQUENCE,
    Asked,
    Moment,
    happened,
    operation,
)
from learner_api.schemas.receipts import ANSWER, ReceiptSchema, receipt_data
from quizzes import COUNTINGS, PURPOSES, Judged, PaperQuestion, paper


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


class SubmissionSchema(Asked):
    """Which answers the learner saw. All of it may be left out, the body too."""

    may_be_left_out = True

    op = fields.UUID(
        metadata={"description": "Names the act; an attempt is submitted once anyway."}
    )
    seen = fields.Dict(
        keys=fields.String(),
        values=fields.UUID(),
        metadata={
            "description": "For each question with an answer, a cleared one too, the "
            "operation that the learner saw held."
        },
    )
    digest = fields.String(
        validate=validate.Regexp(r"[0-9a-f]{64}\Z"),
        metadata={
            "description": "SHA-256 over the same, in the order of the keys: the key, "
            "a space, the operation in lower case with hyphens, a line feed."
        },
    )


class JudgementSchema(Schema):
    """What an answer earned."""

    points = fields.Integer(required=True)
    out_of = fields.Integer(required=True)


class AcknowledgementSchema(Schema):
    """What the record holds for one question, committed."""

    question = fields.String(required=True, attribute="question_key")
    answer = fields.Raw(required=True, allow_none=True, metadata=ANSWER)
    op = fields.UUID(required=True)
    sequence = fields.Integer(required=True)
    recorded_at = Moment(required=True)
    previous_op = fields.UUID(
        required=True,
        allow_none=True,
        metadata={
            "description": "The save that was held before. One that you did not know "
            "of came from another window or device."
        },
    )
    mark = fields.Nested(
        JudgementSchema, metadata={"description": "In practice alone: at once."}
    )
    feedback = fields.List(
        fields.String(), metadata={"description": "In practice alone: at once."}
    )


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


class ImageSchema(Schema):
    """A picture: its file, found under /quizzes/media/{quiz}/, and its words."""

    file = fields.String(required=True)
    alt = fields.String(required=True)


class ScenarioSchema(Schema):
    """The situation that several questions share."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    paragraphs = fields.List(fields.String(), required=True)
    images = fields.List(fields.Nested(ImageSchema), required=True)


class PaperQuestionSchema(Schema):
    """One question as this attempt sees it."""

    number = fields.Integer(required=True)
    key = fields.String(required=True)
    prompt = fields.String(required=True)
    points = fields.Integer(required=True)
    control = fields.Nested(ControlSchema, required=True)
    scenario = fields.Nested(ScenarioSchema, required=True, allow_none=True)
    images = fields.List(fields.Nested(ImageSchema), required=True)


class QuizSchema(Schema):
    """The quiz as it stood when the attempt began."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    introduction = fields.String(required=True)
    pass_mark = fields.Integer(required=True)
    out_of = fields.Integer(required=True)
    attempts_allowed = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "With those that the learner was granted besides."},
    )
    purpose = fields.String(required=True, metadata={"enum": list(PURPOSES)})
    counts = fields.String(required=True, metadata={"enum": list(COUNTINGS)})
    time_limit = fields.Integer(
        required=True,
        allow_none=True,
        metadata={
            "description": "In minutes, before extra time; the attempt's `closes_at` "
            "includes it."
        },
    )
    wait_hours = fields.Integer(required=True)


_QUIZ_FIELDS = tuple(QuizSchema().fields)


class AttemptSchema(Schema):
    """One sitting of one quiz."""

    uuid = fields.UUID(required=True)
    course = fields.String(required=True)
    number = fields.Integer(required=True)
    state = fields.String(required=True, metadata={"enum": ["open", "submitted"]})
    started_at = Moment(required=True)
    submitted_at = Moment(required=True, allow_none=True)
    closes_at = Moment(
        required=True,
        allow_none=True,
        metadata={
            "description": "The end of its time, by the server's clock, which the "
            "header Date tells."
        },
    )
    digest = fields.String(required=True)
    quiz = fields.Nested(QuizSchema, required=True)
    questions = fields.List(fields.Nested(PaperQuestionSchema), required=True)
    responses = fields.List(fields.Nested(AcknowledgementSchema), required=True)
    receipt = fields.Nested(ReceiptSchema, required=True, allow_none=True)


def acknowledgement_data(held: Acknowledgement, judged: Judged) -> dict[str, Any]:
    """What is held as ``AcknowledgementSchema`` dumps it, judged where that is due."""
    told = judged_at_once(judged, {held.question_key: held})
    return {
        "question_key": held.question_key,
        "answer": held.answer,
        "op": held.op,
        "sequence": held.sequence,
        "recorded_at": held.recorded_at,
        "previous_op": held.previous_op,
        **told.get(held.question_key, {}),
    }


def attempt_data(
    attempt: Attempt,
    judged: Judged,
    held: Mapping[str, Acknowledgement],
    receipt: Receipt | None,
    allowance: Allowance,
) -> dict[str, Any]:
    """The attempt as ``AttemptSchema`` dumps it."""
    quiz = judged.sheet
    questions = paper(quiz, attempt.seed)
    return {
        "uuid": attempt.uuid,
        "course": attempt.enrolment.course_key,
        "number": attempt.number,
        "state": "open" if attempt.submitted_at is None else "submitted",
        "started_at": attempt.recorded_at,
        "submitted_at": attempt.submitted_at,
        "closes_at": attempt.limit_at,
        "digest": digest_of(held),
        "quiz": {
            **{name: getattr(quiz, name) for name in _QUIZ_FIELDS},
            "attempts_allowed": allowance.attempts_allowed(quiz),
        },
        "questions": [_asked(each) for each in questions],
        "responses": [
            acknowledgement_data(held[each.question.key], judged)
            for each in questions
            if each.question.key in held
        ],
        "receipt": receipt_data(receipt) if receipt else None,
    }


def _asked(each: PaperQuestion) -> dict[str, Any]:
    return {
        "number": each.number,
        "key": each.question.key,
        "prompt": each.question.prompt,
        "points": each.question.points,
        "control": each.control.to_data(),
        "scenario": each.scenario,
        "images": each.question.images,
    }
