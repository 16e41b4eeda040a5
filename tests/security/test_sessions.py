"""A session ends when it should, and a cookie that was made up never begins one."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config.settings import Settings
from course import accounts, tokens
from course.models import User
from learner_api.app import create_app
from tests import builders
from tests.conftest import SAME_ORIGIN
from tests.security.doors import WRONG, accepted, by_page, is_in


@pytest.fixture
def two_browsers(app: Flask, sign_in, ama: User) -> list[FlaskClient]:
    """Two browsers in which the same person is signed in."""
    browsers = [app.test_client(), app.test_client()]
    for browser in browsers:
        sign_in(ama, browser)
        assert is_in(browser)
    return browsers


def test_a_new_password_signs_out_every_other_browser(two_browsers):
    here, there = two_browsers
    fields = {
        "current_password": builders.PASSWORD,
        "new_password": "a quite different one",
    }

    here.post("/profile/password", data=fields, headers=SAME_ORIGIN)

    assert is_in(here)
    assert not is_in(there)
    assert not accepted(by_page(there, "ama@example.org", builders.PASSWORD))
    assert accepted(by_page(there, "ama@example.org", "a quite different one"))


def test_the_old_cookie_is_dead_after_a_new_password(app, sign_in, ama):
    browser, copy = app.test_client(), app.test_client(use_cookies=False)
    stolen = sign_in(ama, browser).headers["Set-Cookie"].partition(";")[0]
    fields = {
        "current_password": builders.PASSWORD,
        "new_password": "a quite different one",
    }

    browser.post("/profile/password", data=fields, headers=SAME_ORIGIN)

    assert copy.get("/api/v1/me", headers={"Cookie": stolen}).status_code == 401


def test_the_password_there_was_is_asked_for(two_browsers):
    here, there = two_browsers
    fields = {"current_password": WRONG, "new_password": "a quite different one"}

    response = here.post("/profile/password", data=fields, headers=SAME_ORIGIN)

    assert response.status_code == 422
    assert is_in(there)
    assert accepted(by_page(there, "ama@example.org", builders.PASSWORD))


@pytest.mark.parametrize(
    "act",
    [
        {"role": "trainer"},
        {"role": "administrator"},
        {"closed": True},
    ],
)
def test_what_an_administrator_does_to_an_account_ends_its_sessions(
    app, session, sign_in, two_browsers, ama, act
):
    administrator = builders.an_administrator(session)
    session.commit()
    office = app.test_client()
    sign_in(administrator, office)

    done = office.patch(f"/api/v1/people/{ama.uuid}", json=act, headers=SAME_ORIGIN)

    assert done.status_code == 200
    assert [is_in(browser) for browser in two_browsers] == [False, False]


def test_a_mailed_link_signs_out_whoever_had_taken_the_account(
    app, session, two_browsers, ama
):
    secret = tokens.create_invitation(session, ama, "reset", now=datetime.now(UTC))
    session.commit()
    fields = {"password": "chosen by the owner again"}

    app.test_client().post(f"/welcome/{secret}", data=fields, headers=SAME_ORIGIN)

    assert [is_in(browser) for browser in two_browsers] == [False, False]


def test_a_mailed_link_works_once(app, session, ama):
    secret = tokens.create_invitation(session, ama, "reset", now=datetime.now(UTC))
    session.commit()
    fields = {"password": "chosen by the owner again"}
    address = f"/welcome/{secret}"

    first, second = (
        app.test_client().post(address, data=fields, headers=SAME_ORIGIN)
        for _ in range(2)
    )

    assert first.status_code == 303
    assert second.status_code == 410
    assert app.test_client().get(address).status_code == 410


def test_a_closed_account_cannot_be_opened_by_a_mailed_link(app, session, ama):
    secret = tokens.create_invitation(session, ama, "reset", now=datetime.now(UTC))
    accounts.close_account(session, ama, now=builders.NOW, by=ama)
    session.commit()

    assert app.test_client().get(f"/welcome/{secret}").status_code == 410


def test_signing_out_takes_the_cookie_away(client, sign_in, ama):
    sign_in(ama)

    client.post("/sign-out", headers=SAME_ORIGIN)

    assert not is_in(client)


def test_signing_out_takes_more_than_a_link(client, sign_in, ama):
    sign_in(ama)

    response = client.get("/sign-out")

    assert response.status_code == 405
    assert is_in(client)


@pytest.mark.parametrize(
    "forge",
    [
        lambda cookie: cookie[:-1],
        lambda cookie: cookie + "A",
        lambda cookie: cookie.replace(".", "", 1),
        lambda cookie: "course_session=",
        lambda cookie: "course_session=\x01\x02",
        lambda cookie: "course_session=" + "A" * 5000,
        lambda cookie: "course_session=eyJfdXNlcl9pZCI6IjEuMCJ9.aaaa.bbbb",
    ],
)
def test_a_cookie_that_was_made_up_is_nobodys(app, sign_in, ama, forge):
    cookie = sign_in(ama).headers["Set-Cookie"].partition(";")[0]
    browser = app.test_client(use_cookies=False)

    answers = [
        browser.get("/api/v1/me", headers={"Cookie": each}).status_code
        for each in (cookie, forge(cookie))
    ]

    assert answers == [200, 401]


@pytest.mark.parametrize(
    "identity",
    ["", "1", "1.", ".0", "x.0", "1.0.0", "-1.0", "1.9", "99.0", "²." * 2, "1" * 40],
)
def test_an_identity_that_is_nobodys_is_nobody(house, identity):
    serializer = house.app.session_interface.get_signing_serializer(house.app)
    cookie = serializer.dumps({"_user_id": identity, "_fresh": True})
    headers = {"Cookie": f"course_session={cookie}"}

    response = house.ask("GET", "/api/v1/me", "anonymous", headers=headers)

    assert response.status_code == 401


def another_app(app: Flask, tmp_path, catalogue, **settings) -> Flask:
    address = str(app.extensions["course.database"].engine.url)
    made = Settings.for_tests(tmp_path, database_url=address, **settings)
    return create_app(made, catalogue=catalogue, durable=False)


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ({}, 200),
        ({"secret_key": "another key, quite as long as it must be"}, 401),
        ({"session_hours": -1}, 401),
    ],
    ids=["the same key", "another key", "a session that is too old"],
)
def test_a_cookie_holds_for_its_key_and_its_hours(
    app, tmp_path, catalogue, sign_in, ama, settings, status
):
    cookie = sign_in(ama).headers["Set-Cookie"].partition(";")[0]
    other = another_app(app, tmp_path, catalogue, **settings)

    response = other.test_client(use_cookies=False).get(
        "/api/v1/me", headers={"Cookie": cookie}
    )
    other.extensions["course.database"].engine.dispose()

    assert response.status_code == status


def test_a_new_key_keeps_those_signed_in_whose_key_is_named(
    app, tmp_path, catalogue, sign_in, ama
):
    cookie = sign_in(ama).headers["Set-Cookie"].partition(";")[0]
    other = another_app(
        app,
        tmp_path,
        catalogue,
        secret_key="another key, quite as long as it must be",
        secret_key_fallbacks=(app.secret_key,),
    )

    response = other.test_client(use_cookies=False).get(
        "/api/v1/me", headers={"Cookie": cookie}
    )
    other.extensions["course.database"].engine.dispose()

    assert response.status_code == 200


def test_a_weak_password_is_refused_wherever_one_is_chosen(
    app, session, two_browsers, ama
):
    secret = tokens.create_invitation(session, ama, "reset", now=datetime.now(UTC))
    session.commit()
    fields = {"current_password": builders.PASSWORD, "new_password": "elevenchars"}

    changed = two_browsers[0].post(
        "/profile/password", data=fields, headers=SAME_ORIGIN
    )
    chosen = app.test_client().post(
        f"/welcome/{secret}", data={"password": "elevenchars"}, headers=SAME_ORIGIN
    )

    assert (changed.status_code, chosen.status_code) == (422, 422)
    assert is_in(two_browsers[1])
