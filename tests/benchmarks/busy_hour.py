"""A cohort of two thousand, all active in the same hour, on both databases.

Each opens lessons and saves answers while a trainer reads the page about them all.
What is printed are ratios: how many times over the hour's requests could be answered,
how much slower the learners are served while the trainer reads or while files are
exported, and what the trainer's page costs in lesson pages.
"""

import logging
import multiprocessing
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias
from uuid import uuid4

import orjson
import waitress
from sqlalchemy import text

from config.settings import Settings
from course.database import make_engine
from course.migrations import upgrade
from learner_api.app import create_app, office_of
from learner_api.database import Database
from learner_api.process import (
    give_way,
    keep_memory_together,
    keep_turns_short,
    leave_content_alone,
)
from tests.benchmarks.busy_cohort import (
    COURSE,
    PASSWORD,
    TRAINER,
    BusyCohort,
    a_busy_cohort,
)
from tests.benchmarks.load import get, measure, put, read_answer
from tests.laws.faults.own_postgresql import a_postgresql_to_stop

LEARNERS = 2000
# What each of them does in the hour.
OPENS, SAVES = 6, 12
SECONDS = 10.0
# Long enough that one answer in twenty is more than a handful.
PACED_SECONDS = 40.0
_HOUR = 3600


Times: TypeAlias = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Hour:
    """The cohort, the server that it asks, and the trainer's cookie."""

    cohort: BusyCohort
    address: tuple[str, int]
    cookie: str

    def lesson(self, draw: random.Random) -> bytes:
        learner = draw.randrange(LEARNERS)
        return self._get(draw.choice(self.cohort.lessons), self._of(learner))

    def save(self, draw: random.Random) -> bytes:
        learner = draw.randrange(LEARNERS)
        attempt = self.cohort.attempts[learner]
        body = orjson.dumps({"op": str(uuid4()), "answer": self.cohort.answer})
        place = f"/api/v1/attempts/{attempt}/responses/{self.cohort.question}"
        return put(place, body, headers=self._of(learner))

    def page(self) -> bytes:
        cookie = f"Cookie: {self.cookie}\r\n"
        return get(f"/cohorts/{self.cohort.cohort}/overview", headers=cookie)

    def program(self) -> bytes:
        bearer = f"Authorization: Bearer {self.cohort.trainer}\r\n"
        return self._get(f"/cohorts/{self.cohort.cohort}/overview", bearer)

    def _get(self, path: str, bearer: str) -> bytes:
        return get(f"/api/v1{path}", headers=bearer)

    def _of(self, learner: int) -> str:
        return f"Authorization: Bearer {self.cohort.learners[learner]}\r\n"


Beside: TypeAlias = Callable[[Hour, threading.Event], None]


def print_busy_hour() -> None:
    """Measure the hour on SQLite and on PostgreSQL, both durable as in service."""
    print()
    print(f"{LEARNERS} learners in the same hour, load {_load()}")
    with tempfile.TemporaryDirectory(prefix="course-hour-") as folder:
        _print_on("SQLite", Settings.for_tests(Path(folder)))
    with (
        tempfile.TemporaryDirectory(prefix="course-hour-") as folder,
        a_postgresql_to_stop() as server,
    ):
        settings = Settings.for_tests(Path(folder), database_url=server.url)
        _print_on("PostgreSQL", settings)


def _print_on(name: str, settings: Settings) -> None:
    with _served(settings) as hour:
        _warm(hour)
        capacity = _capacity(hour)
        needed = LEARNERS * (OPENS + SAVES) / _HOUR
        print(
            f"{name}: the hour asks {needed:.0f}/s, answered {capacity:.0f}/s, "
            f"ratio {capacity / needed:.1f}"
        )
        quiet = _paced(hour, needed)
        _compare(quiet, _paced(hour, needed, _read_on), "while the trainer reads")
        export = partial(_export_on, settings)
        _compare(quiet, _paced(hour, needed, export), "while files are exported")
        for words, request in (("page", hour.page()), ("API", hour.program())):
            alone = [_timed(hour.address, request) for _ in range(9)]
            median = statistics.median(alone)
            lessons = median / _at(quiet["lesson"], 50)
            print(
                f"  trainer's {words:4} {median * 1000:6.1f} ms, as much as "
                f"{lessons:.0f} lessons"
            )


def _capacity(hour: Hour) -> float:
    """How many of the hour's requests are answered a second when all come at once."""
    draw = random.Random(2010)  # noqa: S311  # a schedule, replayed

    def request(_number: int) -> bytes:
        is_save = draw.randrange(OPENS + SAVES) >= OPENS
        return hour.save(draw) if is_save else hour.lesson(draw)

    return measure(hour.address, request, seconds=SECONDS).per_second


def _compare(quiet: Times, busy: Times, words: str) -> None:
    for kind in ("lesson", "save"):
        for share in (50, 95):
            print(
                f"  {kind:6} p{share} quiet {_ms(quiet[kind], share)}  {words} "
                f"{_ms(busy[kind], share)}  ratio "
                f"{_at(busy[kind], share) / _at(quiet[kind], share):5.2f}"
            )


def _paced(hour: Hour, per_second: float, beside: Beside | None = None) -> Times:
    """The hour at its own pace for a while; how long each answer took, by its kind.

    ``beside`` goes on meanwhile, until it is told that all is done.
    """
    draw = random.Random(2026)  # noqa: S311  # a schedule, replayed
    schedule = [
        (
            draw.uniform(0, PACED_SECONDS),
            "save" if draw.randrange(OPENS + SAVES) >= OPENS else "lesson",
        )
        for _ in range(int(per_second * PACED_SECONDS))
    ]
    done = threading.Event()
    other = threading.Thread(target=beside, args=(hour, done))
    if beside:
        other.start()
    began = time.perf_counter()
    try:
        with ThreadPoolExecutor(32) as pool:
            asked = [
                (kind, pool.submit(partial(_ask_at, hour, began, moment, kind)))
                for moment, kind in sorted(schedule)
            ]
            times: dict[str, list[float]] = {"lesson": [], "save": []}
            for kind, answer in asked:
                times[kind].append(answer.result())
    finally:
        done.set()
        if beside:
            other.join()
    return times


def _ask_at(hour: Hour, began: float, moment: float, kind: str) -> float:
    draw = random.Random(moment)  # noqa: S311  # a schedule, replayed
    request = hour.save(draw) if kind == "save" else hour.lesson(draw)
    time.sleep(max(0.0, moment - (time.perf_counter() - began)))
    return _timed(hour.address, request)


def _read_on(hour: Hour, done: threading.Event) -> None:
    """The trainer's page, read again as soon as it is there."""
    while not done.is_set():
        _timed(hour.address, hour.page())


def _export_on(settings: Settings, _hour: Hour, done: threading.Event) -> None:
    """Learners by name as a file, again and again, as a worker writes it."""
    environ = {
        **os.environ,
        "COURSE_DATABASE_URL": settings.database_url,
        "COURSE_DATA_DIR": str(settings.data_dir),
        "COURSE_LOG_LEVEL": "error",
    }
    command = [str(Path(sys.executable).parent / "course"), "export", "rows"]
    command += ["--course", COURSE, "--purpose", "To measure what it costs."]
    number = 0
    while not done.is_set():
        number += 1
        file = settings.data_dir / f"rows-{number}.csv"
        with subprocess.Popen(
            [*command, "--output", str(file)],
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as worker:
            give_way(worker.pid)
            _, complaint = worker.communicate()
        if worker.returncode:
            raise RuntimeError(complaint.decode())


def _timed(address: tuple[str, int], request: bytes) -> float:
    with socket.create_connection(address, timeout=60) as line:
        began = time.perf_counter()
        line.sendall(request)
        status, body = read_answer(line)
        taken = time.perf_counter() - began
    if status != b"200":
        raise RuntimeError(f"The server answered {status!r}: {body[:300]!r}")
    return taken


def _warm(hour: Hour) -> None:
    draw = random.Random(1)  # noqa: S311  # a schedule, replayed
    requests = [hour.page(), hour.program()]
    requests += [make(draw) for make in (hour.lesson, hour.save) for _ in range(60)]
    for request in requests:
        _timed(hour.address, request)


@contextmanager
def _served(settings: Settings) -> Iterator[Hour]:
    """The record filled, and the application in a process of its own."""
    engine = make_engine(settings.database_url)
    upgrade(engine)
    engine.dispose()
    app = create_app(settings)
    database: Database = app.extensions["course.database"]
    catalogue = app.extensions["course.site"].catalogue
    with database.writing() as session:
        cohort = a_busy_cohort(session, catalogue, office_of(settings), LEARNERS)
    if database.engine.dialect.name == "postgresql":
        # In service this is done by itself, soon after so many rows were added.
        with database.engine.begin() as connection:
            connection.execute(text("ANALYZE"))
    answer: Any = app.test_client().post(
        "/api/v1/session",
        json={"email": TRAINER, "password": PASSWORD},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    cookie = answer.headers["Set-Cookie"].split(";")[0]
    database.engine.dispose()
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    context = multiprocessing.get_context("fork")
    process = context.Process(target=_serve, args=(settings, listener))
    process.start()
    address: tuple[str, int] = listener.getsockname()
    listener.close()
    try:
        yield Hour(cohort, address, cookie)
    finally:
        process.terminate()
        process.join()


def _serve(settings: Settings, listener: socket.socket) -> None:
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    keep_memory_together()
    keep_turns_short()
    app = create_app(settings)
    leave_content_alone()
    waitress.serve(app, sockets=[listener], threads=settings.threads, _quiet=True)


def _load() -> str:
    return " ".join(f"{each:.1f}" for each in os.getloadavg())


def _at(times: list[float], share: int) -> float:
    return statistics.quantiles(times, n=100)[share - 1]


def _ms(times: list[float], share: int) -> str:
    return f"{_at(times, share) * 1000:6.1f} ms"


if __name__ == "__main__":
    print_busy_hour()
