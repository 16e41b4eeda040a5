"""The privacy notice comes first, and nothing that is being done is lost to it."""

import re
from dataclasses import replace
from uuid import uuid4

import pytest

from course.models import NoticeAcceptance, Response
from course.notices import Notice, Notices, load_notices
from tests import builders
from tests.conftest import SAME_ORIGIN

API = "/api/v1"

ENROLMENT = "/enrolments/<uuid:enrolment>"
ROOM = "/cohorts/<uuid:cohort>/discussion"
# What saves a learner's open work, on pages and by the API.
SAVES = {
    "POST /attempts/<uuid:uuid>",
    "POST /attempts/<uuid:uuid>/submission",
    f"PUT {API}/attempts/<uuid:attempt>/responses/<question>",
    f"POST {API}/attempts/<uuid:attempt>/submission",
    "POST /courses/<course_key>/modules/<module_key>/lessons/<lesson_key>/completion",
    f"PUT {API}/courses/<course>/modules/<module>/lessons/<lesson>/completion",
    f"POST {ENROLMENT}/worksheets/<worksheet>",
    f"PUT {API}{ENROLMENT}/worksheets/<worksheet>",
    f"POST {ENROLMENT}/roadmap/submissions",
    f"POST {API}{ENROLMENT}/roadmap/submissions",
    "POST /peer-reviews/<uuid:peer_review>",
    f"PUT {API}/peer-reviews/<uuid:peer_review>/draft",
    f"POST {API}/peer-reviews/<uuid:peer_review>/review",
    f"POST {ENROLMENT}/papers",
    f"POST {API}{ENROLMENT}/papers",
    f"POST {ENROLMENT}/evaluation",
    f"POST {API}{ENROLMENT}/evaluation",
    f"POST {ROOM}/<module_key>",
    f"POST {ROOM}/<module_key>/threads/<uuid:thread>",
    f"POST {API}{ROOM}/<module_key>/messages",
    "POST /posts/<uuid:post>/edit",
    f"POST {API}/posts/<uuid:post>/texts",
}
# What is needed to read the notice and to go away.
NEEDED = {
    "POST /privacy-notice",
    f"POST {API}/privacy-notice/acceptances",
    f"DELETE {API}/session",
}


def a_newer_notice(app):
    """One more version comes into force while the application runs."""
    held = load_notices()
    newer = Notice(
        number=held.in_force.number + 1,
        version="f" * 64,
        in_force_from=held.in_force.in_force_from,
        changed="Letters are kept for a year less.",
        texts={"en": "# Privacy notice\n\nIt is new.\n"},
    )
    site = app.extensions["course.site"]
    app.extensions["course.site"] = replace(
        site, notices=Notices((*held.versions, newer))
    )
    return newer


@pytest.fixture
def newcomer(session, app):
    person = builders.a_learner(session, accepts_notice=False)
    session.commit()
    return person


def accept(client, html):
    found = dict(re.findall(r'name="(op|version|next)" value="([^"]*)"', html))
    return client.post("/privacy-notice", data=found, headers=SAME_ORIGIN)


@pytest.mark.parametrize("role", ["learner", "trainer", "administrator"])
def test_whoever_is_signed_in_is_asked_first_and_goes_on_from_there(
    client, sign_in, session, app, role
):
    person = builders.a_person(session, role=role, accepts_notice=False)
    session.commit()
    sign_in(person)

    asked = client.get("/glossary?q=migrant")

    assert asked.status_code == 303
    assert asked.headers["Location"] == "/privacy-notice?next=/glossary%3Fq%3Dmigrant"
    html = client.get(asked.headers["Location"]).get_data(as_text=True)
    assert "Before anything else" in html
    assert accept(client, html).headers["Location"] == "/glossary?q=migrant"
    assert client.get("/glossary?q=migrant").status_code == 200
    assert "Before anything else" not in client.get("/privacy-notice").text
    assert builders.how_many(session, NoticeAcceptance) == 1


def test_the_start_page_asks_whoever_is_signed_in(client, sign_in, newcomer):
    assert client.get("/").status_code == 200
    sign_in(newcomer)

    assert client.get("/").headers["Location"] == "/privacy-notice?next=/"


@pytest.mark.parametrize(
    "path", ["/privacy-notice", "/privacy-notice/1", "/verify", "/calls", "/health"]
)
def test_what_is_for_everybody_is_not_held_up(client, sign_in, newcomer, path):
    sign_in(newcomer)

    assert client.get(path).status_code == 200


def test_a_program_is_refused_a_write_and_told_how_to_go_on(client, sign_in, newcomer):
    sign_in(newcomer)
    change = {"organisation": "Planning"}

    assert client.get(f"{API}/me").status_code == 200
    refused = client.patch(f"{API}/me", json=change, headers=SAME_ORIGIN)

    assert refused.status_code == 403
    problem = refused.get_json(force=True)
    assert problem["type"] == "/problems/notice-not-accepted"
    accepted = client.post(
        f"{API}/privacy-notice/acceptances",
        json={"op": str(uuid4()), "version": problem["version"]},
        headers=SAME_ORIGIN,
    )
    assert accepted.status_code == 201
    again = client.patch(f"{API}/me", json=change, headers=SAME_ORIGIN)
    assert again.status_code == 200


def test_a_form_of_somebody_who_never_accepted_leads_to_the_notice(
    client, sign_in, newcomer
):
    sign_in(newcomer)

    answer = client.post("/profile", data={"name": "Another"}, headers=SAME_ORIGIN)

    assert answer.headers["Location"].startswith("/privacy-notice")


def test_an_answer_on_its_way_is_kept_when_a_new_version_comes(
    client, sign_in, session, app
):
    enrolment = builders.an_enrolment(session)
    attempt = builders.an_open_attempt(session, enrolment)
    session.commit()
    sign_in(enrolment.user)
    question = builders.miniature_catalogue().quiz("first-quiz").questions[0]
    here = f"{API}/attempts/{attempt.uuid}/responses/{question.key}"
    a_newer_notice(app)

    saved = client.put(
        here,
        json={"op": str(uuid4()), "answer": question.correct_answer},
        headers=SAME_ORIGIN,
    )
    submitted = client.post(
        f"/attempts/{attempt.uuid}/submission", data={}, headers=SAME_ORIGIN
    )

    assert saved.status_code == 200
    assert builders.how_many(session, Response) == 1
    assert "/privacy-notice" not in submitted.headers.get("Location", "")


def test_a_form_that_was_open_is_taken_and_the_next_page_asks_what_is_new(
    client, sign_in, session, app
):
    person = builders.a_learner(session)
    session.commit()
    sign_in(person)
    client.get("/profile")
    a_newer_notice(app)

    saved = client.post("/profile", data={"name": "New Name"}, headers=SAME_ORIGIN)

    assert saved.headers["Location"] == "/profile/saved"
    asked = client.get("/profile/saved")
    html = client.get(asked.headers["Location"]).get_data(as_text=True)
    assert "Letters are kept for a year less." in html
    assert "What you were saving is saved." in html
    assert accept(client, html).headers["Location"] == "/profile/saved"
    assert "New Name" in client.get("/profile/saved").get_data(as_text=True)


def test_the_version_that_was_shown_is_the_one_that_is_accepted(
    client, sign_in, newcomer, app
):
    sign_in(newcomer)
    html = client.get("/privacy-notice").get_data(as_text=True)
    a_newer_notice(app)

    answer = accept(client, html)

    assert answer.status_code == 409
    assert "has changed since you opened it" in answer.get_data(as_text=True)


def test_whatever_saves_open_work_is_taken_whatever_the_notice_says(app):
    taken = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if hasattr(app.view_functions[rule.endpoint], "before_notice")
    }

    assert taken == SAVES | NEEDED


def test_older_versions_stay_readable(client, app):
    a_newer_notice(app)

    assert "It is new." in client.get("/privacy-notice").get_data(as_text=True)
    older = client.get("/privacy-notice/1")
    assert (older.status_code, "It is new." in older.text) == (200, False)
    assert client.get("/privacy-notice/7").status_code == 404


def test_nobody_is_led_to_another_site(client, sign_in, newcomer):
    sign_in(newcomer)
    html = client.get("/privacy-notice?next=//elsewhere.example").text

    assert accept(client, html).headers["Location"] == "/"


def test_who_accepted_is_looked_up_once(client, sign_in, session, app):
    from tests.statements import statements_of

    person = builders.a_learner(session)
    session.commit()
    sign_in(person)
    engine = app.extensions["course.database"].engine

    with statements_of(engine) as sent:
        client.get("/profile")

    assert not any("notice_acceptance" in each for each in sent)
