"""Choose one."""

import pytest

from quizzes import InvalidAnswer, Mark
from tests.quizzes.builders import a_question, form_of


@pytest.mark.parametrize(
    ("answer", "points"), [("blue", 2), ("green", 0), ("red", 0), (None, 0)]
)
def test_only_the_right_choice_earns_the_points(answer, points):
    question = a_question("single-choice", points=2)

    assert question.mark(answer) == Mark(points, 2)


@pytest.mark.parametrize("raw", ["yellow", "", "BLUE", 1, True, None, ["blue"], {}])
def test_anything_but_one_of_the_values_is_refused(raw):
    question = a_question("single-choice")

    with pytest.raises(
        InvalidAnswer, match=r"^Choose one of the options\.$"
    ) as refusal:
        question.check(raw)

    assert refusal.value.question_key == "a-single-choice"


def test_an_answer_no_longer_among_the_choices_earns_nothing():
    question = a_question("single-choice")

    assert question.mark("yellow") == Mark(0, 1)


def test_the_answer_is_described_by_its_label():
    question = a_question("single-choice")

    assert question.describe("green") == ("Green",)
    assert question.describe(None) == ()


def test_feedback_on_the_choice_stands_before_feedback_on_the_question():
    question = a_question("single-choice")

    assert question.feedback_for("green") == ("Grass is green.", "This is why.")
    assert question.feedback_for("blue") == ("This is why.",)
    assert question.feedback_for(None) == ("This is why.",)


@pytest.mark.parametrize(
    ("fields", "raw"),
    [
        ({}, None),
        ({"a-single-choice": [""]}, None),
        ({"a-single-choice": ["red"]}, "red"),
        ({"a-single-choice": ["red", "blue"]}, ["red", "blue"]),
    ],
)
def test_a_form_gives_the_chosen_value(fields, raw):
    assert a_question("single-choice").read_form(form_of(fields)) == raw


def test_choices_are_shuffled_by_the_seed():
    question = a_question("single-choice")

    orders = {
        tuple(option.value for option in question.control(seed).options)
        for seed in range(100)
    }

    assert len(orders) == 6


def test_choices_that_keep_their_order_are_never_shuffled():
    question = a_question("single-choice", keep_order=True)

    orders = {
        tuple(option.value for option in question.control(seed).options)
        for seed in range(100)
    }

    assert orders == {("blue", "green", "red")}


def test_the_control_holds_values_and_labels_and_nothing_else():
    question = a_question("single-choice", keep_order=True)

    assert question.control(1).to_data() == {
        "kind": "radios",
        "options": [
            {"value": "blue", "label": "Blue"},
            {"value": "green", "label": "Green"},
            {"value": "red", "label": "Red"},
        ],
    }
