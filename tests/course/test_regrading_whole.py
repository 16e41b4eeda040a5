"""A regrade is done whole or not at all; of two at once one is done after the other."""

from uuid import uuid4

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from course import regrading, submissions, wordings
from course.attempts import find_own_attempt
from course.doctor import examine
from course.editions import sheet_of
from course.errors import StalePreview
from course.models import Mark, OutgoingMessage, Regrade, User
from tests.builders import (
    NOW,
    OFFICE,
    an_administrator,
    an_enrolment,
    an_open_attempt,
    how_many,
)
from tests.course.regrades import (
    FIRST,
    PASSING,
    REASON,
    WEEK_IS_FALSE,
    an_attempt,
    an_enrolment_but_for_the_first_quiz,
    answers,
    letter,
    previewed,
)
from tests.course.sittings import save
from tests.laws.records import every_row
from tests.threads import at_once


class Broken(RuntimeError):
    """The line to the database went dead here."""


@pytest.fixture
def administrator(session) -> int:
    """Three learners: one completes by the correction, one loses, one changes little.

    Who regrades is told by number: a rollback expires what this session has loaded.
    """
    for given in ({"week": False}, {}):
        enrolment = an_enrolment_but_for_the_first_quiz(session)
        an_attempt(session, *PASSING, enrolment=enrolment, **given)
    an_attempt(session, "one-colour", week=False)
    number = an_administrator(session).id
    session.commit()
    return number


def apply(own: Session, by: int, token: str, op=None):
    """The regrade that all of these tests are about, without its commit."""
    corrections = wordings.propose(own, FIRST, [WEEK_IS_FALSE])
    return regrading.apply_regrade(
        own,
        FIRST,
        corrections,
        "exact",
        op=op or uuid4(),
        reason=REASON,
        token=token,
        letter=letter,
        now=NOW,
        office=OFFICE,
        by=own.get_one(User, by),
    )


def token_of(session) -> str:
    token: str = previewed(session, WEEK_IS_FALSE).token
    session.rollback()
    return token


def failing_at(engine, number: int):
    """Let the statement of this number fail, and count those before it."""
    sent: list[str] = []

    def fail(_connection, _cursor, statement, _parameters, _context, _many):
        sent.append(statement)
        if len(sent) == number:
            raise Broken(statement)

    event.listen(engine, "before_cursor_execute", fail)
    return sent, lambda: event.remove(engine, "before_cursor_execute", fail)


def test_a_failure_at_any_statement_leaves_every_row_as_it_was(
    session, sessions, engine, administrator
):
    token, before = token_of(session), every_row(session)
    number, failures = 1, 0

    while True:
        sent, end = failing_at(engine, number)
        with sessions() as own:
            try:
                apply(own, administrator, token)
                own.flush()
            except Broken:
                own.rollback()
            else:
                # It came through: nothing is left to fail at.
                own.rollback()
                end()
                break
        end()
        assert len(sent) >= number
        assert every_row(session) == before, sent[number - 1]
        number, failures = number + 1, failures + 1

    assert every_row(session) == before
    assert failures > 20


def test_what_is_rolled_back_sends_no_letter(session, sessions, administrator):
    token = token_of(session)

    with sessions() as own:
        apply(own, administrator, token)
        assert how_many(own, OutgoingMessage) == 3
        own.rollback()

    assert how_many(session, OutgoingMessage) == 0


def test_what_happened_before_is_the_same_to_the_byte_afterwards(
    session, sessions, administrator
):
    token, before = token_of(session), every_row(session)

    with sessions() as own:
        apply(own, administrator, token)
        own.commit()

    after = every_row(session)
    for table in ("attempt", "response", "mark", "achievement", "award", "award_event"):
        assert after[table][: len(before[table])] == before[table]
    assert len(after["mark"]) == len(before["mark"]) + 3
    assert not any(examine(session))


def test_two_administrators_at_once_give_one_regrade(session, sessions, administrator):
    other = an_administrator(session).id
    session.commit()
    token = token_of(session)

    def regrade(number: int):
        with sessions() as own:
            applied = apply(own, (administrator, other)[number], token)
            own.commit()
            return applied

    outcomes = at_once(2, regrade)

    refused = [each for each in outcomes if isinstance(each, Exception)]
    assert [type(each) for each in refused] == [StalePreview]
    assert how_many(session, Regrade) == 1
    assert how_many(session, Mark) == 2 + 3 + 3
    assert not any(examine(session))


def test_one_operation_sent_at_once_is_one_regrade(session, sessions, administrator):
    token, op = token_of(session), uuid4()

    def regrade(_number: int):
        with sessions() as own:
            made, is_new = apply(own, administrator, token, op)
            own.commit()
            return made.uuid, is_new

    outcomes = at_once(3, regrade)

    assert sorted(outcomes) == [(op, False), (op, False), (op, True)]
    assert how_many(session, Regrade) == 1


def test_nobody_is_marked_by_the_old_key_while_a_regrade_is_made(session, sessions):
    """Attempts are handed in while the quiz is regraded, again and again."""
    by = an_administrator(session).id
    marked = an_attempt(session, "one-colour", "week").attempt.id
    sat = []
    for _ in range(6):
        attempt = an_open_attempt(session, an_enrolment(session))
        for key, answer in answers("one-colour", "week").items():
            save(session, attempt, key, answer)
        sat.append((attempt.uuid, attempt.enrolment.user_id))
    session.commit()

    def act(number: int):
        if number == 0:
            return _until_applied(sessions, by)
        with sessions() as own:
            uuid, user_id = sat[number - 1]
            learner = own.get_one(User, user_id)
            found = find_own_attempt(own, learner.id, uuid)
            assert found is not None
            own.refresh(found.enrolment, with_for_update=True)
            sheet = sheet_of(own, found)
            submissions.submit_attempt(
                own, found, sheet, now=NOW, office=OFFICE, by=learner
            )
            own.commit()
            return found.id

    outcomes = at_once(7, act)

    assert not [each for each in outcomes if isinstance(each, Exception)], outcomes
    for attempt_id in (marked, *outcomes[1:]):
        points = session.scalars(
            select(Mark.points)
            .where(Mark.attempt_id == attempt_id)
            .order_by(Mark.id.desc())
        ).first()
        assert points == 1
    assert not any(examine(session))


def _until_applied(sessions, by):
    """Preview and apply until nobody comes between."""
    while True:
        with sessions() as own:
            token = previewed(own, WEEK_IS_FALSE).token
            own.rollback()
            try:
                apply(own, by, token)
            except StalePreview:
                own.rollback()
                continue
            own.commit()
            return
