"""Every kind of requirement compared with evidence, and the register of kinds."""

import pytest

from course.evidence import Evidence
from course.requirements import (
    REQUIREMENTS,
    Outstanding,
    requirement,
    requirement_from_data,
)
from course.requirements.lessons import LessonsFinished
from course.requirements.quizzes import QuizzesPassed
from tests.course.values import a_module, after, an_attempt

MODULES = (
    a_module("alpha"),
    a_module("beta", 1),
    a_module("gamma", 1, with_quiz=False),
)
LESSONS = LessonsFinished.of_modules(MODULES)
QUIZZES = QuizzesPassed.of_modules(MODULES)

ALL_LESSONS = {
    ("alpha", "one"): after(1),
    ("alpha", "two"): after(9),
    ("beta", "one"): after(3),
    ("gamma", "one"): after(4),
}


@pytest.mark.parametrize(
    ("lessons", "met", "met_at"),
    [
        ({}, 0, None),
        ({("alpha", "one"): after(1)}, 1, None),
        ({("elsewhere", "one"): after(1)}, 0, None),
        ({("beta", "two"): after(1)}, 0, None),
        (ALL_LESSONS, 4, after(9)),
        (ALL_LESSONS | {("elsewhere", "one"): after(20)}, 4, after(9)),
    ],
)
def test_lessons_are_met_at_the_last_one_that_was_needed(lessons, met, met_at):
    finding = LESSONS.assess(Evidence(lessons=lessons))

    assert (finding.met, finding.needed, finding.met_at) == (met, 4, met_at)
    assert finding.is_met is (met_at is not None)
    assert len(finding.outstanding) == 4 - met


def test_an_outstanding_lesson_says_where_it_is():
    done = {place: at for place, at in ALL_LESSONS.items() if place[0] != "beta"}

    finding = LESSONS.assess(Evidence(lessons=done))

    assert finding.outstanding == (Outstanding("lesson", "beta", "one", "One"),)


@pytest.mark.parametrize(
    ("attempts", "met", "met_at"),
    [
        ((), 0, None),
        ((an_attempt("alpha-quiz", points=6),), 0, None),
        ((an_attempt("alpha-quiz", points=7),), 1, None),
        ((an_attempt("delta-quiz"),), 0, None),
        (
            (
                an_attempt("alpha-quiz", 1, points=1, marked_at=after(1)),
                an_attempt("alpha-quiz", 2, marked_at=after(2)),
                an_attempt("alpha-quiz", 3, marked_at=after(9)),
                an_attempt("beta-quiz", 1, marked_at=after(5)),
            ),
            2,
            after(5),
        ),
    ],
)
def test_a_quiz_is_met_when_it_was_first_passed(attempts, met, met_at):
    finding = QUIZZES.assess(Evidence(attempts=attempts))

    assert (finding.met, finding.needed, finding.met_at) == (met, 2, met_at)
    assert len(finding.outstanding) == 2 - met


def test_a_module_without_a_quiz_asks_for_none():
    assert [quiz.key for quiz in QUIZZES.quizzes] == ["alpha-quiz", "beta-quiz"]


def test_an_outstanding_quiz_says_where_it_is():
    finding = QUIZZES.assess(Evidence(attempts=(an_attempt("alpha-quiz"),)))

    assert finding.outstanding == (
        Outstanding("quiz", "beta", "beta-quiz", "The quiz of beta"),
    )


@pytest.mark.parametrize("kind", sorted(REQUIREMENTS))
def test_every_kind_comes_back_from_its_data(kind):
    rule = REQUIREMENTS[kind].of_modules(MODULES)

    again = requirement_from_data(rule.to_data())

    assert again == rule
    assert again.kind == kind
    assert again.sentence


def test_a_name_used_twice_is_refused_at_start():
    with pytest.raises(TypeError, match="'lessons'"):
        requirement("lessons")(LessonsFinished)
