"""The evidence of many enrolments at once, as of any moment, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from course import enrolments
from course.evidence import MODERATED, SELF_PACED
from course.gathering import evidence_of, evidences_of
from tests import builders
from tests.builders import NOW
from tests.evaluating import a_given_evaluation
from tests.statements import statements_of

DAY = timedelta(days=1)


@pytest.fixture
def cohort(session):
    return builders.a_cohort(session)


@pytest.fixture
def enrolment(session, cohort):
    return builders.an_enrolment(session, cohort=cohort)


def test_evidence_names_the_rows_that_show_it(session, enrolment):
    lesson = builders.a_finished_lesson(session, enrolment)
    receipt = builders.a_submitted_attempt(session, enrolment)
    review = builders.a_reviewed_roadmap(
        session, builders.a_submitted_roadmap(session, enrolment)
    )
    signed = builders.a_sign_off(session, enrolment)
    enrolment.completed_at = NOW
    said = a_given_evaluation(session, enrolment)
    a_given_evaluation(session, builders.a_completed_enrolment(session))

    evidence = evidence_of(session, enrolment.id)

    row = evidence.lesson_row(("first-module", "first-lesson"))
    assert row
    assert (row.table, row.uuid) == ("lesson_completion", lesson.uuid)
    (mark,) = evidence.rows_at("first-quiz")
    assert receipt.mark
    assert (mark.table, mark.uuid) == ("mark", receipt.mark.uuid)
    assert evidence.roadmap
    assert evidence.roadmap.uuid == review.uuid
    assert evidence.sign_off
    assert evidence.sign_off.uuid == signed.uuid
    assert evidence.evaluation
    assert evidence.evaluation.uuid == said.uuid
    assert evidence.run_row
    assert evidence.run_row.table == "enrolment_event"


def test_how_the_course_is_run_is_that_of_the_cohort_of_the_moment(session, cohort):
    enrolment = builders.an_enrolment(session)
    boss = builders.an_administrator(session)
    enrolments.assign(session, enrolment, cohort, now=NOW + DAY, by=boss)
    alone = builders.a_cohort(session, mode="self-paced")
    enrolments.assign(session, enrolment, alone, now=NOW + 2 * DAY, by=boss)
    session.flush()

    modes = [
        evidence_of(session, enrolment.id, as_of=NOW + days * DAY).mode
        for days in range(-1, 3)
    ]

    assert modes == [SELF_PACED, SELF_PACED, MODERATED, SELF_PACED]


def test_the_first_roadmap_that_was_accepted_shows_it_for_good(session, enrolment):
    first = builders.a_submitted_roadmap(session, enrolment)
    builders.a_reviewed_roadmap(session, first, verdict="sent-back", now=NOW + DAY)
    second = builders.a_submitted_roadmap(session, enrolment, now=NOW + 2 * DAY)
    accepted = builders.a_reviewed_roadmap(session, second, now=NOW + 3 * DAY)
    third = builders.a_submitted_roadmap(session, enrolment, now=NOW + 4 * DAY)
    builders.a_reviewed_roadmap(session, third, now=NOW + 5 * DAY)

    found = evidence_of(session, enrolment.id).roadmap
    before = evidence_of(session, enrolment.id, as_of=NOW + 2 * DAY).roadmap

    assert found
    assert found.uuid == accepted.uuid
    assert before is None


def test_a_sign_off_holds_until_it_is_withdrawn(session, enrolment):
    given = builders.a_sign_off(session, enrolment, now=NOW)
    builders.a_sign_off(session, enrolment, verdict="withdrawn", now=NOW + DAY)

    then = evidence_of(session, enrolment.id, as_of=NOW).sign_off
    today = evidence_of(session, enrolment.id).sign_off

    assert then
    assert then.uuid == given.uuid
    assert today is None


def test_many_are_gathered_by_two_statements(session, cohort):
    several = [builders.an_enrolment(session, cohort=cohort).id for _ in range(7)]
    session.flush()
    engine = session.get_bind()
    assert isinstance(engine, Engine)

    with statements_of(engine) as sent:
        evidences = evidences_of(session, several)

    assert len(sent) == 2
    assert evidences.keys() == set(several)
    assert {each.mode for each in evidences.values()} == {MODERATED}
