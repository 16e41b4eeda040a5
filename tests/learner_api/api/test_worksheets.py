"""Worksheets over the API: what they ask, what is held, and who may read and write."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from course.models import WorksheetEntry
from tests import builders
from tests.builders import FILLED_IN, ROW, how_many

WHO = "questions/who-moves/answer"


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session)


@pytest.fixture
def enrolment(session, trainer):
    cohort = builders.a_cohort(session, trainer=trainer)
    enrolment = builders.an_enrolment(session, cohort=cohort)
    session.commit()
    return enrolment


def place(enrolment, key="first-sheet"):
    return f"/api/v1/enrolments/{enrolment.uuid}/worksheets/{key}".rstrip("/")


def entry(field="next", value="We ask.", **members):
    return {"field": field, "value": value, "op": str(uuid4()), **members}


def saving(*entries):
    return {"entries": list(entries)}


def test_the_list_tells_how_far_each_worksheet_is(session, caller, enrolment):
    client = caller(enrolment.user)
    before = client.get(place(enrolment, "")).json
    builders.a_saved_worksheet(session, enrolment)
    session.commit()

    after = client.get(place(enrolment, "")).json

    assert [each["key"] for each in after["items"]] == ["first-sheet", "second-sheet"]
    assert [each["percent"] for each in before["items"]] == [0, 0]
    first, second = after["items"]
    assert (first["filled"], first["places"], first["percent"]) == (7, 15, 46)
    assert first["last_change"] == "2026-03-02T12:00:00Z"
    assert second["last_change"] is None
    assert after["next"] is None


def test_a_worksheet_comes_with_what_is_written_and_what_it_reads_back(
    session, caller, enrolment
):
    builders.a_saved_worksheet(session, enrolment)
    session.commit()
    client = caller(enrolment.user)

    first = client.get(place(enrolment)).json
    second = client.get(place(enrolment, "second-sheet")).json

    questions, bodies, after = first["sections"]
    assert questions["columns"][1]["options"] == [
        {"value": "yes", "label": "Sure"},
        {"value": "no", "label": "Not sure"},
    ]
    assert questions["rows"][0]["values"] == {
        "answer": "Nurses, mostly.",
        "sure": "yes",
    }
    assert questions["rows"][0]["words"]["sure"] == "Sure"
    assert (bodies["row_title"], bodies["most"]) == ("Body", 3)
    assert [row["key"] for row in bodies["rows"]] == [ROW]
    assert after["text"] == "We ask."
    held = {each["field"]: each["value"] for each in first["entries"]}
    assert held == FILLED_IN
    reading = second["sections"][0]
    assert (reading["kind"], reading["reads"]) == ("reading", "first-sheet/questions")
    assert reading["rows"] == questions["rows"]


def test_fields_are_saved_together_and_answered_with_what_is_held(
    session, caller, enrolment
):
    body = saving(entry(WHO, "Nurses.", sequence=3), entry(f"bodies/{ROW}/name", "A"))

    answer = caller(enrolment.user).put(place(enrolment), json=body)

    assert answer.status_code == 200
    told = answer.json["entries"]
    assert [each["field"] for each in told] == [WHO, f"bodies/{ROW}/name"]
    assert (told[0]["value"], told[0]["sequence"]) == ("Nurses.", 3)
    assert [each["op"] for each in told] == [each["op"] for each in body["entries"]]
    assert [each["previous_op"] for each in told] == [None, None]
    assert how_many(session, WorksheetEntry) == 2


def test_the_same_request_sent_again_is_answered_the_same(session, caller, enrolment):
    client, body = caller(enrolment.user), saving(entry(), entry(WHO))

    first = client.put(place(enrolment), json=body)
    again = client.put(place(enrolment), json=body)

    assert first.json == again.json
    assert how_many(session, WorksheetEntry) == 2


def test_what_stood_there_at_a_moment_can_be_asked_for(caller, enrolment):
    client = caller(enrolment.user)
    client.put(place(enrolment), json=saving(entry(value="Now.")))

    for path in (place(enrolment), place(enrolment, "")):
        early = client.get(path, query_string={"as_of": "2026-03-01T00:00:00Z"})
        assert early.status_code == 200
        assert "Now." not in early.text
        assert '"percent":0' in early.text.replace(" ", "")
    ahead = datetime.now(UTC).replace(year=2199).isoformat().replace("+00:00", "Z")
    late = client.get(place(enrolment), query_string={"as_of": ahead})
    assert late.status_code == 422


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        (saving(), 422, "invalid-request"),
        ({}, 422, "invalid-request"),
        (saving({"field": "next", "value": "x"}), 422, "invalid-request"),
        (saving(entry(value=7)), 422, "invalid-request"),
        (saving(entry(sequence=0)), 422, "invalid-request"),
        (saving(entry(value="x" * 5001)), 422, "invalid-request"),
        (saving(entry("next\0")), 422, "invalid-request"),
        (saving(entry(value="a\0b")), 422, "invalid-entry"),
        (saving(entry("lost", "x")), 422, "invalid-entry"),
        (saving(entry("questions/ties/sure", "perhaps")), 422, "invalid-entry"),
        (
            saving(*(entry(f"bodies/{ROW}{n}/name") for n in range(4))),
            409,
            "too-many-rows",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_whole(
    session, caller, enrolment, body, status, problem
):
    if body.get("entries"):
        body["entries"].append(entry(WHO))

    refused = caller(enrolment.user).put(place(enrolment), json=body)

    assert refused.status_code == status, refused.text
    assert refused.json["type"] == f"/problems/{problem}"
    assert how_many(session, WorksheetEntry) == 0


def test_a_refusal_names_the_field(caller, enrolment):
    client = caller(enrolment.user)

    refused = client.put(
        place(enrolment), json=saving(entry("questions/ties/sure", "perhaps"))
    )

    assert refused.json["field"] == "questions/ties/sure"
    assert refused.json["detail"] == "Choose one of the options."


def test_a_worksheet_that_is_not_there_is_not_found(caller, enrolment):
    client = caller(enrolment.user)

    for answer in (
        client.get(place(enrolment, "lost-sheet")),
        client.put(place(enrolment, "lost-sheet"), json=saving(entry())),
    ):
        assert answer.status_code == 404
        assert answer.json["type"] == "/problems/unknown-worksheet"


def test_the_trainer_and_administrators_read_and_nobody_else_writes(
    session, caller, enrolment, trainer
):
    builders.a_saved_worksheet(session, enrolment)
    others = [
        builders.a_learner(session),
        builders.a_trainer(session),
    ]
    staff = [trainer, builders.an_administrator(session)]
    session.commit()

    for person in staff:
        client = caller(person)
        assert client.get(place(enrolment)).json["sections"][2]["text"] == "We ask."
        assert client.get(place(enrolment, "")).status_code == 200
        refused = client.put(place(enrolment), json=saving(entry()))
        assert refused.status_code == 403
        assert refused.json["type"] == "/problems/not-permitted"
    for person in others:
        client = caller(person)
        assert client.get(place(enrolment)).status_code == 404
        assert client.get(place(enrolment, "")).status_code == 404
        assert client.put(place(enrolment), json=saving(entry())).status_code == 404
    assert how_many(session, WorksheetEntry) == len(FILLED_IN)


def test_a_worksheet_is_not_modified_until_something_is_saved(caller, enrolment):
    client = caller(enrolment.user)
    tag = {"If-None-Match": client.get(place(enrolment)).headers["ETag"]}

    again = client.get(place(enrolment), headers=tag)
    client.put(place(enrolment), json=saving(entry()))
    changed = client.get(place(enrolment), headers=tag)

    assert (again.status_code, changed.status_code) == (304, 200)


def test_reading_and_saving_ask_little(session, caller, enrolment, counting):
    builders.a_saved_worksheet(session, enrolment)
    session.commit()
    client = caller(enrolment.user)

    with counting() as reading:
        client.get(place(enrolment))
    with counting() as listing:
        client.get(place(enrolment, ""))
    with counting() as saving_one:
        client.put(place(enrolment), json=saving(entry()))

    # The asker, the enrolment, what is held.
    assert len(reading) == 3, reading
    assert len(listing) == 3, listing
    # Besides: what is known of the operation and of the field, and the two writes.
    assert len(saving_one) <= 6, saving_one
