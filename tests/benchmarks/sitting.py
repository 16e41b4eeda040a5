"""What a sitting costs: its statements, a large bank, a full record."""

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

from flask.testing import FlaskClient

from course import attempts
from course.models import Enrolment
from learner_api.app import office_of
from tests.benchmarks.room import SAME_ORIGIN, Room, Sitter
from tests.benchmarks.spike import print_spike
from tests.statements import statements_of

BANKS = (100, 10_000)
STARTS = 60
OTHERS = 20_000
EARLIER = 50
SAVES = 200


def print_sitting() -> None:
    """Measure and print all of it."""
    with tempfile.TemporaryDirectory(prefix="course-sitting-") as folder:
        _print_statements(Path(folder))
    with tempfile.TemporaryDirectory(prefix="course-sitting-") as folder:
        _print_banks(Path(folder))
    with tempfile.TemporaryDirectory(prefix="course-sitting-") as folder:
        _print_full_record(Path(folder))
    with tempfile.TemporaryDirectory(prefix="course-sitting-") as folder:
        print_spike(Path(folder), BANKS[-1])


def _print_statements(folder: Path) -> None:
    room = Room(folder, BANKS[0])
    warm, sitter, *others = room.seat(22)
    _sit(room, room.sign_in(warm))
    browser = room.sign_in(sitter)
    with statements_of(room.database.engine) as sent:
        _sit(room, browser)
    browsers = [room.sign_in(other) for other in others]
    began = time.perf_counter()
    for each in browsers:
        _sit(room, each)
    seconds = time.perf_counter() - began
    print(f"ten-question attempt       {len(sent):6} statements")
    print(f"ten-question attempts      {len(browsers) / seconds:6.1f}/s in one thread")


def _sit(room: Room, browser: FlaskClient) -> None:
    """Start, answer ten questions one by one, and submit, as a browser does."""
    op = {"op": str(uuid4())}
    paper = browser.post(room.start_path, json=op, headers=SAME_ORIGIN).get_json()
    place = f"/api/v1/attempts/{paper['uuid']}"
    for question in paper["questions"]:
        body = {"op": str(uuid4()), "answer": "a"}
        path = f"{place}/responses/{question['key']}"
        browser.put(path, json=body, headers=SAME_ORIGIN)
    receipt = browser.post(f"{place}/submission", json={}, headers=SAME_ORIGIN)
    if receipt.get_json()["points"] != len(paper["questions"]):
        raise RuntimeError("The attempt did not get the points of its answers.")


def _print_banks(folder: Path) -> None:
    medians = []
    for size in BANKS:
        inner = folder / str(size)
        inner.mkdir()
        room = Room(inner, size)
        first, *sitters = room.seat(STARTS + 1)
        room.start(first)
        times = [_timed(partial(room.start, sitter)) for sitter in sitters]
        medians.append(statistics.median(times))
    small, large = medians
    print(
        f"start from {BANKS[0]} and {BANKS[1]} questions {small * 1000:6.1f} ms "
        f"{large * 1000:6.1f} ms  ratio {large / small:5.2f}"
    )


def _print_full_record(folder: Path) -> None:
    room = Room(folder, BANKS[0])
    fresh, seasoned = room.seat(2)
    before = _save_median(room, fresh)
    room.fill(OTHERS)
    with room.database.writing() as session:
        enrolment = session.get_one(Enrolment, seasoned.enrolment_id)
        for _ in range(EARLIER):
            now = datetime.now(UTC)
            attempt, _ = attempts.start_attempt(
                session,
                enrolment,
                replace(room.quiz, attempts_allowed=None),
                op=uuid4(),
                seed=1,
                now=now,
                office=office_of(room.settings),
                by=enrolment.user,
            )
            attempt.submitted_at = now
            session.flush()
    after = _save_median(room, seasoned)
    print(
        f"save, empty record and {OTHERS + EARLIER} attempts {before * 1000:6.2f} ms "
        f"{after * 1000:6.2f} ms  ratio {after / before:5.2f}"
    )


def _save_median(room: Room, sitter: Sitter) -> float:
    paper = room.start(sitter)
    path = f"/api/v1/attempts/{paper['uuid']}/responses/{paper['questions'][0]['key']}"

    def save() -> None:
        room.send(sitter, "PUT", path, {"op": str(uuid4()), "answer": "a"})

    save()
    return statistics.median(_timed(save) for _ in range(SAVES))


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
