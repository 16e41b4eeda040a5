"""The hour of a busy cohort: two thousand learners who open lessons and save answers.

They are added to whatever record there is, and ask a server of their own at the pace of
such an hour, while something else may go on beside them.
"""

import logging
import multiprocessing
import random
import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
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
    keep_memory_together,
    keep_turns_short,
    leave_content_alone,
)
from tests.benchmarks.busy_cohort import PASSWORD, TRAINER, BusyCohort, a_busy_cohort
from tests.benchmarks.load import get, put, read_answer

LEARNERS = 2000
# What each of them does in the hour.
OPENS, SAVES = 6, 12
PER_SECOND = LEARNERS * (OPENS + SAVES) / 3600
# Long enough that one answer in twenty is more than a handful.
PACED_SECONDS = 40.0

Times: TypeAlias = dict[str, list[float]]
"""How long each answer took, by what was asked."""


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


@dataclass(frozen=True, slots=True)
class Compared:
    """How many times as long it took until so many of a hundred were answered."""

    line: str
    share: int
    ratio: float


Beside: TypeAlias = Callable[[Hour, threading.Event], None]


@contextmanager
def served_hour(settings: Settings) -> Iterator[Hour]:
    """The cohort added to the record, and the application in a process of its own."""
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
        hour = Hour(cohort, address, cookie)
        _warm(hour)
        yield hour
    finally:
        process.terminate()
        process.join()


def paced(hour: Hour, beside: Beside | None = None) -> Times:
    """The hour at its own pace for a while.

    ``beside`` goes on meanwhile, until it is told that all is done.
    """
    draw = random.Random(2026)  # noqa: S311  # a schedule, replayed
    schedule = [
        (
            draw.uniform(0, PACED_SECONDS),
            "save" if draw.randrange(OPENS + SAVES) >= OPENS else "lesson",
        )
        for _ in range(int(PER_SECOND * PACED_SECONDS))
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


def compare(quiet: Times, busy: Times, words: str) -> Iterator[Compared]:
    """Lines that tell how much slower the learners were served, each with its ratio."""
    for kind in ("lesson", "save"):
        for share in (50, 95):
            ratio = at(busy[kind], share) / at(quiet[kind], share)
            line = (
                f"  {kind:6} p{share} quiet {_ms(quiet[kind], share)}  {words} "
                f"{_ms(busy[kind], share)}  ratio {ratio:5.2f}"
            )
            yield Compared(line, share, ratio)


def timed(address: tuple[str, int], request: bytes) -> float:
    """Ask once, and say how long the answer took."""
    with socket.create_connection(address, timeout=60) as line:
        began = time.perf_counter()
        line.sendall(request)
        status, body = read_answer(line)
        taken = time.perf_counter() - began
    if status != b"200":
        raise RuntimeError(f"The server answered {status!r}: {body[:300]!r}")
    return taken


def at(times: list[float], share: int) -> float:
    """The time within which so many of a hundred were answered."""
    return statistics.quantiles(times, n=100)[share - 1]


def _ask_at(hour: Hour, began: float, moment: float, kind: str) -> float:
    draw = random.Random(moment)  # noqa: S311  # a schedule, replayed
    request = hour.save(draw) if kind == "save" else hour.lesson(draw)
    time.sleep(max(0.0, moment - (time.perf_counter() - began)))
    return timed(hour.address, request)


def _warm(hour: Hour) -> None:
    draw = random.Random(1)  # noqa: S311  # a schedule, replayed
    requests = [hour.page(), hour.program()]
    requests += [make(draw) for make in (hour.lesson, hour.save) for _ in range(60)]
    for request in requests:
        timed(hour.address, request)


def _serve(settings: Settings, listener: socket.socket) -> None:
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    keep_memory_together()
    keep_turns_short()
    app = create_app(settings)
    leave_content_alone()
    waitress.serve(app, sockets=[listener], threads=settings.threads, _quiet=True)


def _ms(times: list[float], share: int) -> str:
    return f"{at(times, share) * 1000:6.1f} ms"
