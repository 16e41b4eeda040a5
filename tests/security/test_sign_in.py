"""Signing in tells nobody who is known here, and leads nobody elsewhere."""

import pytest
from werkzeug.test import TestResponse

from course import accounts
from tests import builders
from tests.conftest import SAME_ORIGIN
from tests.security.doors import NOBODY, WRONG, accepted, is_in
from tests.security.world import OWNER

ELSEWHERE = [
    "//elsewhere.example",
    "///elsewhere.example",
    "https://elsewhere.example",
    "https:elsewhere.example",
    "http:/elsewhere.example",
    "\\\\elsewhere.example",
    "/\\elsewhere.example",
    "/\\/elsewhere.example",
    "\\/elsewhere.example",
    "/\t/elsewhere.example",
    "/\n/elsewhere.example",
    " //elsewhere.example",
    "javascript:alert(1)",
    "data:text/html,hello",
    "elsewhere.example",
    "@elsewhere.example",
    "//[",
    "",
]


def words(response: TestResponse) -> str:
    """What is said to the person, whatever they typed."""
    text: str = response.get_data(as_text=True)
    for email in ("ama@example.org", NOBODY):
        text = text.replace(email, "…")
    return text


def test_the_right_password_opens_the_door(client, door, ama):
    assert accepted(door(client, "ama@example.org", builders.PASSWORD))
    assert is_in(client)


def test_capitals_and_spaces_of_the_address_do_not_matter(client, door, ama):
    assert accepted(door(client, "  AMA@Example.ORG ", builders.PASSWORD))


@pytest.mark.parametrize(
    "password", [WRONG, builders.PASSWORD + " ", " " + builders.PASSWORD, "x" * 1000]
)
def test_any_other_password_does_not(client, door, ama, password):
    assert not accepted(door(client, "ama@example.org", password))
    assert not is_in(client)


def test_nobody_can_tell_whether_an_address_is_known(app, session, door, ama):
    builders.a_learner(session, email="invited@example.org", password_hash=None)
    gone = builders.a_learner(session, email="gone@example.org")
    accounts.close_account(session, gone, now=builders.NOW, by=gone)
    session.commit()

    known = door(app.test_client(), "ama@example.org", WRONG)
    unknown = door(app.test_client(), NOBODY, WRONG)

    assert (known.status_code, words(known)) == (unknown.status_code, words(unknown))
    for email in ("invited@example.org", "gone@example.org"):
        for password in (WRONG, builders.PASSWORD):
            other = door(app.test_client(), email, password)
            said = words(other).replace(email, "…")
            assert (other.status_code, said) == (unknown.status_code, words(unknown))


def test_as_much_work_is_done_for_nobody_as_for_somebody(
    client, session, door, ama, verified
):
    builders.a_learner(session, email="invited@example.org", password_hash=None)
    gone = builders.a_learner(session, email="gone@example.org")
    accounts.close_account(session, gone, now=builders.NOW, by=gone)
    session.commit()
    work = {}

    for email in (
        "ama@example.org",
        NOBODY,
        "invited@example.org",
        "gone@example.org",
        "no address at all",
    ):
        door(client, email, WRONG)
        work[email] = [kept.split("$")[1:4] for kept in verified]
        verified.clear()

    assert set(map(str, work.values())) == {str(work["ama@example.org"])}
    assert len(work["ama@example.org"]) == 1


def test_a_forgotten_password_is_answered_alike_for_everybody(client, ama):
    answers = {
        (response.status_code, response.headers["Location"])
        for email in ("ama@example.org", NOBODY)
        for response in [
            client.post(
                "/forgotten-password", data={"email": email}, headers=SAME_ORIGIN
            )
        ]
    }

    assert answers == {(303, "/forgotten-password/sent")}


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_led_elsewhere_after_signing_in(house, address):
    fields = {"email": OWNER, "password": builders.PASSWORD, "next": address}

    response = house.ask("POST", "/sign-in", "anonymous", data=fields)

    assert response.status_code == 303
    assert response.headers["Location"] == "/"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_who_is_signed_in_is_led_elsewhere(house, address):
    asked = {"next": address}

    response = house.ask("GET", "/sign-in", "owner", query_string=asked)

    assert response.status_code == 303
    assert response.headers["Location"] == "/"


@pytest.mark.parametrize("address", ["/profile", "/courses/miniature?a=1&b=2"])
def test_whoever_wanted_a_page_is_led_to_it(client, ama, address):
    sent = client.get(address).headers["Location"]
    shown = client.get(sent)
    fields = {"email": ama.email, "password": builders.PASSWORD, "next": address}

    response = client.post("/sign-in", data=fields, headers=SAME_ORIGIN)

    assert shown.status_code == 200
    assert response.headers["Location"] == address


@pytest.mark.parametrize(
    "address", ["//elsewhere.example", "//elsewhere.example/", "/\\elsewhere.example"]
)
def test_a_crooked_address_leads_nowhere_else(client, address):
    """The path is what a browser sends; the host stays that of this site."""
    response = client.get("/", environ_overrides={"PATH_INFO": address})

    led = response.headers.get("Location", "/")

    assert response.status_code < 500
    assert led.removeprefix("http://localhost").startswith("/")
    assert not led.startswith("//")
