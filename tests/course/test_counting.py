"""Which of several attempts counts: best, last, first or average."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.counting import (
    BEST,
    CountingRule,
    count_attempts,
    passed_at,
    standing_for_all,
)
from course.course_module import CourseQuiz
from course.evidence import MarkedAttempt
from tests.builders import NOW

PASS_MARK = 60


def sat(*results: tuple[int, int]) -> list[MarkedAttempt]:
    """Attempts in order, a day apart, with their points and what there was."""
    return [
        MarkedAttempt(
            quiz_key="quiz",
            number=number,
            points=points,
            out_of=out_of,
            passed=points * 100 >= PASS_MARK * out_of,
            marked_at=NOW + timedelta(days=number),
        )
        for number, (points, out_of) in enumerate(results, start=1)
    ]


def day(number: int):
    return NOW + timedelta(days=number)


@pytest.mark.parametrize(
    ("counts", "results", "points", "passed_on"),
    [
        ("best", [(5, 10), (8, 10), (6, 10)], (8, 10), 2),
        ("best", [(5, 10), (3, 6)], (5, 10), None),
        ("last", [(9, 10), (4, 10)], (4, 10), None),
        ("last", [(4, 10), (9, 10)], (9, 10), 2),
        ("first", [(9, 10), (4, 10)], (9, 10), 1),
        ("first", [(4, 10), (9, 10)], (4, 10), None),
        ("average", [(4, 10), (9, 10)], (13, 20), 2),
        ("average", [(9, 10), (2, 10)], (11, 20), None),
        ("average", [(2, 10), (10, 10)], (12, 20), 2),
    ],
)
def test_what_counts(counts, results, points, passed_on):
    rule = CountingRule(counts, PASS_MARK)

    counted = count_attempts(sat(*results), rule)

    assert (counted.points, counted.out_of) == points
    assert counted.attempts == len(results)
    assert counted.passed_at == (day(passed_on) if passed_on else None)
    assert counted.passed is (passed_on is not None)


def test_no_attempt_passes_nothing():
    assert passed_at((), BEST) is None


results = st.lists(
    st.integers(1, 20).flatmap(
        lambda out_of: st.tuples(st.integers(0, out_of), st.just(out_of))
    ),
    min_size=1,
    max_size=8,
)


@given(results)
def test_the_best_is_no_worse_than_any_and_the_average_lies_between(found):
    attempts = sat(*found)
    shares = [Fraction(points, out_of) for points, out_of in found]
    best = count_attempts(attempts, BEST)
    average = count_attempts(attempts, CountingRule("average", PASS_MARK))

    assert Fraction(best.points, best.out_of) == max(shares)
    assert min(shares) <= Fraction(average.points, average.out_of) <= max(shares)
    assert best.passed == any(share * 100 >= PASS_MARK for share in shares)


@pytest.mark.parametrize("rule", [BEST, CountingRule("last", 70)])
def test_a_rule_comes_back_from_its_data(rule):
    quiz = CourseQuiz("quiz", "A quiz", "final-assessment", rule)

    assert CourseQuiz.from_data(quiz.to_data()) == quiz


@pytest.mark.parametrize(
    ("counts", "number"), [("best", 2), ("last", 3), ("first", 1), ("average", 1)]
)
def test_one_attempt_stands_for_all_of_them(counts, number):
    attempts = sat((5, 10), (8, 10), (6, 10))

    found = standing_for_all(attempts[::-1], CountingRule(counts, PASS_MARK))

    assert found.number == number
