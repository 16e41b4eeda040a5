"""Cohorts: made once, seen by those who lead them, and where their learners stand."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course import cohorts, enrolments
from course.errors import CohortKeyTaken, OperationConflict
from course.models import Cohort, User
from tests import builders
from tests.builders import NOW
from tests.statements import statements_of
from tests.threads import at_once


def maker(session: Session, cohort: Cohort) -> User:
    return session.get_one(User, cohort.created_by)


def test_a_trainer_leads_the_cohort_that_they_make(session):
    trainer = builders.a_trainer(session)

    cohort = builders.a_cohort(session, trainer=trainer, key="spring")

    assert (cohort.key, cohort.course_key, cohort.mode) == (
        "spring",
        "miniature",
        "moderated",
    )
    assert cohort.trainers == [trainer]


def test_an_administrator_makes_a_cohort_without_leading_it(session):
    boss = builders.an_administrator(session)

    assert builders.a_cohort(session, by=boss).trainers == []


def test_the_same_operation_makes_one_cohort(session):
    trainer, op = builders.a_trainer(session), uuid4()
    asked: dict[str, Any] = {
        "trainer": trainer,
        "op": op,
        "key": "spring",
        "title": "Spring",
    }

    first = builders.a_cohort(session, **asked)
    again = builders.a_cohort(session, **asked, now=NOW + timedelta(hours=1))

    assert again is first
    assert first.created_at == NOW


@pytest.mark.parametrize(
    "change", [{"key": "summer"}, {"title": "Other"}, {"mode": "self-paced"}]
)
def test_one_operation_makes_one_thing(session, change):
    trainer = builders.a_trainer(session)
    asked: dict[str, Any] = {
        "trainer": trainer,
        "op": uuid4(),
        "key": "spring",
        "title": "Spring",
    }
    builders.a_cohort(session, **asked)

    with pytest.raises(OperationConflict):
        builders.a_cohort(session, **asked | change)


def test_a_key_is_taken_once(session):
    builders.a_cohort(session, key="spring")

    with pytest.raises(CohortKeyTaken) as refusal:
        builders.a_cohort(session, key="spring")

    assert refusal.value.data["key"] == "spring"


def test_a_cohort_that_closes_before_it_opens_is_no_taken_key(session):
    with pytest.raises(IntegrityError):
        builders.a_cohort(
            session, opens_on=date(2026, 6, 1), closes_on=date(2026, 5, 1)
        )


def test_requests_at_once_make_one_cohort(session, sessions):
    trainer, op = builders.a_trainer(session), uuid4()
    edition = builders.an_edition(session)
    session.commit()

    def make(_number: int) -> int:
        with sessions() as own:
            cohort = builders.a_cohort(
                own,
                trainer=own.get_one(User, trainer.id),
                edition=own.merge(edition, load=False),
                op=op,
                key="spring",
                title="Spring",
            )
            own.commit()
            return cohort.id

    results = at_once(2, make)

    assert len(set(results)) == 1, results


def test_a_cohort_is_seen_by_those_who_lead_it_and_by_administrators(session):
    cohort = builders.a_cohort(session)
    leader, deputy = maker(session, cohort), builders.a_trainer(session)
    cohorts.add_trainer(session, cohort, deputy)
    cohorts.add_trainer(session, cohort, deputy)
    learner = builders.an_enrolment(session, cohort=cohort).user
    who = {
        "its trainer": leader,
        "its deputy": deputy,
        "an administrator": builders.an_administrator(session),
        "another trainer": builders.a_trainer(session),
        "its learner": learner,
    }

    found = {
        name
        for name, asker in who.items()
        if cohorts.find_cohort(session, asker, cohort.uuid, for_update=True)
    }
    listed = {
        name for name, asker in who.items() if cohorts.list_cohorts(session, asker)
    }

    assert found == listed == {"its trainer", "its deputy", "an administrator"}


def test_a_trainer_who_leaves_sees_it_no_more(session):
    cohort = builders.a_cohort(session)
    leader = maker(session, cohort)

    for _ in range(2):
        cohorts.remove_trainer(session, cohort, leader)

    assert cohorts.find_cohort(session, leader, cohort.uuid) is None


def test_cohorts_are_listed_newest_first_with_their_size(session):
    trainer = builders.a_trainer(session)
    old, new = (builders.a_cohort(session, trainer=trainer) for _ in range(2))
    builders.a_completed_enrolment(session, cohort=old)
    builders.an_enrolment(session, cohort=old)
    left = builders.an_enrolment(session, cohort=old)
    enrolments.withdraw(session, left, reason="Moved", now=NOW, by=trainer)
    session.flush()

    sizes = cohorts.list_cohorts(session, trainer)

    assert [(each.cohort, each.learners, each.completed) for each in sizes] == [
        (new, 0, 0),
        (old, 2, 1),
    ]


def test_cohorts_are_listed_a_page_at_a_time(session):
    trainer = builders.a_trainer(session)
    made = [builders.a_cohort(session, trainer=trainer) for _ in range(3)]

    first = cohorts.list_cohorts(session, trainer, limit=2)
    rest = cohorts.list_cohorts(session, trainer, after=first[-1].cohort.id, limit=2)

    assert [each.cohort for each in [*first, *rest]] == made[::-1]


def a_varied_cohort(session) -> Cohort:
    """A cohort with a learner in every state."""
    cohort = builders.a_cohort(session)

    def enrolled(name: str, **overrides):
        learner = builders.a_learner(session, name=name, **overrides)
        return builders.an_enrolment(session, learner, cohort=cohort)

    builders.a_completed_enrolment(
        session, builders.a_learner(session, name="Ana"), cohort=cohort
    )
    enrolled("Ben", password_hash=None)
    enrolled("Cy")
    busy = enrolled("Dina")
    builders.a_finished_lesson(session, busy)
    builders.a_submitted_attempt(session, busy, answers={})
    builders.a_submitted_attempt(session, busy, "second-quiz", answers={})
    builders.a_submitted_attempt(session, busy, "second-quiz")
    enrolments.withdraw(session, enrolled("Eve"), reason="Moved", now=NOW, by=busy.user)
    session.flush()
    return cohort


def test_everybody_is_shown_by_name_with_where_they_stand(session):
    standings = cohorts.cohort_progress(session, a_varied_cohort(session))

    assert [(each.enrolment.user.name, each.state) for each in standings] == [
        ("Ana", "completed"),
        ("Ben", "invited"),
        ("Cy", "not-started"),
        ("Dina", "under-way"),
        ("Eve", "withdrawn"),
    ]


def test_what_blocks_a_learner_is_named(session):
    standings = cohorts.cohort_progress(session, a_varied_cohort(session))
    ana, dina = standings[0], standings[3]

    assert ana.outstanding == ()
    assert ana.failed_quizzes == ()
    assert [step.key for step in dina.outstanding] == [
        "second-lesson",
        "first-quiz",
        "third-lesson",
    ]
    assert dina.failed_quizzes == ("first-quiz",)


def test_the_progress_of_a_cohort_comes_a_page_at_a_time(session):
    cohort = builders.a_cohort(session)
    for name in ("Ana", "Ben", "Ben", "Ben", "Cy"):
        learner = builders.a_learner(session, name=name)
        builders.an_enrolment(session, learner, cohort=cohort)

    whole = cohorts.cohort_progress(session, cohort)
    pages, after = [], None
    while page := cohorts.cohort_progress(session, cohort, after=after, limit=2):
        pages += page
        after = page[-1].enrolment.uuid

    assert [each.enrolment for each in pages] == [each.enrolment for each in whole]
    assert len(whole) == 5


@pytest.mark.parametrize("size", [1, 12])
def test_the_progress_of_a_cohort_takes_three_statements_whatever_its_size(
    session, sessions, engine, size
):
    cohort = builders.a_cohort(session)
    for _ in range(size):
        enrolment = builders.an_enrolment(session, cohort=cohort)
        builders.a_submitted_attempt(session, enrolment, answers={})
    session.commit()

    with sessions() as own:
        mine = own.get_one(Cohort, cohort.id)
        with statements_of(engine) as sent:
            standings = cohorts.cohort_progress(own, mine)
            shown = [
                (each.enrolment.user.name, each.state, each.outstanding)
                for each in standings
            ]

    assert len(shown) == size
    assert len(sent) <= 3


def test_cohorts_of_a_course_are_named_to_those_who_lead_them(session):
    trainer, boss = builders.a_trainer(session), builders.an_administrator(session)
    spring = builders.a_cohort(session, trainer=trainer, key="spring")
    summer = builders.a_cohort(session, key="summer")
    session.flush()

    led = cohorts.name_cohorts(session, trainer, "miniature", most=9)

    assert led == [cohorts.CohortName(spring.uuid, "spring", spring.title)]
    named = cohorts.name_cohorts(session, boss, "miniature", most=9)
    assert [each.uuid for each in named] == [summer.uuid, spring.uuid]
    assert cohorts.name_cohorts(session, boss, "another-course", most=9) == []
    assert cohorts.cohort_titles(session, trainer, "miniature") == {
        "spring": spring.title
    }
    assert set(cohorts.cohort_titles(session, boss, "miniature")) == {
        "spring",
        "summer",
    }


def test_of_many_cohorts_the_newest_are_named_and_the_one_that_is_asked_for(session):
    trainer, boss = builders.a_trainer(session), builders.an_administrator(session)
    made = [builders.a_cohort(session, key=f"run-{number}") for number in range(4)]
    session.flush()

    def named(asker, besides):
        found = cohorts.name_cohorts(
            session, asker, "miniature", most=2, besides=besides
        )
        return [each.key for each in found]

    assert named(boss, None) == ["run-3", "run-2"]
    assert named(boss, made[3].uuid) == ["run-3", "run-2"]
    assert named(boss, made[0].uuid) == ["run-3", "run-2", "run-0"]
    assert named(trainer, made[0].uuid) == []
