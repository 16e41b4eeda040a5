"""What holds a cohort's learners up: who lacks one thing only, and what most lack."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from course import enrolments
from course.cohort_completion import cohort_completion
from tests import builders
from tests.builders import LESSONS, NOW, QUIZZES
from tests.rules import a_ruled_edition
from tests.statements import statements_of

DAY = timedelta(days=1)


@pytest.fixture
def cohort(session):
    return builders.a_cohort(session, edition=a_ruled_edition(session))


def a_learner(session, cohort, name, *, lessons=LESSONS, quizzes=QUIZZES, said=True):
    """Somebody who has done these, and whom a trainer has heard."""
    person = builders.a_learner(session, name=name)
    enrolment = builders.an_enrolment(session, person, cohort=cohort)
    for place in lessons:
        builders.a_finished_lesson(session, enrolment, *place)
    for quiz in quizzes:
        builders.a_submitted_attempt(session, enrolment, quiz)
    if said:
        builders.a_sign_off(session, enrolment)
        builders.a_reviewed_roadmap(
            session, builders.a_submitted_roadmap(session, enrolment)
        )
    return enrolment


def told(award):
    """What holds whom up: kind and key, those by it alone, and the others."""
    return {
        (each.place.kind, each.place.module_key, each.place.key): (
            [one.name for one in each.only],
            [one.name for one in each.also],
        )
        for each in award.held_up_by
    }


def test_each_learner_stands_behind_what_holds_them_up(session, cohort):
    a_learner(session, cohort, "Ana")
    a_learner(session, cohort, "Ben", lessons=LESSONS[:2])
    a_learner(session, cohort, "Cleo", said=False)
    a_learner(session, cohort, "Dina", lessons=(), quizzes=())

    found = cohort_completion(session, cohort)

    completion, participation = found.awards
    assert found.learners == 4
    assert [each.name for each in completion.earned] == ["Ana"]
    assert told(completion) == {
        ("lessons", "second-module", ""): (["Ben"], ["Dina"]),
        ("roadmap", "", "roadmap"): ([], ["Cleo"]),
        ("sign-off", "", "sign-off"): ([], ["Cleo"]),
        ("lessons", "first-module", ""): ([], ["Dina"]),
        ("quiz", "first-module", "first-quiz"): ([], ["Dina"]),
        ("quiz", "second-module", "second-quiz"): ([], ["Dina"]),
        ("score", "", ""): ([], ["Dina"]),
    }
    assert completion.held_up_by[0].place.title == "The second module"
    assert [each.name for each in participation.earned] == ["Ana", "Ben", "Cleo"]
    assert told(participation) == {("share", "", ""): (["Dina"], [])}


def test_whoever_was_withdrawn_holds_no_figure_up(session, cohort):
    gone = a_learner(session, cohort, "Ana", lessons=())
    boss = builders.an_administrator(session)
    enrolments.withdraw(session, gone, reason="Has left.", now=NOW, by=boss)

    assert cohort_completion(session, cohort).learners == 0
    assert cohort_completion(session, cohort).awards == ()


def test_it_tells_what_was_known_at_a_moment(session, cohort):
    enrolment = a_learner(session, cohort, "Ana", said=False)
    builders.a_reviewed_roadmap(
        session, builders.a_submitted_roadmap(session, enrolment)
    )
    builders.a_sign_off(session, enrolment, now=NOW + DAY)

    then, today = (
        cohort_completion(session, cohort, as_of=moment).awards[0]
        for moment in (NOW, NOW + DAY)
    )

    assert told(then) == {("sign-off", "", "sign-off"): (["Ana"], [])}
    assert [each.name for each in today.earned] == ["Ana"]


def test_each_is_judged_by_the_edition_that_they_are_held_to(session, cohort):
    old = builders.an_enrolment(
        session, cohort=cohort, edition=builders.an_edition(session)
    )
    for place in LESSONS:
        builders.a_finished_lesson(session, old, *place)
    for quiz in QUIZZES:
        builders.a_submitted_attempt(session, old, quiz)
    a_learner(session, cohort, "Ben", said=False)

    completion = cohort_completion(session, cohort).awards[0]

    assert [each.enrolment for each in completion.earned] == [old]


def test_the_statements_do_not_grow_with_the_learners(session, cohort):
    engine = session.get_bind()
    assert isinstance(engine, Engine)

    def counted() -> int:
        session.flush()
        with statements_of(engine) as sent:
            cohort_completion(session, cohort)
        return len(sent)

    a_learner(session, cohort, "Ana")
    few = counted()
    for number in range(6):
        a_learner(session, cohort, f"Learner {number}", said=number % 2 == 0)

    assert counted() == few <= 5
