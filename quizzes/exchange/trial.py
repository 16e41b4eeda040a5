"""Trying a question or a scenario by itself, before there is a quiz around it."""

from collections.abc import Iterator, Mapping
from typing import Any

from quizzes.errors import QuizDataError
from quizzes.quiz import Quiz
from quizzes.schemas import WHOLE

# What every question and every quiz must have, and a source need not say.
_UNSAID = {"lesson": "no-module/no-lesson", "feedback": "Nothing is said."}
_FRAME = {"title": "A trial", "introduction": "It is only tried.", "pass_mark": 100}
_QUESTION = {
    "key": "a-trial",
    "type": "true-false",
    "prompt": "Is this a trial?",
    "correct": True,
    **_UNSAID,
}


def quiz_around(
    question: Mapping[str, Any], scenario: Mapping[str, Any] | None = None
) -> Quiz:
    """A quiz of this question alone, or ``QuizDataError``."""
    around: dict[str, Any] = {**_FRAME, "questions": [dict(question)]}
    if scenario is not None:
        around["scenarios"] = [dict(scenario)]
    return Quiz.from_data("a-trial", around)


def completed_question(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """The question with its defaults as canonical data has them, if it can be read."""
    try:
        data = quiz_around({**_UNSAID, **found}).questions[0].to_data()
    except QuizDataError:
        return found
    return _without_made_up(data, _UNSAID, found)


def completed_scenario(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same for a scenario."""
    question = {**_QUESTION, "scenario": found.get("key")}
    try:
        quiz = quiz_around(question, found)
    except QuizDataError:
        return found
    scenario: Mapping[str, Any] = quiz.to_data()["scenarios"][0]
    return scenario


def completed_quiz(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same for what a quiz says of itself, apart from its questions."""
    try:
        data = settings_of(quiz_with({**_FRAME, **found}))
    except QuizDataError:
        return found
    return _without_made_up(data, _FRAME, found)


def quiz_with(settings: Mapping[str, Any]) -> Quiz:
    """A quiz with these settings, or ``QuizDataError``."""
    return Quiz.from_data("a-trial", {**settings, "questions": [_QUESTION]})


def settings_of(quiz: Quiz) -> dict[str, Any]:
    """What a quiz says of itself, apart from its questions and what goes with them."""
    tables = ("questions", "scenarios", "blueprint")
    return {name: one for name, one in quiz.to_data().items() if name not in tables}


def faults_of_question(
    data: Mapping[str, Any], scenario: Mapping[str, Any] | None = None
) -> list[str]:
    """Why this is no question of ours, in sentences; none where it is one."""
    try:
        quiz_around(data, scenario)
    except QuizDataError as error:
        return sentences_of(error.messages)
    return []


def faults_of_scenario(data: Mapping[str, Any]) -> list[str]:
    """The same for a scenario."""
    question = {**_QUESTION, "scenario": data.get("key")}
    return faults_of_question(question, data)


def sentences_of(messages: Any) -> list[str]:
    """The faults of data as sentences, each after the field that it is about."""
    return [
        ": ".join([", ".join(place), message]) if place else message
        for place, message in _flat(messages, ())
    ]


def _without_made_up(
    data: Mapping[str, Any], made_up: Mapping[str, Any], found: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        name: value
        for name, value in data.items()
        if name in found or name not in made_up
    }


def _flat(
    messages: Any, place: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str]]:
    if not isinstance(messages, Mapping):
        for message in messages:
            yield place, str(message)
        return
    for name, inner in messages.items():
        if name in (WHOLE, "questions", "scenarios"):
            step: tuple[str, ...] = ()
        elif isinstance(name, int):
            step = (f"entry {name + 1}",) if place else ()
        else:
            step = (str(name),)
        yield from _flat(inner, (*place, *step))
