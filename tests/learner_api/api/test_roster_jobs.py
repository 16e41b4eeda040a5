"""Long lists of learners: applied and taken back by a worker, asked either way."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from course import cohorts
from course.models import Enrolment, Job, OutgoingMessage, RosterImport, RosterUndo
from learner_api import roster_jobs
from learner_api.jobs import run_waiting
from learner_api.site import Site
from tests import builders
from tests.builders import how_many
from tests.conftest import SAME_ORIGIN
from tests.html import check_page
from tests.learner_api.api.test_rosters import apply, plan, roster_of, undo
from tests.learner_api.pages.test_rosters import send, token_of

LIST = "Ama Mensah <ama@example.org>\nBen Boateng <ben@example.org>\n"


@pytest.fixture(autouse=True)
def long(monkeypatch):
    """No list is so short that a request does it itself."""
    monkeypatch.setattr(roster_jobs, "AT_ONCE", 1)


@pytest.fixture
def trainer(session):
    trainer = builders.a_trainer(session, name="Tomas Trainer")
    session.commit()
    return trainer


@pytest.fixture
def cohort(session, trainer):
    cohort = builders.a_cohort(session, trainer=trainer)
    session.commit()
    return cohort


@pytest.fixture
def work(app):
    """What a worker does when it comes by."""
    site: Site = app.extensions["course.site"]
    database = app.extensions["course.database"]

    def run():
        return run_waiting(database, site.settings, site.office)

    return run


def count(session, model):
    """The rows of a table, read without keeping writers waiting."""
    found = how_many(session, model)
    session.commit()
    return found


def test_on_the_pages_it_is_said_yes_to_watched_and_taken_back(
    app_on_both, session, cohort, trainer, sign_in, client, page, work
):
    sign_in(trainer)
    here = f"/cohorts/{cohort.uuid}"
    sent = send(client, here, LIST)
    form = {"token": token_of(page(sent.location))}

    first, again = (
        client.post(sent.location, data=form, headers=SAME_ORIGIN) for _ in range(2)
    )
    waits = client.get(first.location)

    assert first.location == again.location
    assert (first.status_code, count(session, Enrolment)) == (303, 0)
    check_page(waits.text, first.location)
    assert waits.headers["Refresh"] == "3"
    assert 'href="/cohorts"' in waits.text
    assert work().done == 1

    done = client.get(first.location).location
    assert done == f"{here}/lists/{sent.location.rpartition('/')[2]}"
    assert "Ama Mensah" in page(done)
    assert (count(session, Enrolment), count(session, RosterImport)) == (2, 1)
    # The yes of a page that was left open finds it done.
    late = client.post(sent.location, data=form, headers=SAME_ORIGIN)
    assert late.location == done

    reason = {"op": str(uuid4()), "reason": "The wrong list."}
    taken = client.post(f"{done}/undo", data=reason, headers=SAME_ORIGIN)
    assert count(session, RosterUndo) == 0
    assert work().done == 1
    assert client.get(taken.location).location == done
    assert "The wrong list." in page(done)
    assert count(session, RosterUndo) == 1


def test_a_program_asks_waits_and_is_given_what_was_done(
    session, caller, trainer, cohort, work
):
    program = caller(trainer)
    planned = plan(program, cohort, LIST).json

    asked = apply(program, cohort, planned)
    assert (asked.status_code, asked.json["kind"]) == (202, "roster")
    assert asked.json["total"] == 6
    work()
    job = program.get(asked.headers["Location"]).json
    assert (job["state"], job["done"]) == ("done", 6)
    name = job["result"]["roster_import"]
    applied = program.get(f"{roster_of(cohort)}/imports/{name}").json
    assert applied["counts"] == {"create": 2}
    assert apply(program, cohort, planned).status_code == 200

    op = str(uuid4())
    undone = undo(program, cohort, applied, op=op)
    assert (undone.status_code, undone.json["job"]) == (202, op)
    work()
    shown = program.get(f"{roster_of(cohort)}/imports/{name}").json
    assert shown["undone"]["taken_back"] == 2
    assert undo(program, cohort, applied, op=op).status_code == 200


def test_what_is_stale_by_then_is_refused_and_can_be_said_yes_to_anew(
    session, caller, trainer, cohort, work, sign_in, page
):
    program = caller(trainer)
    planned = plan(program, cohort, LIST).json
    asked = apply(program, cohort, planned)
    builders.a_learner(session, email="ama@example.org")
    session.commit()

    assert work().refused == 1

    told = program.get(asked.headers["Location"]).json
    assert told["error"]["kind"] == "StaleRosterPlan"
    assert count(session, RosterImport) == 0
    sign_in(trainer)
    refused = page(f"/jobs/{told['job']}")
    assert "something has changed that it rests on" in refused
    back = f"/cohorts/{cohort.uuid}/plans/{planned['uuid']}"
    assert back in refused
    form = {"token": token_of(page(back))}
    again = apply(program, cohort, {**planned, **form})
    assert again.json["job"] != told["job"]
    assert work().done == 1
    assert count(session, Enrolment) == 2


def test_what_failed_is_tried_once_more_by_saying_yes_again(
    session, caller, trainer, cohort, work, monkeypatch
):
    program = caller(trainer)
    planned = plan(program, cohort, LIST).json
    first = apply(program, cohort, planned).json
    with monkeypatch.context() as broken:
        broken.setattr(roster_jobs, "roster_letters", lambda *_: None)
        assert work().failed == 1
    assert count(session, OutgoingMessage) == 0

    second = apply(program, cohort, planned).json

    assert second["job"] != first["job"]
    assert work().done == 1
    assert count(session, OutgoingMessage) == 2


def test_whoever_leads_the_cohort_no_longer_is_refused(
    session, caller, trainer, cohort, work
):
    program = caller(trainer)
    asked = apply(program, cohort, plan(program, cohort, LIST).json)
    cohorts.remove_trainer(session, cohort, trainer)
    session.commit()

    assert work().refused == 1

    told = program.get(asked.headers["Location"]).json
    assert told["error"]["kind"] == "NotPermitted"
    assert count(session, Enrolment) == 0


def test_a_trainer_sees_their_own_jobs_and_nobody_elses(
    session, caller, trainer, cohort
):
    asked = apply(caller(trainer), cohort, plan(caller(trainer), cohort, LIST).json)
    other = builders.a_trainer(session)
    boss = builders.an_administrator(session)
    session.commit()
    here = asked.headers["Location"]

    assert caller(trainer).get(here).status_code == 200
    assert caller(boss).get(here).status_code == 200
    assert caller(other).get(here).status_code == 404
    job = session.scalars(select(Job)).one()
    job.kind = "rule-change"
    session.commit()
    assert caller(trainer).get(here).status_code == 404


def test_a_drop_without_a_reason_is_refused_before_it_is_asked(
    session, caller, trainer, cohort
):
    gone = builders.an_enrolment(session, cohort=cohort)
    session.commit()
    program = caller(trainer)
    planned = plan(program, cohort, LIST, is_whole=True).json

    refused = apply(program, cohort, planned, drops=[str(gone.uuid)])

    assert refused.json["type"] == "/problems/roster-reason-needed"
    assert count(session, Job) == 0
