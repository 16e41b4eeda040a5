"""A form as a page shows it, and what a page sends back of it."""

from dataclasses import dataclass, field
from typing import Any

from flask import request

from course.evaluation_errors import AnswersInvalid
from course.evaluation_form import NOT_APPLICABLE, EvaluationQuestion, Questionnaire
from learner_api.forms import Form, new_operation, operation_or_new
from learner_api.labels import options
from learner_api.showing import showable
from learner_api.translation import gettext as _

PREFIX = "answer-"


@dataclass(frozen=True, slots=True)
class AskedShown:
    """One question of a form: what may be chosen, what is chosen, and what is wrong."""

    question: EvaluationQuestion
    name: str
    options: list[Any] = field(default_factory=list)
    chosen: tuple[str, ...] = ()
    error: str | None = None


def blank_form() -> Form:
    """A form in which nothing is filled in yet."""
    return Form({"op": new_operation()})


def sent_form(form: Questionnaire) -> tuple[Form, dict[str, object]]:
    """What a page sent: to be shown again, and as answers by question."""
    values: dict[str, Any] = {"op": str(operation_or_new())}
    answers: dict[str, object] = {}
    for question in form.questions:
        name = PREFIX + question.key
        sent = [showable(each) for each in request.form.getlist(name)]
        values[name] = sent
        if question.kind == "choices":
            answers[question.key] = sent
        elif sent:
            answers[question.key] = sent[0]
    return Form(values), answers


def refused_form(form: Form, error: AnswersInvalid) -> Form:
    """The same with what is wrong, each at its question."""
    for key, words in error.wrong.items():
        form = form.refused(PREFIX + key, words)
    return form


def questions_shown(form: Questionnaire, filled: Form) -> list[AskedShown]:
    """The questions with what is filled in so far."""
    return [
        AskedShown(
            question=each,
            name=PREFIX + each.key,
            options=options(option_words(each)),
            chosen=tuple(filled.values.get(PREFIX + each.key, ())),
            error=filled.errors.get(PREFIX + each.key),
        )
        for each in form.questions
    ]


def errors_told(form: Questionnaire, filled: Form) -> dict[str, str]:
    """What is wrong, for the list above a form: each after the question it is about."""
    asked = {PREFIX + each.key: each.text for each in form.questions}
    return {
        name: f"{asked[name]} {words}" if name in asked else words
        for name, words in filled.errors.items()
    }


def option_words(question: EvaluationQuestion) -> dict[str, str]:
    """What may be chosen, in words; the points of a scale bear their number."""
    return {value: _words_of(question, value) for value in question.values()}


def _words_of(question: EvaluationQuestion, value: str) -> str:
    if value == NOT_APPLICABLE:
        return _("Does not apply")
    said = question.options.get(value, "")
    return f"{value} {said}".strip() if question.kind == "scale" else said
