"""Put in order."""

import pytest

from quizzes import InvalidAnswer, Mark, Part
from tests.quizzes.builders import a_question, form_of


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        (["march", "june", "october"], 2),
        (["june", "march", "october"], 0),
        (["october", "june", "march"], 0),
        (None, 0),
    ],
)
def test_every_item_must_be_in_its_place_for_the_points(answer, points):
    question = a_question("ordering", points=2)

    assert question.mark(answer) == Mark(points, 2)


@pytest.mark.parametrize(
    "raw",
    [
        "march",
        None,
        [],
        ["march", "june"],
        ["march", "june", "june"],
        ["march", "june", "october", "march"],
        ["march", "june", 3],
    ],
)
def test_anything_but_every_key_once_is_refused(raw):
    question = a_question("ordering")

    with pytest.raises(
        InvalidAnswer, match="Put every item in its place, each one once"
    ):
        question.check(raw)


def test_places_from_a_form_become_the_keys_in_order():
    question = a_question("ordering")

    answer = question.check({"march": "3", "june": "1", "october": "2"})

    assert answer == ["june", "october", "march"]


def test_two_items_in_one_place_are_refused_by_name():
    question = a_question("ordering")

    with pytest.raises(InvalidAnswer) as refusal:
        question.check({"march": "2", "june": "1", "october": "2"})

    assert refusal.value.message == (
        "More than one item is in 2nd place: March; October. "
        "Give each item a place of its own."
    )


def test_a_refusal_names_the_items_without_a_place():
    question = a_question("ordering")

    with pytest.raises(InvalidAnswer, match=r"Still without one: March; June\.$"):
        question.check({"october": "1"})


@pytest.mark.parametrize(
    "wrong",
    [{"april": "1"}, {"june": "4"}, {"june": "0"}, {"june": 1}, {"june": ["1"]}],
)
def test_an_unknown_item_or_place_is_refused(wrong):
    question = a_question("ordering")
    raw = {"march": "3", "june": "1", "october": "2"} | wrong

    with pytest.raises(InvalidAnswer, match="Choose the place of each item"):
        question.check(raw)


def test_the_answer_is_described_place_by_place():
    question = a_question("ordering")

    described = question.describe(["june", "march", "october"])

    assert described == ("1st: June", "2nd: March", "3rd: October")
    assert question.describe(None) == ()


def test_a_form_gives_the_place_of_each_item():
    question = a_question("ordering")
    fields = {"a-ordering.march": ["3"], "a-ordering.june": ["1"]}

    assert question.read_form(form_of(fields)) == {"march": "3", "june": "1"}
    assert question.read_form(form_of({})) is None


def test_a_saved_answer_fills_the_form_with_places():
    question = a_question("ordering")

    assert question.form_values(["june", "october", "march"]) == {
        "a-ordering.june": ("1",),
        "a-ordering.october": ("2",),
        "a-ordering.march": ("3",),
    }


def test_the_right_order_is_never_shown_and_every_other_order_is():
    question = a_question("ordering")

    shown = {
        tuple(row.key for row in question.control(seed).rows) for seed in range(100)
    }

    assert ("march", "june", "october") not in shown
    assert len(shown) == 5


def test_places_are_offered_in_words():
    control = a_question("ordering").control(1)

    assert [(option.value, option.label) for option in control.options] == [
        ("1", "1st"),
        ("2", "2nd"),
        ("3", "3rd"),
    ]


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        (["march", "june", "october"], 3),
        (["june", "march", "october"], 1),
        (["june", "october", "march"], 0),
        (None, 0),
    ],
)
def test_with_partial_credit_each_item_in_its_place_earns_its_share(answer, points):
    question = a_question("ordering", points=3, credit="partial")

    assert question.mark(answer) == Mark(points, 3)


def test_its_parts_are_the_items():
    question = a_question("ordering", points=3, credit="partial")

    assert question.parts(["june", "march", "october"]) == (
        Part("March", "2nd", is_right=False, points=0, out_of=1),
        Part("June", "1st", is_right=False, points=0, out_of=1),
        Part("October", "3rd", is_right=True, points=1, out_of=1),
    )


def test_what_an_item_earns_is_told_beforehand():
    note = a_question("ordering", points=3, credit="partial").control(1).credit_note

    assert note.to_data() == {"rule": "each-line", "points_each": 1}
