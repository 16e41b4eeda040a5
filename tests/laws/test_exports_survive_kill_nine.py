"""An export whose worker is killed again and again ends as if nothing had happened."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session, sessionmaker

from course import jobs
from course.export_files import name_of, write_export
from course.models import Export, Job, User
from course.models.job import WRITE_EXPORT
from tests.builders import a_learner, an_administrator, an_enrolment
from tests.exporting import an_export, wanted
from tests.laws.served import ROOT, Server, a_free_port

LEARNERS = 60
STEP = 5
LONGEST = 60.0
# The worker as it is, in short steps that leave time to kill it in their midst.
WORKER = f"""
import time
from course import export_files
from course.export_parts import PartFile

export_files.STEP = {STEP}
write = PartFile.write

def slowly(self, piece):
    write(self, piece[: len(piece) // 2])
    self._file.flush()
    time.sleep(0.1)
    write(self, piece[len(piece) // 2 :])

PartFile.write = slowly
from learner_api.commands import main
main(["run-jobs"])
"""


@pytest.fixture
def place(engine: Engine, tmp_path: Path) -> Server:
    """The settings of an installation on this database; nothing is served."""
    address = engine.url.render_as_string(hide_password=False)
    return Server(tmp_path, address, a_free_port())


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_the_bytes_are_those_of_a_run_that_nobody_disturbed(
    sessions: sessionmaker[Session], place: Server, tmp_path: Path, suffix: str
) -> None:
    with sessions() as session:
        for number in range(LEARNERS):
            an_enrolment(session, a_learner(session, name=f"Learner\n{number}"))
        by, now = an_administrator(session), datetime.now(UTC)
        export = an_export(session, wanted(suffix=suffix), by=by, now=now)
        jobs.ask(
            session,
            WRITE_EXPORT,
            {"export": str(export.uuid)},
            op=export.uuid,
            now=now,
            by=by,
        )
        session.commit()
        undisturbed = tmp_path / "undisturbed"
        write_export(session, export, User(role="administrator"), undisturbed)
        expected = (undisturbed / name_of(export)).read_bytes()
    file = tmp_path / "exports" / name_of(export)

    for rows in (2 * STEP, 6 * STEP):
        kill_behind(place, file, rows)
        assert not file.exists()
        end_the_lease(sessions)
    finish(place)

    assert file.read_bytes() == expected
    assert list(file.parent.iterdir()) == [file]
    with sessions() as session:
        job = session.scalars(select(Job)).one()
        found = session.scalars(select(Export)).one().file
        assert (job.state, job.attempts) == ("done", 3)
        assert found is not None
        assert found.manifest["row_count"] == LEARNERS
        assert found.size == len(expected)


def kill_behind(place: Server, file: Path, rows: int) -> None:
    """kill -9 once the worker says that so many rows are on the disk."""
    worker = start(place)
    until = monotonic() + LONGEST
    while steps_of(file) < rows:
        assert worker.poll() is None, "The worker ended before it was killed."
        assert monotonic() < until, "The worker wrote nothing."
        sleep(0.01)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def finish(place: Server) -> None:
    assert start(place).wait(LONGEST) == 0


def start(place: Server) -> subprocess.Popen[bytes]:
    with place.log.open("ab") as log:
        return subprocess.Popen(
            (sys.executable, "-c", WORKER),
            cwd=ROOT,
            env=place.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def steps_of(file: Path) -> int:
    """How many rows the last step names."""
    try:
        rows: int = json.loads(Path(f"{file}.part.step").read_bytes())["rows"]
    except FileNotFoundError:
        return 0
    return rows


def end_the_lease(sessions: sessionmaker[Session]) -> None:
    """As if the minutes had passed after which another worker takes it up."""
    with sessions() as session:
        over = datetime.now(UTC) - timedelta(seconds=1)
        session.execute(update(Job).values(leased_until=over))
        session.commit()
