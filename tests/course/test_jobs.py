"""Jobs: asked for once, taken by one worker, taken up again, forgotten in the end."""

from datetime import timedelta
from uuid import uuid4

import pytest

from course import jobs
from course.errors import OperationConflict, StalePreview
from course.models import Job
from course.models.job import APPLY_ROSTER
from tests.builders import NOW, a_learner, a_trainer, an_administrator, how_many
from tests.threads import at_once


def a_job(session, *, asked=None, kind="count", **overrides):
    """A job that waits."""
    values = {"op": uuid4(), "now": NOW, **overrides}
    if "by" not in values:
        values["by"] = an_administrator(session)
    job, _ = jobs.ask(session, kind, asked or {"to": 10}, **values)
    session.commit()
    return job


def test_sent_twice_it_is_one_job(session):
    op, by = uuid4(), an_administrator(session)

    first, is_new = jobs.ask(session, "count", {"to": 10}, op=op, now=NOW, by=by)
    again, is_new_again = jobs.ask(session, "count", {"to": 10}, op=op, now=NOW, by=by)

    assert (again, is_new, is_new_again) == (first, True, False)
    with pytest.raises(OperationConflict):
        jobs.ask(session, "count", {"to": 11}, op=op, now=NOW, by=by)


def test_sent_twice_at_once_it_is_one_job(session, sessions):
    by = an_administrator(session)
    session.commit()
    op = uuid4()

    def ask(_number):
        with sessions() as own:
            job, is_new = jobs.ask(own, "count", {"to": 10}, op=op, now=NOW, by=by)
            own.commit()
            return job.uuid, is_new

    found = at_once(2, ask)

    assert sorted(found) == [(op, False), (op, True)]
    assert how_many(session, Job) == 1


def test_who_asked_and_administrators_see_it_and_nobody_else(session):
    trainer = a_trainer(session)
    job = a_job(session, by=trainer, kind=APPLY_ROSTER)
    of_administrators = a_job(session, by=trainer, kind="rule-change")

    assert jobs.find_job(session, trainer, job.uuid)
    assert jobs.find_job(session, an_administrator(session), job.uuid)
    assert not jobs.find_job(session, a_trainer(session), job.uuid)
    assert not jobs.find_job(session, a_learner(session), job.uuid)
    # What somebody asked for as an administrator is not theirs once they are none.
    assert not jobs.find_job(session, trainer, of_administrators.uuid)


def test_two_workers_take_two_jobs(session, sessions):
    waiting = {a_job(session).uuid, a_job(session).uuid}

    def take(_number):
        with sessions() as own:
            job = jobs.claim_job(own, now=NOW)
            own.commit()
            return job and job.uuid

    assert set(at_once(2, take)) == waiting
    assert jobs.claim_job(session, now=NOW) is None
    assert not jobs.is_any_waiting(session, now=NOW)


def test_a_job_whose_worker_died_is_taken_up_again_three_times_at_most(session):
    job = a_job(session)
    moment = NOW
    for attempt in range(jobs.MOST_ATTEMPTS):
        taken = jobs.claim_job(session, now=moment)
        assert taken
        assert (taken.uuid, taken.attempts) == (job.uuid, attempt + 1)
        assert jobs.claim_job(session, now=moment) is None
        moment += jobs.LEASE + timedelta(seconds=1)

    assert jobs.claim_job(session, now=moment) is None
    session.refresh(job)
    assert (job.state, job.error) == ("failed", {"kind": "lost"})


def test_progress_keeps_a_job_with_its_worker(session):
    job = a_job(session, total=10)
    jobs.claim_job(session, now=NOW)
    later = NOW + jobs.LEASE - timedelta(seconds=1)

    jobs.note_progress(session, job.id, 4, now=later)

    assert jobs.claim_job(session, now=later + timedelta(minutes=1)) is None
    session.refresh(job)
    assert (job.done, job.total, job.is_over) == (4, 10, False)


def test_it_ends_with_what_it_came_to_or_with_why_not(session):
    done, refused, failed = (a_job(session) for _ in range(3))
    for _ in range(3):
        jobs.claim_job(session, now=NOW)

    jobs.note_done(session, done.id, {"sum": 45}, now=NOW)
    jobs.note_refused(session, refused.id, StalePreview(), now=NOW)
    jobs.note_failed(session, failed.id, now=NOW)

    assert (done.state, done.result) == ("done", {"sum": 45})
    assert refused.state == "refused"
    assert refused.error == {
        "kind": "StalePreview",
        "message": StalePreview().message,
    }
    assert (failed.state, failed.error) == ("failed", {"kind": "broken"})
    assert all(each.is_over for each in (done, refused, failed))


def test_what_is_carried_out_stays_so_whatever_a_slower_worker_says(session):
    job = a_job(session)
    for moment in (NOW, NOW + jobs.LEASE + timedelta(seconds=1)):
        assert jobs.claim_job(session, now=moment)
    jobs.note_done(session, job.id, {"sum": 45}, now=NOW)

    jobs.note_refused(session, job.id, StalePreview(), now=NOW)
    jobs.note_failed(session, job.id, now=NOW)

    session.flush()
    session.refresh(job)
    assert (job.state, job.result, job.error) == ("done", {"sum": 45}, None)


def test_what_was_given_up_and_is_carried_out_after_all_is_done(session):
    job = a_job(session)
    jobs.claim_job(session, now=NOW)
    jobs.note_failed(session, job.id, now=NOW)

    jobs.note_done(session, job.id, {"sum": 45}, now=NOW)

    session.flush()
    session.refresh(job)
    assert (job.state, job.result, job.error) == ("done", {"sum": 45}, None)


def test_what_ended_long_ago_is_cleared_away(session):
    old, waiting = a_job(session), a_job(session, now=NOW + timedelta(seconds=1))
    jobs.claim_job(session, now=NOW)
    jobs.note_done(session, old.id, {}, now=NOW)

    jobs.clear_away(session, now=NOW + jobs.KEPT)
    assert how_many(session, Job) == 2
    jobs.clear_away(session, now=NOW + jobs.KEPT + timedelta(days=1))

    session.expire_all()
    assert session.query(Job).one().uuid == waiting.uuid
