"""A cohort of two thousand, all active in the same hour, on both databases.

Each opens lessons and saves answers while a trainer reads the page about them all.
What is printed are ratios: how many times over the hour's requests could be answered,
how much slower the learners are served while the trainer reads, and what the trainer's
page costs in lesson pages.
"""

import os
import random
import statistics
import tempfile
import threading
from pathlib import Path

from config.settings import Settings
from tests.benchmarks.hour import (
    LEARNERS,
    OPENS,
    PER_SECOND,
    SAVES,
    Hour,
    at,
    compare,
    paced,
    served_hour,
    timed,
)
from tests.benchmarks.load import measure
from tests.laws.faults.own_postgresql import a_postgresql_to_stop

SECONDS = 10.0


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
    with served_hour(settings) as hour:
        capacity = _capacity(hour)
        print(
            f"{name}: the hour asks {PER_SECOND:.0f}/s, answered {capacity:.0f}/s, "
            f"ratio {capacity / PER_SECOND:.1f}"
        )
        quiet = paced(hour)
        for each in compare(quiet, paced(hour, _read_on), "while the trainer reads"):
            print(each.line)
        for words, request in (("page", hour.page()), ("API", hour.program())):
            alone = [timed(hour.address, request) for _ in range(9)]
            median = statistics.median(alone)
            lessons = median / at(quiet["lesson"], 50)
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


def _read_on(hour: Hour, done: threading.Event) -> None:
    """The trainer's page, read again as soon as it is there."""
    while not done.is_set():
        timed(hour.address, hour.page())


def _load() -> str:
    return " ".join(f"{each:.1f}" for each in os.getloadavg())


if __name__ == "__main__":
    print_busy_hour()
