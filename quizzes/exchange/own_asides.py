"""The asides of our own exports: for a question, for a scenario, for a quiz."""

from collections.abc import Callable
from typing import Any

from quizzes.exchange.asides import Aside, aside_of
from quizzes.exchange.exchange_format import Found
from quizzes.exchange.trial import (
    completed_question,
    completed_quiz,
    completed_scenario,
    settings_of,
)
from quizzes.quiz import Quiz

# Reads what was just written, into what it is handed.
ReadBack = Callable[[Found], dict[str, Any]]


def aside_of_question(true: dict[str, Any], read_back: ReadBack) -> Aside:
    """What a reader of the format would not find out about this question.

    Where it stands tells its scenario.
    """
    own = {name: value for name, value in true.items() if name != "scenario"}
    return aside_of(own, _with(read_back), completed_question)


def aside_of_scenario(true: dict[str, Any], read_back: ReadBack) -> Aside:
    """The same for a scenario."""
    return aside_of(true, _with(read_back), completed_scenario)


def aside_of_quiz(quiz: Quiz, native: dict[str, Any]) -> Aside:
    """The same for a quiz; ``native`` is what the format says of it."""
    true = {**settings_of(quiz), "key": quiz.key}
    blueprint = quiz.to_data().get("blueprint")
    if blueprint:
        true["blueprint"] = blueprint
    return aside_of(true, lambda _: native, completed_quiz)


def _with(read_back: ReadBack) -> Callable[[Aside], dict[str, Any]]:
    return lambda aside: read_back(Found(0, "", aside=aside))
