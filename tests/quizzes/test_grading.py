"""Marking an attempt."""

import pytest

from quizzes import Grade, Mark, grade
from tests.quizzes.builders import a_quiz, question_data

TWO_QUESTIONS = (question_data(key="a", points=2), question_data(key="b"))


@pytest.mark.parametrize(
    ("answers", "points"),
    [
        ({"a": "blue", "b": "blue"}, 3),
        ({"a": "blue", "b": "red"}, 2),
        ({"b": "blue"}, 1),
        ({}, 0),
    ],
)
def test_points_are_added_up_over_all_questions(answers, points):
    result = grade(a_quiz(*TWO_QUESTIONS), answers)

    assert (result.points, result.out_of, result.pass_mark) == (points, 3, 70)


def test_every_question_has_its_mark_answered_or_not():
    result = grade(a_quiz(*TWO_QUESTIONS), {"b": "blue"})

    assert dict(result.marks) == {"a": Mark(0, 2), "b": Mark(1, 1)}


def test_an_answer_to_no_question_of_the_quiz_is_ignored():
    result = grade(a_quiz(*TWO_QUESTIONS), {"gone": "blue"})

    assert result.points == 0
    assert set(result.marks) == {"a", "b"}


@pytest.mark.parametrize(
    ("points", "out_of", "pass_mark", "passed"),
    [
        (7, 10, 70, True),
        (6, 10, 70, False),
        (2, 3, 66, True),
        (2, 3, 67, False),
        (1, 3, 33, True),
        (1, 3, 34, False),
        (3, 3, 100, True),
        (0, 3, 1, False),
        (29, 100, 29, True),
        (57, 100, 57, True),
    ],
)
def test_a_pass_is_decided_in_whole_numbers(points, out_of, pass_mark, passed):
    assert Grade(points, out_of, pass_mark, {}).passed is passed


@pytest.mark.parametrize(("points", "correct"), [(0, False), (1, False), (2, True)])
def test_a_mark_is_correct_with_every_point(points, correct):
    assert Mark(points, 2).correct is correct
