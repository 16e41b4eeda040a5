"""Giving a form: who may, when, and once; and what of it stays on the record."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import editions, enrolments, evaluations
from course.course_module import CourseQuiz
from course.doctor import examine
from course.errors import (
    CohortNotOpen,
    EnrolmentWithdrawn,
    NotPermitted,
    OperationConflict,
)
from course.evaluation_errors import (
    AnswersInvalid,
    EvaluationGivenAlready,
    EvaluationNotOffered,
    FormChanged,
)
from course.models import (
    Award,
    EvaluationAnswer,
    EvaluationBox,
    EvaluationForm,
    EvaluationGiven,
)
from tests import builders, evaluating
from tests.builders import LESSONS, NOW, OFFICE, QUIZZES, how_many, miniature_catalogue
from tests.evaluating import A_REASON, A_SHEET, FORM, a_given_evaluation
from tests.rules import a_ruled_edition
from tests.threads import at_once

LATER = NOW + timedelta(days=1)
ASKS_FOR_IT = """
[awards.completion]
title = "Certificate of Completion"

[[awards.completion.requires]]
kind = "quizzes"
of = "core"

[[awards.completion.requires]]
kind = "evaluation"
"""


@pytest.fixture
def enrolment(session):
    """A learner who has completed the course, whose rule does not ask for the form."""
    return builders.a_completed_enrolment(session)


@pytest.fixture
def asked(session):
    """A learner who has done all that a rule asks but for giving the form."""
    edition = a_ruled_edition(session, ASKS_FOR_IT)
    made = builders.an_enrolment(session, edition=edition)
    for quiz in QUIZZES:
        builders.a_submitted_attempt(session, made, quiz)
    return made


def form_for(session, enrolment):
    course = editions.course_of(session, enrolment.edition)
    return evaluations.form_for(course, enrolment)


def test_giving_a_form_leaves_a_fact_and_a_sheet_in_a_box(session, enrolment):
    given = a_given_evaluation(session, enrolment)

    assert (given.enrolment_id, given.form_key) == (enrolment.id, FORM)
    box = session.scalars(select(EvaluationBox)).one()
    assert box.sheets == [A_SHEET]
    assert how_many(session, EvaluationAnswer) == 0
    assert [each for found in examine(session) for each in found] == []


def test_the_form_earns_the_award_that_asks_for_it(session, asked):
    assert asked.completed_at is None
    assert asked.standing["outstanding"] == [["evaluation", "", "evaluation"]]

    a_given_evaluation(session, asked, now=LATER)

    assert asked.completed_at == LATER
    award = session.scalars(select(Award)).one()
    assert award.claims["rule"][-1] == "The form about the course filled in"
    assert [each for found in examine(session) for each in found] == []


def test_the_form_of_the_end_is_for_those_who_are_through(session, asked):
    begun = builders.an_enrolment(session, edition=asked.edition)
    builders.a_submitted_attempt(session, begun, QUIZZES[0])

    assert form_for(session, asked) == "end-of-course"
    assert form_for(session, begun) == "stopping"
    with pytest.raises(EvaluationNotOffered):
        a_given_evaluation(session, begun)


def test_whoever_sat_the_final_assessment_is_through(session):
    enrolment = builders.an_enrolment(session)
    course = editions.course_of(session, enrolment.edition)
    quiz = CourseQuiz("the-end", "The end", "final-assessment")
    finally_assessed = replace(course, assessments=(quiz,))
    assert not evaluations.is_at_end(finally_assessed, enrolment)

    enrolment.standing = {**enrolment.standing, "quizzes": {quiz.key: [1, 0, 9, False]}}

    assert evaluations.is_at_end(finally_assessed, enrolment)
    assert not evaluations.is_at_end(course, enrolment)


def test_those_who_stop_say_why_even_once_they_are_withdrawn(session):
    enrolment = builders.an_enrolment(session)
    enrolments.withdraw(
        session,
        enrolment,
        reason="Asked to.",
        now=NOW,
        by=builders.an_administrator(session),
    )
    before = dict(enrolment.standing)

    given = a_given_evaluation(session, enrolment, A_REASON, form="stopping")

    assert given.form_key == "stopping"
    assert enrolment.standing == before
    assert enrolment.last_active_at is None


def test_whoever_stopped_and_came_back_gives_the_form_of_the_end_too(session):
    enrolment = builders.an_enrolment(session)
    a_given_evaluation(session, enrolment, A_REASON, form="stopping")
    for place in LESSONS:
        builders.a_finished_lesson(session, enrolment, *place)
    for quiz in QUIZZES:
        builders.a_submitted_attempt(session, enrolment, quiz)

    a_given_evaluation(session, enrolment)

    assert how_many(session, EvaluationGiven) == 2


def test_the_same_operation_gives_once_and_answers_the_same(session, enrolment):
    op = uuid4()
    first = a_given_evaluation(session, enrolment, op=op)

    again = a_given_evaluation(session, enrolment, {"useful": 1}, op=op, now=LATER)

    assert again is first
    assert session.scalars(select(EvaluationBox)).one().sheets == [A_SHEET]


def test_an_operation_of_another_is_a_conflict(session, enrolment):
    op = a_given_evaluation(session, enrolment).uuid
    other = builders.a_completed_enrolment(session)

    with pytest.raises(OperationConflict):
        a_given_evaluation(session, other, op=op)


def test_a_form_is_given_once(session, enrolment):
    a_given_evaluation(session, enrolment)

    with pytest.raises(EvaluationGivenAlready):
        a_given_evaluation(session, enrolment)

    assert len(session.scalars(select(EvaluationBox)).one().sheets) == 1


def test_nobody_gives_it_for_somebody_else(session, enrolment):
    with pytest.raises(NotPermitted):
        a_given_evaluation(session, enrolment, by=builders.an_administrator(session))


@pytest.mark.parametrize("answers", [{}, {"useful": 6, "pace": "right"}])
def test_answers_that_the_form_does_not_take_leave_nothing(session, enrolment, answers):
    with pytest.raises(AnswersInvalid):
        a_given_evaluation(session, enrolment, answers)

    assert how_many(session, EvaluationGiven) == how_many(session, EvaluationBox) == 0


def test_a_form_that_changed_since_it_was_shown_is_not_taken(session, enrolment):
    with pytest.raises(FormChanged):
        a_given_evaluation(session, enrolment, digest="0" * 64)


def test_each_version_of_a_form_has_its_own_box(session, enrolment):
    a_given_evaluation(session, enrolment)
    other = builders.a_completed_enrolment(session)
    form = replace(miniature_catalogue().forms[FORM], version=2)
    evaluations.record(
        session, other, form, A_SHEET, digest=form.digest, op=uuid4(), now=NOW
    )

    kept = session.scalars(select(EvaluationForm).order_by(EvaluationForm.id)).all()
    assert [(each.key, each.version) for each in kept] == [(FORM, 1), (FORM, 2)]
    boxes = session.scalars(select(EvaluationBox)).all()
    assert {box.form_id for box in boxes} == {each.id for each in kept}


def test_nothing_is_given_where_nothing_may_be_recorded(session):
    cohort = builders.a_cohort(
        session, opens_on=date(2026, 5, 1), closes_on=date(2026, 6, 1)
    )
    early, gone = (
        evaluating.people_at_the_end(session, 1, cohort)[0],
        evaluating.people_at_the_end(session, 1)[0],
    )
    gone.withdrawn_at = NOW

    with pytest.raises(CohortNotOpen):
        a_given_evaluation(session, early)
    with pytest.raises(EnrolmentWithdrawn):
        a_given_evaluation(session, gone)


def test_many_who_give_at_once_are_all_counted(sessions):
    with sessions() as session:
        people = evaluating.people_at_the_end(session, 8)
        ids = [each.id for each in people]
        session.commit()
    form = miniature_catalogue().forms[FORM]

    def give(number):
        with sessions() as own:
            found = own.get_one(type(people[0]), ids[number], with_for_update=True)
            evaluations.give_evaluation(
                own,
                found,
                form,
                A_SHEET,
                course=editions.course_of(own, found.edition),
                digest=form.digest,
                op=uuid4(),
                now=NOW,
                office=OFFICE,
                by=found.user,
            )
            own.commit()

    assert at_once(8, give) == [None] * 8

    with sessions() as session:
        assert how_many(session, EvaluationGiven) == 8
        assert how_many(session, EvaluationAnswer) == 5
        assert len(session.scalars(select(EvaluationBox)).one().sheets) == 3


def test_the_doctor_finds_a_sheet_that_is_missing(session, enrolment):
    a_given_evaluation(session, enrolment)
    session.scalars(select(EvaluationBox)).one().sheets = []
    session.flush()

    found = [str(each) for told in examine(session) for each in told]

    assert len(found) == 1
    assert found[0].endswith("0 sheets are kept, and it was given 1 times")
