"""Write a text that a person marks."""

import pytest

from quizzes import InvalidAnswer, InvalidLevels, Mark, MarkedByPerson
from tests.quizzes.builders import a_question, form_of


def test_its_points_are_those_of_the_best_levels():
    question = a_question("free-text")

    assert question.points == 5
    assert a_question("free-text", points=5) == question


def test_a_blank_answer_earns_nothing_without_a_person():
    question = a_question("free-text")

    assert question.mark(None) == question.mark(" \n") == Mark(0, 5)


def test_a_given_answer_is_for_a_person_to_mark():
    question = a_question("free-text")

    assert question.is_marked_by_person
    with pytest.raises(MarkedByPerson, match="'a-free-text'"):
        question.mark("Migration changes who comes to the clinic.")


@pytest.mark.parametrize(
    ("levels", "points"),
    [
        ({"argument": 3, "sources": 2}, 5),
        ({"argument": 1, "sources": 0}, 1),
        ({"sources": 0, "argument": 0}, 0),
    ],
)
def test_the_levels_that_a_person_chose_are_added_up(levels, points):
    assert a_question("free-text").points_for(levels) == points


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        (
            {"argument": 3},
            "Choose a level for every criterion. Still without one: The sources.",
        ),
        (
            {},
            "Choose a level for every criterion. Still without one: The argument; "
            "The sources.",
        ),
        (
            {"argument": 2, "sources": 2},
            "The argument: no level earns 2. The levels earn 0, 1, 3.",
        ),
        (
            {"argument": 3, "sources": True},
            "The sources: no level earns True. The levels earn 0, 2.",
        ),
        (
            {"argument": 3, "sources": 2, "style": 1},
            "The rubric has no such criterion: style.",
        ),
    ],
)
def test_levels_that_do_not_fit_the_rubric_are_refused(levels, words):
    question = a_question("free-text")

    with pytest.raises(InvalidLevels) as refusal:
        question.points_for(levels)

    assert refusal.value.message == words
    assert refusal.value.question_key == "a-free-text"


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("One.\r\nTwo.", "One.\nTwo."),
        ("One.\rTwo.", "One.\nTwo."),
        (
            "One.\vTwo.\u2028Three.\u2029Four.\x85Five.",
            "One.\nTwo.\nThree.\nFour.\nFive.",
        ),
        ("\n  One.\n\n  Two.  \n", "One.\n\n  Two."),
        ("Two  spaces and a\ttab", "Two  spaces and a\ttab"),
        ("Sa\u0303o Tome\u0301", "S\u00e3o Tom\u00e9"),
        ("ﬁne, 10\u00a0km\u00b2", "ﬁne, 10\u00a0km\u00b2"),
    ],
)
def test_the_text_is_kept_with_its_lines(raw, kept):
    assert a_question("free-text").check(raw) == kept


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (None, "Write your answer as text."),
        (["One."], "Write your answer as text."),
        ("", "Write an answer."),
        (" \r\n\t", "Write an answer."),
        (
            "x" * 20_001,
            "Write your answer in at most 20,000 characters. It has 20,001.",
        ),
        (
            "One\0two",
            "The answer holds characters that cannot be kept. Type it again.",
        ),
        (
            "One\ud800two",
            "The answer holds characters that cannot be kept. Type it again.",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused(raw, words):
    question = a_question("free-text")

    with pytest.raises(InvalidAnswer) as refusal:
        question.check(raw)

    assert refusal.value.message == words


def test_a_text_of_too_many_words_is_kept_whole():
    question = a_question("free-text", most_words=2)
    long = "word " * 4000

    assert question.check(long) == long.strip()


def test_the_answer_is_described_line_by_line():
    question = a_question("free-text")

    assert question.describe("One.\n\nTwo.") == ("One.", "Two.")
    assert question.describe(None) == ()


def test_what_a_good_answer_holds_stands_for_the_right_one():
    question = a_question("free-text")
    without = a_question("free-text", guidance=None)

    assert question.describe(question.correct_answer) == (
        "It names the trend and two sources.",
    )
    assert without.describe(without.correct_answer) == (
        "The argument: It holds.",
        "The sources: Two or more are named.",
    )


def test_what_a_good_answer_holds_is_encoded_as_answers_are():
    question = a_question("free-text", guidance="Sa\u0303o Tome\u0301")

    assert question.correct_answer == question.check("S\u00e3o Tom\u00e9")


@pytest.mark.parametrize(("most_words", "lines"), [(20, 4), (200, 10), (3000, 16)])
def test_it_asks_with_lines_for_its_words(most_words, lines):
    control = a_question("free-text", most_words=most_words).control(1)

    assert control.to_data() == {
        "kind": "text-area",
        "most_words": most_words,
        "lines": lines,
    }


def test_a_form_gives_the_text_as_typed():
    question = a_question("free-text")

    assert question.read_form(form_of({"a-free-text": ["One.\r\n"]})) == "One.\r\n"
    assert question.read_form(form_of({"a-free-text": [" \r\n"]})) is None
    assert question.form_values("One.") == {"a-free-text": ("One.",)}


def test_the_rubric_comes_back_from_its_data():
    question = a_question("free-text")

    data = question.to_data()

    assert data["points"] == 5
    assert data["rubric"][1] == {
        "key": "sources",
        "label": "The sources",
        "levels": [
            {"points": 2, "label": "Two or more are named."},
            {"points": 0, "label": "None is named."},
        ],
    }
