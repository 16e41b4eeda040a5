"""Advice on quizzes that give their answers away."""

import pytest

from quizzes import check_quizzes
from tests.quizzes.builders import a_quiz, question_data


def advice_on(quiz):
    return [
        advice.message
        for advice in check_quizzes({quiz.key: quiz})
        if advice.kind == "telling"
    ]


def a_choice(key, labels, correct=0, **fields):
    choices = [
        {"value": f"v{place}", "label": label} for place, label in enumerate(labels)
    ]
    return question_data(
        "single-choice", key=key, choices=choices, correct=f"v{correct}", **fields
    )


def test_a_good_quiz_gets_no_advice():
    quiz = a_quiz(*(question_data(key=key) for key in ("a", "b", "c")))

    assert advice_on(quiz) == []


def test_advice_names_the_file_of_the_quiz():
    quiz = a_quiz(question_data("true-false"))

    advice = check_quizzes({quiz.key: quiz})

    assert {(each.file, each.line) for each in advice} == {("a-quiz.toml", 1)}


@pytest.mark.parametrize(
    ("labels_of_the_third", "advised"),
    [
        (("The longest of them", "Short", "Brief"), True),
        (("Short", "The longest of them", "Brief"), False),
        (("Just as long", "Also as long", "Brief"), False),
    ],
)
def test_the_longest_choice_should_not_always_be_the_right_one(
    labels_of_the_third, advised
):
    quiz = a_quiz(
        a_choice("a", ["A long right answer", "Wrong"]),
        a_choice("b", ["Wrong", "A long right answer"], correct=1),
        a_choice("c", labels_of_the_third),
    )

    said = advice_on(quiz)

    assert any("longest choice" in message for message in said) is advised


def test_two_long_right_answers_are_coincidence():
    quiz = a_quiz(
        a_choice("a", ["A long right answer", "Wrong"]),
        a_choice("b", ["A long right answer", "Wrong"]),
    )

    assert advice_on(quiz) == []


@pytest.mark.parametrize(("third", "advised"), [(1, True), (0, False)])
def test_the_right_place_should_not_always_be_the_same(third, advised):
    quiz = a_quiz(
        a_choice("a", ["One", "Two"], correct=1, keep_order=True),
        a_choice("b", ["One", "Two"], correct=1, keep_order=True),
        a_choice("c", ["One", "Two"], correct=third, keep_order=True),
    )

    said = advice_on(quiz)

    assert any("same place" in message for message in said) is advised


def test_the_place_does_not_matter_where_choices_are_shuffled():
    quiz = a_quiz(*(a_choice(key, ["One", "Two"]) for key in ("a", "b", "c")))

    assert advice_on(quiz) == []


@pytest.mark.parametrize(("true_false", "advised"), [(2, False), (3, True)])
def test_true_false_should_not_pass_two_questions_in_five(true_false, advised):
    quiz = a_quiz(
        *(question_data("true-false", key=f"t{n}") for n in range(true_false)),
        *(question_data(key=f"s{n}") for n in range(5 - true_false)),
    )

    said = advice_on(quiz)

    assert any("true-false" in message for message in said) is advised


@pytest.mark.parametrize(
    ("prompt", "advised"),
    [
        ("Which of these is not a migrant?", True),
        ("Which country doesn't have a plan?", True),
        ("Which country doesn\u2019t have a plan?", True),
        ("All of these hold. Which is the least likely?", True),
        ("Which of these is NOT a migrant?", False),
        ("Which of these is a migrant?", False),
        ("Which notes belong to the plan?", False),
        ("Why was the plan not adopted?", False),
        ("The plan was not adopted. Which reason was given?", False),
    ],
)
def test_a_negative_that_turns_the_question_about_should_be_marked(prompt, advised):
    quiz = a_quiz(question_data(prompt=prompt))

    said = advice_on(quiz)

    assert any("what does not fit" in message for message in said) is advised


def test_a_negative_statement_may_be_true_or_false():
    quiz = a_quiz(
        question_data("true-false", prompt="Which is not said is not known."),
        *(question_data(key=key) for key in ("a", "b")),
    )

    assert advice_on(quiz) == []
