"""Topping up: who is asked, what beginning does, and that nothing is lost by it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import top_ups
from course.doctor import examine
from course.errors import NotPermitted, OperationConflict
from course.models import Award, AwardEvent, RuleChangeEntry
from course.rule_errors import NothingToTopUp
from tests.builders import (
    LESSONS,
    NOW,
    OFFICE,
    QUIZZES,
    a_completed_enrolment,
    a_submitted_attempt,
    an_administrator,
    an_enrolment,
)
from tests.course.rule_changes import (
    EASIER,
    HARDER,
    REASON,
    TOP_UP_BY,
    a_rule,
    applied,
)

LATER = NOW + timedelta(days=3)


def begin(session, enrolment, **overrides):
    values = {"op": uuid4(), "now": LATER, "office": OFFICE, "by": enrolment.user}
    return top_ups.begin_top_up(session, enrolment, **values | overrides)


def somebody_certified_by_one_quiz(session):
    """Somebody who completed under the easier rule, and is held to it."""
    enrolment = an_enrolment(session)
    applied(session, a_rule((), QUIZZES[:1]))
    a_submitted_attempt(session, enrolment, QUIZZES[0])
    return enrolment


def states(session, *enrolments):
    return [each.state for each in top_ups.top_ups_of(session, enrolments)]


def test_whoever_is_asked_is_told_what_is_missing_and_by_when(session):
    enrolment = a_completed_enrolment(session)
    applied(session, HARDER, "top-up")

    [told] = top_ups.top_ups_of(session, [enrolment])

    assert (told.state, told.by, told.reason) == ("asked", TOP_UP_BY, REASON)
    assert told.outstanding == ("Lesson fourth-lesson",)
    assert top_ups.top_ups_of(session, [an_enrolment(session)]) == []


def test_beginning_holds_them_to_the_new_rule_and_topping_up_ends_it(session):
    enrolment = somebody_certified_by_one_quiz(session)
    change, _ = applied(session, a_rule((), QUIZZES), "top-up")
    claims = session.scalars(select(Award)).one().claims

    entry = begin(session, enrolment)

    assert entry.effect == "topping-up"
    assert enrolment.edition_id == change.to_edition_id
    assert (enrolment.met, enrolment.needed, enrolment.completed_at) == (1, 2, None)
    assert states(session, enrolment) == ["begun"]

    a_submitted_attempt(session, enrolment, QUIZZES[1], now=LATER)

    assert enrolment.completed_at == LATER
    assert states(session, enrolment) == []
    assert [each.state for each in top_ups.top_ups_in(session, change)] == ["done"]
    # What they hold is what they held.
    assert session.scalars(select(Award)).one().claims == claims
    assert session.scalars(select(AwardEvent.kind)).all() == ["issued"]
    assert not any(examine(session))


def test_beginning_twice_begins_once(session):
    enrolment = a_completed_enrolment(session)
    applied(session, HARDER, "top-up")
    op = uuid4()

    first = begin(session, enrolment, op=op)

    assert begin(session, enrolment, op=op) is first
    assert begin(session, enrolment) is first
    assert session.scalars(
        select(RuleChangeEntry.effect).order_by(RuleChangeEntry.id)
    ).all() == ["asked", "topping-up"]
    other = a_completed_enrolment(session)
    with pytest.raises(OperationConflict):
        begin(session, other, op=op)


def test_nobody_begins_what_they_are_not_asked(session):
    enrolment = a_completed_enrolment(session)
    with pytest.raises(NothingToTopUp):
        begin(session, enrolment)

    applied(session, HARDER, "top-up")
    with pytest.raises(NotPermitted):
        begin(session, enrolment, by=an_administrator(session))


def test_the_latest_question_is_the_one_that_counts(session):
    enrolment = a_completed_enrolment(session)
    applied(session, HARDER, "top-up")
    applied(session, a_rule((*LESSONS, ("first-module", "fifth"))), "top-up")

    [told] = top_ups.top_ups_of(session, [enrolment])

    assert told.outstanding == ("Lesson fifth",)


def test_whoever_went_over_by_another_change_has_begun(session):
    enrolment = a_completed_enrolment(session)
    change, _ = applied(session, HARDER, "top-up")
    begin(session, enrolment)
    applied(session, EASIER)

    assert [each.state for each in top_ups.top_ups_in(session, change)] == ["done"]
