"""Fill the gaps of a text."""

import pytest

from quizzes import InvalidAnswer, Mark, Part
from tests.quizzes.builders import OWN_FIELDS, a_question, form_of

RIGHT = {"animal": "cow", "sound": "moo", "place": "the meadow"}


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        (RIGHT, 3),
        ({**RIGHT, "animal": "BULL"}, 3),
        ({**RIGHT, "sound": "baa"}, 2),
        ({"sound": "moo"}, 1),
        ({"animal": "moo"}, 0),
        (None, 0),
        ({"sound": "woof"}, 0),
        ({"colour": "brown"}, 0),
    ],
)
def test_each_right_gap_earns_its_share(answer, points):
    assert a_question("gap-fill").mark(answer) == Mark(points, 3)


def test_it_may_be_all_or_nothing():
    question = a_question("gap-fill", credit="all-or-nothing", points=1)

    assert question.mark(RIGHT) == Mark(1, 1)
    assert question.mark({"animal": "cow", "sound": "moo"}) == Mark(0, 1)
    assert question.parts(RIGHT) == ()


def test_its_parts_are_the_gaps_by_their_number_in_the_text():
    text = "In {place} the {animal} says {sound}."
    question = a_question("gap-fill", text=text, points=6)

    assert question.parts({"animal": "cow", "sound": "baa"}) == (
        Part("1", None, is_right=False, points=0, out_of=2),
        Part("2", "cow", is_right=True, points=2, out_of=2),
        Part("3", "baa", is_right=False, points=0, out_of=2),
    )


def test_gaps_may_be_left_out_and_are_kept_in_the_order_of_the_file():
    question = a_question("gap-fill")

    answer = question.check({"place": "  a  Hill ", "sound": "", "animal": "Cow"})

    assert list(answer.items()) == [("animal", "Cow"), ("place", "a Hill")]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({}, "Fill in at least one gap."),
        ({"animal": " ", "sound": None}, "Fill in at least one gap."),
        ({"sound": "woof"}, "Choose from the list of each gap that has one."),
        ({"sound": ["moo"]}, "Choose from the list of each gap that has one."),
        ({"animal": "x" * 201}, "Write your answer in at most 200 characters."),
        ({"animal": 3}, "Write your answer as text."),
        ({"colour": "brown"}, "Fill in the gaps."),
        ("cow", "Fill in the gaps."),
        (["cow"], "Fill in the gaps."),
        (None, "Fill in the gaps."),
    ],
)
def test_what_does_not_fit_is_refused(raw, words):
    question = a_question("gap-fill")

    with pytest.raises(InvalidAnswer) as refusal:
        question.check(raw)

    assert refusal.value.message == words


def test_words_are_compared_by_the_rules_of_their_language():
    gaps = [{"key": "who", "accepted": ["señor Álvarez"]}]
    question = a_question(
        "gap-fill",
        text="It was {who}.",
        gaps=gaps,
        points=1,
        language="es",
        fold_accents=True,
    )

    assert question.mark({"who": "Señor alvarez"}).correct
    assert not question.mark({"who": "senor Álvarez"}).correct


def test_the_answer_is_described_in_its_sentence():
    question = a_question("gap-fill")

    assert question.describe({"animal": "goat", "place": "a barn"}) == (
        "The [goat] says […], in [a barn].",
    )
    assert question.describe(question.correct_answer) == (
        "The [cow] says [moo], in [the meadow].",
    )
    assert question.describe(None) == question.describe({}) == ()


def test_it_asks_with_the_pieces_of_its_text():
    control = a_question("gap-fill").control(1)

    pieces = control.to_data()["pieces"]
    assert [piece.get("text") or piece["gap"] for piece in pieces] == [
        "The ",
        "animal",
        " says ",
        "sound",
        ", in ",
        "place",
        ".",
    ]
    assert pieces[1] == {"gap": "animal", "options": None}
    assert sorted(option["value"] for option in pieces[3]["options"]) == [
        "baa",
        "moo",
        "oink",
    ]
    assert control.to_data()["credit_note"] == {"rule": "each-gap", "points_each": 1}


def test_the_choices_of_a_gap_are_shuffled_by_the_seed():
    question = a_question("gap-fill")

    orders = {question.control(seed).pieces[3].options for seed in range(30)}

    assert len(orders) == 6


def test_a_form_has_a_field_for_each_gap():
    question = a_question("gap-fill")
    form = form_of({"a-gap-fill.animal": ["cow"], "a-gap-fill.sound": [""]})

    assert question.read_form(form) == {"animal": "cow"}
    assert question.read_form(form_of({})) is None
    assert question.form_values({"animal": "cow"}) == {"a-gap-fill.animal": ("cow",)}


def test_its_data_holds_of_each_gap_what_it_has():
    data = a_question("gap-fill").to_data()

    assert data["gaps"] == OWN_FIELDS["gap-fill"]["gaps"]
    assert data["credit"] == "partial"
