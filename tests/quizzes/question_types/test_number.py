"""Give a number."""

import json
from decimal import Decimal, localcontext

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
