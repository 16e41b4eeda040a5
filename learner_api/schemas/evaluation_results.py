"""What forms about a course came to, as the wire carries it."""

from datetime import datetime
from typing import Any

from marshmallow import Schema, fields

from course.evaluation_form import FORMS
from course.evaluation_results import EvaluationResults, FormResults, VersionResults
from course.evaluation_shown import ShownTally
from course.learning_gain import LearningGain
from course.small_groups import STEP
from learner_api.evaluation_sheets import option_words
from learner_api.schemas.evaluation import KINDS, FormOptionSchema
from learner_api.schemas.fields import Moment


def a_count() -> fields.Integer:
    """A number that is not told where it would tell of few."""
    return fields.Integer(
        required=True,
        allow_none=True,
        metadata={
            "description": f"Nothing where it would tell of fewer than {STEP} people, "
            "by itself or together with the other numbers."
        },
    )


class AnswerCountSchema(FormOptionSchema):
    """How many answered so."""

    count = a_count()


class TallySchema(Schema):
    """The answers to one question, taken together."""

    question = fields.String(required=True)
    kind = fields.String(required=True, metadata={"enum": KINDS})
    text = fields.String(required=True)
    answered = a_count()
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
    rose = a_count()
    stayed = a_count()
    fell = a_count()
    with_gain = a_count()
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


def _tally_data(tally: ShownTally) -> dict[str, Any]:
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
