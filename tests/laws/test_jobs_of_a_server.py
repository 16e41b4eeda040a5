"""A server carries out the jobs that wait, in a process beside the one that answers."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from course import jobs
from course.catalogue import load_catalogue
from course.models import Job
from course.rule_change_plan import RuleScope
from learner_api import rule_jobs
from learner_api.rule_targets import Target
from tests import builders
from tests.laws.served import Server, a_free_port

LONGEST = 60.0


@pytest.fixture
def server(engine: Engine, tmp_path: Path) -> Iterator[Server]:
    address = engine.url.render_as_string(hide_password=False)
    server = Server(tmp_path, address, a_free_port(), options=())
    yield server
    server.kill()


def ended(sessions: sessionmaker[Session], op: UUID) -> Job:
    """The job, once it has ended."""
    until = monotonic() + LONGEST
    while monotonic() < until:
        with sessions() as session:
            job: Job = session.scalars(select(Job).where(Job.uuid == op)).one()
        if job.ended_at is not None:
            return job
        sleep(0.1)
    raise AssertionError("The job was not carried out.")


def test_a_server_that_is_alone_carries_out_what_waits(
    server: Server, sessions: sessionmaker[Session]
) -> None:
    """A rule preview that a request left to a job, by the server's own content."""
    course = next(iter(load_catalogue().courses.values()))
    op, now = uuid4(), datetime.now(UTC)
    target = Target(course, RuleScope.of(course.key), None)
    with sessions() as session:
        by = builders.an_administrator(session)
        rule_jobs.ask_preview(session, target, op=op, now=now, by=by)
        session.commit()

    server.start()

    job = ended(sessions, op)
    assert (job.state, job.error) == ("done", None), server.log.read_text()
    assert job.result is not None
    assert job.result["to_edition"] == course.digest


def test_a_job_that_a_killed_server_left_is_taken_up_by_the_next(
    server: Server, sessions: sessionmaker[Session]
) -> None:
    """It was claimed, its lease ran out, and it is carried out once."""
    course = next(iter(load_catalogue().courses.values()))
    op, now = uuid4(), datetime.now(UTC)
    target = Target(course, RuleScope.of(course.key), None)
    with sessions() as session:
        by = builders.an_administrator(session)
        rule_jobs.ask_preview(session, target, op=op, now=now, by=by)
        session.commit()
        claimed = jobs.claim_job(session, now=now - 2 * jobs.LEASE)
        session.commit()
        assert claimed is not None

    server.start()

    job = ended(sessions, op)
    assert (job.state, job.attempts) == ("done", 2), server.log.read_text()
