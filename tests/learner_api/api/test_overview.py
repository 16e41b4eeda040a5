"""The trainer's page and letters to a group, by API."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from course.models import OutgoingMessage
from tests import builders

V1 = "/api/v1"
DAY = timedelta(days=1)
# The application's clock is the real one.
NOW = datetime.now(UTC)
EARLY = NOW - 10 * DAY


@pytest.fixture
def trainer(session):
    trainer = builders.a_trainer(session, name="Tomas Trainer")
    session.commit()
    return trainer


@pytest.fixture
def cohort(session, trainer):
    cohort = builders.a_cohort(
        session,
        trainer=trainer,
        mode="self-paced",
        opens_on=EARLY.date(),
        closes_on=(NOW + 90 * DAY).date(),
    )
    for name in ("Ana", "Ben", "Cleo"):
        person = builders.a_learner(session, name=name)
        enrolment = builders.an_enrolment(session, person, cohort=cohort, now=EARLY)
        if name == "Cleo":
            builders.a_finished_lesson(session, enrolment, now=NOW - DAY)
    session.commit()
    return cohort


@pytest.fixture
def here(cohort):
    return f"{V1}/cohorts/{cohort.uuid}"


def a_message(overview, **members):
    return {
        "op": str(uuid4()),
        "audience": "silent",
        "token": overview["audience"]["token"],
        "subject": "Are you still there?",
        "text": "We miss you.\n\nTake half an hour.",
        **members,
    }


def test_a_cohort_is_told_with_its_groups_blocks_and_modules(
    app_on_both, caller, trainer, here, counting
):
    client = caller(trainer)

    with counting() as sent:
        answer = client.get(f"{here}/overview")

    told = answer.get_json()
    assert answer.status_code == 200, told
    assert (told["days"], told["learners"], told["mode"]) == (7, 3, "self-paced")
    assert told["counts"] == {
        "on-track": 1,
        "behind": 0,
        "silent": 2,
        "failed-twice": 0,
        "finished": 0,
        "withdrawn": 0,
    }
    ana, _ben, cleo = told["items"]
    assert (ana["name"], ana["groups"], ana["last_act_at"]) == ("Ana", ["silent"], None)
    assert ana["blocked_by"]["key"] == "first-lesson"
    assert ana["blocked_by_words"].startswith("Lesson: ")
    assert cleo["modules"][0] == {
        "module": "first-module",
        "lessons_done": 1,
        "lessons": 2,
        "quiz": "to-do",
    }
    assert len(sent) <= 12, sent


def test_learners_come_in_pages_of_a_group_and_of_a_search(caller, trainer, here):
    client = caller(trainer)

    first = client.get(f"{here}/overview?group=silent&limit=1").get_json()
    second = client.get(first["next"]).get_json()
    searched = client.get(f"{here}/overview?search=cleo&sort=activity").get_json()
    patient = client.get(f"{here}/overview?days=30").get_json()

    assert [each["name"] for each in first["items"]] == ["Ana"]
    assert [each["name"] for each in second["items"]] == ["Ben"]
    assert (first["found"], second["next"]) == (2, None)
    assert first["audience"]["learners"] == 2
    assert [each["name"] for each in searched["items"]] == ["Cleo"]
    assert patient["counts"]["silent"] == 0


@pytest.mark.parametrize(
    "query", ["group=late", "days=0", "days=x", "sort=luck", f"after={UUID(int=7)}"]
)
def test_what_cannot_be_asked_is_refused(caller, trainer, here, query):
    assert caller(trainer).get(f"{here}/overview?{query}").status_code == 422


def test_the_heat_map_is_a_file(caller, trainer, here, cohort):
    answer = caller(trainer).get(f"{here}/overview.csv?group=on-track")

    lines = answer.get_data(as_text=True).splitlines()
    assert answer.status_code == 200
    assert cohort.key in answer.headers["Content-Disposition"]
    assert lines[0].split(",")[-1] == "second-module: quiz"
    assert len(lines) == 2
    assert ",1,2,to-do,0,1,to-do" in lines[1]


def test_a_group_is_written_to_once_and_the_letter_is_kept(
    app_on_both, session, caller, trainer, here
):
    client = caller(trainer)
    overview = client.get(f"{here}/overview?group=silent").get_json()
    body = a_message(overview)

    sent = client.post(f"{here}/messages", json=body)
    again = client.post(f"{here}/messages", json=body)

    assert (sent.status_code, again.status_code) == (201, 200), sent.text
    assert sent.get_json() == again.get_json()
    assert sent.get_json()["letters"] == 2
    (kept,) = client.get(f"{here}/messages").get_json()["items"]
    assert kept == sent.get_json()
    whole = client.get(f"{here}/messages/{body['op']}").get_json()
    assert [each["name"] for each in whole["readers"]] == ["Ana", "Ben"]
    letters = session.scalars(select(OutgoingMessage)).all()
    assert [each.subject for each in letters] == ["Are you still there?"] * 2
    assert "We miss you.\n\nTake half an hour." in letters[0].body
    assert letters[0].body.count("http") == 1
    assert len(letters[0].body) < 1000


def test_a_group_that_has_changed_is_not_written_to(session, caller, trainer, here):
    client = caller(trainer)
    everybody = client.get(f"{here}/overview").get_json()

    answer = client.post(f"{here}/messages", json=a_message(everybody))
    nobody = client.get(f"{here}/overview?group=finished").get_json()
    empty = client.post(f"{here}/messages", json=a_message(nobody, audience="finished"))

    assert answer.status_code == 409
    assert answer.get_json()["type"].endswith("/stale-audience")
    assert empty.status_code == 409
    assert empty.get_json()["type"].endswith("/nobody-to-write-to")
    assert session.scalars(select(OutgoingMessage)).all() == []


def test_those_withdrawn_are_no_audience(caller, trainer, here):
    client = caller(trainer)
    gone = client.get(f"{here}/overview?group=withdrawn").get_json()

    assert gone["audience"] is None
    body = {**a_message({"audience": {"token": "0" * 64}}), "audience": "withdrawn"}
    assert client.post(f"{here}/messages", json=body).status_code == 422


def test_the_longest_letter_stays_light(session, caller, trainer, here):
    client = caller(trainer)
    overview = client.get(f"{here}/overview?group=silent").get_json()
    body = a_message(overview, subject="ካ" * 150, text="ካ" * 4000)

    assert client.post(f"{here}/messages", json=body).status_code == 201

    letter = session.scalars(select(OutgoingMessage)).first()
    # As base64, in which such letters travel.
    assert len((letter.subject + letter.body).encode()) * 4 / 3 < 20_000
