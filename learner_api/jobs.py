"""Carrying out the jobs that wait: one after another, each told of as it goes on.

What a kind of job does is a function in ``KINDS``. A worker that dies leaves nothing
half done: the job is taken up anew when its lease ends.
"""

import logging
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event

from sqlalchemy.exc import OperationalError

from config.settings import Settings
from course import jobs
from course.awards import AwardOffice
from course.errors import CourseError
from course.models import Job
from learner_api.database import Database
from learner_api.export_jobs import EXPORT_JOBS
from learner_api.process import give_way
from learner_api.roster_jobs import ROSTER_JOBS
from learner_api.rule_jobs import RULE_JOBS
from learner_api.work import Work, Workplace

PAUSE = 2.0
NOTED_EVERY = 1.0
_COMMAND = "from learner_api.commands import main; main()"

KINDS: dict[str, Work] = {**RULE_JOBS, **ROSTER_JOBS, **EXPORT_JOBS}

log = logging.getLogger("course.jobs")


@dataclass(frozen=True, slots=True)
class Ran:
    """How many jobs were carried out, and how many were not."""

    done: int = 0
    refused: int = 0
    failed: int = 0


def run_waiting(
    database: Database,
    settings: Settings,
    office: AwardOffice,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    stop: Event | None = None,
) -> Ran:
    """Carry out what waits now until nothing does. Several may do this at once."""
    place = Workplace(database, settings, office, clock)
    ended = {"done": 0, "refused": 0, "failed": 0}
    while not (stop and stop.is_set()):
        with database.writing() as session:
            job = jobs.claim_job(session, now=clock())
        if job is None:
            break
        ended[_carry_out(place, job)] += 1
    if any(ended.values()):
        with database.writing() as session:
            jobs.clear_away(session, now=clock())
    return Ran(**ended)


def keep_running(database: Database, stop: Event) -> None:
    """Have what waits carried out by another process, until told to stop.

    Another process, which gives way: a job is hard work, and those who are served shall
    not feel it.
    """
    while not stop.wait(PAUSE):
        try:
            with database.reading() as session:
                is_any = jobs.is_any_waiting(session, now=datetime.now(UTC))
            if is_any:
                _run_apart(stop)
        except Exception:
            # The database may be away for a while; jobs are kept, and so is this.
            log.exception("Looking for jobs was interrupted.")


def _run_apart(stop: Event) -> None:
    worker = subprocess.Popen([sys.executable, "-c", _COMMAND, "run-jobs"])
    give_way(worker.pid)
    while worker.poll() is None:
        if stop.wait(0.2):
            worker.terminate()
    if worker.returncode:
        # Not again at once: whatever it is, it may last.
        stop.wait(10 * PAUSE)


def _carry_out(place: Workplace, job: Job) -> str:
    progress = _Progress(place, job.id)
    try:
        result = KINDS[job.kind](place, job, progress.note)
    except OperationalError:
        # The database is away or busy: the job waits for the end of its lease.
        log.exception("A job was interrupted.", extra={"job": job.uuid})
        return "failed"
    except CourseError as refusal:
        with place.database.writing() as session:
            jobs.note_refused(session, job.id, refusal, now=place.clock())
        return "refused"
    except Exception:
        log.exception("A job failed.", extra={"job": job.uuid})
        with place.database.writing() as session:
            jobs.note_failed(session, job.id, now=place.clock())
        return "failed"
    with place.database.writing() as session:
        jobs.note_done(session, job.id, result, now=place.clock())
    return "done"


class _Progress:
    """How far a job is, written down now and then.

    On SQLite nobody else can write while a job writes, so then it is silent.
    """

    def __init__(self, place: Workplace, job_id: int) -> None:
        self._place = place
        self._job_id = job_id
        self._done = 0
        self._noted_at = time.monotonic()

    def note(self, more: int) -> None:
        self._done += more
        moment = time.monotonic()
        if self._place.is_writing_alone or moment - self._noted_at < NOTED_EVERY:
            return
        self._noted_at = moment
        with self._place.database.writing() as session:
            jobs.note_progress(
                session, self._job_id, self._done, now=self._place.clock()
            )
