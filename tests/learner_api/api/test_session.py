"""Signing in and out, what one says of oneself, and access tokens."""

from uuid import uuid4

import pytest

from tests.builders import PASSWORD, a_learner, a_trainer

ME = "/api/v1/me"
SESSION = "/api/v1/session"
TOKENS = "/api/v1/me/tokens"


@pytest.fixture
def learner(session):
    learner = a_learner(session, name="Ama Mensah", country="GH")
    session.commit()
    return learner


def test_signing_in_opens_a_session_and_tells_who_one_is(client, learner):
    signed_in = client.post(
        SESSION, json={"email": learner.email.upper(), "password": PASSWORD}
    )

    assert signed_in.status_code == 200
    assert signed_in.json["name"] == "Ama Mensah"
    assert client.get(ME).json == signed_in.json
    assert "password" not in signed_in.text


def test_a_wrong_password_and_an_unknown_address_are_refused_alike(client, learner):
    wrong = client.post(
        SESSION, json={"email": learner.email, "password": "not the password"}
    )
    unknown = client.post(
        SESSION, json={"email": "nobody@example.org", "password": PASSWORD}
    )

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json == unknown.json
    assert wrong.json["type"] == "/problems/wrong-credentials"
    assert wrong.mimetype == "application/problem+json"


def test_after_five_failures_even_the_right_password_must_wait(client, learner):
    for _ in range(5):
        client.post(SESSION, json={"email": learner.email, "password": "wrong"})

    refused = client.post(SESSION, json={"email": learner.email, "password": PASSWORD})

    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.json["type"] == "/problems/too-many-requests"


def test_signing_out_closes_the_session(caller, learner):
    client = caller(learner)

    assert client.delete(SESSION).status_code == 204
    assert client.get(ME).status_code == 401


def test_a_stranger_is_told_to_sign_in(client):
    refused = client.get(ME)

    assert refused.status_code == 401
    assert refused.json["type"] == "/problems/unauthorized"
    assert refused.headers["WWW-Authenticate"] == "Bearer"


def test_one_may_change_what_one_says_of_oneself(caller, learner):
    client = caller(learner)

    changed = client.patch(ME, json={"country": "KE", "gender": None})

    assert changed.status_code == 200
    assert changed.json["country"] == "KE"
    assert client.get(ME).json == changed.json
    assert changed.json["name"] == "Ama Mensah"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"country": "XX"}, "/country"),
        ({"gender": "unknown"}, "/gender"),
        ({"name": None}, "/name"),
        ({"name": "  "}, "/name"),
        ({"name": "Am\u0000a"}, "/name"),
        ({"role": "administrator"}, "/role"),
        ({"email": "other@example.org"}, "/email"),
    ],
)
def test_what_may_not_be_changed_is_named_by_a_pointer(caller, learner, body, pointer):
    refused = caller(learner).patch(ME, json=body)

    assert refused.status_code == 422
    assert refused.json["type"] == "/problems/invalid-request"
    assert [fault["pointer"] for fault in refused.json["errors"]] == [pointer]


def test_a_name_that_no_certificate_can_show_is_refused(caller, learner):
    refused = caller(learner).patch(ME, json={"name": "Ama 🎓"})

    assert refused.status_code == 422
    assert refused.json["type"] == "/problems/name-not-printable"
    assert refused.json["characters"] == ["🎓"]


def test_reading_oneself_again_is_answered_not_modified(caller, learner):
    client = caller(learner)
    first = client.get(ME)

    second = client.get(ME, headers={"If-None-Match": first.headers["ETag"]})

    assert second.status_code == 304
    assert second.data == b""


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"data": "{", "content_type": "application/json"}, 400),
        ({"data": '{"country": NaN}', "content_type": "application/json"}, 400),
        ({"data": '{"name": "\\ud800"}', "content_type": "application/json"}, 400),
        ({"data": "country=KE", "content_type": "text/plain"}, 415),
        ({"data": {"country": "KE"}}, 415),
        ({"json": ["country"]}, 422),
        ({"json": "country"}, 422),
        ({"json": {"organisation": "x" * 1_100_000}}, 413),
    ],
)
def test_a_body_that_is_not_what_it_should_be_is_refused(caller, learner, sent, status):
    refused = caller(learner).patch(ME, **sent)

    assert refused.status_code == status
    assert refused.mimetype == "application/problem+json"
    assert refused.json["status"] == status


def test_a_token_lets_a_program_in_without_a_cookie_until_it_is_revoked(
    app, caller, learner
):
    browser, program = caller(learner), app.test_client()
    made = browser.post(TOKENS, json={"label": "Spreadsheet"})
    bearer = {"Authorization": f"Bearer {made.json['secret']}"}

    before = program.get(ME, headers=bearer)
    revoked = browser.delete(f"{TOKENS}/{made.json['uuid']}")
    after = program.get(ME, headers=bearer)

    assert made.status_code == 201
    assert before.json["email"] == learner.email
    assert revoked.status_code == 204
    assert after.status_code == 401


def test_a_tokens_secret_is_shown_once(caller, learner):
    client = caller(learner)
    made = client.post(TOKENS, json={"label": "Spreadsheet"})

    listed = client.get(TOKENS)

    assert listed.json["next"] is None
    assert [one["label"] for one in listed.json["items"]] == ["Spreadsheet"]
    assert made.json["secret"] not in listed.text


def test_nobody_revokes_a_token_of_another(session, caller, learner):
    other = a_trainer(session)
    session.commit()
    made = caller(learner).post(TOKENS, json={"label": "Spreadsheet"})

    refused = caller(other).delete(f"{TOKENS}/{made.json['uuid']}")

    assert refused.status_code == 404
    assert caller(other).delete(f"{TOKENS}/{uuid4()}").status_code == 404


def test_a_token_makes_no_tokens(app, caller, learner):
    made = caller(learner).post(TOKENS, json={"label": "Spreadsheet"})
    bearer = {"Authorization": f"Bearer {made.json['secret']}"}

    refused = app.test_client().post(TOKENS, json={"label": "More"}, headers=bearer)

    assert refused.status_code == 403
    assert refused.json["type"] == "/problems/not-permitted"


def test_a_cookie_writes_nothing_for_another_site_and_a_token_does(
    app, caller, learner
):
    browser = caller(learner)
    secret = browser.post(TOKENS, json={"label": "Spreadsheet"}).json["secret"]
    cross_site = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    bearer = {**cross_site, "Authorization": f"Bearer {secret}"}

    by_cookie = browser.patch(ME, json={"country": "KE"}, headers=cross_site)
    by_token = app.test_client().patch(ME, json={"country": "TG"}, headers=bearer)

    assert by_cookie.status_code == 403
    assert by_token.json["country"] == "TG"


def test_a_wrong_token_is_not_helped_by_a_good_cookie(caller, learner):
    refused = caller(learner).get(ME, headers={"Authorization": "Bearer wrong"})

    assert refused.status_code == 401


def test_an_address_with_a_nul_leads_nowhere(caller, learner):
    refused = caller(learner).get("/api/v1/courses/a%00b/progress")

    assert refused.status_code == 404


def test_what_is_not_there_and_what_is_not_taken_are_problems_too(client):
    nowhere = client.get("/api/v1/nowhere")
    not_taken = client.put("/api/v1/courses", json={})

    assert nowhere.status_code == 404
    assert nowhere.mimetype == "application/problem+json"
    assert not_taken.status_code == 405
    assert not_taken.json["type"] == "/problems/method-not-allowed"
    assert "GET" in not_taken.headers["Allow"]
