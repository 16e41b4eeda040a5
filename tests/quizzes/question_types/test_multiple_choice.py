"""Choose all that are right."""

import pytest

from quizzes import InvalidAnswer, Mark, Part
from tests.quizzes.builders import OWN_FIELDS, a_question, form_of


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        (["two", "four"], 2),
        (["four", "two"], 2),
        (["two"], 0),
        (["two", "three", "four"], 0),
        (["three"], 0),
        (None, 0),
    ],
)
def test_only_exactly_the_right_set_earns_the_points(answer, points):
    question = a_question("multiple-choice", points=2)

    assert question.mark(answer) == Mark(points, 2)


@pytest.mark.parametrize(
    "raw", ["two", [], None, 2, {}, ["five"], ["two", 4], [["two"]]]
)
def test_anything_but_a_list_of_the_values_is_refused(raw):
    question = a_question("multiple-choice")

    with pytest.raises(InvalidAnswer, match=r"^Choose one or more of the options\.$"):
        question.check(raw)


def test_the_same_choice_twice_is_refused():
    question = a_question("multiple-choice")

    with pytest.raises(InvalidAnswer, match=r"^Choose each option once only\.$"):
        question.check(["two", "two"])


def test_the_canonical_answer_has_the_order_of_the_file():
    question = a_question("multiple-choice")

    assert question.check(["four", "three", "two"]) == ["two", "three", "four"]


def test_the_order_in_which_the_right_values_are_written_carries_no_meaning():
    question = a_question("multiple-choice")
    turned = a_question("multiple-choice", correct=["four", "two"])

    assert turned == question


def test_every_choice_may_be_right():
    every = [choice["value"] for choice in OWN_FIELDS["multiple-choice"]["choices"]]
    question = a_question("multiple-choice", correct=every)

    assert question.mark(every).correct


def test_the_answer_is_described_by_its_labels():
    question = a_question("multiple-choice")

    assert question.describe(["four", "two"]) == ("2", "4")
    assert question.describe(None) == ()


def test_each_chosen_choice_gives_its_feedback_before_the_question_gives_its_own():
    question = a_question("multiple-choice")

    feedback = question.feedback_for(["two", "three", "four"])

    assert feedback == ("Three is odd.", "Four is even.", "This is why.")


@pytest.mark.parametrize(
    ("fields", "raw"),
    [
        ({}, None),
        ({"a-multiple-choice": [""]}, None),
        ({"a-multiple-choice": ["two"]}, ["two"]),
        ({"a-multiple-choice": ["four", "two"]}, ["four", "two"]),
    ],
)
def test_a_form_gives_the_ticked_values(fields, raw):
    assert a_question("multiple-choice").read_form(form_of(fields)) == raw


def test_it_asks_with_checkboxes():
    control = a_question("multiple-choice", keep_order=True).control(1)

    assert control.to_data() == {
        "kind": "checkboxes",
        "options": [
            {"value": "two", "label": "2"},
            {"value": "three", "label": "3"},
            {"value": "four", "label": "4"},
        ],
    }


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        (["two", "four"], 4),
        (["two"], 2),
        (["two", "three", "four"], 2),
        (["two", "three"], 0),
        (["three"], 0),
        (None, 0),
        (["gone"], 0),
    ],
)
def test_with_partial_credit_a_wrong_choice_takes_a_share_away(answer, points):
    question = a_question("multiple-choice", points=4, credit="partial")

    assert question.mark(answer) == Mark(points, 4)


def test_choosing_everything_cannot_earn_everything():
    question = a_question("multiple-choice", credit="partial", correct=["two"])

    assert question.mark(["two", "three", "four"]) == Mark(0, 1)


def test_its_parts_are_the_right_choices_and_the_wrong_ones_that_were_made():
    question = a_question("multiple-choice", points=4, credit="partial")

    assert question.parts(["three", "four"]) == (
        Part("2", None, is_right=False, points=0, out_of=2),
        Part("4", "4", is_right=True, points=2, out_of=2),
        Part("3", "3", is_right=False, points=-2, out_of=0),
    )


def test_no_more_is_taken_away_than_there_is():
    question = a_question(
        "multiple-choice", points=1, credit="partial", correct=["two"]
    )

    parts = question.parts(["two", "three", "four"])

    assert [part.points for part in parts] == [1, -1, 0]


def test_all_or_nothing_has_no_parts():
    assert a_question("multiple-choice").parts(["two", "four"]) == ()


def test_the_rule_of_partial_credit_is_told_without_the_worth_of_a_choice():
    question = a_question("multiple-choice", points=2, credit="partial")

    note = question.control(1).to_data()["credit_note"]

    assert note == {"rule": "each-choice", "points_each": None}
