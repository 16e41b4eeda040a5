"""A spike: five hundred learners start within ten seconds, while others save."""

import logging
import multiprocessing
import random
import socket
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import waitress

from config.settings import Settings
from course.catalogue import Catalogue
from learner_api.app import create_app
from learner_api.process import (
    keep_memory_together,
    keep_turns_short,
    leave_content_alone,
)
from tests.benchmarks.load import get, post, put, read_answer
from tests.benchmarks.room import DRAWN, Room, Sitter

SPIKE = 500
SPIKE_SECONDS = 10.0
SAVERS = 10
PAUSE = 0.5


def print_spike(folder: Path, bank: int) -> None:
    """Everybody starts within ten seconds, while some who began before save."""
    room = Room(folder, bank)
    sitters = room.seat(SPIKE)
    savers = room.seat(SAVERS)
    room.database.engine.dispose()
    draw = random.Random(2010)  # noqa: S311  # a schedule, replayed
    moments = sorted(draw.uniform(0, SPIKE_SECONDS) for _ in sitters)
    with _served(room) as address, ThreadPoolExecutor(64 + SAVERS) as pool:
        saving = partial(_saving, address, room)
        alone = [one for each in pool.map(saving, savers) for one in each]
        among = [pool.submit(saving, saver) for saver in savers]
        began = time.perf_counter()
        arriving = partial(_arriving, address, room, began)
        starts = list(pool.map(arriving, sitters, moments))
        together = [one for each in among for one in each.result()]
    seconds = f"{SPIKE_SECONDS:.0f} s"
    print(f"{SPIKE} learners start in {seconds}: {len(starts)} papers given")
    print(f"  start p50 {_ms(starts, 50)}  p95 {_ms(starts, 95)}")
    for share in (50, 95):
        ratio = _percentile(together, share) / _percentile(alone, share)
        print(
            f"  save  p{share} quiet {_ms(alone, share)}  in the spike "
            f"{_ms(together, share)}  ratio {ratio:5.2f}"
        )


@contextmanager
def _served(room: Room) -> Iterator[tuple[str, int]]:
    """The application in a process of its own, as `course serve` runs it."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    context = multiprocessing.get_context("fork")
    process = context.Process(
        target=_serve, args=(room.settings, room.catalogue, listener)
    )
    process.start()
    address: tuple[str, int] = listener.getsockname()
    listener.close()
    try:
        _exchange(address, get("/health"))
        yield address
    finally:
        process.terminate()
        process.join()


def _serve(settings: Settings, catalogue: Catalogue, listener: socket.socket) -> None:
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    keep_memory_together()
    keep_turns_short()
    app = create_app(settings, catalogue=catalogue)
    leave_content_alone()
    waitress.serve(
        app,
        sockets=[listener],
        threads=settings.threads,
        connection_limit=1000,
        _quiet=True,
    )


def _arriving(
    address: tuple[str, int], room: Room, began: float, sitter: Sitter, moment: float
) -> float:
    """Start at a moment of the schedule; how long the paper took to come."""
    time.sleep(max(0.0, moment - (time.perf_counter() - began)))
    with socket.create_connection(address, timeout=60) as line:
        arrived = time.perf_counter()
        paper = _start(line, room, sitter)
        taken = time.perf_counter() - arrived
    if len(paper["questions"]) != DRAWN:
        raise RuntimeError("A learner got another paper than was asked for.")
    return taken


def _saving(address: tuple[str, int], room: Room, sitter: Sitter) -> list[float]:
    """Save an answer now and then for as long as a spike lasts; each one's time."""
    with socket.create_connection(address, timeout=60) as line:
        paper = _start(line, room, sitter)
        place = f"/api/v1/attempts/{paper['uuid']}/responses"
        saves = []
        for number in range(int(SPIKE_SECONDS / PAUSE)):
            time.sleep(PAUSE)
            key = paper["questions"][number % DRAWN]["key"]
            body = orjson.dumps({"op": str(uuid4()), "answer": "a"})
            request = put(f"{place}/{key}", body, headers=_bearer(sitter))
            began = time.perf_counter()
            _ask(line, request)
            saves.append(time.perf_counter() - began)
    return saves


def _start(line: socket.socket, room: Room, sitter: Sitter) -> Any:
    body = orjson.dumps({"op": str(uuid4())})
    return _ask(line, post(room.start_path, body, headers=_bearer(sitter)))


def _bearer(sitter: Sitter) -> str:
    return f"Authorization: Bearer {sitter.secret}\r\n"


def _exchange(address: tuple[str, int], request: bytes) -> None:
    with socket.create_connection(address, timeout=60) as line:
        line.sendall(request)
        read_answer(line)


def _ask(line: socket.socket, request: bytes) -> Any:
    line.sendall(request)
    status, body = read_answer(line)
    if status not in (b"200", b"201"):
        raise RuntimeError(f"The server answered {status!r}: {body[:300]!r}")
    return orjson.loads(body)


def _percentile(times: list[float], share: int) -> float:
    return statistics.quantiles(times, n=100)[share - 1]


def _ms(times: list[float], share: int) -> str:
    return f"{_percentile(times, share) * 1000:6.1f} ms"
