"""``course serve``, run as the program that it is."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

import pytest

PROGRAM = Path(sys.executable).with_name("course")
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
READY = "Stop it with Ctrl-C."
# Two seconds are promised; a machine that is busy with other tests gets more.
STOPS_WITHIN = 5


@dataclass
class Served:
    """A server that has said that it is ready, and what it said."""

    process: subprocess.Popen[str]
    port: int
    said: str

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        encoded = urlencode(body) if body else None
        connection.request(method, path, encoded, {**FORM, **(headers or {})})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer

    @property
    def password(self) -> str:
        found = re.search(r"with the password +(\S+)", self.said)
        assert found, self.said
        return found[1]

    def sign_in(self, email: str, password: str) -> bool:
        form = {"email": email, "password": password}
        answer = self.ask("POST", "/sign-in", body=form, headers=SAME_ORIGIN)
        return answer.status == 303

    def stop(self, told: signal.Signals = signal.SIGTERM) -> float:
        """Tell it to stop; answer how many seconds that took."""
        began = time.monotonic()
        self.process.send_signal(told)
        self.process.wait(10)
        return time.monotonic() - began

    def children(self) -> set[int]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return {int(number) for number in path.read_text().split()}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def run(*words: str, **settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [PROGRAM, "serve", *words],
        env={**os.environ, "COURSE_LOG_LEVEL": "error", **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """Start a server and wait until it says that it is ready."""
    started: list[subprocess.Popen[str]] = []

    def serve(*words: str, **settings: str) -> Served:
        port = free_port()
        process = run(*words, **{"COURSE_PORT": str(port), **settings})
        started.append(process)
        assert process.stdout
        said = ""
        for line in process.stdout:
            said += line
            if READY in line:
                return Served(process, port, said)
        assert process.stderr
        pytest.fail(f"It did not start: {process.stderr.read()}")

    yield serve
    for process in started:
        process.kill()
        process.communicate()


def test_it_answers_where_it_says_and_stops_when_told(serve, migrated):
    server = serve()

    answer = server.ask("GET", "/health")
    took = server.stop()

    assert f"http://127.0.0.1:{server.port}" in server.said
    assert answer.status == 200
    assert answer.getheader("Server") is None
    assert server.process.returncode == 0
    assert took < STOPS_WITHIN


def test_an_interrupt_stops_it_as_well(serve, migrated):
    server = serve()

    took = server.stop(signal.SIGINT)

    assert server.process.returncode == 0
    assert took < STOPS_WITHIN


def test_the_demonstration_is_kept_from_one_start_to_the_next(serve):
    first = serve("--demo")
    signed_in = first.sign_in("learner@example.org", first.password)
    first.stop()

    second = serve("--demo")

    assert signed_in
    assert second.password == first.password
    assert second.sign_in("administrator@example.org", first.password)
    for email in ("learner", "trainer", "administrator"):
        assert f"{email}@example.org" in first.said
        assert f"{email}@example.org" in second.said


def test_a_demonstration_to_which_somebody_was_added_is_served_on(serve, course):
    serve("--demo").stop()
    added = course(
        "people", "add", "--email=ama@example.org", "--name=Ama", "--role=trainer"
    )

    server = serve("--demo")

    assert added.exit_code == 0
    assert server.sign_in("learner@example.org", server.password)


def test_a_demonstration_is_not_served_beside_real_people_alone(course, migrated):
    course("people", "add", "--email=ama@example.org", "--name=Ama", "--role=trainer")

    process = run("--demo", COURSE_PORT=str(free_port()))
    said, faults = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "1 real people" in faults
    assert READY not in said


def test_a_database_of_another_version_is_refused_in_one_line():
    process = run(COURSE_PORT=str(free_port()))
    _, faults = process.communicate(timeout=60)

    assert process.returncode == 1
    assert faults == (
        "Error: The database is not at this version of the course. "
        "Run: course migrate\n"
    )


@pytest.mark.parametrize("words", [(), ("--demo",)], ids=["plain", "demo"])
def test_a_port_in_use_is_named_with_the_setting_that_changes_it(migrated, words):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = run(*words, COURSE_PORT=str(port))
        said, faults = process.communicate(timeout=60)

    assert process.returncode == 1
    assert said == ""
    assert faults.count("\n") == 1
    assert str(port) in faults
    assert "COURSE_PORT" in faults


def test_an_address_of_another_machine_is_refused_in_one_line(migrated):
    process = run(COURSE_HOST="192.0.2.1", COURSE_PORT=str(free_port()))
    _, faults = process.communicate(timeout=60)

    assert process.returncode == 1
    assert faults.count("\n") == 1
    assert "COURSE_HOST" in faults


def test_several_workers_answer_and_all_stop_together(serve, migrated):
    server = serve("--workers", "2")
    children = server.children()

    answers = [server.ask("GET", "/health").status for _ in range(8)]
    took = server.stop()

    assert len(children) == 2
    assert answers == [200] * 8
    assert took < STOPS_WITHIN
    assert not any(Path(f"/proc/{child}").exists() for child in children)


def test_a_worker_that_dies_is_started_again(serve, migrated):
    server = serve("--workers", "2")
    before = server.children()
    killed = min(before)

    os.kill(killed, signal.SIGKILL)
    while len(server.children() - {killed}) < 2:
        assert server.process.poll() is None

    assert killed not in server.children()
    assert server.ask("GET", "/health").status == 200


def test_workers_do_not_outlive_a_parent_that_was_killed(serve, migrated):
    server = serve("--workers", "2")
    children = server.children()

    server.process.kill()
    server.process.wait()
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{child}").exists() for child in children):
        assert time.monotonic() < deadline

    again = serve("--workers", "2")
    assert again.ask("GET", "/health").status == 200


@pytest.mark.parametrize(
    ("proxies", "status"), [("1", 422), ("0", 403)], ids=["trusted", "untrusted"]
)
def test_a_proxy_is_believed_only_where_one_is_trusted(
    serve, migrated, proxies, status
):
    server = serve(COURSE_TRUSTED_PROXIES=proxies)

    answer = server.ask(
        "POST",
        "/sign-in",
        body={"email": "nobody@example.org", "password": "not the password"},
        headers={
            "Origin": "https://course.example",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "course.example",
            "X-Forwarded-For": "192.0.2.7",
        },
    )

    assert answer.status == status


def test_mail_leaves_while_it_serves_unless_told_not_to(serve, course, migrated):
    course(
        "people", "add", "--email=a@example.org", "--name=A", "--role=trainer", "--mail"
    )
    letters = migrated.mail_dir

    silent = serve("--no-mail")
    silent.ask("GET", "/health")
    silent.stop()
    before = list(letters.glob("*.eml")) if letters.exists() else []
    server = serve()
    while not list(letters.glob("*.eml")):
        assert server.process.poll() is None

    assert before == []


def test_a_body_far_too_large_is_cut_off_before_it_is_read(serve, migrated):
    server = serve()
    size = str(10_000_000_000)

    answer = server.ask(
        "POST", "/sign-in", headers={**SAME_ORIGIN, "Content-Length": size}
    )

    assert answer.status == 413


def test_another_server_can_serve_the_same_application(migrated):
    asked = "from learner_api.wsgi import app; print(app.test_client().get('/health'))"

    answered = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )

    assert "200 OK" in answered.stdout
