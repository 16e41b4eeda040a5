"""``make bench``: the speed of lessons, saved answers and whole quizzes, as ratios.

One server, one database, one run: the course and a bare Flask application stand side
by side in the same process, and are asked in turn. Large records come last, and what
was promised of them; what they cost is told in decision 0056.
"""

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import uuid4

import brotli

from tests.benchmarks.busy_hour import print_busy_hour
from tests.benchmarks.certificates import print_certificates
from tests.benchmarks.dashboard import print_dashboard
from tests.benchmarks.exports import print_exports
from tests.benchmarks.hour_while_exporting import print_hour_while_exporting
from tests.benchmarks.load import Rate, get, measure, post, put
from tests.benchmarks.looking_up import print_looking_up
from tests.benchmarks.matrix import print_matrix
from tests.benchmarks.multitude import kept_records, print_multitude
from tests.benchmarks.promises import Promises
from tests.benchmarks.rosters import print_rosters
from tests.benchmarks.rule_change import print_rule_changes
from tests.benchmarks.serve import Prepared, prepare, resident_megabytes, serve
from tests.benchmarks.sitting import print_sitting

ROUNDS = 5
SECONDS = 2.0


def main() -> None:
    """Prepare a database, serve it, measure, and print what was found."""
    with tempfile.TemporaryDirectory(prefix="course-benchmark-") as folder:
        prepared = prepare(Path(folder))
        process, address = serve(prepared)
        try:
            _print_ratios(prepared, address)
        finally:
            process.terminate()
            process.join()
        _print_first_load(prepared)
        _print_serving(Path(folder))
    print_sitting()
    print_looking_up()
    print_certificates()
    print_rule_changes()
    print_rosters()
    print_busy_hour()
    print_matrix()
    _print_records()


def _print_records() -> None:
    """What was promised of large records, and ``RuntimeError`` where it is broken."""
    promises = Promises()
    with kept_records() as record_of:
        print_multitude(record_of)
        print_dashboard(record_of, promises)
        print_exports(record_of, promises)
        print_hour_while_exporting(record_of, promises)
    promises.require_kept()


def _print_ratios(prepared: Prepared, address: tuple[str, int]) -> None:
    signed_in = f"Cookie: {prepared.cookie}\r\n"
    lesson = get(prepared.lesson, headers=signed_in)
    bare_lesson = get("/bare/select")

    def answer(_number: int) -> bytes:
        body = f'{{"op": "{uuid4()}", "answer": {prepared.answer}}}'.encode()
        return put(prepared.response, body, headers=signed_in)

    def bare_answer(_number: int) -> bytes:
        body = f'{{"op": "{uuid4()}", "answer": {prepared.answer}}}'.encode()
        return put("/bare/insert", body)

    print("                              course      bare   ratio   statements")
    for words, ours, bare, path in (
        ("lesson page, one SELECT", lambda _: lesson, lambda _: bare_lesson, "lesson"),
        ("saved answer, one INSERT", answer, bare_answer, "response"),
    ):
        rates = _in_turn(address, ours, bare)
        ratio = statistics.median(
            course.per_second / rate.per_second for course, rate in rates
        )
        course = statistics.median(pair[0].per_second for pair in rates)
        least = statistics.median(pair[1].per_second for pair in rates)
        count = prepared.statements[path]
        print(f"{words:26} {course:7.0f}/s {least:7.0f}/s  {ratio:5.2f}   {count}")


def _in_turn(
    address: tuple[str, int],
    ours: Callable[[int], bytes],
    bare: Callable[[int], bytes],
) -> list[tuple[Rate, Rate]]:
    for request in (ours, bare):
        measure(address, request, seconds=0.5)
    return [
        (
            measure(address, ours, seconds=SECONDS),
            measure(address, bare, seconds=SECONDS),
        )
        for _ in range(ROUNDS)
    ]


def _print_first_load(prepared: Prepared) -> None:
    """What a browser fetches for its first lesson: the page and the stylesheet."""
    size = sum(len(brotli.compress(body, quality=4)) for body in prepared.first_load)
    print(f"lesson page, first load  {size / 1000:6.1f} kB compressed")


def _print_serving(folder: Path) -> None:
    """The command itself: from its start to the first answer, and its memory."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = probe.getsockname()
    # As on any machine: the second start finds the code compiled.
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONDONTWRITEBYTECODE"
    }
    environ = {
        **inherited,
        "COURSE_DATA_DIR": str(folder / "start"),
        "COURSE_PORT": str(address[1]),
        "COURSE_LOG_LEVEL": "error",
    }
    command = [str(Path(sys.executable).parent / "course")]
    subprocess.run([*command, "migrate"], env=environ, check=True, capture_output=True)
    began = time.perf_counter()
    server = subprocess.Popen(
        [*command, "serve"], env=environ, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for_answer(address)
        print(f"course serve, first answer {time.perf_counter() - began:6.2f} s")
        _use(address)
        print(f"memory of one worker       {resident_megabytes(server.pid):6.0f} MB")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(10)


def _wait_for_answer(address: tuple[str, int]) -> None:
    for _ in range(3000):
        try:
            with socket.create_connection(address, timeout=5) as asked:
                asked.sendall(get("/health"))
                if asked.recv(12).endswith(b"200"):
                    return
        except ConnectionError:
            time.sleep(0.01)
    raise RuntimeError("The server did not answer within 30 seconds.")


def _use(address: tuple[str, int]) -> None:
    """What a worker does on an ordinary day: pages, and passwords to verify."""
    wrong = b'{"email": "nobody@example.org", "password": "not the password"}'
    with socket.create_connection(address, timeout=30) as asked:
        for _ in range(3):
            asked.sendall(post("/api/v1/session", wrong))
            asked.recv(65536)
    for path in ("/", "/verify", "/sign-in", "/api/v1/openapi.json", "/api/docs"):
        measure(address, partial(_same, get(path)), seconds=0.5)


def _same(request: bytes, _number: int) -> bytes:
    return request


if __name__ == "__main__":
    main()
