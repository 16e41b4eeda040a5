"""Announcements, sessions and calendars, by program."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from course.models import OutgoingMessage
from tests import builders
from tests.calendars import a_calendar, a_running_cohort, weeks_about_today
from tests.conftest import SAME_ORIGIN
from tests.security.telling_routes import BY_PROGRAM, WORDS
from tests.statements import statements_of
from tests.telling import a_session, an_address

API = "/api/v1"


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session)


@pytest.fixture
def cohort(session, trainer, sign_in):
    cohort = a_running_cohort(session, trainer)
    session.commit()
    sign_in(trainer)
    return cohort


@pytest.fixture
def send(client):
    return lambda where, **body: client.post(
        f"{API}{where}", json={"op": str(uuid4()), **body}, headers=SAME_ORIGIN
    )


def a_learner_of(session, cohort):
    learner = builders.an_enrolment(session, cohort=cohort).user
    session.commit()
    return learner


def engine_of(app):
    return app.extensions["course.database"].engine


def letters(session):
    found = session.scalar(select(func.count()).select_from(OutgoingMessage))
    session.commit()
    return found


def test_what_a_trainer_announces_a_learner_reads_until_it_is_withdrawn(
    session, cohort, trainer, sign_in, client, send
):
    learner = a_learner_of(session, cohort)
    where, op = f"/cohorts/{cohort.uuid}/announcements", str(uuid4())
    told = {**WORDS, "body": "We **meet**. <script>alert(1)</script>"}

    answers = [send(where, op=op, **told) for _ in range(2)]

    assert [each.status_code for each in answers] == [201, 200]
    assert letters(session) == 1
    corrected = send(where, announcement=op, title="The visit, corrected", body="No.")
    assert (corrected.status_code, corrected.json["number"]) == (201, 2)
    assert letters(session) == 1
    sign_in(learner)
    (read,) = client.get(f"{API}{where}").json["announcements"]
    assert (read["title"], read["body"]) == ("The visit, corrected", "No.")
    assert "<strong>meet</strong>" in answers[0].json["html"]
    assert "<script>" not in answers[0].json["html"]
    sign_in(trainer)
    gone = send(f"{where}/{op}/withdrawal", reason="Wrong cohort.")
    assert gone.json["withdrawn_because"] == "Wrong cohort."
    assert send(where, announcement=op, **WORDS).status_code == 409
    sign_in(learner)
    assert client.get(f"{API}{where}").json["announcements"] == []


def test_sessions_and_due_days_are_in_the_calendar_that_nobody_signs_in_for(
    session, cohort, sign_in, client, send, app
):
    weeks = weeks_about_today()
    a_calendar(session, cohort, weeks=weeks)
    learner = a_learner_of(session, cohort)
    where = f"/cohorts/{cohort.uuid}/sessions"
    made = send(where, **BY_PROGRAM)
    assert (made.status_code, made.json["starts_at"]) == (201, "2026-12-03T08:00:00Z")
    name = made.json["session"]
    moved = {**BY_PROGRAM, "place": "Room 5, upstairs"}
    assert (
        send(f"{where}/{name}/changes", reason="A leak.", **moved).json["number"] == 2
    )
    cancelled = send(f"{where}/{name}/cancellation", reason="Ill.")
    assert cancelled.json["is_cancelled"] is True
    sign_in(learner)
    address = urlsplit(send("/me/calendar-feed").json["address"]).path

    read = app.test_client().get(address)

    assert read.mimetype == "text/calendar"
    text = read.text.replace("\r\n ", "")
    assert f"UID:{name}@" in text
    assert "SEQUENCE:2\r\n" in text
    assert "STATUS:CANCELLED\r\n" in text
    assert "DTSTART:20261203T080000Z\r\n" in text
    assert "LOCATION:Room 5\\, upstairs\r\n" in text
    assert f"DTSTART;VALUE=DATE:{weeks[0].due_on:%Y%m%d}\r\n" in text
    assert client.get(f"{API}/me/calendar-feed").json["is_open"] is True
    send("/me/calendar-feed/revocation")
    assert app.test_client().get(address).status_code == 404
    assert client.get(f"{API}/me/calendar-feed").json["is_open"] is False


def test_who_was_withdrawn_finds_nothing_in_their_calendar(session, cohort, client):
    enrolment = builders.an_enrolment(session, cohort=cohort)
    a_session(session, cohort)
    secret = an_address(session, enrolment.user)
    session.commit()
    assert "BEGIN:VEVENT" in client.get(f"/calendar/{secret}.ics").text

    enrolment.withdrawn_at = builders.NOW
    session.commit()

    assert "BEGIN:VEVENT" not in client.get(f"/calendar/{secret}.ics").text


def test_a_calendar_of_many_cohorts_costs_no_more_statements(session, client, app):
    learner = builders.a_learner(session)
    secret, counts = an_address(session, learner), []
    for many in (1, 5):
        for _ in range(many):
            run = a_running_cohort(session, builders.a_trainer(session))
            builders.an_enrolment(session, learner, cohort=run)
            for days in (1, 2):
                a_session(
                    session,
                    run,
                    ends_at=builders.NOW + timedelta(days=days, hours=1),
                    starts_at=builders.NOW + timedelta(days=days),
                )
        session.commit()
        client.get(f"/calendar/{secret}.ics")
        with statements_of(engine_of(app)) as statements:
            client.get(f"/calendar/{secret}.ics")
        counts.append(len(statements))

    assert 3 < counts[0] == counts[1] <= 6


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"zone": "Mars/Olympus"}, "unknown-zone"),
        ({"ends": "2026-12-03T13:00:00"}, "ends-before-start"),
        (
            {
                "zone": "Europe/Chisinau",
                "starts": "2027-03-28T02:30:00",
                "ends": "2027-03-28T04:30:00",
            },
            "no-such-time",
        ),
        ({"starts": "soon"}, "invalid-request"),
    ],
)
def test_a_session_that_cannot_be_says_why(cohort, send, changed, kind):
    answer = send(f"/cohorts/{cohort.uuid}/sessions", **BY_PROGRAM | changed)

    assert answer.status_code == 422
    assert answer.json["type"].endswith(f"/{kind}")


def test_what_is_of_another_cohort_is_not_there(session, cohort, trainer, send):
    other = a_running_cohort(session, trainer)
    theirs = a_session(session, other, by=trainer)
    session.commit()

    where = f"/cohorts/{cohort.uuid}/sessions/{theirs.expert_session}/cancellation"

    assert send(where, reason="Ill.").status_code == 404
