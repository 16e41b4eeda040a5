"""Match the left with the right."""

import pytest

from quizzes import InvalidAnswer, Mark, Part
from tests.quizzes.builders import OWN_FIELDS, a_question, form_of

PAIRS = OWN_FIELDS["matching"]["pairs"]


def ids_of(question):
    """The identifier of each right side, by its words."""
    return {option.label: option.value for option in question.control(0).options}


def answer_of(question, goat, cow, sheep):
    ids = ids_of(question)
    return {"goat": ids[goat], "cow": ids[cow], "sheep": ids[sheep]}


@pytest.mark.parametrize(
    ("rights", "points"),
    [
        (("Kid", "Calf", "Lamb"), 3),
        (("Calf", "Kid", "Lamb"), 0),
        (("Kid", "Calf", "Foal"), 0),
        (("Kid", "Kid", "Kid"), 0),
    ],
)
def test_every_pair_must_be_right_for_the_points(rights, points):
    question = a_question("matching", points=3)

    assert question.mark(answer_of(question, *rights)) == Mark(points, 3)


@pytest.mark.parametrize("raw", ["Kid", [], None, 1, True])
def test_anything_but_a_mapping_is_refused(raw):
    question = a_question("matching")

    with pytest.raises(InvalidAnswer, match=r"^Choose a match for every row\.$"):
        question.check(raw)


def test_a_refusal_names_the_rows_without_a_match():
    question = a_question("matching")
    raw = {"cow": ids_of(question)["Calf"]}

    with pytest.raises(InvalidAnswer, match=r"Still without one: Goat; Sheep\.$"):
        question.check(raw)


@pytest.mark.parametrize(
    "wrong", [{"horse": "x"}, {"goat": "Kid"}, {"goat": ["a", "b"]}, {"goat": None}]
)
def test_an_unknown_row_or_right_side_is_refused(wrong):
    question = a_question("matching")
    raw = answer_of(question, "Kid", "Calf", "Lamb") | wrong

    with pytest.raises(InvalidAnswer, match="Choose each match from the list"):
        question.check(raw)


def test_the_answer_is_described_pair_by_pair():
    question = a_question("matching")

    described = question.describe(answer_of(question, "Foal", "Calf", "Lamb"))

    assert described == ("Goat – Foal", "Cow – Calf", "Sheep – Lamb")
    assert question.describe(None) == ()


def test_a_form_gives_the_rows_that_were_filled():
    question = a_question("matching")
    fields = {"a-matching.goat": ["x"], "a-matching.cow": [""]}

    assert question.read_form(form_of(fields)) == {"goat": "x"}
    assert question.read_form(form_of({})) is None


def test_distractors_stand_among_the_options():
    question = a_question("matching")

    assert set(ids_of(question)) == {"Kid", "Calf", "Lamb", "Foal"}


def test_the_control_does_not_tell_which_right_side_belongs_where():
    rights = [pair["right"] for pair in PAIRS]
    turned = [
        {**pair, "right": right}
        for pair, right in zip(PAIRS, [*rights[1:], rights[0]], strict=True)
    ]
    question = a_question("matching")
    otherwise = a_question("matching", pairs=turned)

    for seed in range(20):
        shown = question.control(seed).to_data()

        assert shown == otherwise.control(seed).to_data()


def test_the_same_words_have_another_identifier_in_another_question():
    here = ids_of(a_question("matching", key="here"))
    there = ids_of(a_question("matching", key="there"))

    assert set(here.values()).isdisjoint(there.values())


@pytest.mark.parametrize(
    ("rights", "points"),
    [
        (("Kid", "Calf", "Lamb"), 6),
        (("Calf", "Kid", "Lamb"), 2),
        (("Kid", "Calf", "Foal"), 4),
        (("Kid", "Kid", "Kid"), 2),
        (("Calf", "Lamb", "Foal"), 0),
    ],
)
def test_with_partial_credit_each_pair_earns_its_share(rights, points):
    question = a_question("matching", points=6, credit="partial")

    assert question.mark(answer_of(question, *rights)) == Mark(points, 6)


def test_its_parts_are_the_pairs():
    question = a_question("matching", points=3, credit="partial")

    assert question.parts(answer_of(question, "Kid", "Foal", "Lamb")) == (
        Part("Goat", "Kid", is_right=True, points=1, out_of=1),
        Part("Cow", "Foal", is_right=False, points=0, out_of=1),
        Part("Sheep", "Lamb", is_right=True, points=1, out_of=1),
    )
    assert question.parts(None) == question.parts({"goat": "gone"}) == ()


def test_what_a_pair_earns_is_told_beforehand():
    note = a_question("matching", points=6, credit="partial").control(1).credit_note

    assert note.to_data() == {"rule": "each-line", "points_each": 2}
