"""Enrolling, assigning, withdrawing and restoring, and who may see it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from course import cohorts, enrolments
from course.errors import CohortNotOpen, EnrolmentWithdrawn, NotEnrolled
from course.models import Enrolment, EnrolmentEvent, User
from tests import builders
from tests.builders import NOW
from tests.threads import at_once


def kinds(session, enrolment: Enrolment) -> list[str]:
    return list(
        session.scalars(
            select(EnrolmentEvent.kind)
            .where(EnrolmentEvent.enrolment_id == enrolment.id)
            .order_by(EnrolmentEvent.id)
        )
    )


def test_an_enrolment_begins_with_everything_to_do(session):
    enrolment = builders.an_enrolment(session)

    assert (enrolment.met, enrolment.needed, enrolment.percent) == (0, 5, 0)
    assert len(enrolment.standing["outstanding"]) == 5
    assert enrolment.completed_at is None
    assert kinds(session, enrolment) == ["enrolled"]


def test_somebody_who_is_enrolled_already_keeps_their_enrolment(session):
    first = builders.an_enrolment(session)

    second = builders.an_enrolment(session, first.user)

    assert second is first
    assert kinds(session, first) == ["enrolled"]


def test_requests_at_once_make_one_enrolment(session, sessions):
    learner = builders.a_learner(session)
    builders.an_edition(session)
    session.commit()

    def enrol(_number: int) -> int:
        with sessions() as own:
            person = own.get_one(User, learner.id)
            enrolment = builders.an_enrolment(own, person)
            own.commit()
            return enrolment.id

    results = at_once(4, enrol)

    assert len(set(results)) == 1
    assert session.scalar(select(func.count()).select_from(EnrolmentEvent)) == 1


def test_an_assignment_puts_the_enrolment_into_the_cohort(session):
    enrolment, cohort = builders.an_enrolment(session), builders.a_cohort(session)
    boss = builders.an_administrator(session)

    enrolments.assign(session, enrolment, cohort, now=NOW, by=boss)
    session.flush()

    assert enrolment.cohort is cohort
    assert kinds(session, enrolment) == ["enrolled", "assigned"]
    latest = session.scalars(select(EnrolmentEvent)).all()[-1]
    assert (latest.cohort_id, latest.actor_id) == (cohort.id, boss.id)


def test_a_withdrawal_keeps_what_was_done_and_stops_the_rest(session):
    enrolment = builders.an_enrolment(session)
    builders.a_finished_lesson(session, enrolment)
    boss = builders.an_administrator(session)

    for _ in range(2):
        enrolments.withdraw(session, enrolment, reason="Moved", now=NOW, by=boss)
    session.flush()

    assert enrolment.met == 1
    assert kinds(session, enrolment) == ["enrolled", "withdrawn"]
    with pytest.raises(EnrolmentWithdrawn):
        builders.a_finished_lesson(session, enrolment, lesson_key="second-lesson")


def test_somebody_restored_goes_on_where_they_stopped(session):
    enrolment = builders.an_enrolment(session)
    boss = builders.an_administrator(session)
    enrolments.withdraw(session, enrolment, reason="Moved", now=NOW, by=boss)

    for _ in range(2):
        enrolments.restore(session, enrolment, now=NOW, by=boss)
    builders.a_finished_lesson(session, enrolment)

    assert enrolment.met == 1
    assert kinds(session, enrolment) == ["enrolled", "withdrawn", "restored"]


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "open_now"),
    [
        (date(2026, 3, 3), date(2026, 4, 1), False),
        (date(2026, 3, 2), date(2026, 4, 1), True),
        (date(2026, 2, 1), date(2026, 3, 1), True),
    ],
)
def test_a_cohort_records_from_its_opening_day_and_has_no_last_one(
    session, opens_on, closes_on, open_now
):
    cohort = builders.a_cohort(session, opens_on=opens_on, closes_on=closes_on)
    enrolment = builders.an_enrolment(session, cohort=cohort)

    if open_now:
        enrolments.require_active(enrolment, now=NOW)
    else:
        with pytest.raises(CohortNotOpen) as refusal:
            enrolments.require_active(enrolment, now=NOW)
        assert refusal.value.data["opens_on"] == date(2026, 3, 3)


def test_who_may_see_an_enrolment(session):
    cohort = builders.a_cohort(session)
    enrolment = builders.an_enrolment(session, cohort=cohort)
    leading = session.get_one(User, cohort.created_by)
    who = {
        "the learner": enrolment.user,
        "another learner": builders.a_learner(session),
        "the trainer": leading,
        "another trainer": builders.a_trainer(session),
        "an administrator": builders.an_administrator(session),
    }

    seen = {
        name
        for name, asker in who.items()
        if enrolments.find_enrolment(session, asker, enrolment.uuid, for_update=True)
    }

    assert seen == {"the learner", "the trainer", "an administrator"}


def test_a_trainer_sees_their_own_enrolment_and_loses_a_cohort_they_leave(session):
    cohort = builders.a_cohort(session)
    enrolment = builders.an_enrolment(session, cohort=cohort)
    trainer = session.get_one(User, cohort.created_by)
    own = builders.an_enrolment(session, trainer)

    cohorts.remove_trainer(session, cohort, trainer)

    assert enrolments.find_enrolment(session, trainer, own.uuid) is own
    assert enrolments.find_enrolment(session, trainer, enrolment.uuid) is None


@pytest.mark.parametrize("for_update", [False, True])
def test_the_learners_own_enrolment_is_found_by_course(session, for_update):
    cohort = builders.a_cohort(session)
    enrolment = builders.an_enrolment(session, cohort=cohort)

    found = enrolments.enrolment_on(
        session, enrolment.user, "miniature", for_update=for_update
    )

    assert found is enrolment
    with pytest.raises(NotEnrolled):
        enrolments.enrolment_on(session, enrolment.user, "another")


def test_enrolments_are_listed_latest_first(session):
    ana = builders.a_learner(session)
    older = builders.an_enrolment(session, ana)
    newer = Enrolment(
        user=ana,
        course_key="another",
        edition=older.edition,
        enrolled_at=NOW + timedelta(days=1),
        standing={},
    )
    session.add(newer)

    assert enrolments.enrolments_of(session, ana) == [newer, older]
