"""Invented people: how far many of them come, and what they answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from course.catalogue import load_catalogue
from learner_api.demonstration.answering import answer_of
from learner_api.demonstration.people import OFFICIALS, invented_officials
from learner_api.demonstration.student import at_work
from quizzes import QUESTION_TYPES, Question
from tests.laws.seeds import chance
from tests.quizzes.builders import OWN_FIELDS, a_question

UNITS = [{"unit": "days", "factor": 1}, {"unit": "weeks", "factor": 7}]
QUESTIONS = (
    *map(a_question, OWN_FIELDS),
    a_question("number", key="with-unit", unit=None, units=UNITS),
)


def by_key(question: Question) -> str:
    return question.key


@pytest.fixture(scope="module")
def bank() -> list[Question]:
    """Every question of the real course."""
    return [
        each for quiz in load_catalogue().quizzes.values() for each in quiz.questions
    ]


def test_every_type_of_question_is_among_those_that_are_tried():
    assert {each.type_name for each in QUESTIONS} == set(QUESTION_TYPES)


@pytest.mark.parametrize("question", QUESTIONS, ids=by_key)
def test_whoever_knows_everything_answers_rightly(question):
    assert answer_of(question, 1.0, chance("answers")) == question.correct_answer


@pytest.mark.parametrize("question", QUESTIONS, ids=by_key)
def test_whoever_knows_nothing_gives_an_answer_that_can_be_read(question):
    answer = answer_of(question, 0.0, chance("answers"))

    assert question.check(answer) == answer
    if not question.is_marked_by_person:
        assert not question.is_right(answer)


def test_a_box_that_alone_is_right_is_left_blank_by_whoever_does_not_know():
    question = replace(a_question("multiple-choice"), correct=("two",))

    assert answer_of(question, 0.0, chance("answers")) is None


def test_no_question_of_the_course_is_answered_rightly_by_a_slip(bank):
    for question in bank:
        answer = answer_of(question, 0.0, chance("answers"))
        checked = None if answer is None else question.check(answer)
        assert question.mark(checked).points < question.points, question.key


def test_about_a_fifth_of_many_do_all_of_the_course():
    officials = invented_officials(5000, chance("officials"))[len(OFFICIALS) :]

    finishers = [each for each in officials if each.habits.steps is None]

    assert len(officials) / 6 < len(finishers) < len(officials) / 4


def test_everybody_does_the_same_on_whichever_day_of_the_week_stories_are_told():
    def days_at_work(opened_at):
        world: Any = SimpleNamespace(opened_at=opened_at)
        lots = chance("at work")
        return [
            at_work(world, opened_at + timedelta(days=day), lots).date()
            - opened_at.date()
            for day in range(21)
        ]

    week = [datetime(2026, 11, 23, 8, tzinfo=UTC) + timedelta(days=n) for n in range(7)]
    told = [days_at_work(opened_at) for opened_at in week]

    assert all(each == told[0] for each in told)
    # Opened on a Friday: nobody works on the two days after it, and so on each week.
    assert {each.days % 7 for each in told[0]} == {0, 3, 4, 5, 6}
