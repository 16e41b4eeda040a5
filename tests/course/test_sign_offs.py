"""Signing off a learner, and taking that back, on both databases."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import progress, sign_offs
from course.doctor import examine
from course.enrolments import find_enrolment, withdraw
from course.errors import (
    EnrolmentWithdrawn,
    NotPermitted,
    OperationConflict,
)
from course.models import Achievement, Award, SignOff, User
from course.sign_off_errors import SignOffUnchanged
from tests import builders
from tests.builders import LESSONS, NOW, QUIZZES, how_many
from tests.rules import a_ruled_edition
from tests.threads import at_once

LATER = NOW + timedelta(days=1)


@pytest.fixture
def cohort(session):
    return builders.a_cohort(session, edition=a_ruled_edition(session))


@pytest.fixture
def trainer(session, cohort):
    return session.get_one(User, cohort.created_by)


@pytest.fixture
def enrolment(session, cohort):
    """A learner who has done everything but for a trainer's word."""
    made = builders.an_enrolment(session, cohort=cohort)
    for place in LESSONS:
        builders.a_finished_lesson(session, made, *place)
    for quiz in QUIZZES:
        builders.a_submitted_attempt(session, made, quiz)
    builders.a_reviewed_roadmap(session, builders.a_submitted_roadmap(session, made))
    return made


def differences(session):
    return [each for found in examine(session) for each in found]


def kinds_of(session, enrolment):
    return sorted(
        session.scalars(
            select(Achievement.award_kind).where(
                Achievement.enrolment_id == enrolment.id
            )
        )
    )


def test_a_sign_off_completes_what_waited_for_it_alone(session, enrolment, trainer):
    assert kinds_of(session, enrolment) == ["participation"]
    assert enrolment.standing["outstanding"] == [["sign-off", "", "sign-off"]]

    row = builders.a_sign_off(session, enrolment, by=trainer, now=LATER)

    assert (row.number, row.verdict, row.actor_id) == (1, "given", trainer.id)
    assert enrolment.completed_at == LATER
    assert kinds_of(session, enrolment) == ["completion", "participation"]
    award = session.scalars(select(Award).order_by(Award.id.desc())).first()
    assert award.claims["rule"][-1] == "Signed off by a trainer"
    assert differences(session) == []


def test_taking_it_back_takes_the_standing_and_no_award(session, enrolment, trainer):
    builders.a_sign_off(session, enrolment, by=trainer)
    awards = how_many(session, Award)

    builders.a_sign_off(session, enrolment, by=trainer, verdict="withdrawn", now=LATER)

    assert enrolment.completed_at is None
    assert "completion" not in enrolment.standing["earned"]
    assert how_many(session, Award) == awards
    assert kinds_of(session, enrolment) == ["completion", "participation"]
    assert differences(session) == []


def test_it_can_be_given_again_and_gives_no_second_award(session, enrolment, trainer):
    for verdict in ("given", "withdrawn", "given"):
        builders.a_sign_off(session, enrolment, by=trainer, verdict=verdict)
    rows = sign_offs.sign_offs_of(session, enrolment)

    assert [(row.number, row.verdict, by) for row, by in rows] == [
        (3, "given", trainer.name),
        (2, "withdrawn", trainer.name),
        (1, "given", trainer.name),
    ]
    assert how_many(session, Award) == 2
    assert enrolment.completed_at is not None
    assert differences(session) == []


@pytest.mark.parametrize("before", [(), ("given", "withdrawn")])
def test_nothing_is_taken_back_that_was_not_given(session, enrolment, trainer, before):
    for verdict in before:
        builders.a_sign_off(session, enrolment, by=trainer, verdict=verdict)

    with pytest.raises(SignOffUnchanged):
        builders.a_sign_off(session, enrolment, by=trainer, verdict="withdrawn")


def test_whoever_left_the_course_is_not_signed_off_and_may_lose_it(
    session, enrolment, trainer
):
    builders.a_sign_off(session, enrolment)
    withdraw(session, enrolment, reason="Has left.", now=NOW, by=trainer)

    builders.a_sign_off(session, enrolment, verdict="withdrawn")

    with pytest.raises(EnrolmentWithdrawn):
        builders.a_sign_off(session, enrolment)


def test_what_holds_is_not_given_twice(session, enrolment, trainer):
    builders.a_sign_off(session, enrolment)

    with pytest.raises(SignOffUnchanged):
        builders.a_sign_off(session, enrolment, by=trainer)


def test_one_operation_is_recorded_once(session, enrolment, trainer):
    op = uuid4()
    first = builders.a_sign_off(session, enrolment, by=trainer, op=op)

    again = builders.a_sign_off(session, enrolment, by=trainer, op=op, now=LATER)

    assert again is first
    assert how_many(session, SignOff) == 1
    with pytest.raises(OperationConflict):
        builders.a_sign_off(session, enrolment, by=trainer, op=op, reason="Another.")


def test_nobody_signs_off_for_themselves_and_no_learner_for_anybody(session, cohort):
    trainer = session.get_one(User, cohort.created_by)
    own = builders.an_enrolment(session, trainer, cohort=cohort)
    other = builders.an_enrolment(session, cohort=cohort)

    for enrolment, by in ((own, trainer), (other, other.user), (own, other.user)):
        with pytest.raises(NotPermitted):
            builders.a_sign_off(session, enrolment, by=by)
    assert how_many(session, SignOff) == 0


def test_a_clock_that_is_behind_puts_nothing_before_what_was_said(session, enrolment):
    builders.a_sign_off(session, enrolment, now=LATER)

    row = builders.a_sign_off(session, enrolment, verdict="withdrawn", now=NOW)

    assert (row.occurred_at, row.recorded_at) == (NOW, LATER)
    assert progress.standing_of(session, enrolment).completion.met_at is None
    assert differences(session) == []


@pytest.mark.parametrize("locked", [True, False])
def test_of_two_trainers_at_once_one_signs_off(session, sessions, enrolment, locked):
    names = [builders.an_administrator(session).id for _ in range(2)]
    session.commit()

    def sign(number: int) -> str:
        with sessions() as own:
            by = own.get_one(User, names[number])
            found = find_enrolment(own, by, enrolment.uuid, for_update=locked)
            assert found is not None
            row = builders.a_sign_off(own, found, by=by)
            own.commit()
            return row.verdict

    said = at_once(2, sign)

    assert said.count("given") == 1
    assert [type(each) for each in said if each != "given"] == [SignOffUnchanged]
    assert how_many(session, SignOff) == 1
