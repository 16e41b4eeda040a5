"""Advice on quizzes from which less can be learnt than from others."""

import pytest

from quizzes import check_quizzes
from tests.quizzes.builders import a_quiz, question_data

TAUGHT = {"asks": "apply", "sources": ["almanac"]}


def advice_on(quiz, kind):
    return [each for each in check_quizzes({quiz.key: quiz}) if each.kind == kind]


def questions(count, **fields):
    return [
        question_data("true-false", key=f"q{at}", **(TAUGHT | fields))
        for at in range(count)
    ]


@pytest.mark.parametrize(
    ("count", "purpose", "advised"),
    [
        (14, "module-quiz", True),
        (15, "module-quiz", False),
        (14, "practice", False),
        (14, "pre-test", False),
    ],
)
def test_the_quiz_of_a_module_has_fifteen_questions_at_least(count, purpose, advised):
    quiz = a_quiz(*questions(count), purpose=purpose)

    said = [each.message for each in advice_on(quiz, "few")]

    words = (
        f"there are {count} questions; write at least 15, over every objective of the "
        "module."
    )
    assert said == ([words] if advised else [])


@pytest.mark.parametrize(
    ("recall", "apply", "judge", "advised"),
    [(2, 1, 0, False), (2, 0, 1, False), (5, 1, 1, True), (0, 1, 0, False)],
)
def test_a_third_of_the_questions_ask_to_apply_or_judge(recall, apply, judge, advised):
    quiz = a_quiz(
        *[
            question_data("true-false", key=f"{asks}{at}", asks=asks)
            for asks, count in (
                ("recall", recall),
                ("apply", apply),
                ("judge", judge),
            )
            for at in range(count)
        ]
    )

    assert bool(advice_on(quiz, "recall")) is advised


def test_a_question_that_does_not_say_what_it_asks_counts_as_recall():
    quiz = a_quiz(*questions(3, asks=None))

    [advice] = advice_on(quiz, "recall")

    assert advice.message.startswith("0 of 3 questions ask to apply or to judge")


@pytest.mark.parametrize(
    ("type_name", "silent"), [("single-choice", "blue"), ("multiple-choice", "two")]
)
def test_a_choice_without_feedback_is_named_with_its_question(type_name, silent):
    quiz = a_quiz(question_data(type_name, key="it", **TAUGHT))

    [advice] = advice_on(quiz, "feedback")

    assert advice.message == f"question 'it': no feedback for whoever chooses {silent}."
    assert advice.about == "it"


def test_choices_that_all_answer_are_left_alone():
    choices = [
        {"value": "yes", "label": "Yes", "feedback": "So it is."},
        {"value": "no", "label": "No", "feedback": "It is not so."},
    ]
    quiz = a_quiz(question_data(choices=choices, correct="yes"))

    assert advice_on(quiz, "feedback") == []


def test_a_question_without_a_source_is_named():
    quiz = a_quiz(*questions(1, sources=[]), question_data("number", **TAUGHT))

    [advice] = advice_on(quiz, "unsourced")

    assert advice.message.startswith("question 'q0': it names no source")
    assert str(advice) == f"a-quiz.toml:1: {advice.message}"
