"""Write a few words."""

import pytest

from quizzes import InvalidAnswer, Mark
from tests.quizzes.builders import a_question, form_of


@pytest.mark.parametrize(
    ("accepted", "answer", "points"),
    [
        ("Nairobi", "Nairobi", 1),
        ("Nairobi", "nairobi", 1),
        ("Nairobi", "NAIROBI", 1),
        ("Addis Ababa", " addis   ababa ", 1),
        ("Addis Ababa", "Addis\u00a0Ababa", 1),
        ("Nairobi", "\uff2e\uff41\uff49\uff52\uff4f\uff42\uff49", 1),
        ("Stra\u00dfe", "STRASSE", 1),
        ("S\u00e3o Tom\u00e9", "Sa\u0303o Tome\u0301", 1),
        ("Nairobi", "Nairobi!", 0),
        ("Nairobi", "Mombasa", 0),
        ("Nairobi", None, 0),
    ],
)
def test_case_and_spaces_and_ways_of_encoding_do_not_count(accepted, answer, points):
    question = a_question("short-text", accepted=[accepted])

    assert question.mark(answer) == Mark(points, 1)


def test_every_accepted_wording_is_right_and_the_first_is_shown():
    question = a_question("short-text", accepted=["Ghana", "Republic of Ghana"])

    assert question.mark("republic of ghana").correct
    assert question.correct_answer == "Ghana"


def test_the_answer_keeps_the_capitals_that_were_typed():
    question = a_question("short-text")

    assert question.check("  Addis \t ABABA ") == "Addis ABABA"
    assert question.describe("Addis ABABA") == ("Addis ABABA",)
    assert question.describe(None) == ()


@pytest.mark.parametrize("raw", [None, 3, True, ["Nairobi"], {}])
def test_anything_but_text_is_refused(raw):
    question = a_question("short-text")

    with pytest.raises(InvalidAnswer, match="Write your answer as text"):
        question.check(raw)


@pytest.mark.parametrize("raw", ["", "   ", "\n\t"])
def test_a_blank_answer_is_refused(raw):
    question = a_question("short-text")

    with pytest.raises(InvalidAnswer, match=r"^Write an answer\.$"):
        question.check(raw)


@pytest.mark.parametrize("raw", ["x" * 201, "\ufdfa" * 20, "\u0300" * 100_000])
def test_an_answer_of_more_than_200_characters_is_refused(raw):
    question = a_question("short-text")

    with pytest.raises(InvalidAnswer, match="at most 200 characters"):
        question.check(raw)


def test_an_answer_of_200_characters_is_taken():
    assert a_question("short-text").check("x" * 200) == "x" * 200


@pytest.mark.parametrize("raw", ["Nai\x00robi", "Nai\ud800robi", "\x1b[31mNairobi"])
def test_characters_that_cannot_be_stored_are_refused(raw):
    question = a_question("short-text")

    with pytest.raises(InvalidAnswer, match="cannot be kept"):
        question.check(raw)


def test_a_form_gives_the_text_as_typed():
    question = a_question("short-text")

    assert question.read_form(form_of({"a-short-text": ["Nairobi "]})) == "Nairobi "
    assert question.read_form(form_of({"a-short-text": [""]})) is None


def test_it_asks_with_a_line_of_text():
    assert a_question("short-text").control(1).to_data() == {
        "kind": "text",
        "input_mode": "text",
        "unit": None,
    }


@pytest.mark.parametrize(
    ("fields", "answer", "points"),
    [
        ({}, "Bogota", 0),
        ({"fold_accents": True}, "Bogota", 1),
        ({"fold_accents": True}, "bogota", 1),
        ({"fold_accents": True, "fold_case": False}, "Bogota", 1),
        ({"fold_accents": True, "fold_case": False}, "bogota", 0),
        ({"fold_case": False}, "Bogot\u00e1", 1),
        ({"fold_case": False}, "bogot\u00e1", 0),
    ],
)
def test_case_and_accents_count_where_the_question_says_so(fields, answer, points):
    question = a_question(
        "short-text", accepted=["Bogot\u00e1"], language="es", **fields
    )

    assert question.mark(answer) == Mark(points, 1)


def test_words_are_compared_by_the_rules_of_their_language():
    accepted = {"accepted": ["\u0130stanbul"]}

    assert a_question("short-text", language="tr", **accepted).mark("istanbul").correct
    assert not a_question("short-text", **accepted).mark("istanbul").correct


def test_an_acute_accent_typed_for_an_apostrophe_does_not_part_the_word():
    question = a_question("short-text", accepted=["l'eau"])

    assert question.check("l\u00b4eau") == "l'eau"
    assert question.mark("l\u00b4eau").correct


def test_wordings_that_differ_in_their_apostrophe_may_both_be_listed():
    question = a_question("short-text", accepted=["l'eau", "l\u2019eau"])

    assert question.mark("L'EAU").correct
