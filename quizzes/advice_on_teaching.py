"""Advice on quizzes from which less can be learnt than from others."""

from collections.abc import Iterator

from quizzes.errors import Advice
from quizzes.question import Question
from quizzes.question_types.multiple_choice import MultipleChoice
from quizzes.question_types.single_choice import SingleChoice
from quizzes.quiz import Quiz

FEWEST_QUESTIONS = 15
"""In the quiz of a module: with fewer, a second attempt asks what the first did."""

_THIRD = 3


def on_teaching(quiz: Quiz) -> Iterator[Advice]:
    """Too few questions, too many to be remembered only, and silent ones."""
    file = f"{quiz.key}.toml"
    if quiz.purpose == "module-quiz" and len(quiz.questions) < FEWEST_QUESTIONS:
        words = (
            f"there are {len(quiz.questions)} questions; write at least "
            f"{FEWEST_QUESTIONS}, over every objective of the module."
        )
        yield Advice(file, 1, "few", words)
    applied = sum(question.asks in ("apply", "judge") for question in quiz.questions)
    if applied * _THIRD < len(quiz.questions):
        words = (
            f"{applied} of {len(quiz.questions)} questions ask to apply or to judge; "
            "make it a third at least. A question without 'asks' counts as recall."
        )
        yield Advice(file, 1, "recall", words)
    for question in quiz.questions:
        for kind, words in _lacks(question):
            told = f"question {question.key!r}: {words}"
            yield Advice(file, 1, kind, told, question.key)


def _lacks(question: Question) -> Iterator[tuple[str, str]]:
    """What one question leaves its learners without: a kind, and words for it."""
    if isinstance(question, SingleChoice | MultipleChoice):
        silent = [each.value for each in question.choices if not each.feedback]
        if silent:
            yield "feedback", f"no feedback for whoever chooses {', '.join(silent)}."
    if not question.sources:
        yield "unsourced", "it names no source of what it holds to be right."
