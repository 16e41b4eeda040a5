"""Programmes and papers by API: what is asked, handing in, reviewing, the diploma."""

from io import BytesIO
from uuid import uuid4

import pytest

from course.models import OutgoingMessage, PaperSubmission
from course.paper_files import MEDIA_TYPES, MOST_BYTES
from tests import builders
from tests.builders import how_many
from tests.programmes import (
    FIRST,
    PDF,
    SECOND,
    STEPS,
    TITLE,
    a_word_file,
    finished,
    on_course,
    programme_catalogue,
)

API = "/api/v1"


@pytest.fixture(scope="session")
def catalogue():
    return programme_catalogue()


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session, name="Lea Leader")


@pytest.fixture
def enrolment(session, trainer):
    edition = on_course(session, STEPS).edition
    cohort = builders.a_cohort(session, trainer=trainer, edition=edition)
    enrolment = on_course(session, STEPS, cohort=cohort)
    session.commit()
    return enrolment


@pytest.fixture
def client(enrolment, caller):
    """The learner."""
    return caller(enrolment.user)


@pytest.fixture
def leader(trainer, enrolment, caller):
    """The trainer of the learner's cohort."""
    return caller(trainer)


@pytest.fixture
def place(enrolment):
    return f"{API}/enrolments/{enrolment.uuid}/papers"


def handed_in(client, place, data=PDF, op=None, **query):
    asked = {"op": str(op or uuid4()), "title": TITLE, "own_work": "true", **query}
    return client.post(place, data=data, query_string=asked)


def said(verdict="accepted", comments="", op=None):
    return {"op": str(op or uuid4()), "verdict": verdict, "comments": comments}


def test_a_programme_tells_what_it_asks_and_what_is_done(session, client, enrolment):
    finished(session, enrolment.user, (FIRST,))
    session.commit()

    told = client.get(f"{API}/programmes/{STEPS}").json

    assert told["award"] == "Diploma"
    assert told["enrolment"] == str(enrolment.uuid)
    assert [
        (each["key"], each["enrolled"], each["certified"]) for each in told["courses"]
    ] == [(FIRST, True, True), (SECOND, False, False)]
    assert told["paper"] == {"formats": ["pdf", "docx"], "most_bytes": MOST_BYTES}
    assert told["rule"][1] == "A paper of one’s own read and accepted"
    assert client.get(f"{API}/programmes/{FIRST}").status_code == 404


def test_a_diploma_is_earned_read_and_checked(
    session, client, leader, enrolment, place
):
    finished(session, enrolment.user)
    session.commit()
    paper = handed_in(client, place).json["uuid"]

    answer = leader.post(f"{API}/papers/{paper}/review", json=said())

    assert answer.status_code == 201
    assert answer.json["reviewed_by"] == "Lea Leader"
    awards = client.get(f"{API}/awards").json["items"]
    diploma = client.get(f"{API}/awards/{awards[0]['number']}").json
    assert diploma["kind"] == "diploma"
    claims = diploma["claims"]
    assert [each["title"] for each in claims["courses"]] == [
        "First steps",
        "Second steps",
    ]
    assert claims["paper"] == {"title": TITLE}
    checked = client.get(f"{API}/verifications/{diploma['number']}").json["claims"]
    assert (checked["courses"], checked["paper"]) == (
        claims["courses"],
        claims["paper"],
    )
    proof = client.get(f"{API}/courses/{STEPS}/completion").json["awards"][0]
    assert proof["earned_at"]
    tables = {
        row["table"]
        for criterion in proof["criteria"]
        for leaf in criterion["leaves"]
        for row in leaf["rows"]
    }
    assert tables == {"award", "paper_review"}


def test_a_file_comes_back_as_it_was_sent_and_is_never_shown(client, leader, place):
    data = a_word_file()
    made = handed_in(client, place, data)
    assert made.status_code == 201
    assert made.json["format"] == "docx"

    for reader in (client, leader):
        answer = reader.get(made.json["file"])

        assert answer.data == data
        assert answer.mimetype == MEDIA_TYPES["docx"]
        headers = answer.headers
        assert headers["Content-Disposition"] == "attachment; filename=paper-1.docx"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "no-cache" in headers["Cache-Control"]
        again = reader.get(
            made.json["file"], headers={"If-None-Match": headers["ETag"]}
        )
        assert (again.status_code, again.data) == (304, b"")


def test_a_form_hands_in_as_a_body_does_and_once(session, client, place):
    op = uuid4()
    form = {"file": (BytesIO(PDF), "whatever.exe")}

    assert handed_in(client, place, form, op).status_code == 201
    assert handed_in(client, place, PDF, op).status_code == 200

    assert how_many(session, PaperSubmission) == 1


@pytest.mark.parametrize(
    ("data", "query", "status", "slug"),
    [
        (b"text", {}, 422, "paper-not-taken"),
        (b"", {}, 422, "paper-not-taken"),
        (PDF, {"own_work": "false"}, 422, "honour-needed"),
        (PDF, {"title": "\U0001f600"}, 422, "title-not-printable"),
        (PDF, {"title": ""}, 422, "invalid-request"),
        (PDF + b"x" * MOST_BYTES, {}, 422, "paper-not-taken"),
        (PDF + b"x" * (MOST_BYTES + 200_000), {}, 413, "request-too-large"),
    ],
)
def test_what_cannot_be_taken_is_refused(
    session, client, place, data, query, status, slug
):
    answer = handed_in(client, place, data, **query)

    assert (answer.status_code, answer.json["type"]) == (status, f"/problems/{slug}")
    assert how_many(session, PaperSubmission) == 0


def test_a_paper_goes_back_with_comments_and_comes_again(
    session, client, leader, place
):
    first = handed_in(client, place).json["uuid"]
    assert handed_in(client, place).json["type"] == "/problems/paper-waiting"
    assert [each["uuid"] for each in leader.get(f"{API}/papers").json["items"]] == [
        first
    ]
    review = f"{API}/papers/{first}/review"
    assert leader.post(review, json=said("sent-back")).status_code == 422

    body = said("sent-back", "Say who pays.")
    assert leader.post(review, json=body).status_code == 201
    assert leader.post(review, json=body).status_code == 200
    refused = leader.post(review, json=said())
    assert refused.json["type"] == "/problems/paper-reviewed-meanwhile"

    assert leader.get(f"{API}/papers").json["count"] == 0
    letter = session.query(OutgoingMessage).one()
    assert "Say who pays." in letter.body
    assert place.removeprefix(API) in letter.body
    session.rollback()
    assert handed_in(client, place).json["number"] == 2
    told = client.get(place).json
    assert told["state"] == "waiting"
    assert [each["number"] for each in told["papers"]] == [2, 1]
    assert told["papers"][1]["review"]["comments"] == "Say who pays."
