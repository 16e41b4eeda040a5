"""True or false."""

import pytest

from quizzes import InvalidAnswer, Mark
from tests.quizzes.builders import a_question, form_of


@pytest.mark.parametrize(
    ("correct", "answer", "points"),
    [
        (True, True, 1),
        (True, False, 0),
        (False, False, 1),
        (False, True, 0),
        (True, None, 0),
        (False, None, 0),
    ],
)
def test_only_the_right_word_earns_the_point(correct, answer, points):
    question = a_question("true-false", correct=correct)

    assert question.mark(answer) == Mark(points, 1)


@pytest.mark.parametrize(
    ("raw", "answer"), [(True, True), (False, False), ("true", True), ("false", False)]
)
def test_a_program_sends_a_boolean_and_a_form_a_word(raw, answer):
    assert a_question("true-false").check(raw) is answer


@pytest.mark.parametrize("raw", ["True", "yes", "", 1, 0, None, [True], {}])
def test_anything_else_is_refused(raw):
    question = a_question("true-false")

    with pytest.raises(InvalidAnswer, match=r"^Choose True or False\.$"):
        question.check(raw)


def test_the_answer_is_described_by_its_word():
    question = a_question("true-false")

    assert question.describe(True) == ("True",)
    assert question.describe(False) == ("False",)
    assert question.describe(None) == ()


def test_a_form_gives_the_chosen_word():
    question = a_question("true-false")

    assert question.read_form(form_of({"a-true-false": ["false"]})) == "false"
    assert question.read_form(form_of({})) is None


def test_true_always_stands_before_false():
    question = a_question("true-false")

    shown = {
        tuple(option.label for option in question.control(seed).options)
        for seed in range(20)
    }

    assert shown == {("True", "False")}
