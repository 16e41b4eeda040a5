"""Give a number."""

import json
from decimal import Decimal, localcontext
from typing import Any

import pytest

from quizzes import InvalidAnswer, Mark
from tests.quizzes.builders import a_question, form_of


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        ("304", "304"),
        (" 304 ", "304"),
        ("0304", "304"),
        ("304.0", "304"),
        ("304.50", "304.5"),
        ("1 234.5", "1234.5"),
        ("1\u00a0234\u202f567", "1234567"),
        ("-12", "-12"),
        ("\u221212", "-12"),
        ("-0", "0"),
        ("0.000", "0"),
        ("100", "100"),
        ("\u0663\u0660\u0664", "304"),
        (304, "304"),
        (0, "0"),
        (304.5, "304.5"),
        (1e3, "1000"),
        (Decimal("0.10"), "0.1"),
        ("12345678901234567890", "12345678901234567890"),
    ],
)
def test_a_number_is_kept_in_one_normal_form(raw, answer):
    assert a_question("number").check(raw) == answer


@pytest.mark.parametrize("raw", ["1,234", "1.234,5", ",5", "3,04"])
def test_a_comma_is_refused_with_words_on_how_to_write_the_number(raw):
    question = a_question("number")

    with pytest.raises(InvalidAnswer, match=r"without a comma: .* such as 1 234\.5\.$"):
        question.check(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "many",
        "304 days",
        "12 34",
        "1 2345",
        "5.",
        ".5",
        "+5",
        "--5",
        "- 5",
        "1e3",
        "nan",
        "inf",
        "0x10",
        "1.2.3",
        "\u00b2",
        float("nan"),
        float("inf"),
        True,
        None,
        [304],
        {},
    ],
)
def test_anything_but_a_plain_number_is_refused(raw):
    question = a_question("number")

    with pytest.raises(InvalidAnswer, match="Write only the number, in digits"):
        question.check(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "1" * 21,
        "9" * 5000,
        "0." + "1" * 21,
        "0." + "9" * 98,
        "0." + "9" * 97,
        10**20,
        pytest.param(-(10**5000), id="five-thousand-digits"),
        1e300,
        1e-300,
        Decimal("1e999999"),
        Decimal("0." + "9" * 150),
    ],
)
def test_a_number_too_long_to_be_meant_is_refused(raw):
    question = a_question("number")

    with pytest.raises(InvalidAnswer, match="at most 20 digits"):
        question.check(raw)


@pytest.mark.parametrize(
    ("correct", "tolerance", "answer", "points"),
    [
        (304, 0, "304", 1),
        (304, 0, "304.0000000000000001", 0),
        (304, 1, "303", 1),
        (304, 1, "305", 1),
        (304, 1, "302.9", 0),
        ("0.3", "0.1", "0.2", 1),
        ("0.3", "0.1", "0.4", 1),
        ("0.3", "0.1", "0.41", 0),
        (-5, 0, "5", 0),
        (0, 0, "0", 1),
        (304, 1, None, 0),
    ],
)
def test_an_answer_within_the_tolerance_is_right(correct, tolerance, answer, points):
    question = a_question("number", correct=correct, tolerance=tolerance)

    assert question.mark(answer) == Mark(points, 1)


def test_marking_does_not_depend_on_the_precision_set_around_it():
    question = a_question("number", correct="12345678901234567890", tolerance=0)

    with localcontext() as context:
        context.prec = 3
        near, right = "12345678901234567891", "12345678901234567890"

        assert not question.mark(near).correct
        assert question.mark(question.check(right)).correct


def test_the_answer_is_described_with_its_unit():
    assert a_question("number").describe("365") == ("365 days",)
    assert a_question("number", unit=None).describe("365") == ("365",)
    assert a_question("number").describe(None) == ()


def test_whatever_was_answered_the_question_gives_its_feedback():
    question = a_question("number")

    assert (
        question.feedback_for("1") == question.feedback_for(None) == ("This is why.",)
    )


def test_a_form_gives_the_text_as_typed():
    question = a_question("number")

    assert question.read_form(form_of({"a-number": [" 365 "]})) == " 365 "
    assert question.read_form(form_of({"a-number": ["  "]})) is None


def test_it_asks_with_a_decimal_keyboard_and_shows_the_unit():
    assert a_question("number").control(1).to_data() == {
        "kind": "text",
        "input_mode": "decimal",
        "unit": "days",
    }


def test_its_data_holds_the_numbers_exactly():
    question = a_question("number", correct=Decimal("0.10"), tolerance=Decimal("0.05"))

    data = json.loads(json.dumps(question.to_data()))

    assert (data["correct"], data["tolerance"]) == ("0.1", "0.05")


KILOMETRES: dict[str, Any] = {
    "correct": "1.5",
    "tolerance": 0,
    "unit": None,
    "units": [
        {"unit": "km", "factor": 1},
        {"unit": "m", "factor": "0.001"},
        {"unit": "nautical miles", "factor": "1.852"},
    ],
}


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        ("1.5 km", "1.5 km"),
        ("1.50km", "1.5 km"),
        (" 1 500  m ", "1500 m"),
        ("\u22121 M", "-1 m"),
        ("0.81 nautical  miles", "0.81 nautical miles"),
        ("\u0661\u0665\u0660\u0660 m", "1500 m"),
    ],
)
def test_a_number_and_its_unit_are_kept_in_one_form(raw, answer):
    question = a_question("number", **KILOMETRES)

    assert question.check(raw) == answer
    assert question.describe(answer) == (answer,)


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        ("1.5 km", 1),
        ("1500 m", 1),
        ("1501 m", 0),
        ("1500 km", 0),
        ("1.5 m", 0),
        ("1500", 0),
        (None, 0),
    ],
)
def test_numbers_are_compared_in_the_unit_of_the_right_one(answer, points):
    assert a_question("number", **KILOMETRES).mark(answer) == Mark(points, 1)


@pytest.mark.parametrize(
    "raw",
    [
        "1500",
        1500,
        "",
        "m",
        "km 1.5",
        "1500 miles",
        "1500 m m",
        "15 00 m",
        None,
        ["1 m"],
    ],
)
def test_a_number_without_one_of_the_units_is_refused(raw):
    question = a_question("number", **KILOMETRES)

    with pytest.raises(
        InvalidAnswer,
        match=r"after it its unit, such as 12\.5 km\. "
        r"The units are: km, m, nautical miles\.$",
    ):
        question.check(raw)


def test_a_comma_before_a_unit_is_refused_as_it_is_without_one():
    question = a_question("number", **KILOMETRES)

    with pytest.raises(InvalidAnswer, match="without a comma"):
        question.check("1,500 m")


def test_units_that_differ_in_case_alone_are_told_apart():
    units = [{"unit": "MW", "factor": 1}, {"unit": "mW", "factor": "0.000000001"}]
    question = a_question("number", unit=None, correct=5, tolerance=0, units=units)

    assert question.mark(question.check("5 MW")).correct
    assert not question.mark(question.check("5 mW")).correct
    with pytest.raises(InvalidAnswer):
        question.check("5 mw")


def test_a_unit_may_be_written_in_another_encoding():
    units = [{"unit": "km\u00b2", "factor": 1}]
    question = a_question("number", unit=None, units=units)

    assert question.check("365 km2") == "365 km\u00b2"


@pytest.mark.parametrize(
    ("tolerance", "percent", "answer", "points"),
    [
        (0, 10, "220", 1),
        (0, 10, "180", 1),
        (0, 10, "220.01", 0),
        (30, 10, "230", 1),
        (5, 10, "220", 1),
        (0, "0.5", "201", 1),
        (0, "0.5", "201.1", 0),
    ],
)
def test_the_wider_of_two_tolerances_holds(tolerance, percent, answer, points):
    question = a_question(
        "number", correct=200, tolerance=tolerance, tolerance_percent=percent
    )

    assert question.mark(answer) == Mark(points, 1)


def test_a_share_of_a_negative_number_is_a_distance_too():
    question = a_question("number", correct=-200, tolerance=0, tolerance_percent=10)

    assert question.mark("-190").correct
    assert not question.mark("-170").correct


def test_it_names_its_units_and_asks_with_letters():
    assert a_question("number", **KILOMETRES).control(1).to_data() == {
        "kind": "text",
        "input_mode": "text",
        "unit": None,
        "units": ["km", "m", "nautical miles"],
    }


def test_the_right_answer_stands_in_the_unit_of_the_factor_1():
    units = list(reversed(KILOMETRES["units"]))
    question = a_question("number", **{**KILOMETRES, "units": units})

    assert question.correct_answer == "1.5 km"
