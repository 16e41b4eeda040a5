"""Corrections, what they would change, and regrades, as the wire carries them."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from course.regrade_listing import MODES
from learner_api.schemas.fields import Asked, Moment, Text, operation
from quizzes import ACTIONS

MOST_CORRECTIONS = 50

_DIGEST = {"description": "The fingerprint of the question as it stood."}
_VALUE = {
    "description": "The fields of the key that change, as the file of the quiz has "
    "them; for pairs the right of each pair by its key, for items their keys in order, "
    "for gaps what belongs in each by its key. Left out with key, the question is "
    "judged by its file again."
}


def _digest(**options: Any) -> fields.String:
    return fields.String(validate=validate.Regexp(r"[0-9a-f]{64}\Z"), **options)


class AskedCorrectionSchema(Asked):
    """What is wrong with one question, and how it shall be judged instead."""

    question = Text(100, required=True)
    digest = _digest(
        metadata={
            "description": "Which wording of the question, where it was asked in "
            "several."
        }
    )
    action = fields.String(
        required=True,
        validate=validate.OneOf(ACTIONS),
        metadata={
            "description": "drop: it does not count. credit: everybody has its points. "
            "key: it has another key."
        },
    )
    value = fields.Dict(keys=fields.String(), metadata=_VALUE)

    @validates_schema
    def check_value(self, data: dict[str, Any], **_: Any) -> None:
        if "value" in data and data["action"] != "key":
            raise ValidationError("Only a key has a value. Leave it out.", "value")


class RegradePreviewQuerySchema(Asked):
    """Corrections to try, and how."""

    corrections = fields.List(
        fields.Nested(AskedCorrectionSchema),
        required=True,
        validate=validate.Length(1, MOST_CORRECTIONS),
    )
    mode = fields.String(
        required=True,
        validate=validate.OneOf(MODES),
        metadata={
            "description": "raise: no mark falls, nobody loses anything. exact: every "
            "mark becomes what the corrections make it."
        },
    )


class NewRegradeSchema(RegradePreviewQuerySchema):
    """A preview that was looked at, to be carried out."""

    op = operation()
    reason = Text(
        500,
        required=True,
        metadata={"description": "Why. Learners read it, and it stays on the record."},
    )
    token = _digest(
        required=True,
        metadata={"description": "That of the preview. Nothing else is carried out."},
    )


class CorrectionSchema(Schema):
    """One correction, with the question that it speaks of."""

    question = fields.String(required=True)
    digest = fields.String(required=True, metadata=_DIGEST)
    prompt = fields.String(required=True)
    action = fields.String(required=True, metadata={"enum": list(ACTIONS)})
    value = fields.Dict(keys=fields.String(), required=True, allow_none=True)


class AttemptResultSchema(Schema):
    """What an attempt came to."""

    points = fields.Integer(required=True)
    out_of = fields.Integer(required=True)
    passed = fields.Boolean(required=True)


class MarkChangeSchema(Schema):
    """An attempt whose mark changes."""

    attempt = fields.UUID(required=True)
    number = fields.Integer(required=True)
    before = fields.Nested(
        AttemptResultSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null where a person was awaited until now."},
    )
    after = fields.Nested(AttemptResultSchema, required=True)


class TurnSchema(Schema):
    """Whether something is so before and after."""

    before = fields.Function(lambda pair: pair[0], metadata={"type": "boolean"})
    after = fields.Function(lambda pair: pair[1], metadata={"type": "boolean"})


class LearnerChangeSchema(Schema):
    """What changes for one learner on one course."""

    enrolment = fields.UUID(required=True)
    learner = fields.UUID(required=True)
    name = fields.String(required=True)
    cohort = fields.String(required=True, allow_none=True)
    attempts = fields.List(fields.Nested(MarkChangeSchema), required=True)
    quiz_passed = fields.Nested(TurnSchema, required=True)
    completed = fields.Nested(TurnSchema, required=True)
    earned = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Kinds of award that are newly earned."},
    )
    held_back = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Those whose certificate waits for a printable name."},
    )
    suspended = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Certificates that the marks no longer support."},
    )
    reinstated = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Certificates that the marks support again."},
    )


class TotalsSchema(Schema):
    """The listing in a few numbers: of marks, then of people."""

    marks = fields.Integer(required=True)
    rising = fields.Integer(required=True)
    falling = fields.Integer(required=True)
    shifted = fields.Integer(
        required=True,
        metadata={"description": "The share stays; what it is made of changes."},
    )
    first_marks = fields.Integer(required=True)
    learners = fields.Integer(required=True)
    passes_gained = fields.Integer(required=True)
    passes_lost = fields.Integer(required=True)
    completions_gained = fields.Integer(required=True)
    completions_lost = fields.Integer(required=True)
    issued = fields.Integer(required=True)
    held_back = fields.Integer(required=True)
    suspended = fields.Integer(required=True)
    reinstated = fields.Integer(required=True)


class RegradePreviewSchema(Schema):
    """What applying the corrections would change now."""

    quiz = fields.String(required=True)
    mode = fields.String(required=True, metadata={"enum": list(MODES)})
    corrections = fields.List(fields.Nested(CorrectionSchema), required=True)
    totals = fields.Nested(TotalsSchema, required=True)
    learners = fields.List(fields.Nested(LearnerChangeSchema), required=True)
    awaiting = fields.List(
        fields.UUID(),
        required=True,
        metadata={"description": "Attempts that wait for a person; they stay."},
    )
    examined = fields.Integer(required=True)
    left_alone = fields.Integer(
        required=True,
        metadata={
            "description": "Marks that would differ and stay, since only raising was "
            "asked for."
        },
    )
    open_attempts = fields.Integer(
        required=True,
        metadata={"description": "Still being answered; judged by the corrections."},
    )
    token = fields.String(required=True)


class RegradeSchema(RegradePreviewSchema):
    """A regrade that was carried out, and what it changed."""

    regrade = fields.UUID(required=True)
    reason = fields.String(required=True)
    recorded_at = Moment(required=True)
