"""Nobody's words reach a log: no answer, password, token, name or address."""

import json
import logging
from datetime import UTC, datetime

import pytest

from course import tokens
from learner_api.database import get_database
from tests import builders
from tests.conftest import SAME_ORIGIN

API = "/api/v1"
NAME = "Canary Q. Yellowfeather"
EMAIL = "canary-of-the-mine@example.org"
PASSWORD = "canary password never to be read"
ANSWER = "canary answer to a question"
OTHER_EMAIL = "canary-invited@example.org"
LABEL = "canary label of a token"
SEARCH = "canary searched for"
CANARY = "canary"


@pytest.fixture
def canary(session, app):
    """Somebody whose every word can be told from all others."""
    person = builders.a_trainer(session, email=EMAIL, name=NAME)
    cohort = builders.a_cohort(session, trainer=person)
    enrolment = builders.an_enrolment(session, person, cohort=cohort)
    attempt = builders.an_open_attempt(session, enrolment)
    session.commit()
    return person, cohort, attempt


@pytest.fixture
def secrets_seen() -> list[str]:
    """The secrets that a test came to know, none of which may be logged."""
    return []


def lines(log) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def assert_silent(log, secrets: list[str]) -> None:
    written = log.getvalue()
    assert written
    assert CANARY not in written.lower()
    for word in ("yellowfeather", "correct horse", "mine@example"):
        assert word not in written.lower()
    for secret in secrets:
        assert secret not in written


def test_a_learners_day_is_logged_without_a_word_of_theirs(
    app, session, client, canary, log, secrets_seen
):
    person, _cohort, attempt = canary
    secret = tokens.create_invitation(session, person, "reset", now=datetime.now(UTC))
    session.commit()
    client.post(f"/welcome/{secret}", data={"password": PASSWORD}, headers=SAME_ORIGIN)
    client.post("/sign-out", headers=SAME_ORIGIN)
    client.post("/sign-in", data={"email": EMAIL, "password": ANSWER})
    signed_in = client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    made = client.post(f"{API}/me/tokens", json={"label": LABEL}).get_json()["secret"]
    bearer = {"Authorization": f"Bearer {made}"}
    for question in builders.miniature_catalogue().quiz("first-quiz").questions:
        client.put(
            f"{API}/attempts/{attempt.uuid}/responses/{question.key}",
            json={"op": "canary", "answer": ANSWER},
            headers=bearer,
        )
        client.post(
            f"/attempts/{attempt.uuid}", data={question.key: ANSWER, "op": ANSWER}
        )
    client.post("/profile", data={"name": NAME, "organisation": SEARCH})
    client.get("/profile", query_string={CANARY: SEARCH})

    cookie = signed_in.headers["Set-Cookie"].partition(";")[0].partition("=")[2]
    assert_silent(log, [secret, made, cookie])


def test_a_trainers_and_an_administrators_day_too(app, session, sign_in, canary, log):
    person, cohort, _attempt = canary
    administrator = builders.an_administrator(session)
    session.commit()
    trainer, office = app.test_client(), app.test_client()
    sign_in(person, trainer)
    sign_in(administrator, office)

    bad = trainer.post(
        f"/cohorts/{cohort.uuid}/learners", data={"list": f"{OTHER_EMAIL}\n{ANSWER}"}
    )
    good = trainer.post(
        f"{API}/cohorts/{cohort.uuid}/roster/plans",
        json={"op": str(cohort.uuid), "list": f"{NAME} <{OTHER_EMAIL}>"},
    )
    found = office.get("/people", query_string={"search": SEARCH})
    taken = office.post(
        f"{API}/people", json={"email": EMAIL, "name": NAME, "role": "learner"}
    )
    nowhere = office.get(f"/people/{CANARY}")
    gone = office.get(f"/verify/{CANARY}")

    assert [each.status_code for each in (bad, good, found, taken, nowhere, gone)] == [
        303,
        201,
        200,
        409,
        404,
        404,
    ]
    assert_silent(log, [])


@pytest.mark.parametrize(
    "failure",
    [
        RuntimeError(f"{NAME} wrote {ANSWER}"),
        ValueError({"email": EMAIL, "password": PASSWORD}),
    ],
)
def test_not_even_a_failure_repeats_them(app, canary, log, failure):
    def fail() -> str:
        raise failure

    fail.guard = "public"  # type: ignore[attr-defined]  # as a guard marks a view
    app.add_url_rule("/failing", view_func=fail)

    response = app.test_client().get("/failing", headers={"X-Canary": ANSWER})

    assert response.status_code == 500
    assert CANARY not in response.get_data(as_text=True).lower()
    assert_silent(log, [])


def test_a_failing_statement_is_logged_without_its_row(app, canary, log):
    def fail() -> str:
        session = get_database().session
        builders.a_learner(session, email=EMAIL, name=NAME)
        raise AssertionError("The address was free.")

    fail.guard = "public"  # type: ignore[attr-defined]  # as a guard marks a view
    app.add_url_rule("/failing", view_func=fail, methods=["POST"])

    app.test_client().post("/failing")

    assert_silent(log, [])


def test_a_line_names_the_route_and_not_the_address(client, log):
    client.get("/verify/AAAA-BBBB-CCCC")
    client.get("/nowhere/AAAA-BBBB-CCCC")

    asked = [line for line in lines(log) if line["logger"] == "course.requests"]

    assert [line["route"] for line in asked] == ["/verify/<number>", "-"]
    assert [line["status"] for line in asked] == [404, 404]
    assert "AAAA" not in log.getvalue()


def test_a_request_can_be_followed_by_its_number(client, log):
    response = client.get("/health")

    [line] = [line for line in lines(log) if line["logger"] == "course.requests"]

    assert line["request_id"] == response.headers["X-Request-Id"]
    assert isinstance(line["ms"], float)


def test_the_number_on_an_error_page_is_the_one_in_the_log(app, log):
    def fail() -> str:
        raise RuntimeError

    fail.guard = "public"  # type: ignore[attr-defined]  # as a guard marks a view
    app.add_url_rule("/failing", view_func=fail)

    page = app.test_client().get("/failing")

    [line] = [line for line in lines(log) if line["level"] == "error"]
    assert line["exception"] == "builtins.RuntimeError"
    assert str(line["request_id"]) in page.get_data(as_text=True)


def test_one_request_does_not_lend_its_number_to_what_comes_after(client, log):
    client.get("/health")
    logging.getLogger("course.mail").warning("Something between two requests.")

    [line] = [line for line in lines(log) if line["logger"] == "course.mail"]

    assert line["request_id"] is None
