"""What other programs read in our exports is right by itself, without our asides."""

from typing import Any

import pytest

from quizzes import Quiz, load_quizzes
from quizzes.exchange import Wanted, export_bank, import_bank
from quizzes.question_types.gap_fill import GapFill
from tests.quizzes.exchange.packing import (
    FORMATS,
    LESSON,
    REAL,
    everything,
    stripped,
)

BANK = load_quizzes(REAL)

# What a format cannot say, so that another program reads something near to it. All of
# it is in the table of the README.
OTHERWISE = {
    ("gift", "the-handbook"): "several gaps are several questions",
    ("gift", "places"): "pairs whose right sides are places are an order",
    ("gift", "young-animals"): "an arrow in an item is drawn otherwise",
    ("gift", "why"): "a rubric is not told",
    ("gift", "why-not"): "a rubric is not told",
    ("qti", "true-or-false"): "a choice of True and False is true-false",
}


def abroad(quiz: Quiz, format_name: str, images: dict[str, bytes]) -> Any:
    """The quiz as a program reads it that knows nothing of us."""
    exported = stripped(export_bank(quiz, format_name, images), format_name)
    return import_bank(exported, format_name, Wanted(lesson=LESSON)).quiz


def meaning(question):
    """What is asked, what it is worth and what is right, without any name of ours."""
    right = question.describe(question.correct_answer)
    data = question.to_data()
    return {
        "type": question.type_name,
        "prompt": question.prompt,
        "points": question.points,
        "feedback": question.feedback,
        "right": right,
        "accepted": data.get("accepted"),
        "labels": [each["label"] for each in data.get("choices", ())],
        "told": [each["feedback"] for each in data.get("choices", ())],
        "pairs": [(each["left"], each["right"]) for each in data.get("pairs", ())],
        "wrong": data.get("distractors"),
        "images": data.get("images"),
    }


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("key", BANK)
def test_a_real_quiz_means_the_same_to_others(key, format_name):
    quiz = BANK[key]

    read = abroad(quiz, format_name, {})

    here, there = (
        [
            one
            for one in each.questions
            if format_name != "gift" or not is_of_several_gaps(quiz, one.key)
        ]
        for each in (quiz, read)
    )
    assert read.title == quiz.title
    assert [one.key for one in there] == [one.key for one in here]
    assert list(map(meaning, there)) == list(map(meaning, here))


def is_of_several_gaps(quiz: Quiz, key: str) -> bool:
    """Whether GIFT knows the question in parts: another test is about these."""
    several = [
        one.key
        for one in quiz.questions
        if isinstance(one, GapFill) and len(one.gaps) > 1
    ]
    return any(key == one or key.startswith(f"{one}-gap-") for one in several)


@pytest.mark.parametrize("format_name", FORMATS)
def test_one_of_everything_means_the_same_to_others(format_name):
    quiz, images = everything()

    read = {one.key: one for one in abroad(quiz, format_name, images).questions}

    for question in quiz.questions:
        if (format_name, question.key) in OTHERWISE:
            continue
        there = meaning(read[question.key])
        here = meaning(question)
        if format_name == "gift" and question.to_data().get("units"):
            # GIFT knows no units to choose from: that of the answer stands beside it.
            here["right"] = there["right"] = ()
        assert there == here, question.key


@pytest.mark.parametrize("format_name", FORMATS)
def test_scenarios_hold_their_questions_together_for_others(format_name):
    quiz, images = everything()

    read = abroad(quiz, format_name, images)

    assert [(one.key, one.title, one.paragraphs) for one in read.scenarios] == [
        (one.key, one.title, one.paragraphs) for one in quiz.scenarios
    ]
    belonging = {one.key: one.scenario for one in read.questions if one.scenario}
    assert belonging == {
        "week": "the-valley",
        "true-or-false": "the-port",
        "young-animals": "the-valley",
    }


def test_units_and_tolerances_are_told_in_full_where_there_is_a_way():
    quiz, images = everything()

    moodle = abroad(quiz, "moodle-xml", images)
    qti = abroad(quiz, "qti", images)

    for read in (moodle, qti):
        assert read.question("how-far") == quiz.question("how-far")
    # One of two tolerances is told: the wider.
    for read in (moodle, qti, abroad(quiz, "gift", images)):
        assert read.question("days").mark("368.9").correct
        assert not read.question("days").mark("368.91").correct


def test_a_rubric_is_told_in_full_where_there_is_a_way():
    quiz, images = everything()

    for format_name in ("moodle-xml", "qti"):
        read = abroad(quiz, format_name, images).question("why")

        assert read.guidance == quiz.question("why").guidance
        assert [one.label for one in read.rubric] == ["The <argument>", "Sources"]
        assert [one.levels for one in read.rubric] == [
            one.levels for one in quiz.question("why").rubric
        ]
        assert read.most_words == 250


def test_several_gaps_are_several_questions_in_gift():
    quiz, images = everything()

    read = abroad(quiz, "gift", images)

    parts = [one for one in read.questions if one.key.startswith("the-handbook")]
    assert [one.text for one in parts] == [
        "The Handbook appeared in {gap-1}, written by […] for […]",
        "The Handbook appeared in […], written by {gap-1} for […]",
        "The Handbook appeared in […], written by […] for {gap-1}",
    ]
    assert [one.gaps[0].accepted for one in parts] == [
        ("2010", "in 2010"),
        (),
        ("governments = states",),
    ]
    assert parts[1].gaps[0].correct == "IOM"
    assert sum(one.points for one in parts) == quiz.question("the-handbook").points


def test_credit_for_parts_is_told_where_there_is_a_way():
    quiz, images = everything()
    told = {
        format_name: {
            one.key: one.to_data().get("credit", "default")
            for one in abroad(quiz, format_name, images).questions
        }
        for format_name in ("moodle-xml", "qti")
    }

    for key in ("capitals", "7-wonders", "young-animals", "seasons", "steps"):
        credit = quiz.question(key).to_data().get("credit", "default")
        assert told["moodle-xml"][key] == told["qti"][key] == credit, key
    # Moodle gives credit for parts of every matching and of every text with gaps.
    assert told["qti"]["places"] == "default"
    assert told["moodle-xml"]["places"] == "partial"
    assert told["qti"]["one-gap"] == "all-or-nothing"
