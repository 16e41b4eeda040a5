"""Sign-in throttling by account and by network address."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from course import throttle
from course.models import SignInFailure
from course.throttle import PER_ACCOUNT, PER_ADDRESS, WINDOW
from tests.builders import NOW

MINUTE = timedelta(minutes=1)


def fail(session, times: int, account: str = "ana", address: str = "here", at=NOW):
    for _ in range(times):
        throttle.note_failure(session, account, address, now=at)
    session.flush()


def test_nobody_waits_before_the_limit(session):
    fail(session, PER_ACCOUNT - 1)

    assert throttle.wait_needed(session, "ana", "here", now=NOW) is None


def test_an_account_waits_wherever_it_is_tried_from(session):
    fail(session, PER_ACCOUNT)

    assert throttle.wait_needed(session, "ana", "elsewhere", now=NOW) == WINDOW
    assert throttle.wait_needed(session, "ben", "here", now=NOW) is None


def test_an_address_waits_whoever_is_tried_from_it(session):
    for number in range(PER_ADDRESS):
        fail(session, 1, account=f"person-{number}")

    assert throttle.wait_needed(session, "somebody", "here", now=NOW) == WINDOW
    assert throttle.wait_needed(session, "somebody", "elsewhere", now=NOW) is None


@pytest.mark.parametrize(
    ("later", "waits"),
    [(14 * MINUTE, True), (WINDOW, False), (16 * MINUTE, False)],
)
def test_the_wait_ends_with_the_window(session, later, waits):
    fail(session, PER_ACCOUNT)

    wait = throttle.wait_needed(session, "ana", "here", now=NOW + later)

    assert (wait is not None) is waits


def test_the_longer_of_two_waits_counts(session):
    for number in range(PER_ADDRESS):
        fail(session, 1, account=f"person-{number}")
    fail(session, PER_ACCOUNT, address="elsewhere", at=NOW + 5 * MINUTE)

    wait = throttle.wait_needed(session, "ana", "here", now=NOW + 5 * MINUTE)

    assert wait == WINDOW


def test_whoever_signs_in_starts_afresh(session):
    fail(session, PER_ACCOUNT)

    throttle.forgive(session, "ana")

    assert throttle.wait_needed(session, "ana", "elsewhere", now=NOW) is None


def test_a_sign_in_does_not_clear_the_address(session):
    for number in range(PER_ADDRESS):
        fail(session, 1, account=f"person-{number}")

    throttle.forgive(session, "person-1")

    assert throttle.wait_needed(session, "ana", "here", now=NOW) == WINDOW


def test_what_has_run_out_is_swept_away(session):
    fail(session, 3)

    fail(session, 1, account="ben", at=NOW + WINDOW + MINUTE)

    assert session.scalar(select(func.count()).select_from(SignInFailure)) == 2
