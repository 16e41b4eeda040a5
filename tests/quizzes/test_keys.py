"""Reading the key of a question, and putting another in its place."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import InvalidAnswer, InvalidKey, canonical_key, key_of, with_key
from quizzes.question_types.free_text import FreeText
from tests.quizzes.builders import a_question
from tests.quizzes.strategies import (
    MARKED_BY_RULE,
    answers_to,
    json_values,
    questions,
)
from tests.quizzes.strategies import quizzes as whole_quizzes

KEYS = {
    "single-choice": {"correct": "blue"},
    "multiple-choice": {"correct": ["two", "four"]},
    "true-false": {"correct": True},
    "matching": {"pairs": {"goat": "Kid", "cow": "Calf", "sheep": "Lamb"}},
    "ordering": {"items": ["march", "june", "october"]},
    "number": {"correct": "365", "tolerance": "1", "tolerance_percent": "0"},
    "short-text": {"accepted": ["Nairobi", "Nairobi City"]},
    "gap-fill": {
        "gaps": {
            "animal": {"accepted": ["cow", "bull"]},
            "sound": {"correct": "moo"},
            "place": {"accepted": ["the meadow"]},
        }
    },
}

REPLACED = [
    ("single-choice", {"correct": "red"}, "red", "blue"),
    ("multiple-choice", {"correct": ["three"]}, ["three"], ["two", "four"]),
    ("true-false", {"correct": False}, False, True),
    (
        "ordering",
        {"items": ["june", "march", "october"]},
        ["june", "march", "october"],
        ["march", "june", "october"],
    ),
    ("number", {"correct": 366, "tolerance": 0}, "366", "365"),
    ("number", {"tolerance_percent": 50}, "200", "100"),
    ("short-text", {"accepted": ["Lagos"]}, "lagos", "Nairobi"),
]


@pytest.mark.parametrize("type_name", KEYS)
def test_the_key_is_read_by_the_names_of_its_fields(type_name):
    assert key_of(a_question(type_name)) == KEYS[type_name]


def test_what_a_person_marks_has_no_key():
    question = a_question("free-text")

    assert key_of(question) == {}
    with pytest.raises(InvalidKey) as refused:
        with_key(question, {"rubric": []})
    assert "A person marks this question" in refused.value.messages[""][0]


@pytest.mark.parametrize(("type_name", "key", "right", "wrong"), REPLACED)
def test_another_key_makes_another_answer_right(type_name, key, right, wrong):
    question = with_key(a_question(type_name), key)

    assert question.mark(right).correct
    assert not question.mark(wrong).correct


def test_a_pair_takes_a_word_that_belonged_to_nothing_and_gives_its_own_up():
    question = a_question("matching")
    ids = {option.label: option.value for option in question.control(0).options}

    corrected: Any = with_key(question, {"pairs": {"goat": "Foal"}})

    assert corrected.describe(corrected.correct_answer)[0] == "Goat – Foal"
    assert corrected.correct_answer["goat"] == ids["Foal"]
    assert {option.label for option in corrected.control(0).options} == ids.keys()


def test_two_pairs_change_their_words():
    swapped = {"goat": "Calf", "cow": "Kid"}

    corrected = with_key(a_question("matching"), {"pairs": swapped})

    assert key_of(corrected)["pairs"] == {**swapped, "sheep": "Lamb"}


def test_a_gap_is_corrected_and_the_others_stay():
    question = with_key(
        a_question("gap-fill"),
        {"gaps": {"animal": {"accepted": ["sheep"]}, "sound": {"correct": "baa"}}},
    )

    right = {"animal": "Sheep", "sound": "baa", "place": "the meadow"}
    assert question.mark(right).correct
    assert question.mark({"animal": "cow", "place": "the meadow"}).points == 1


@pytest.mark.parametrize(
    ("type_name", "key", "field", "words"),
    [
        ("single-choice", {"correct": "pink"}, "correct", "is not the value of a"),
        ("single-choice", {"prompt": "What?"}, "prompt", "is no part of the key"),
        ("single-choice", {"choices": []}, "choices", "is no part of the key"),
        ("single-choice", {"points": 3}, "points", "is no part of the key"),
        ("true-false", {"correct": "yes"}, "correct", "must be true or false"),
        ("number", {"tolerance": -1}, "tolerance", "must not be less than 0"),
        ("short-text", {"accepted": []}, "accepted", "must have 1 or more entries"),
        ("matching", {"pairs": {"goat": "Cub"}}, "pairs", "one of the words on"),
        ("matching", {"pairs": {"goat": ["Kid"]}}, "pairs", "one of the words on"),
        ("matching", {"pairs": {"bear": "Kid"}}, "pairs", "there is no pair"),
        ("matching", {"pairs": ["Kid"]}, "pairs", "must lead from the key of each"),
        ("ordering", {"items": ["march"]}, "items", "must name every item once"),
        ("ordering", {"items": [1, 2, 3]}, "items", "must name every item once"),
        ("gap-fill", {"gaps": {"sound": {"accepted": ["a"]}}}, "gaps", "takes correct"),
        ("gap-fill", {"gaps": {"animal": "cow"}}, "gaps", "takes accepted alone"),
        ("gap-fill", {"gaps": {"colour": {}}}, "gaps", "there is no gap"),
    ],
)
def test_what_is_no_key_is_refused_by_the_name_of_its_field(
    type_name, key, field, words
):
    with pytest.raises(InvalidKey) as refused:
        with_key(a_question(type_name), key)

    assert list(refused.value.messages) == [field]
    assert words in str(refused.value.messages[field])


def test_a_word_on_the_right_cannot_belong_to_two():
    with pytest.raises(InvalidKey, match="is already that of another"):
        with_key(a_question("matching"), {"pairs": {"goat": "Calf"}})


def test_points_that_could_not_be_shared_are_refused():
    question = a_question("multiple-choice", credit="partial", points=2)

    with pytest.raises(InvalidKey) as refused:
        with_key(question, {"correct": ["two", "three", "four"]})

    assert "must be a multiple of 3" in refused.value.messages["points"][0]


def test_a_key_has_one_spelling():
    question = a_question("multiple-choice")

    spelled = canonical_key(question, {"correct": ["four", "two"]})

    assert spelled == {"correct": ["two", "four"]}


@given(questions(types=MARKED_BY_RULE), st.data())
def test_a_key_changes_nothing_but_what_is_right(data, chance):
    question = a_question(data["type"], **data)
    answer = chance.draw(answers_to(question))

    corrected = with_key(question, key_of(question))

    assert corrected == question
    assert corrected.digest == question.digest
    assert corrected.check(answer) == question.check(answer)


@given(questions(types=MARKED_BY_RULE), json_values)
def test_anything_is_a_key_or_is_refused(data, value):
    question = a_question(data["type"], **data)

    for field in key_of(question):
        try:
            corrected = with_key(question, {field: value})
        except InvalidKey:
            continue
        assert corrected.points == question.points
        assert corrected.prompt == question.prompt


@given(whole_quizzes(), st.data())
def test_an_answer_that_fits_a_question_fits_it_under_any_key(quiz, chance):
    for question in quiz.questions:
        if isinstance(question, FreeText):
            continue
        answer = chance.draw(answers_to(question))
        corrected = _another_key(question, chance)

        try:
            checked = question.check(answer)
        except InvalidAnswer:
            continue
        assert corrected.check(checked) == checked


def _another_key(question, chance):
    """The question with an answer that it takes for its key, where that may be."""
    answer = chance.draw(answers_to(question))
    key: dict[str, Any]
    match question.type_name:
        case "matching":
            labels = {each.value: each.label for each in question.control(0).options}
            key = {"pairs": {row: labels[value] for row, value in answer.items()}}
        case "ordering":
            key = {"items": list(answer)}
        case "gap-fill" | "number" | "short-text":
            key = {}
        case _:
            key = {"correct": answer}
    try:
        return with_key(question, key)
    except InvalidKey:
        return question
