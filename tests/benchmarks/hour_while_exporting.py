"""Learners who save and read while a long file of a large record is written.

The busy cohort is added to the largest record that is asked for. The file is that of
everybody by name, a job that waits its turn, carried out by ``course run-jobs`` in a
process that gives way, as ``course serve`` starts it; as soon as it is there the next
one is asked for. Quiet and busy stretches take turns, so that what else the machine
does meets both.
"""

import os
import subprocess
import sys
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.settings import Settings
from course import jobs
from course.exporting import export_named
from course.models import Job
from course.models.job import WRITE_EXPORT
from learner_api.process import give_way
from tests import databases
from tests.benchmarks.exported import administrator, ask_rows
from tests.benchmarks.hour import LEARNERS, Hour, Times, compare, paced, served_hour
from tests.benchmarks.multitude import (
    DATABASES,
    Record,
    RecordOf,
    kept_records,
    sizes,
)
from tests.benchmarks.promises import Promises

ROUNDS = 2
MOST_TIMES = 1.5


def print_hour_while_exporting(record_of: RecordOf, promises: Promises) -> None:
    """Measure the hour on both databases, each as durable as in service.

    The records have more learners afterwards.
    """
    print()
    for database in DATABASES:
        _print_on(record_of(max(sizes()), database), promises)


def _print_on(record: Record, promises: Promises) -> None:
    if record.database == "postgresql":
        databases.make_durable(record.engine)
    record.engine.dispose()
    url = record.engine.url.render_as_string(hide_password=False)
    with tempfile.TemporaryDirectory(prefix="course-hour-") as folder:
        settings = Settings.for_tests(Path(folder), database_url=url)
        exporting = _Exporting(record, settings)
        quiet: Times = {}
        busy: Times = {}
        with served_hour(settings) as hour:
            for _ in range(ROUNDS):
                _add(quiet, paced(hour))
                _add(busy, paced(hour, exporting.go_on))
    print(
        f"{LEARNERS} learners in the same hour beside a record of {record.learners}, "
        f"{record.database}: {len(exporting.rows)} files of {max(exporting.rows)} rows"
    )
    for each in compare(quiet, busy, "while a file is written"):
        if each.share == 95:
            line = f"{each.line} of {MOST_TIMES}"
            print(promises.told(line, holds=each.ratio <= MOST_TIMES))
        else:
            print(each.line)


def _add(times: Times, more: Times) -> None:
    for kind, taken in more.items():
        times.setdefault(kind, []).extend(taken)


class _Exporting:
    """One long file after another; ``rows`` are those of each that was written."""

    def __init__(self, record: Record, settings: Settings) -> None:
        self._record = record
        self._environment = {
            **os.environ,
            "COURSE_DATABASE_URL": settings.database_url,
            "COURSE_DATA_DIR": str(settings.data_dir),
            "COURSE_LOG_LEVEL": "error",
        }
        self.rows: list[int] = []

    def go_on(self, _hour: Hour, done: threading.Event) -> None:
        """Until all is done, and the file that was begun by then."""
        while not done.is_set():
            export = self._ask()
            self._work()
            self.rows.append(self._rows_of(export))

    def _ask(self) -> UUID:
        """Ask for the file as a job, as a request does for one of so many rows."""
        with Session(self._record.engine) as session:
            export = ask_rows(session, "csv")
            jobs.ask(
                session,
                WRITE_EXPORT,
                {"export": str(export)},
                op=export,
                now=datetime.now(UTC),
                by=administrator(session),
            )
            session.commit()
        return export

    def _work(self) -> None:
        command = [str(Path(sys.executable).parent / "course"), "run-jobs"]
        with subprocess.Popen(
            command,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as worker:
            give_way(worker.pid)
            _, complaint = worker.communicate()
        if worker.returncode:
            raise RuntimeError(complaint.decode())

    def _rows_of(self, uuid: UUID) -> int:
        with Session(self._record.engine) as session:
            job = session.scalars(select(Job).where(Job.uuid == uuid)).one()
            file = export_named(session, uuid).file
            if job.state != "done" or file is None:
                raise RuntimeError(f"The file was not written: the job is {job.state}.")
            count: int = file.manifest["row_count"]
        return count


if __name__ == "__main__":
    kept = Promises()
    with kept_records() as made:
        print_hour_while_exporting(made, kept)
    kept.require_kept()
