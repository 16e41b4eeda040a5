"""Two clicks at the same instant on a form of the staff are one act."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from course import roster
from course.models import (
    Cohort,
    Enrolment,
    EnrolmentEvent,
    OutgoingMessage,
    RosterPlan,
    User,
)
from learner_api.roster_reading import country_codes
from tests import builders

CLICKS = 4


@pytest.fixture
def click(app_on_both, sign_in, session):
    """Send one form from several browsers of one person, all at once."""

    def click(person, path, form):
        browsers = [app_on_both.test_client() for _ in range(CLICKS)]
        for browser in browsers:
            sign_in(person, browser)
        gate = Barrier(CLICKS)

        def send(browser):
            gate.wait()
            answer = browser.post(path, data=form)
            return answer.status_code, answer.location

        with ThreadPoolExecutor(CLICKS) as pool:
            return list(pool.map(send, browsers))

    return click


def test_a_cohort_is_made_once(session, click):
    trainer = builders.a_trainer(session)
    session.commit()
    form = {
        "op": str(uuid4()),
        "course": builders.COURSE,
        "title": "Ministries",
        "mode": "moderated",
        "opens_on": "2027-01-11",
        "closes_on": "2027-03-26",
    }

    answers = click(trainer, "/cohorts/new", form)

    assert answers == [(303, f"/cohorts/{form['op']}")] * CLICKS
    assert counted(session, Cohort) == 1


def test_a_list_is_kept_once(session, click):
    trainer = builders.a_trainer(session)
    cohort = builders.a_cohort(session, trainer=trainer)
    session.commit()
    form = {"op": str(uuid4()), "list": "ama@example.org\nben@example.org"}

    answers = click(trainer, f"/cohorts/{cohort.uuid}/learners", form)

    assert answers == [(303, f"/cohorts/{cohort.uuid}/plans/{form['op']}")] * CLICKS
    assert counted(session, RosterPlan) == 1


def test_a_list_is_applied_once(session, click):
    trainer = builders.a_trainer(session)
    cohort = builders.a_cohort(session, trainer=trainer)
    text = "ama@example.org\nben@example.org"
    kept = builders.a_kept_roster(session, cohort, text)
    plan = roster.plan_of(session, cohort, kept, countries=country_codes(), by=trainer)
    session.commit()
    here = f"/cohorts/{cohort.uuid}"

    answers = click(trainer, f"{here}/plans/{kept.uuid}", {"token": plan.token})

    assert answers == [(303, f"{here}/lists/{kept.uuid}")] * CLICKS
    assert counted(session, Enrolment) == 2
    assert counted(session, OutgoingMessage) == 2


def test_somebody_is_invited_once(session, click):
    administrator = builders.an_administrator(session)
    session.commit()
    form = {
        "op": str(uuid4()),
        "email": "ama@example.org",
        "name": "Ama Mensah",
        "role": "learner",
    }

    answers = click(administrator, "/people/new", form)

    assert answers == [(303, f"/people/{form['op']}")] * CLICKS
    assert counted(session, User) == 2
    assert counted(session, OutgoingMessage) == 1


def test_a_learner_is_withdrawn_once(session, click):
    trainer = builders.a_trainer(session)
    cohort = builders.a_cohort(session, trainer=trainer)
    enrolment = builders.an_enrolment(session, cohort=cohort)
    session.commit()
    here = f"/cohorts/{cohort.uuid}/learners/{enrolment.uuid}"

    answers = click(trainer, f"{here}/withdrawal", {"reason": "Changed post"})

    assert answers == [(303, here)] * CLICKS
    assert counted(session, EnrolmentEvent) == 2


def counted(session, model):
    session.rollback()
    return session.scalar(select(func.count()).select_from(model))
