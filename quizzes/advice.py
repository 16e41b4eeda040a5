"""Advice on quizzes that can be used as they are, and could be better.

Some give their answers away: each habit is something learners notice. A habit is only
called one from three questions on: two of a thing is coincidence. What others lack is
in ``advice_on_teaching``.
"""

import re
from collections.abc import Iterator, Mapping

from quizzes.advice_on_teaching import on_teaching
from quizzes.errors import Advice
from quizzes.question import Question
from quizzes.question_types.multiple_choice import MultipleChoice
from quizzes.question_types.single_choice import SingleChoice
from quizzes.question_types.true_false import TrueFalse
from quizzes.quiz import Quiz

_HABIT = 3
_MOST_TRUE_FALSE = 40

# "Why was the plan not adopted?" is plain. What trips readers is a question that asks
# them to choose what does not fit, with nothing to show that the sense is turned about.
_ASKS_FOR_EXCEPTION = re.compile(
    r"""\b([Ww]hich|[Ww]hat|[Ww]ho)\b[^.?!]*
        (\b(not|never|neither|except|least)\b|n['\u2019]t\b)""",
    re.VERBOSE,
)


def check_quizzes(quizzes: Mapping[str, Quiz]) -> tuple[Advice, ...]:
    """What could be better in these quizzes, one after the other."""
    return tuple(
        advice
        for quiz in quizzes.values()
        for advice in (*_on_habits(quiz), *on_teaching(quiz))
    )


def _on_habits(quiz: Quiz) -> Iterator[Advice]:
    file = f"{quiz.key}.toml"
    for words in _habits(quiz):
        yield Advice(file, 1, "telling", words)
    for question in quiz.questions:
        if _asks_for_exception(question):
            words = (
                f"question {question.key!r}: the prompt asks for what does not fit. "
                "Ask for what does, or write the negative word in capitals."
            )
            yield Advice(file, 1, "telling", words, question.key)


def _habits(quiz: Quiz) -> Iterator[str]:
    if _longest_is_always_right(quiz):
        yield (
            "the longest choice is the right one in every single-choice question. "
            "Shorten some of these, or lengthen a wrong one."
        )
    if _place_is_always_the_same(quiz):
        yield (
            "the right choice stands in the same place in every question that keeps "
            "its order. Move some of them, or leave out keep_order."
        )
    true_false = sum(isinstance(question, TrueFalse) for question in quiz.questions)
    if true_false * 100 > _MOST_TRUE_FALSE * len(quiz.questions):
        yield (
            f"{true_false} of {len(quiz.questions)} questions are true-false. Guessing "
            f"passes such a quiz; keep them to {_MOST_TRUE_FALSE} in a hundred."
        )


def _longest_is_always_right(quiz: Quiz) -> bool:
    return _is_habit([_is_longest(question) for question in _single_choices(quiz)])


def _is_longest(question: SingleChoice) -> bool:
    lengths = {choice.value: len(choice.label) for choice in question.choices}
    right = lengths.pop(question.correct)
    return right > max(lengths.values())


def _place_is_always_the_same(quiz: Quiz) -> bool:
    places = [
        [choice.value for choice in question.choices].index(question.correct)
        for question in _single_choices(quiz)
        if question.keep_order
    ]
    return _is_habit([place == places[0] for place in places])


def _is_habit(seen: list[bool]) -> bool:
    return len(seen) >= _HABIT and all(seen)


def _single_choices(quiz: Quiz) -> list[SingleChoice]:
    return [
        question for question in quiz.questions if isinstance(question, SingleChoice)
    ]


def _asks_for_exception(question: Question) -> bool:
    return isinstance(question, SingleChoice | MultipleChoice) and bool(
        _ASKS_FOR_EXCEPTION.search(question.prompt)
    )
