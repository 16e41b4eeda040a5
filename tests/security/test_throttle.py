"""Whoever guesses must wait: by account, by network address, by either door."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from course.models import SignInFailure
from course.throttle import PER_ACCOUNT, PER_ADDRESS, WINDOW
from tests import builders
from tests.security.doors import NOBODY, WRONG, accepted, by_api, by_page


def test_whoever_guesses_at_an_account_must_wait(app, door, ama):
    for _ in range(PER_ACCOUNT):
        door(app.test_client(), "ama@example.org", WRONG)

    response = door(app.test_client(), "ama@example.org", builders.PASSWORD)

    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= WINDOW.total_seconds() + 1
    assert "Set-Cookie" not in response.headers
    assert "Wait" in response.get_data(as_text=True)


def test_guesses_by_the_page_and_by_the_api_count_together(app, ama):
    for attempt in range(PER_ACCOUNT):
        (by_page, by_api)[attempt % 2](app.test_client(), "ama@example.org", WRONG)

    for each in (by_page, by_api):
        refused = each(app.test_client(), "ama@example.org", builders.PASSWORD)
        assert refused.status_code == 429


def test_an_address_that_nobody_has_is_throttled_alike(app, door, ama):
    def statuses(email: str) -> list[int]:
        return [
            door(app.test_client(), email, WRONG).status_code
            for _ in range(PER_ACCOUNT + 2)
        ]

    assert statuses(NOBODY) == statuses("ama@example.org")


def test_no_password_is_looked_at_while_somebody_must_wait(app, door, ama, verified):
    for _ in range(PER_ACCOUNT):
        door(app.test_client(), "ama@example.org", WRONG)
    verified.clear()

    door(app.test_client(), "ama@example.org", builders.PASSWORD)

    assert verified == []


def test_capitals_do_not_give_more_tries(app, door, ama):
    for number in range(PER_ACCOUNT):
        email = "ama@example.org"
        spelt = email[:number].upper() + email[number:]
        door(app.test_client(), f" {spelt}", WRONG)

    response = door(app.test_client(), "ama@example.org", builders.PASSWORD)

    assert response.status_code == 429


def test_whoever_guesses_from_one_place_must_wait_whatever_the_account(app, door, ama):
    here, there = ({"REMOTE_ADDR": f"203.0.113.{number}"} for number in (1, 2))
    for number in range(PER_ADDRESS):
        email = f"person-{number}@example.org"
        door(app.test_client(), email, WRONG, environ_base=here)

    refused, taken = (
        door(
            app.test_client(), "ama@example.org", builders.PASSWORD, environ_base=place
        )
        for place in (here, there)
    )

    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert accepted(taken)


def test_a_visitor_cannot_name_an_address_of_their_own(app, session, ama):
    """No proxy is trusted here, so what a request says of its sender is not heard."""
    for number in range(3):
        app.test_client().post(
            "/api/v1/session",
            json={"email": NOBODY, "password": WRONG},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        )

    subjects = session.scalars(select(SignInFailure.subject).distinct()).all()

    assert len(subjects) == 2


def test_waiting_ends(app, session, door, ama):
    for _ in range(PER_ACCOUNT):
        door(app.test_client(), "ama@example.org", WRONG)
    long_ago = datetime.now(UTC) - WINDOW - timedelta(seconds=1)
    for failure in session.scalars(select(SignInFailure)):
        failure.failed_at = long_ago
    session.commit()

    assert accepted(door(app.test_client(), "ama@example.org", builders.PASSWORD))


def test_signing_in_forgives_the_tries_before_it(app, door, ama):
    for _ in range(2):
        for _ in range(PER_ACCOUNT - 1):
            door(app.test_client(), "ama@example.org", WRONG)
        response = door(app.test_client(), "ama@example.org", builders.PASSWORD)

        assert accepted(response)


def test_the_list_of_tries_names_nobody(app, session, door, ama):
    door(app.test_client(), "ama@example.org", WRONG)

    for failure in session.scalars(select(SignInFailure)):
        assert len(failure.subject) == 64
        assert "ama" not in failure.subject
