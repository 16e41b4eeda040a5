"""Roadmaps by API: the document, the files, handing in, and reviewing."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import docx
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from course import enrolments
from course.models import OutgoingMessage, RoadmapReview, RoadmapSubmission
from tests import builders
from tests.builders import NOW, how_many

API = "/api/v1"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session, name="Lea Leader")


@pytest.fixture
def enrolment(session, trainer):
    cohort = builders.a_cohort(session, trainer=trainer, title="Ministries")
    learner = builders.a_learner(session, name="Ama Mensah")
    enrolment = builders.an_enrolment(session, learner, cohort=cohort)
    builders.a_saved_worksheet(session, enrolment)
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
    return f"{API}/enrolments/{enrolment.uuid}/roadmap"


def handed_in(client, place, op=None):
    return client.post(f"{place}/submissions", json={"op": str(op or uuid4())})


def said(verdict="sent-back", comments="Say who pays.", op=None):
    return {"op": str(op or uuid4()), "verdict": verdict, "comments": comments}


def test_a_draft_tells_its_document_and_what_is_empty(client, place):
    told = client.get(place).json

    assert (told["state"], told["accepted_at"], told["submissions"]) == (
        "draft",
        None,
        [],
    )
    assert (told["written"], told["places"], told["missing"]) == (7, 16, [])
    assert told["empty"] == [
        {
            "worksheet": "second-sheet",
            "section": "conclusion",
            "title": "Your conclusion",
            "written": 0,
            "needed": 0,
        }
    ]
    document = told["document"]
    assert (document["author"], document["country"]) == (
        "Ama Mensah",
        "Nurses, mostly.",
    )
    assert document["parts"][0]["blocks"][0]["text"] == "We ask."


def test_what_was_known_at_a_moment_can_be_asked(session, client, place, enrolment):
    before = (NOW - timedelta(seconds=1)).isoformat()
    builders.a_submitted_roadmap(session, enrolment)
    session.commit()

    then = client.get(place, query_string={"as_of": before}).json

    assert (then["state"], then["written"]) == ("draft", 0)
    assert then["document"]["parts"] == []
    assert [each["section"] for each in then["missing"]] == [
        "questions",
        "next",
        "questions",
        "bodies",
    ]
    assert client.get(place).json["state"] == "waiting"


def test_the_document_is_a_word_file_and_a_pdf(client, place):
    word = client.get(f"{place}/document.docx", query_string={"as_of": NOW.isoformat()})
    pdf = client.get(f"{place}/document.pdf", query_string={"as_of": NOW.isoformat()})

    assert (word.mimetype, pdf.mimetype) == (WORD, "application/pdf")
    assert word.headers["Content-Disposition"] == (
        "attachment; filename=roadmap-nurses-mostly-2026-03-02.docx"
    )
    assert word.headers["Cache-Control"] == "private, no-cache"
    opened = docx.Document(BytesIO(word.data))
    assert "We ask." in [paragraph.text for paragraph in opened.paragraphs]
    pages = PdfReader(BytesIO(pdf.data)).pages
    assert "We ask." in " ".join(page.extract_text() for page in pages)


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_same_moment_gives_the_same_bytes(client, place, kind):
    asked = {"as_of": NOW.isoformat()}

    first, second = (
        client.get(f"{place}/document.{kind}", query_string=asked) for _ in range(2)
    )

    assert first.data == second.data


def test_another_kind_of_file_is_not_there(client, place):
    assert client.get(f"{place}/document.odt").status_code == 404


def test_handing_in_freezes_the_document_and_says_where_it_is(client, place):
    op = uuid4()

    first, again = (handed_in(client, place, op) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert (first.json["number"], first.json["review"]) == (1, None)
    told = client.get(first.headers["Location"]).json
    assert told["document"]["parts"][0]["blocks"][0]["text"] == "We ask."
    assert (told["name"], told["digest"]) == ("Ama Mensah", first.json["digest"])


def test_what_is_missing_is_named_in_the_refusal(session, client, place, enrolment):
    builders.a_saved_worksheet(session, enrolment, {"next": None})
    session.commit()

    answer = handed_in(client, place)

    assert answer.status_code == 409
    assert answer.json["type"] == "/problems/roadmap-incomplete"
    assert answer.json["missing"] == [
        {
            "worksheet": "first-sheet",
            "section": "next",
            "title": "What comes next",
            "written": 0,
            "needed": 1,
        }
    ]


def test_while_one_waits_the_next_is_refused(client, place):
    handed_in(client, place)

    answer = handed_in(client, place)

    assert answer.status_code == 409
    assert answer.json["type"] == "/problems/roadmap-waiting"


def test_what_waits_is_listed_with_its_count(session, client, place, leader, enrolment):
    submission = handed_in(client, place).json
    other = builders.an_enrolment(session, cohort=enrolment.cohort)
    builders.a_submitted_roadmap(session, other)
    session.commit()

    first = leader.get(f"{API}/roadmaps?limit=1").json
    second = leader.get(first["next"]).json

    assert first["count"] == second["count"] == 2
    assert first["items"][0]["learner"] == str(other.uuid)
    assert second["next"] is None
    assert second["items"] == [
        {
            "submission": submission["uuid"],
            "learner": str(enrolment.uuid),
            "name": "Ama Mensah",
            "cohort": str(enrolment.cohort.uuid),
            "number": 1,
            "submitted_at": submission["submitted_at"],
        }
    ]


def test_a_list_after_something_that_is_not_there_is_refused(leader):
    answer = leader.get(f"{API}/roadmaps?after={uuid4()}")

    assert answer.status_code == 422


def test_a_review_is_told_to_the_learner_by_mail_and_by_api(
    session, client, place, leader
):
    submission = handed_in(client, place).json["uuid"]
    body = said()

    first, again = (
        leader.post(f"{API}/roadmaps/{submission}/review", json=body) for _ in range(2)
    )

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert (first.json["reviewed_by"], first.json["comments"]) == (
        "Lea Leader",
        "Say who pays.",
    )
    told = client.get(place).json
    assert told["state"] == "sent-back"
    assert told["submissions"][0]["review"] == first.json
    [letter] = session.scalars(select(OutgoingMessage))
    assert letter.subject == "Your roadmap comes back to you"
    assert "Hello Ama Mensah" in letter.body
    assert "Say who pays." in letter.body
    assert letter.body.rstrip().endswith(place.removeprefix(API))
    assert leader.get(f"{API}/roadmaps").json["count"] == 0


def test_an_acceptance_stays_when_a_newer_one_is_handed_in(
    session, client, place, leader
):
    submission = handed_in(client, place).json["uuid"]
    accepted = leader.post(
        f"{API}/roadmaps/{submission}/review", json=said("accepted", "")
    )
    handed_in(client, place)

    told = client.get(place).json

    assert told["state"] == "waiting"
    assert told["accepted_at"] == accepted.json["reviewed_at"]
    assert [each["number"] for each in told["submissions"]] == [2, 1]
    [letter] = session.scalars(select(OutgoingMessage))
    assert letter.subject == "Your roadmap is accepted"


def test_sending_back_without_comments_is_refused(client, place, leader):
    submission = handed_in(client, place).json["uuid"]

    answer = leader.post(f"{API}/roadmaps/{submission}/review", json=said(comments=" "))

    assert answer.status_code == 422
    assert answer.json["type"] == "/problems/comments-needed"


def test_the_second_reviewer_is_told(session, client, place, leader, caller):
    submission = handed_in(client, place).json["uuid"]
    administrator = builders.an_administrator(session)
    session.commit()
    leader.post(f"{API}/roadmaps/{submission}/review", json=said())

    answer = caller(administrator).post(
        f"{API}/roadmaps/{submission}/review", json=said("accepted")
    )

    assert answer.status_code == 409
    assert answer.json["type"] == "/problems/reviewed-meanwhile"
    assert how_many(session, RoadmapReview) == 1


def test_nobody_reviews_their_own(session, app_on_both, caller):
    administrator = builders.an_administrator(session)
    submission = builders.a_submitted_roadmap(
        session, builders.an_enrolment(session, administrator)
    )
    session.commit()

    answer = caller(administrator).post(
        f"{API}/roadmaps/{submission.uuid}/review", json=said("accepted")
    )

    assert answer.status_code == 403
    assert how_many(session, RoadmapReview) == 0


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_file_of_a_submission_never_changes(
    session, client, place, enrolment, kind
):
    address = f"{API}/roadmaps/{handed_in(client, place).json['uuid']}/document.{kind}"
    first = client.get(address)
    builders.a_saved_worksheet(session, enrolment, {"next": "We wait."})
    session.commit()

    again = client.get(address)
    held = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert again.data == first.data
    assert (held.status_code, held.data) == (304, b"")
    assert client.get(address.replace(kind, "odt")).status_code == 404


def test_who_was_taken_off_hands_nothing_in(session, client, place, enrolment):
    enrolments.withdraw(session, enrolment, reason="Left.", now=NOW, by=enrolment.user)
    session.commit()

    answer = handed_in(client, place)

    assert answer.json["type"] == "/problems/enrolment-withdrawn"
    assert how_many(session, RoadmapSubmission) == 0


def test_reading_a_roadmap_takes_few_statements(client, place, leader, counting):
    submission = handed_in(client, place).json["uuid"]
    client.get(place)

    with counting() as draft:
        client.get(place)
    with counting() as listed:
        leader.get(f"{API}/roadmaps")
    with counting() as read:
        leader.get(f"{API}/roadmaps/{submission}")

    # Each with the one that reads who asks.
    assert (len(draft), len(listed), len(read)) == (4, 3, 3)
