"""The calendar of a run and the zone of a person, by program."""

from uuid import uuid4

import pytest

from tests import builders
from tests.calendars import (
    a_calendar,
    a_running_cohort,
    lives_in,
    weeks_about_today,
)
from tests.conftest import SAME_ORIGIN

API = "/api/v1"


WEEKS = weeks_about_today()
FIRST, SECOND = (week.to_data() for week in WEEKS)


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session)


@pytest.fixture
def cohort(session, trainer, sign_in):
    cohort = a_running_cohort(session, trainer)
    session.commit()
    sign_in(trainer)
    return cohort


def asked(**overrides):
    return {
        "op": str(uuid4()),
        "number": 0,
        "reason": "A holiday.",
        "weeks": [FIRST, SECOND],
        **overrides,
    }


def test_a_trainer_sets_what_a_learner_reads_in_their_own_zone(
    session, cohort, sign_in, client
):
    where = f"{API}/cohorts/{cohort.uuid}/calendar"
    body = asked()

    statuses = [
        client.post(where, json=body, headers=SAME_ORIGIN).status_code for _ in range(2)
    ]

    assert statuses == [201, 200]
    (setting,) = client.get(where).json["settings"]
    assert (setting["number"], setting["reason"]) == (1, "A holiday.")
    learner = builders.an_enrolment(session, cohort=cohort).user
    lives_in(session, learner, "Asia/Bishkek")
    session.commit()
    sign_in(learner)
    read = client.get(where).json
    assert read["time_zone"] == "Asia/Bishkek"
    assert read["settings"] == []
    first, second = read["weeks"]
    assert first.items() >= FIRST.items()
    assert first["due_at"] == f"{FIRST['due_on']}T18:00:00Z"
    assert (first["state"], second["state"]) == ("overdue", "now")


@pytest.mark.parametrize(
    ("overrides", "status", "kind"),
    [
        ({"number": 4}, 409, "stale-calendar"),
        ({"weeks": [FIRST]}, 422, "modules-differ"),
        (
            {
                "weeks": [
                    {**WEEKS[0].to_data(), "due_on": "2026-03-01"},
                    WEEKS[1].to_data(),
                ]
            },
            422,
            "due-before-open",
        ),
        (
            {
                "weeks": [
                    WEEKS[0].to_data(),
                    {**WEEKS[1].to_data(), "due_on": "2027-01-01"},
                ]
            },
            422,
            "outside-the-run",
        ),
        ({"weeks": []}, 422, "invalid-request"),
    ],
)
def test_what_cannot_be_set_says_why(cohort, client, overrides, status, kind):
    answer = client.post(
        f"{API}/cohorts/{cohort.uuid}/calendar",
        json=asked(**overrides),
        headers=SAME_ORIGIN,
    )

    assert answer.status_code == status
    assert answer.json["type"].endswith(f"/{kind}")


def test_a_trainer_of_another_cohort_finds_nothing(session, cohort, sign_in, client):
    stranger = builders.a_trainer(session)
    builders.a_cohort(session, trainer=stranger)
    a_calendar(session, cohort, weeks=WEEKS)
    session.commit()
    sign_in(stranger)
    where = f"{API}/cohorts/{cohort.uuid}/calendar"

    assert client.get(where).status_code == 404
    assert client.post(where, json=asked(), headers=SAME_ORIGIN).status_code == 404


def test_a_zone_is_that_of_the_office_until_it_is_chosen(session, sign_in, client):
    learner = builders.a_learner(session)
    session.commit()
    sign_in(learner)
    where = f"{API}/me/time-zone"
    assert client.get(where).json["is_chosen"] is False

    body = {"op": str(uuid4()), "time_zone": "Asia/Bishkek"}
    statuses = [
        client.post(where, json=body, headers=SAME_ORIGIN).status_code for _ in range(2)
    ]

    assert statuses == [201, 200]
    assert client.get(where).json == {"time_zone": "Asia/Bishkek", "is_chosen": True}
    wrong = client.post(
        where,
        json={"op": str(uuid4()), "time_zone": "Mars/Olympus"},
        headers=SAME_ORIGIN,
    )
    assert wrong.json["type"].endswith("/unknown-zone")
