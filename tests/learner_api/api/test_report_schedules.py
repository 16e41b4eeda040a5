"""Reports of every month by the API and on pages: scheduled, their history, ended."""

import re
from uuid import uuid4

import pytest

from course.models import ReportSchedule
from tests.builders import COURSE, a_trainer, an_administrator, how_many
from tests.conftest import SAME_ORIGIN
from tests.exporting import a_schedule

SCHEDULES = "/api/v1/report-schedules"
PAGES = "/statistics/schedules"


@pytest.fixture
def person(session):
    person = an_administrator(session, email="ada@example.org")
    session.commit()
    return person


def body(**changed):
    return {
        "op": str(uuid4()),
        "title": "Monthly figures",
        "content": "figures",
        "course": COURSE,
        "by": ["cohort"],
        "day": 5,
        "hour": 6,
        "readers": ["ada@example.org"],
        **changed,
    }


def test_a_report_is_scheduled_once_listed_and_ended(
    app_on_both, session, person, caller
):
    client, asked = caller(person), body()

    made, again = (client.post(SCHEDULES, json=asked) for _ in range(2))
    here = f"{SCHEDULES}/{made.json['schedule']}"

    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json["question"] == {
        "course": COURSE,
        "by": ["cohort"],
        "detail": "exact",
    }
    assert client.get(SCHEDULES).json["items"] == [made.json]
    assert client.get(here).json == {**made.json, "waiting": [], "history": []}
    ended = client.post(f"{here}/end", json={"op": str(uuid4())})
    assert ended.json["ended_at"] is not None
    assert client.get(SCHEDULES).json["items"] == [ended.json]


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"day": 29}, "invalid-request"),
        ({"hour": 24}, "invalid-request"),
        ({"readers": []}, "invalid-request"),
        ({"readers": ["nobody@example.org"]}, "unknown-readers"),
        ({"content": "rows"}, "invalid-request"),
        ({"edition": "0" * 64}, "impossible-filter"),
    ],
)
def test_what_cannot_be_sent_is_not_scheduled(session, person, caller, changed, kind):
    answer = caller(person).post(SCHEDULES, json=body(**changed))

    assert answer.status_code == 422
    assert answer.json["type"].rpartition("/")[2] == kind
    assert how_many(session, ReportSchedule) == 0


def test_another_trainer_does_not_see_it(session, person, caller):
    trainer = a_trainer(session)
    session.commit()
    made = caller(person).post(SCHEDULES, json=body()).json

    other = caller(trainer)

    assert other.get(f"{SCHEDULES}/{made['schedule']}").status_code == 404
    assert other.get(SCHEDULES).json["items"] == []


def test_on_pages_it_is_scheduled_shown_and_ended(person, sign_in, page, client):
    sign_in(person)
    address = f"{PAGES}/new?course={COURSE}"
    found = re.search(r'name="op" value="([^"]+)"', page(address))
    assert found is not None
    form = {
        "op": found[1],
        "title": "Monthly figures",
        "holds": "figures",
        "format": "csv",
        "day": "29",
        "hour": "6",
        "readers": "ada@example.org",
    }

    refused = client.post(address, data=form, headers=SAME_ORIGIN)
    nobody = {**form, "day": "5", "readers": "nobody@example.org"}
    unknown = client.post(address, data=nobody, headers=SAME_ORIGIN)
    sent = client.post(address, data={**form, "day": "5"}, headers=SAME_ORIGIN)

    assert "Choose a day from 1 to 28." in refused.text
    assert "nobody@example.org" in unknown.text
    assert (refused.status_code, unknown.status_code) == (422, 422)
    assert "Nothing was sent yet" in page(sent.location)
    assert "Monthly figures" in page(PAGES)
    end = {"op": str(uuid4())}
    client.post(f"{sent.location}/end", data=end, headers=SAME_ORIGIN)
    assert "It is sent no more" in page(sent.location)


def test_what_stands_against_a_month_is_told(
    app_on_both, session, person, caller, sign_in, page
):
    trainer = a_trainer(session)
    schedule = a_schedule(session, by=trainer)
    trainer.role = "learner"
    session.commit()

    told = caller(person).get(f"{SCHEDULES}/{schedule.uuid}").json
    sign_in(person)
    shown = page(f"{PAGES}/{schedule.uuid}")

    latest, *_, first = told["waiting"]
    assert (first["month"], first["error"]["kind"]) == ("2026-02", "NotPermitted")
    assert first["error"]["message"]
    assert latest["month"] > first["month"]
    assert told["history"] == []
    assert "Due, and not sent yet" in shown
    assert "2026-02: " in shown


def test_a_long_list_of_reports_comes_in_parts(
    session, person, sign_in, page, client, monkeypatch
):
    monkeypatch.setattr("learner_api.pages.report_schedules.SHOWN", 2)
    oldest, middle, latest = (a_schedule(session, by=person) for _ in range(3))
    session.commit()
    sign_in(person)

    first, later = page(PAGES), page(f"{PAGES}?after={middle.uuid}")

    assert links_of(first) == [str(latest.uuid), str(middle.uuid)]
    assert links_of(later) == [str(oldest.uuid)]
    assert f'href="{PAGES}?after={middle.uuid}" rel="next"' in first
    assert f'href="{PAGES}" rel="prev"' in later
    assert 'rel="prev"' not in first
    assert 'rel="next"' not in later
    for unknown in (uuid4(), "nothing"):
        assert client.get(f"{PAGES}?after={unknown}").status_code == 404


def links_of(html):
    """The reports to which the list leads, in its order."""
    return re.findall(rf'href="{PAGES}/([0-9a-f-]{{36}})"', html)
