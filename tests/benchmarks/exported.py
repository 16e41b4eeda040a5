"""Files of a record: asked for as an administrator does, written by a new process."""

import multiprocessing
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from course import accounts
from course.database import make_engine
from course.export_files import name_of, write_export
from course.exporting import Wanted, ask_export, export_named, question_of
from course.exports.figure_rows import rows_statement
from course.figures.query import StatisticsQuery
from course.models import Enrolment, User
from tests.benchmarks.multitude import ADMINISTRATOR, COURSE, Record

PURPOSE = "To measure what it costs."


@dataclass(frozen=True, slots=True)
class Written:
    """What a file took: seconds, and the most memory of its process, in MB."""

    rows: int
    seconds: float
    megabytes: float


def ask_rows(session: Session, suffix: str, most: int | None = None) -> UUID:
    """Ask for learners by name, as of the latest settled moment; the export's name.

    Where there are more than ``most`` it is for those who enrolled by the last day
    that leaves no more. This commits.
    """
    now = datetime.now(UTC)
    until = None if most is None else _last_day(session, most)
    query = StatisticsQuery(COURSE, now, enrolled_until=until)
    wanted = Wanted("rows", query, suffix, PURPOSE, is_latest=True)
    by = administrator(session)
    export, _ = ask_export(session, wanted, op=uuid4(), now=now, by=by)
    uuid = export.uuid
    session.commit()
    return uuid


def administrator(session: Session) -> User:
    """Whoever asks."""
    found = accounts.find_person(session, ADMINISTRATOR)
    if found is None:
        raise LookupError(f"Nobody here has the address {ADMINISTRATOR}.")
    return found


def written(record: Record, export: UUID, folder: Path) -> Written:
    """Have the file written as a worker does, by a process that does nothing else.

    It is gone when it is measured.
    """
    url = record.engine.url.render_as_string(hide_password=False)
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_write, (url, export, folder))


def copied(record: Record, export: UUID, path: Path) -> tuple[int, float]:
    """PostgreSQL's own ``COPY`` of the same SELECT to a file: its rows and seconds."""
    with Session(record.engine) as session:
        query = question_of(export_named(session, export))
        statement = rows_statement(session, administrator(session), query)
        spelt = statement.compile(record.engine, compile_kwargs={"literal_binds": True})
        # It is spelt for a driver that fills in values; here there are none.
        sql = str(spelt).replace("%%", "%")
        raw: Any = session.connection().connection.driver_connection
        began = time.perf_counter()
        with (
            path.open("wb") as file,
            raw.cursor() as cursor,
            cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)") as copy,
        ):
            for block in copy:
                file.write(block)
        seconds = time.perf_counter() - began
    # Nobody of the multitude has a newline in a name.
    with path.open("rb") as file:
        return sum(1 for _ in file), seconds


def _last_day(session: Session, most: int) -> Any:
    first_left_out = session.scalar(
        select(Enrolment.enrolled_at)
        .where(Enrolment.course_key == COURSE)
        .order_by(Enrolment.enrolled_at)
        .offset(most)
        .limit(1)
    )
    return first_left_out and first_left_out.date() - timedelta(days=1)


def _write(url: str, uuid: UUID, folder: Path) -> Written:
    engine = make_engine(url)
    with Session(engine) as session:
        export, by = export_named(session, uuid), administrator(session)
        began = time.perf_counter()
        manifest = write_export(session, export, by, folder)
        seconds = time.perf_counter() - began
        (folder / name_of(export)).unlink()
    engine.dispose()
    # What getrusage tells is, after a start, that of whoever started the process.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return Written(manifest.row_count, seconds, int(peak.split()[1]) / 1000)
