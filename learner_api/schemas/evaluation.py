"""Evaluation as the wire carries it: forms, giving them, and what they came to."""

from datetime import datetime
from typing import Any

from marshmallow import Schema, fields, validate

from course.evaluation_form import (
    END_OF_COURSE,
    FORMS,
    STOPPING,
    EvaluationQuestion,
    Questionnaire,
)
from course.evaluation_results import EvaluationResults, FormResults, VersionResults
from course.evaluation_tally import Tally
from course.follow_ups import VERDICTS
from course.learning_gain import LearningGain
from course.models import EvaluationGiven, FollowUpChoice
from course.small_groups import STEP
from learner_api.evaluation_sheets import option_words
from learner_api.schemas.fields import Asked, Moment, operation

_KINDS = ["scale", "choice", "choices", "text"]
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
    kind = fields.String(required=True, metadata={"enum": _KINDS})
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


class AnswerCountSchema(FormOptionSchema):
    """How many answered so."""

    count = fields.Integer(required=True)


class TallySchema(Schema):
    """The answers to one question, taken together."""

    question = fields.String(required=True)
    kind = fields.String(required=True, metadata={"enum": _KINDS})
    text = fields.String(required=True)
    answered = fields.Integer(required=True)
    counts = fields.List(fields.Nested(AnswerCountSchema), required=True)
    good_percent = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Of those who rated on a scale, who gave 4 or 5."},
    )
    middle = fields.Float(required=True, allow_none=True)
    texts = fields.List(fields.String(), required=True)


class VersionResultsSchema(Schema):
    """What one version of a form was answered."""

    version = fields.Integer(required=True)
    digest = fields.String(required=True)
    title = fields.String(required=True)
    shown = fields.Integer(required=True)
    questions = fields.List(fields.Nested(TallySchema), required=True)


class FormResultsSchema(Schema):
    """One form: who was to give it, who did, and whose answers are shown."""

    form = fields.String(required=True, metadata={"enum": list(FORMS)})
    asked = fields.Integer(required=True, allow_none=True)
    given = fields.Integer(required=True)
    percent = fields.Integer(required=True, allow_none=True)
    shown = fields.Integer(required=True)
    versions = fields.List(fields.Nested(VersionResultsSchema), required=True)


class LearningGainSchema(Schema):
    """What those who sat both tests gained, as shares of the points."""

    people = fields.Integer(required=True)
    before = fields.Float(required=True)
    after = fields.Float(required=True)
    rose = fields.Integer(required=True)
    stayed = fields.Integer(required=True)
    fell = fields.Integer(required=True)
    with_gain = fields.Integer(required=True)
    median_gain = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "Hake's normalised gain of each person: the middle."},
    )
    gain_of_average = fields.Float(required=True, allow_none=True)


class EvaluationResultsSchema(Schema):
    """All that a cohort or a course said, in steps of so many people."""

    course = fields.String(required=True)
    cohort = fields.UUID(required=True, allow_none=True)
    as_of = Moment(required=True)
    step = fields.Integer(
        required=True,
        metadata={
            "description": "Nothing is shown of fewer people, and figures grow by so "
            "many at a time."
        },
    )
    forms = fields.List(fields.Nested(FormResultsSchema), required=True)
    sat_both_tests = fields.Integer(required=True)
    gain = fields.Nested(LearningGainSchema, required=True, allow_none=True)


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


def results_data(results: EvaluationResults, as_of: datetime) -> dict[str, Any]:
    """Results as they are dumped."""
    cohort = results.scope.cohort
    return {
        "course": results.scope.course_key,
        "cohort": cohort.uuid if cohort else None,
        "as_of": as_of,
        "step": STEP,
        "forms": [_form_results(each) for each in results.forms],
        "sat_both_tests": results.sat_both,
        "gain": _gain_data(results.gain) if results.gain else None,
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


def _form_results(found: FormResults) -> dict[str, Any]:
    return {
        "form": found.key,
        "asked": found.asked,
        "given": found.given,
        "percent": found.percent,
        "shown": found.shown,
        "versions": [_version_data(each) for each in found.versions],
    }


def _version_data(version: VersionResults) -> dict[str, Any]:
    return {
        "version": version.form.version,
        "digest": version.form.digest,
        "title": version.form.title,
        "shown": version.shown,
        "questions": [_tally_data(each) for each in version.tallies],
    }


def _tally_data(tally: Tally) -> dict[str, Any]:
    question = tally.question
    is_scale = question.kind == "scale"
    return {
        "question": question.key,
        "kind": question.kind,
        "text": question.text,
        "answered": tally.answered,
        "counts": [
            {"value": value, "label": label, "count": tally.counts[value]}
            for value, label in option_words(question).items()
        ],
        "good_percent": tally.good_percent if is_scale else None,
        "middle": tally.middle if is_scale else None,
        "texts": tally.texts,
    }


def _gain_data(gain: LearningGain) -> dict[str, Any]:
    return {
        "people": gain.people,
        "before": gain.before,
        "after": gain.after,
        "rose": gain.rose,
        "stayed": gain.stayed,
        "fell": gain.fell,
        "with_gain": gain.with_gain,
        "median_gain": gain.gain,
        "gain_of_average": gain.gain_of_average,
    }
