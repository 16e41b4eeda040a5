"""What a database cannot keep never reaches it: both databases are asked."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests import builders, programmes
from tests.security.bodies import body_of
from tests.security.routes import API


@pytest.fixture
def learning(app_on_both: Flask, session, sign_in) -> tuple[Any, str, str, str]:
    """A browser of a learner with an open attempt, on each of the databases."""
    enrolment = builders.an_enrolment(session)
    attempt = builders.an_open_attempt(session, enrolment)
    session.commit()
    browser = app_on_both.test_client()
    sign_in(enrolment.user, browser)
    worksheet = f"/enrolments/{enrolment.uuid}/worksheets/first-sheet"
    return browser, str(attempt.uuid), enrolment.user.email, worksheet


def test_no_database_fails_over_what_it_cannot_keep(learning):
    """PostgreSQL takes no NUL and no half letter; SQLite takes both and forgets."""
    browser, attempt, email, worksheet = learning
    quiz = builders.miniature_catalogue().quiz("first-quiz")
    for words in ("\0", "a\0b", "x" * 100_000, "\x7f", "9" * 5_000):
        answers = [
            browser.put(
                f"{API}/attempts/{attempt}/responses/{question.key}",
                json={"op": str(uuid4()), "answer": answer},
            )
            for question in quiz.questions
            for answer in (words, [words], {words: words}, {"a": words})
        ]
        answers += [
            browser.post(f"/attempts/{attempt}", data={quiz.questions[0].key: words}),
            browser.put(
                f"{API}{worksheet}",
                json={
                    "entries": [{"op": str(uuid4()), "field": "next", "value": words}]
                },
            ),
            browser.put(
                f"{API}{worksheet}",
                json={"entries": [{"op": str(uuid4()), "field": words, "value": "x"}]},
            ),
            browser.post(worksheet, data={"next": words, words: words, "_do": words}),
            browser.get(worksheet, query_string={"removed": words, "saved": words}),
            browser.patch(f"{API}/me", json={"name": words}),
            browser.patch(f"{API}/me", json={"organisation": words}),
            browser.post("/profile", data={"name": words, "organisation": words}),
            browser.post(f"{API}/me/tokens", json={"label": words}),
            browser.post("/profile/tokens", data={"label": words}),
            browser.post(f"{API}/session", json={"email": words, "password": "p"}),
            browser.post(f"{API}/session", json={"email": email, "password": words}),
            browser.post("/sign-in", data={"email": words, "password": words}),
            browser.post("/forgotten-password", data={"email": words}),
            browser.post(f"{API}/courses/miniature/awards", json={"kind": words}),
            browser.post("/courses/miniature/awards", data={"kind": words}),
            browser.get("/verify", query_string={"number": words}),
            browser.get(f"{API}/verifications/{quote_all(words)}"),
            browser.get(f"/awards/{quote_all(words)}"),
            browser.get(f"/welcome/{quote_all(words)}"),
            browser.get(f"/courses/{quote_all(words)}"),
        ]

        assert failures(answers) == []


def failures(answers: list[TestResponse]) -> list[str]:
    return [
        f"{each.request.method} {each.request.path[:60]!r}"
        for each in answers
        if each.status_code >= 500
    ]


def quote_all(words: str) -> str:
    return "".join(f"%{byte:02x}" for byte in words.encode()[:2_000])


def test_no_database_fails_over_what_staff_send(app_on_both, session, sign_in):
    administrator = builders.an_administrator(session)
    cohort = builders.a_cohort(session)
    roadmap = f"/roadmaps/{builders.a_submitted_roadmap(session).uuid}"
    enrolment = builders.an_enrolment(session)
    paper = f"/papers/{programmes.a_kept_paper(session, enrolment).uuid}"
    session.commit()
    browser = app_on_both.test_client()
    sign_in(administrator, browser)
    op = str(uuid4())
    asked = body_of("POST", f"{API}/cohorts")["json"]
    for words in ("\0", "a\0b", "x" * 100_000, "\ud83d", "%", "_", "'"):
        words = words.encode("utf-8", "replace").decode()
        people = f"/people/{administrator.uuid}"
        answers = [
            browser.get(f"{API}/people", query_string={"search": words}),
            browser.get("/people", query_string={"search": words, "after": words}),
            browser.get("/statistics", query_string={"course": words, "as_of": words}),
            browser.get("/cohorts", query_string={"after": words}),
            browser.get(f"/cohorts/{cohort.uuid}", query_string={"state": words}),
            browser.post(people + "/role", data={"role": words}),
            browser.post("/people/new", data={"email": words, "name": words}),
            browser.post(
                f"/cohorts/{cohort.uuid}/learners",
                data={"op": str(uuid4()), "list": f"{words}\n{words}@example.org"},
            ),
            browser.post(
                f"{API}/cohorts/{cohort.uuid}/roster/plans",
                json={"op": str(uuid4()), "list": f"{words}\n{words}@example.org"},
            ),
            browser.post(f"/cohorts/{cohort.uuid}/trainers", data={"email": words}),
            browser.get("/roadmaps", query_string={"after": words}),
            browser.get("/papers", query_string={"after": words}),
            *(
                browser.post(f"{place}{work}/review", **{kind: body})
                for work in (roadmap, paper)
                for place, kind in (("", "data"), (API, "json"))
                for body in (
                    {"op": op, "verdict": words, "comments": "x"},
                    {"op": op, "verdict": "accepted", "comments": words},
                    {"op": words, "verdict": "accepted", "comments": words},
                )
            ),
            *(
                browser.post(
                    f"{API}/cohorts", json={**asked, "op": str(uuid4()), name: words}
                )
                for name in ("key", "title", "course", "mode", "opens_on", "edition")
            ),
            *(
                browser.post(
                    "/cohorts/new",
                    data={**asked, "op": str(uuid4()), "edition": "", name: words},
                )
                for name in ("key", "title", "course", "mode", "opens_on", "edition")
            ),
        ]

        assert failures(answers) == []
