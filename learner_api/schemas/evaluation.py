"""Forms about a course as the wire carries them, and giving one."""

from typing import Any

from marshmallow import Schema, fields, validate

from course.evaluation_form import (
    END_OF_COURSE,
    FORMS,
    STOPPING,
    EvaluationQuestion,
    Questionnaire,
)
from course.follow_ups import VERDICTS
from course.models import EvaluationGiven, FollowUpChoice
from learner_api.evaluation_sheets import option_words
from learner_api.schemas.fields import Asked, Moment, operation

KINDS = ["scale", "choice", "choices", "text"]
_ANSWERS = {
    "description": "By the key of each question: a whole number from 1 to 5 on a "
    "scale, or `not-applicable` where that is offered; an option of a choice; a list "
    "of options of choices; a text.",
    "example": {"relevance": 5, "helped-most": "The worksheets."},
}
_DIGEST = {"description": "The form as it was shown: its `digest`."}


class FormOptionSchema(Schema):
    """Something that can be answered, and what it is called."""

    value = fields.String(required=True)
    label = fields.String(required=True)


class FormQuestionSchema(Schema):
    """One question of a form."""

    key = fields.String(required=True)
    kind = fields.String(required=True, metadata={"enum": KINDS})
    text = fields.String(required=True)
    hint = fields.String(required=True)
    options = fields.List(fields.Nested(FormOptionSchema), required=True)
    optional = fields.Boolean(required=True)


class EvaluationFormSchema(Schema):
    """A form: what it asks, in the words of its language."""

    key = fields.String(required=True, metadata={"enum": list(FORMS)})
    version = fields.Integer(required=True)
    digest = fields.String(required=True)
    title = fields.String(required=True)
    language = fields.String(required=True)
    introduction = fields.String(required=True)
    questions = fields.List(fields.Nested(FormQuestionSchema), required=True)


class EvaluationSchema(Schema):
    """The form for where a learner stands, when they gave it, and what they agreed to.

    What they said is not here, and cannot be.
    """

    form = fields.Nested(EvaluationFormSchema, required=True)
    given_at = Moment(required=True, allow_none=True)
    follow_up = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "enum": [*VERDICTS, None],
            "description": "What was last said of being asked again months later.",
        },
    )


class NewEvaluationSchema(Asked):
    """A form filled in."""

    op = operation()
    form = fields.String(
        required=True, validate=validate.OneOf((END_OF_COURSE, STOPPING))
    )
    digest = fields.String(required=True, metadata=_DIGEST)
    answers = fields.Dict(keys=fields.String(), required=True, metadata=_ANSWERS)


class NewFollowUpSchema(Asked):
    """The form some months later, filled in."""

    op = operation()
    digest = fields.String(required=True, metadata=_DIGEST)
    answers = fields.Dict(keys=fields.String(), required=True, metadata=_ANSWERS)


class EvaluationGivenSchema(Schema):
    """That a form was given. Nothing of what it says is kept with this."""

    uuid = fields.UUID(required=True)
    form = fields.String(required=True, metadata={"enum": list(FORMS)})
    given_at = Moment(required=True)


class FollowUpSchema(Schema):
    """The form behind a link that was mailed, and when it was answered."""

    form = fields.Nested(EvaluationFormSchema, required=True)
    course = fields.String(required=True)
    answered_at = Moment(required=True, allow_none=True)


class NewFollowUpChoiceSchema(Asked):
    """Agreeing to be asked again, or taking that back."""

    op = operation()
    verdict = fields.String(required=True, validate=validate.OneOf(VERDICTS))


class FollowUpChoiceSchema(Schema):
    """What somebody said of being asked again."""

    uuid = fields.UUID(required=True)
    number = fields.Integer(required=True)
    verdict = fields.String(required=True, metadata={"enum": list(VERDICTS)})
    recorded_at = Moment(required=True)


def form_data(form: Questionnaire) -> dict[str, Any]:
    """A form as it is dumped."""
    return {
        "key": form.key,
        "version": form.version,
        "digest": form.digest,
        "title": form.title,
        "language": form.language,
        "introduction": form.introduction,
        "questions": [_question_data(each) for each in form.questions],
    }


def given_data(given: EvaluationGiven) -> dict[str, Any]:
    """The fact that a form was given, as it is dumped."""
    return {
        "uuid": given.uuid,
        "form": given.form_key,
        "given_at": given.recorded_at,
    }


def choice_data(choice: FollowUpChoice) -> dict[str, Any]:
    """A choice about being asked again, as it is dumped."""
    return {
        "uuid": choice.uuid,
        "number": choice.number,
        "verdict": choice.verdict,
        "recorded_at": choice.recorded_at,
    }


def _question_data(question: EvaluationQuestion) -> dict[str, Any]:
    return {
        "key": question.key,
        "kind": question.kind,
        "text": question.text,
        "hint": question.hint,
        "options": [
            {"value": value, "label": label}
            for value, label in option_words(question).items()
        ],
        "optional": question.optional,
    }
