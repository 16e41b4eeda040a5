"""Bearer tokens: whose they are, how long they hold, and where they are kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from course import accounts, tokens
from tests import builders
from tests.conftest import SAME_ORIGIN

ME = "/api/v1/me"


@pytest.fixture
def made(session, ama):
    """A token of hers and its secret."""
    token, secret = tokens.create_token(session, ama, "a program", now=today())
    session.commit()
    return token, secret


@pytest.fixture
def program(app):
    """A program without cookies."""
    return app.test_client(use_cookies=False)


def today() -> datetime:
    return datetime.now(UTC)


def bearing(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def status(program, headers) -> int:
    code: int = program.get(ME, headers=headers).status_code
    return code


def test_a_token_stands_for_its_person(program, made):
    answer = program.get(ME, headers=bearing(made[1]))

    assert answer.status_code == 200
    assert answer.get_json()["email"] == "ama@example.org"


def test_a_token_gives_no_cookie(program, made):
    assert "Set-Cookie" not in program.get(ME, headers=bearing(made[1])).headers


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer nobody's",
        "Bearer \xe9\xff",
        "Bearer {secret}x",
        "Bearer x{secret}",
        "Bearer {secret} {secret}",
        "Basic {secret}",
        "Token {secret}",
        "{secret}",
        "Bearer " + "x" * 5000,
    ],
)
def test_nothing_else_does(program, made, header):
    headers = {"Authorization": header.format(secret=made[1])}

    answer = program.get(ME, headers=headers)

    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_hash_is_no_secret(program, made):
    assert status(program, bearing(made[0].token_hash)) == 401


def test_a_revoked_token_is_useless_at_once(app, program, sign_in, ama, made):
    browser = app.test_client()
    sign_in(ama, browser)

    browser.delete(f"{ME}/tokens/{made[0].uuid}", headers=SAME_ORIGIN)

    assert status(program, bearing(made[1])) == 401


def test_a_token_runs_out(session, program, ama):
    long_ago = today() - timedelta(days=tokens.TOKEN_DAYS, seconds=1)
    _token, secret = tokens.create_token(session, ama, "old", now=long_ago)
    session.commit()

    assert status(program, bearing(secret)) == 401


def test_a_closed_account_takes_its_tokens_with_it(session, program, ama, made):
    accounts.close_account(session, ama, now=builders.NOW, by=ama)
    session.commit()

    assert status(program, bearing(made[1])) == 401


def test_a_token_has_the_rights_that_its_person_has_today(session, program, ama, made):
    before = program.get("/api/v1/cohorts", headers=bearing(made[1])).status_code
    accounts.change_role(session, ama, "trainer", now=builders.NOW, by=ama)
    session.commit()

    after = program.get("/api/v1/cohorts", headers=bearing(made[1])).status_code

    assert (before, after) == (403, 200)


def test_a_wrong_token_is_not_made_good_by_a_right_cookie(client, sign_in, ama):
    sign_in(ama)

    answers = [status(client, {}), status(client, bearing("wrong"))]

    assert answers == [200, 401]


def test_a_token_judges_alone_even_where_the_cookie_is_of_a_greater_one(
    session, client, sign_in, made
):
    administrator = builders.an_administrator(session)
    session.commit()
    sign_in(administrator)

    alone = client.get("/api/v1/people").status_code
    with_token = client.get("/api/v1/people", headers=bearing(made[1])).status_code

    assert (alone, with_token) == (200, 403)


def test_a_token_makes_no_other_tokens(program, made):
    headers = {**bearing(made[1]), **SAME_ORIGIN}

    by_api = program.post(f"{ME}/tokens", json={"label": "more"}, headers=headers)
    by_page = program.post("/profile/tokens", data={"label": "more"}, headers=headers)
    listed = program.get(f"{ME}/tokens", headers=headers).get_json()["items"]

    assert (by_api.status_code, by_page.status_code) == (403, 403)
    assert [each["label"] for each in listed] == ["a program"]


def test_nobody_revokes_the_token_of_another(session, program, ama, made):
    other = builders.a_learner(session)
    _token, theirs = tokens.create_token(session, other, "theirs", now=today())
    session.commit()

    answer = program.delete(f"{ME}/tokens/{made[0].uuid}", headers=bearing(theirs))

    assert answer.status_code == 404
    assert status(program, bearing(made[1])) == 200


def test_a_secret_is_shown_once_and_kept_nowhere(app, session, sign_in, ama, tmp_path):
    browser = app.test_client()
    sign_in(ama, browser)

    shown = browser.post(
        f"{ME}/tokens", json={"label": "once"}, headers=SAME_ORIGIN
    ).get_json()["secret"]

    assert shown not in browser.get(f"{ME}/tokens").get_data(as_text=True)
    assert shown not in browser.get("/profile").get_data(as_text=True)
    for file in database_files(session):
        assert shown.encode() not in file.read_bytes()


def test_no_password_and_no_link_is_kept_as_it_is(app, session, ama):
    password, chosen = "a password like no other", "ch0sen-by-nobody-else"
    secret = tokens.create_invitation(session, ama, "reset", now=today())
    session.commit()
    browser = app.test_client()
    browser.post(f"/welcome/{secret}", data={"password": chosen}, headers=SAME_ORIGIN)
    browser.post(
        "/profile/password",
        data={"current_password": chosen, "new_password": password},
        headers=SAME_ORIGIN,
    )

    assert browser.get(ME).status_code == 200
    for file in database_files(session):
        for kept in (password, chosen, secret):
            assert kept.encode() not in file.read_bytes()


def database_files(session) -> list[Path]:
    path = Path(session.get_bind().url.database)
    return [file for file in path.parent.glob(f"{path.name}*") if file.is_file()]
