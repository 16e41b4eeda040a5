"""What a list of 10,000 learners costs: reading, planning, applying, taking back."""

import io
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from openpyxl import Workbook
from sqlalchemy.orm import Session

from course import roster, roster_undo
from course.database import make_engine
from course.models import RosterImport, User
from course.roster_tables import read_table
from learner_api.roster_reading import country_codes
from tests import builders, databases

LEARNERS = 10_000


def print_rosters() -> None:
    """Measure and print each step on SQLite, durable as in service."""
    with tempfile.TemporaryDirectory(prefix="course-rosters-") as folder:
        template = databases.make_sqlite_template(Path(folder))
        engine = make_engine(f"sqlite:///{template}")
        with Session(engine, expire_on_commit=False) as session:
            _print(session)
        engine.dispose()


def _print(session: Session) -> None:
    print()
    cohort = builders.a_cohort(session)
    by = session.get_one(User, cohort.created_by)
    country_codes()
    text = _text()
    workbook = _workbook(text)
    with _timed("read a workbook"):
        read_table(workbook)
    with _timed("read a CSV file"):
        table = read_table(text.encode())
    kept = roster.keep_roster(
        session, cohort, table, op=uuid4(), now=builders.NOW, by=by
    )
    session.commit()

    def plan() -> str:
        found = roster.plan_of(session, cohort, kept, countries=country_codes(), by=by)
        return found.token

    with _timed("plan, everybody new"):
        token = plan()
    with _timed("apply"):
        done = roster.apply_roster(
            session,
            cohort,
            kept.uuid,
            token=token,
            countries=country_codes(),
            letters=builders.letters(),
            now=builders.NOW,
            office=builders.OFFICE,
            by=by,
        )
        session.commit()
    kept = roster.keep_roster(
        session, cohort, table, op=uuid4(), now=builders.NOW, by=by
    )
    with _timed("plan, everybody here"):
        plan()
    applied = session.get_one(RosterImport, done[0].id if done else 0)
    with _timed("take back"):
        roster_undo.undo_roster(
            session,
            applied,
            op=uuid4(),
            reason="The wrong list.",
            letters=builders.letters(),
            now=builders.NOW,
            office=builders.OFFICE,
            by=by,
        )
        session.commit()


def _text() -> str:
    rows = (
        f"person-{number}@example.org,Person Númber {number},Ministry {number % 9},KE"
        for number in range(LEARNERS)
    )
    return "\n".join(("email,name,ministry,country", *rows))


def _workbook(text: str) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in text.splitlines():
        sheet.append(line.split(","))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@contextmanager
def _timed(words: str) -> Iterator[None]:
    began, worked = time.perf_counter(), time.process_time()
    yield
    took, cpu = time.perf_counter() - began, time.process_time() - worked
    print(f"a list of {LEARNERS} learners: {words:24}{took:8.2f} s {cpu:8.2f} s CPU")
