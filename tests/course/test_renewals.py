"""Taking a course anew: who may, what the new run is, and that the old one stays."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import enrolments, renewals
from course.doctor import examine
from course.errors import NotPermitted, OperationConflict
from course.models import Achievement, Award, Enrolment, Renewal
from course.rule_errors import NotRenewable, RenewalReasonNeeded
from tests.awards_held import held_until, withdrawn
from tests.builders import (
    COURSE,
    LESSONS,
    NOW,
    QUIZZES,
    a_cohort,
    a_completed_enrolment,
    a_finished_lesson,
    a_roster,
    a_submitted_attempt,
    a_trainer,
    an_administrator,
    an_edition,
    an_enrolment,
)
from tests.course.rule_changes import EASIER, applied

TODAY = NOW.date()


def renew(session, enrolment, **overrides):
    values = {
        "op": uuid4(),
        "today": TODAY,
        "now": NOW,
        "by": enrolment.user,
        "edition": an_edition(session),
    }
    return renewals.renew(session, enrolment, **values | overrides)


def do_it_all(session, enrolment):
    for place in LESSONS:
        a_finished_lesson(session, enrolment, *place)
    for quiz_key in QUIZZES:
        a_submitted_attempt(session, enrolment, quiz_key)


@pytest.mark.parametrize("days", [-400, -1, 0, 90])
def test_a_learner_begins_anew_about_the_last_day(session, days):
    enrolment = a_completed_enrolment(session)
    held_until(session, enrolment, TODAY + timedelta(days=days))

    begun, is_new = renew(session, enrolment)

    assert is_new
    assert (begun.run, begun.met, begun.completed_at) == (2, 0, None)
    assert begun.cohort_id is None
    assert enrolments.enrolment_on(session, enrolment.user, COURSE) is begun
    assert enrolments.enrolments_of(session, enrolment.user) == [begun]
    assert enrolments.courses_of(session, enrolment.user) == [COURSE]
    assert not any(examine(session))


def test_a_renewed_run_earns_an_award_of_its_own(session):
    enrolment = a_completed_enrolment(session)
    held_until(session, enrolment, TODAY)
    kept = dict(enrolment.standing)
    begun, _ = renew(session, enrolment)

    do_it_all(session, begun)

    earned = session.scalars(
        select(Achievement.enrolment_id).order_by(Achievement.id)
    ).all()
    assert earned == [enrolment.id, begun.id]
    numbers = session.scalars(
        select(Award.number).where(Award.supersedes_id.is_(None))
    ).all()
    assert len(set(numbers)) == 2
    assert enrolment.standing == kept
    assert enrolment.completed_at == NOW
    assert not any(examine(session))


def test_an_award_that_holds_for_long_or_for_ever_is_not_renewed(session):
    enrolment = a_completed_enrolment(session)
    with pytest.raises(NotRenewable):
        renew(session, enrolment)
    with pytest.raises(NotRenewable):
        renew(session, an_enrolment(session))

    held_until(session, enrolment, TODAY + timedelta(days=91))
    with pytest.raises(NotRenewable):
        renew(session, enrolment)


def test_a_revoked_award_is_not_renewed_by_its_holder(session):
    enrolment = a_completed_enrolment(session)
    award = held_until(session, enrolment, TODAY)
    withdrawn(session, award)

    with pytest.raises(NotRenewable):
        renew(session, enrolment)


def test_an_administrator_grants_it_at_any_time_and_says_why(session):
    enrolment = a_completed_enrolment(session)
    by = an_administrator(session)
    with pytest.raises(RenewalReasonNeeded):
        renew(session, enrolment, by=by)

    begun, _ = renew(session, enrolment, by=by, reason="The law changed.")

    row = session.scalars(select(Renewal)).one()
    assert (row.enrolment_id, row.renews_id) == (begun.id, enrolment.id)
    assert (row.reason, row.actor_id) == ("The law changed.", by.id)
    with pytest.raises(NotRenewable):
        renew(session, an_enrolment(session), by=by, reason="For no reason.")


def test_nobody_else_begins_it_for_a_learner(session):
    enrolment = a_completed_enrolment(session)

    with pytest.raises(NotPermitted):
        renew(session, enrolment, by=a_trainer(session), reason="I say so.")


def test_each_run_is_renewed_once(session):
    enrolment = a_completed_enrolment(session)
    held_until(session, enrolment, TODAY)
    op = uuid4()
    begun, _ = renew(session, enrolment, op=op)

    assert renew(session, enrolment, op=op) == (begun, False)
    assert renew(session, enrolment) == (begun, False)
    with pytest.raises(OperationConflict):
        renew(session, enrolment, op=op, reason="For another reason.")
    other = a_completed_enrolment(session)
    held_until(session, other, TODAY)
    with pytest.raises(OperationConflict):
        renew(session, other, op=op)


def test_enrolling_again_gives_the_newest_run(session):
    enrolment = a_completed_enrolment(session)
    held_until(session, enrolment, TODAY)
    begun, _ = renew(session, enrolment)

    assert an_enrolment(session, enrolment.user) is begun


def test_a_list_puts_the_newest_run_into_a_cohort(session):
    first = a_cohort(session)
    enrolment = a_completed_enrolment(session, cohort=first)
    held_until(session, enrolment, TODAY)
    begun, _ = renew(session, enrolment)
    second = a_cohort(session)

    a_roster(session, second, enrolment.user.email, by=an_administrator(session))

    assert (enrolment.cohort_id, begun.cohort_id) == (first.id, second.id)


def test_a_change_of_the_rule_moves_the_newest_run_alone(session):
    enrolment = a_completed_enrolment(session)
    held_until(session, enrolment, TODAY)
    begun, _ = renew(session, enrolment)
    held_to = enrolment.edition_id

    change, _ = applied(session, EASIER)

    session.expire_all()
    assert session.get(Enrolment, enrolment.id).edition_id == held_to
    assert session.get(Enrolment, begun.id).edition_id == change.to_edition_id
    assert change.outcome["totals"]["compared"] == 2


def test_what_is_due_tells_the_first_day_that_comes(session):
    enrolment = a_completed_enrolment(session)
    held_until(session, enrolment, date(2026, 3, 1))

    [due] = renewals.due_renewals(session, [enrolment], today=TODAY)

    assert (due.valid_until, due.has_expired) == (date(2026, 3, 1), True)
    assert renewals.due_renewals(session, [], today=TODAY) == []
