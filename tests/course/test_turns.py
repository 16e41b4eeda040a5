"""Whoever locks several rows takes them in one order, so that nobody waits for ever."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Thread
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from course import (
    accounts,
    attempts,
    cohorts,
    enrolments,
    granting,
    progress,
    roster,
    selection,
)
from course.account_errors import LastAdministrator
from course.errors import CourseError
from course.models import Cohort, Enrolment, RosterImport, User
from course.roster_errors import StaleRosterPlan
from tests import builders, doors
from tests.builders import NOW, OFFICE, letters, miniature_catalogue
from tests.course.award_lives import a_completion, due
from tests.laws.seeds import chance
from tests.programmes import FIRST, PROGRAMME_OFFICE, STEPS, on_course
from tests.threads import at_once, until_it_waits

ROUNDS = 3
LEARNERS = 24


def meanwhile(
    sessions: sessionmaker[Session],
    engine: Engine,
    held: Callable[[Session], Any],
    act: Callable[[Session], Any],
    then: Callable[[Session], Any],
) -> list[Any]:
    """What came of ``act``, which began when ``held`` was done and ``then`` was not."""
    came: list[Any] = []

    def run() -> None:
        with sessions() as own:
            try:
                came.append(act(own))
                own.commit()
            except Exception as fault:
                came.append(fault)

    acting = Thread(target=run)
    with sessions() as own:
        held(own)
        acting.start()
        until_it_waits(engine, acting)
        then(own)
        own.commit()
    acting.join(timeout=30)
    return came


def apply(own: Session, kept: tuple[int, Any, str]) -> RosterImport:
    """Apply a list as the edge does."""
    cohort_id, plan, token = kept
    cohort = own.get_one(Cohort, cohort_id)
    done = roster.apply_roster(
        own,
        cohort,
        plan,
        token=token,
        countries={},
        letters=letters(),
        now=NOW,
        office=OFFICE,
        by=own.get_one(User, cohort.created_by),
    )
    assert done is not None
    own.commit()
    return done[0]


def test_two_lists_that_share_people_take_turns(session, sessions):
    """Into cohorts that they do not share, and in whatever order these come."""
    draw = chance("lists that share people")
    for _ in range(ROUNDS):
        trainer = builders.a_trainer(session)
        people = [builders.a_learner(session).email for _ in range(LEARNERS)]
        kept = []
        for _list in range(2):
            chosen = [builders.a_cohort(session, trainer=trainer) for _ in range(3)]
            draw.shuffle(people)
            rows = [f"{each},{draw.choice(chosen).key}" for each in people]
            text = "\n".join(["email,cohort", *rows])
            plan = builders.a_kept_roster(session, chosen[0], text)
            token = roster.plan_of(
                session, chosen[0], plan, countries={}, by=trainer
            ).token
            kept.append((chosen[0].id, plan.uuid, token))
        session.commit()

        def run(number: int, kept=tuple(kept)) -> Any:
            with sessions() as own:
                return apply(own, kept[number])

        came = at_once(2, run)

        assert {type(each) for each in came} == {RosterImport, StaleRosterPlan}, came
        session.rollback()
        # What was thrown away leaves its number to the next, on SQLite.
        session.expunge_all()


def test_two_selections_of_the_same_people_take_turns(session, sessions):
    """They applied to two cohorts of one course, in another order to each."""
    draw = chance("selections of the same people")
    for _ in range(ROUNDS):
        people = [builders.a_learner(session) for _ in range(8)]
        calls = [doors.a_call(session, quota=None) for _ in range(2)]
        asked = []
        for call in calls:
            draw.shuffle(people)
            choices = {
                doors.an_application(session, call, each).uuid: "selected"
                for each in people
            }
            by = call.cohort.trainers[0]
            token = selection.preview_selection(
                session, call.cohort, choices, now=builders.NOW, by=by
            ).token
            asked.append((by.id, call.cohort.uuid, choices, token))
        session.commit()

        def run(number: int, asked=tuple(asked)) -> str:
            by_id, uuid, choices, token = asked[number]
            with sessions() as own:
                by = own.get_one(User, by_id)
                cohort = cohorts.find_cohort(own, by, uuid, for_update=True)
                assert cohort is not None
                doors.decided(own, cohort, choices, token=token, by=by)
                own.commit()
            return "selected"

        came = at_once(2, run)

        assert "selected" in came, came
        assert any(isinstance(each, CourseError) for each in came), came
        placed = session.scalars(
            select(Enrolment.cohort_id).where(
                Enrolment.user_id.in_([each.id for each in people])
            )
        ).all()
        assert len(placed) == len(people)
        assert len(set(placed)) == 1
        session.rollback()


def test_time_granted_while_a_course_moves_a_programme(session, sessions, engine):
    """The programme came first, and is locked after the course all the same."""
    learner = builders.a_learner(session)
    on_course(session, STEPS, learner)
    course = on_course(session, FIRST, learner)
    boss = builders.an_administrator(session)
    session.commit()

    came = meanwhile(
        sessions,
        engine,
        lambda own: enrolments.lock(own, own.get_one(Enrolment, course.id)),
        lambda own: granting.grant(
            own,
            own.get_one(Enrolment, course.id),
            op=uuid4(),
            extra_time_percent=50,
            reason="A certificate was seen.",
            letter=builders.grant_letter,
            now=NOW,
            office=PROGRAMME_OFFICE,
            by=own.get_one(User, boss.id),
        )[1],
        lambda own: progress.note_programmes(
            own, {learner.id}, now=NOW, office=PROGRAMME_OFFICE, by=None
        ),
    )

    assert came == [True]


def test_attempts_are_closed_in_the_order_of_their_enrolments(
    session, sessions, engine
):
    quiz = replace(miniature_catalogue().quiz("first-quiz"), time_limit=40)
    first, second = (builders.an_enrolment(session) for _ in range(2))
    begun = [
        builders.an_open_attempt(session, each, quiz=quiz).uuid
        for each in (second, first)
    ]
    session.commit()

    def lock(own: Session, enrolment: Enrolment) -> None:
        enrolments.lock(own, own.get_one(Enrolment, enrolment.id))

    came = meanwhile(
        sessions,
        engine,
        lambda own: lock(own, first),
        lambda own: len(attempts.lock_attempts(own, begun, OFFICE)),
        lambda own: lock(own, second),
    )

    assert came == [2]


def test_two_administrators_who_demote_each_other_take_turns(session, sessions, engine):
    first, second = (builders.an_administrator(session) for _ in range(2))
    session.commit()

    def demote(own: Session, person: User, by: User) -> str:
        found = accounts.person_to_change(own, person.uuid)
        assert found is not None
        accounts.change_role(
            own, found, "trainer", now=NOW, by=own.get_one(User, by.id)
        )
        return "demoted"

    came = meanwhile(
        sessions,
        engine,
        lambda own: accounts.person_to_change(own, second.uuid),
        lambda own: demote(own, first, second),
        lambda own: demote(own, second, first),
    )

    # The second to come is the last of them.
    assert [type(each) for each in came] == [LastAdministrator]


def test_what_is_due_is_locked_together(session, sessions, engine):
    """What expires is not locked after what is owed, whichever enrolment is older."""
    expires = a_completion(session, valid_years=1)
    learner = builders.a_learner(session)
    learner.name = "Ana \U000130c0"
    owed = a_completion(session, learner)
    learner.name = "Ana"
    session.commit()

    def lock(own: Session, enrolment: Enrolment) -> None:
        enrolments.lock(own, own.get_one(Enrolment, enrolment.id))

    came = meanwhile(
        sessions,
        engine,
        lambda own: lock(own, expires),
        lambda own: due(own, NOW + timedelta(days=800)),
        lambda own: lock(own, owed),
    )

    assert [len(each.issued) for each in came] == [1]
    assert [len(each.expired) for each in came] == [1]
