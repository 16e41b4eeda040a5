"""Devices in real time, each in a thread of its own, on a line with a port."""

import http.client
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from threading import Event
from time import monotonic
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from course import editions, enrolments
from course.catalogue import Catalogue
from quizzes import Quiz
from tests.builders import a_learner
from tests.laws.faults.books import Books
from tests.laws.faults.device import Device
from tests.laws.faults.plan import DEVICES
from tests.laws.faults.record import Record, held_in
from tests.laws.faults.requests import Request
from tests.laws.faults.witness import Told
from tests.laws.programs import a_secret

PATIENCE = 5.0
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 0.8
LONGEST_THOUGHT = 0.15
LONGEST_SETTLING = 30.0
# The other device's answers may have to be looked at once, and then it is submitted.
SUBMISSIONS = 2


@dataclass(slots=True)
class Driver:
    """Carries what a device sends, and lets its learner act meanwhile."""

    device: Device
    secret: str
    port: int
    answers: Mapping[str, tuple[Any, ...]]
    draw: Random
    statuses: Counter[int] = field(default_factory=Counter)
    refusals: dict[str, Told] = field(default_factory=dict)

    def go(self, stop: Event) -> None:
        """Answer, close the page, open it again, whatever becomes of the server."""
        while not stop.is_set():
            self._act()
            self.send_what_is_due()
            stop.wait(self.draw.uniform(0.01, LONGEST_THOUGHT))

    def come_to_rest(self) -> None:
        """Send until nothing is left to be sent. The server must be there."""
        latest = monotonic() + LONGEST_SETTLING
        self.device.open()
        while (moment := self.device.next_moment()) is not None:
            assert monotonic() < latest, f"the {self.device.name} never came to rest"
            Event().wait(max(moment - monotonic(), 0))
            self.send_what_is_due()

    def send_what_is_due(self) -> None:
        for request in self.device.due(monotonic()):
            answer = self.ask(request)
            if answer is None:
                self.device.lost(request, monotonic())
            else:
                self.device.answered(request, *answer, monotonic())

    def ask(self, request: Request) -> tuple[int, Told] | None:
        """Have one request answered; nothing when the line or the server went away."""
        headers = {"Authorization": f"Bearer {self.secret}"}
        body = None
        if request.body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(request.body)
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request(request.method, f"/api/v1{request.path}", body, headers)
            answer = line.getresponse()
            told: Told = json.loads(answer.read())
        except (OSError, ValueError, http.client.HTTPException):
            # Cut in the middle it is no answer either.
            return None
        finally:
            line.close()
        self.statuses[answer.status] += 1
        if answer.status >= 500:
            told["Retry-After"] = answer.headers["Retry-After"]
            self.refusals[told["type"]] = told
        return answer.status, told

    def _act(self) -> None:
        chance = self.draw.random()
        if chance < 0.03:
            self.device.close()
        self.device.open()
        if self.device.is_usable and chance > 0.3:
            question = self.draw.choice(sorted(self.device.asked))
            self.device.answer(question, self.draw.choice(self.answers[question]))


@dataclass(slots=True)
class Learner:
    """One learner with two devices, and the books of both."""

    user_id: int
    books: Books
    drivers: list[Driver]

    @property
    def attempt(self) -> str:
        """The attempt that both devices are on."""
        [attempt] = {each.device.store.attempt for each in self.drivers}
        assert attempt is not None
        return attempt

    def finish(self, record: Record, since: datetime) -> None:
        """Come to rest, submit, and hold everything to the record."""
        for driver in self.drivers:
            driver.come_to_rest()
        first, second = self.drivers
        for _ in range(SUBMISSIONS):
            if first.device.is_usable:
                first.device.submit()
                first.come_to_rest()
        second.device.read()
        second.come_to_rest()
        rows = record.rows(self.attempt)
        self.books.judge_all(rows)
        self.books.judge_quiet(rows)
        assert len(record.attempts(self.user_id, since)) == 1
        assert len(record.marks(self.attempt)) == 1
        held = {key: row.answer for key, row in held_in(rows).items()}
        for driver in self.drivers:
            assert not driver.device.store.unsent
            page = driver.device.page
            assert page is not None
            assert page.receipt is not None
            shown = {each["question"]: each["answer"] for each in page.receipt["marks"]}
            assert {key: shown[key] for key in held} == held


def some_learners(
    sessions: sessionmaker[Session],
    content: Catalogue,
    port: int,
    draw: Random,
    many: int,
) -> list[Learner]:
    """Learners on the first course, each with two devices at its first quiz."""
    course = next(iter(content.courses.values()))
    quiz = content.quiz(next(one.quiz_key for one in course.modules if one.quiz_key))
    now = datetime.now(UTC)
    with sessions() as session:
        edition = editions.course_edition(session, course, now=now)
        made = []
        for _ in range(many):
            person = a_learner(session, now=now)
            enrolments.enrol(session, person, edition, now=now)
            made.append((person.id, a_secret(session, person)))
        session.commit()
    path = f"/courses/{course.key}/quizzes/{quiz.key}/attempts"
    return [
        _a_learner(user_id, secret, path, quiz, port, draw) for user_id, secret in made
    ]


@contextmanager
def at_work(learners: list[Learner]) -> Iterator[list[Future[None]]]:
    """All devices at it at once, while the block runs."""
    stop = Event()
    drivers = [driver for learner in learners for driver in learner.drivers]
    with ThreadPoolExecutor(len(drivers)) as pool:
        running = [pool.submit(driver.go, stop) for driver in drivers]
        try:
            yield running
        finally:
            stop.set()
    for each in running:
        each.result()


def acknowledged(learners: list[Learner]) -> int:
    """How many acknowledgements all devices have had."""
    return sum(learner.books.tally["acknowledgements"] for learner in learners)


def statuses(learners: list[Learner]) -> Counter[int]:
    """How often each status was answered."""
    return sum(
        (driver.statuses for learner in learners for driver in learner.drivers),
        Counter(),
    )


def refusals(learners: list[Learner]) -> dict[str, Told]:
    """The last refusal of each kind that came with a status of 500 or more."""
    found: dict[str, Told] = {}
    for learner in learners:
        for driver in learner.drivers:
            found |= driver.refusals
    return found


def _a_learner(
    user_id: int, secret: str, path: str, quiz: Quiz, port: int, draw: Random
) -> Learner:
    # Two threads write in one book: each entry is one step of the interpreter.
    books = Books(lambda *_: None)
    answers = {each.key: (each.correct_answer, None) for each in quiz.questions}
    drivers = [
        Driver(
            device=Device(
                name=name,
                learner=str(user_id),
                quiz_path=path,
                draw=Random(draw.getrandbits(64)),  # noqa: S311  # for replaying
                witness=books,
                patience=PATIENCE,
                first_pause=FIRST_PAUSE,
                longest_pause=LONGEST_PAUSE,
            ),
            secret=secret,
            port=port,
            answers=answers,
            draw=Random(draw.getrandbits(64)),  # noqa: S311  # for replaying
        )
        for name in DEVICES
    ]
    return Learner(user_id, books, drivers)
