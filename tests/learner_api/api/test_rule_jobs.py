"""Changes of a rule for many: asked on the pages or by program, done by a worker."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from course import editions, jobs, rule_changes
from course.models import Award, Job, RuleChange, RuleChangeEntry
from course.rule_change_plan import RuleScope
from learner_api import rule_jobs
from learner_api.jobs import run_waiting
from learner_api.site import Site
from tests import builders
from tests.builders import COURSE, LESSONS, NOW, how_many, miniature_catalogue
from tests.conftest import SAME_ORIGIN
from tests.course.rule_changes import a_rule
from tests.html import check_page
from tests.sittings import fields_of

HERE = f"/rule-changes/{COURSE}"
API = f"/api/v1/courses/{COURSE}"
OLD = a_rule(LESSONS[:1], (), title="Certificate of the first day")
TODAY = miniature_catalogue().course(COURSE)
PREVIEW = f"{HERE}/preview?edition={TODAY.digest}"


@pytest.fixture(autouse=True)
def many(monkeypatch):
    """Nothing is so little that a request does it itself."""
    monkeypatch.setattr(rule_jobs, "AT_ONCE", 0)


@pytest.fixture
def administrator(session):
    """An administrator; Ama is certified under the old rule, and Kofi is not."""
    administrator = builders.an_administrator(session, name="Ada Administrator")
    ama = builders.an_enrolment(
        session, builders.a_learner(session, name="Ama Mensah"), edition=old(session)
    )
    builders.a_finished_lesson(session, ama, *LESSONS[0])
    kofi = builders.a_learner(session, name="Kofi Boateng")
    builders.an_enrolment(session, kofi, edition=old(session))
    session.commit()
    return administrator


@pytest.fixture
def work(app):
    """What a worker does when it comes by."""
    site: Site = app.extensions["course.site"]
    database = app.extensions["course.database"]

    def run(**options):
        return run_waiting(database, site.settings, site.office, **options)

    return run


def old(session):
    return editions.course_edition(session, OLD, now=NOW)


def token_of(session):
    scope = RuleScope.of(COURSE)
    token = rule_changes.preview_rule_change(session, TODAY, scope, now=NOW).token
    session.commit()
    return token


def count(session, model):
    """The rows of a table, read without keeping writers waiting."""
    found = how_many(session, model)
    session.commit()
    return found


def decided(token, **overrides):
    return {
        "op": str(uuid4()),
        "choice": "re-evaluate",
        "reason": "The assembly decided so.",
        "token": token,
        **overrides,
    }


def test_on_the_pages_it_is_worked_out_looked_at_decided_and_done(
    session, administrator, sign_in, client, page, work
):
    sign_in(administrator)
    offer = page(PREVIEW)
    assert "Enrolments to compare" in offer

    asked = client.post(f"{HERE}/previews", data=fields_of(offer), headers=SAME_ORIGIN)
    waits = client.get(asked.location)
    check_page(waits.text, asked.location)
    assert waits.headers["Refresh"] == "3"
    assert "It waits for its turn" in waits.text
    assert work().done == 1

    shown = page(client.get(asked.location).location)
    assert "Ama Mensah" in shown
    decision = {"choice": "re-evaluate", "reason": "The assembly decided so."}
    confirmed = client.post(
        f"{HERE}/confirmation",
        data={**fields_of(shown), **decision},
        headers=SAME_ORIGIN,
    )
    form = fields_of(confirmed.text)
    first, again = (client.post(HERE, data=form, headers=SAME_ORIGIN) for _ in range(2))
    assert first.location == again.location
    assert count(session, RuleChange) == 0
    assert work().done == 1

    done = page(client.get(first.location).location)
    assert "The assembly decided so." in done
    assert count(session, RuleChange) == count(session, Award) == 1
    assert count(session, RuleChangeEntry) == 2


def test_a_program_asks_waits_and_is_given_the_same(
    session, administrator, caller, work
):
    program = caller(administrator)

    asked = program.post(f"{API}/rule-change-previews", json={})
    assert asked.status_code == 202
    assert asked.json["state"] == "waiting"
    work()
    preview = program.get(asked.headers["Location"]).json
    assert (preview["state"], preview["done"], preview["total"]) == ("done", 2, 2)
    told = preview["result"]
    assert told["token"] == token_of(session)
    assert told["totals"]["falls-short"] == 1

    body = decided(told["token"])
    applied = program.post(f"{API}/rule-changes", json=body)
    assert applied.status_code == 202
    work()
    change = program.get(applied.headers["Location"]).json["result"]["rule_change"]
    assert change == body["op"]
    again = program.post(f"{API}/rule-changes", json=body).json
    assert (again["job"], again["state"]) == (body["op"], "done")


def test_what_is_stale_by_then_is_refused_and_says_so(
    session, administrator, sign_in, client, work
):
    sign_in(administrator)
    form = {**decided(token_of(session)), "edition": TODAY.digest}
    asked = client.post(HERE, data=form, headers=SAME_ORIGIN)
    builders.an_enrolment(session, edition=old(session))
    session.commit()

    assert work().refused == 1

    shown = client.get(asked.location)
    assert "Nothing was done" in shown.text
    assert "Refresh" not in shown.headers
    check_page(shown.text, asked.location)
    assert count(session, RuleChange) == 0


def test_a_job_of_somebody_who_may_no_longer_is_refused(
    session, administrator, caller, work
):
    asked = caller(administrator).post(f"{API}/rule-change-previews", json={})
    administrator.role = "trainer"
    session.commit()

    assert work().refused == 1

    job = session.scalars(select(Job)).one()
    assert (job.uuid.hex, job.error["kind"]) == (
        asked.json["job"].replace("-", ""),
        "NotPermitted",
    )


def test_a_job_that_breaks_changes_nothing_and_is_told_as_failed(
    session, administrator, caller, work, monkeypatch, page, sign_in
):
    program = caller(administrator)
    asked = program.post(f"{API}/rule-changes", json=decided(token_of(session)))
    monkeypatch.setattr(rule_jobs, "rule_change_letters", lambda _url: None)

    assert work().failed == 1

    told = program.get(asked.headers["Location"]).json
    assert (told["state"], told["error"]) == ("failed", {"kind": "broken"})
    assert count(session, RuleChange) == 0
    sign_in(administrator)
    assert "It did not work" in page(f"/jobs/{told['job']}")


def test_a_day_that_has_gone_by_is_refused_before_it_is_asked(
    session, administrator, caller
):
    body = decided(token_of(session), choice="top-up", top_up_by="2020-01-01")

    refused = caller(administrator).post(f"{API}/rule-changes", json=body)

    assert refused.status_code == 422
    assert refused.json["type"].endswith("/no-top-up-date")
    assert count(session, Job) == 0


def test_a_killed_job_left_nothing_and_is_done_by_the_next_worker(
    session, administrator, caller, work
):
    body = decided(token_of(session))
    asked = caller(administrator).post(f"{API}/rule-changes", json=body)
    jobs.claim_job(session, now=NOW)
    session.commit()

    assert work().done == 1

    assert count(session, RuleChange) == 1
    told = caller(administrator).get(asked.headers["Location"]).json
    assert told["result"]["rule_change"] == body["op"]


def test_another_preview_is_not_shown_for_it(
    session, administrator, sign_in, client, work
):
    sign_in(administrator)
    form = {"edition": TODAY.digest, "job": str(uuid4())}
    asked = client.post(f"{HERE}/previews", data=form, headers=SAME_ORIGIN)
    work()
    job = asked.location.rpartition("/")[2]

    other = client.get(f"{HERE}/preview?edition={OLD.digest}&job={job}")
    unknown = client.get(f"{PREVIEW}&job={uuid4()}")
    unnamed = client.post(
        f"{HERE}/previews", data={"edition": TODAY.digest}, headers=SAME_ORIGIN
    )

    assert (other.status_code, unknown.status_code) == (404, 404)
    assert unnamed.status_code == 404
