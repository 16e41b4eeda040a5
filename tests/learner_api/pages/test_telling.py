"""Announcements, sessions and one's calendar on their pages."""

import re

import pytest

from course import announcements, expert_sessions
from tests import builders
from tests.calendars import a_running_cohort, lives_in
from tests.conftest import SAME_ORIGIN
from tests.security.telling_routes import ON_PAPER
from tests.sittings import fields_of
from tests.telling import a_session, an_announcement


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
    return lambda where, form: client.post(where, data=form, headers=SAME_ORIGIN)


def a_learner_of(session, cohort):
    learner = builders.an_enrolment(session, cohort=cohort).user
    session.commit()
    return learner


def test_an_announcement_is_on_the_pages_of_learners(
    session, cohort, sign_in, send, page
):
    where = f"/cohorts/{cohort.uuid}/announcements"
    form = {**fields_of(page(where)), "title": "The visit", "body": "On **Thursday**."}

    for _again in range(2):
        assert send(where, form).status_code == 303

    assert page(where).count("<strong>Thursday</strong>") == 1
    sign_in(a_learner_of(session, cohort))
    assert "<strong>Thursday</strong>" in page(where)
    assert "Announce something" not in page(where)
    assert "The visit" in page(f"/courses/{builders.COURSE}")
    assert where in page(f"/cohorts/{cohort.uuid}/discussion")


def test_an_announcement_is_corrected_and_withdrawn(session, cohort, send, page):
    row = an_announcement(session, cohort)
    session.commit()
    where = f"/cohorts/{cohort.uuid}/announcements/{row.uuid}"
    page(f"{where}/edit")
    op = {"op": "7a2c1b1e-0c5f-4c67-9c64-2d1d6a1b7f11"}

    assert "Write what you announce" in send(f"{where}/edit", op).text
    send(f"{where}/edit", {**op, "title": "Corrected", "body": "On Friday."})
    assert send(f"{where}/withdrawal", op).status_code == 422
    assert send(f"{where}/withdrawal", {**op, "reason": "No."}).status_code == 409
    other = {"op": "7a2c1b1e-0c5f-4c67-9c64-2d1d6a1b7f12", "reason": "Not at all."}
    assert send(f"{where}/withdrawal", other).status_code == 303

    (each,) = announcements.announcements_of(session, cohort)
    assert (each.latest.title, each.is_withdrawn) == ("Corrected", True)
    assert "Not at all." in page(f"/cohorts/{cohort.uuid}/announcements")
    assert "for good" in page(f"{where}/edit")


def test_a_session_is_scheduled_changed_and_cancelled(session, cohort, send, page):
    where = f"/cohorts/{cohort.uuid}/sessions"
    form = fields_of(page(f"{where}/new")) | ON_PAPER

    for _again in range(2):
        assert send(f"{where}/new", form).status_code == 303

    (row,) = expert_sessions.sessions_of(session, [cohort.id])
    name = row.uuid
    session.rollback()
    edit = f"{where}/{name}/edit"
    shown = page(edit)
    assert 'value="14:00"' in shown
    op = {"op": "7a2c1b1e-0c5f-4c67-9c64-2d1d6a1b7f13"}
    late = {**op, **ON_PAPER, "starts": "16:00", "reason": "The expert is late."}
    assert "ends after it starts" in send(edit, late).text
    assert send(edit, late | {"ends": "17:00"}).status_code == 303
    assert "The expert is late." in page(where)
    gone = {"op": "7a2c1b1e-0c5f-4c67-9c64-2d1d6a1b7f14", "reason": "Ill."}
    assert send(f"{where}/{name}/cancellation", gone).status_code == 303
    assert "Cancelled" in page(where)


def test_times_are_told_by_the_clock_of_whoever_reads(session, cohort, sign_in, page):
    a_session(session, cohort)
    learner = a_learner_of(session, cohort)
    lives_in(session, learner, "Africa/Accra")
    session.commit()
    sign_in(learner)

    shown = page(f"/cohorts/{cohort.uuid}/sessions")

    assert "09:00–10:00 (Africa/Accra)" in shown
    assert "15:00–16:00 (Asia/Bishkek)" in shown
    assert "Schedule a session" not in shown


def test_the_address_of_a_calendar_is_shown_once(
    session, cohort, sign_in, send, page, client
):
    a_session(session, cohort)
    sign_in(a_learner_of(session, cohort))
    where = "/profile/calendar-feed"
    form = fields_of(page(where))

    made = send(where, form).text

    found = re.search(r"/calendar/[\w-]+\.ics", made)
    assert found is not None
    assert "BEGIN:VEVENT" in client.get(found[0]).text
    assert found[0] not in page(where)
    assert "shown already" in send(where, form).text
    closing = {"op": "7a2c1b1e-0c5f-4c67-9c64-2d1d6a1b7f15"}
    assert send(f"{where}/revocation", closing).status_code == 303
    assert client.get(found[0]).status_code == 404
