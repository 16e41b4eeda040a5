"""Learners' programs over real sockets, which keep books of what they were promised.

A program writes down what it sends before it sends it, and what was acknowledged only
once an answer with 2xx has arrived. What was not it may send again, soon or late.
"""

import http.client
import json
import socket
from dataclasses import dataclass, field
from random import Random
from threading import Event
from typing import Any
from uuid import UUID

from course.outline import Course
from quizzes import Quiz
from tests.laws.acts import OF_THE_MOMENT

PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Act:
    """One operation under its own name."""

    op: UUID
    kind: str
    place: tuple[str, ...]
    method: str
    path: str
    body: dict[str, Any]


@dataclass(slots=True)
class Learner:
    """One learner's program and its books."""

    port: int
    secret: str
    course: Course
    quizzes: dict[str, Quiz]
    draw: Random
    sent: dict[UUID, Act] = field(default_factory=dict)
    told: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    attempts: dict[str, UUID] = field(default_factory=dict)
    papers: dict[UUID, list[str]] = field(default_factory=dict)
    lessons: list[tuple[str, str]] = field(init=False)
    line: http.client.HTTPConnection | None = None

    def __post_init__(self) -> None:
        self.lessons = [
            (module.key, lesson.key)
            for module in self.course.modules
            for lesson in module.lessons
        ]
        self.draw.shuffle(self.lessons)

    def learn(self, stop: Event) -> None:
        """Go on learning, whatever becomes of the server, until told to stop."""
        while not stop.is_set():
            act = self._next_act()
            self.sent[act.op] = act
            while not self.send(act) and not stop.is_set():
                self._wait_for_the_server(stop)
                # A lost save is often sent again at once, and else left for the end.
                if act.kind == "save" and self.draw.random() < 0.5:
                    break
            if act.kind == "start" and act.op in self.told:
                self.attempts[act.place[0]] = act.op
        self.hang_up()

    def unsure(self) -> list[Act]:
        """What was sent and never acknowledged."""
        return [act for op, act in self.sent.items() if op not in self.told]

    def send(self, act: Act) -> bool:
        """Send an act, and note the answer if there is one."""
        answer = self._ask(act.method, act.path, act.body)
        if answer is None:
            return False
        status, told = answer
        assert status in (200, 201), f"{act} was answered {status}: {told}"
        kept = {key: told[key] for key in told if key not in OF_THE_MOMENT}
        if act.kind == "start":
            # What an attempt holds grows; which one it is does not.
            kept = {"uuid": told["uuid"]}
            self.papers[act.op] = [each["key"] for each in told["questions"]]
        assert self.told.setdefault(act.op, kept) == kept
        return True

    def submit(self, attempt: UUID) -> dict[str, Any]:
        """Hand an attempt in; what comes back is its receipt."""
        answer = self._ask("POST", f"/attempts/{attempt}/submission", {})
        assert answer is not None
        status, receipt = answer
        assert status == 200, receipt
        return receipt

    def hang_up(self) -> None:
        if self.line is not None:
            self.line.close()
            self.line = None

    def _wait_for_the_server(self, stop: Event) -> None:
        while not stop.wait(0.1):
            try:
                socket.create_connection(("127.0.0.1", self.port), PATIENCE).close()
            except OSError:
                continue
            return

    def _ask(
        self, method: str, path: str, body: dict[str, Any]
    ) -> tuple[int, dict[str, Any]] | None:
        """Status and body of the answer, or nothing when the server went away."""
        headers = {
            "Authorization": f"Bearer {self.secret}",
            "Content-Type": "application/json",
        }
        try:
            if self.line is None:
                self.line = http.client.HTTPConnection(
                    "127.0.0.1", self.port, timeout=PATIENCE
                )
            self.line.request(method, f"/api/v1{path}", json.dumps(body), headers)
            answer = self.line.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException):
            self.hang_up()
            return None

    def _next_act(self) -> Act:
        op = UUID(int=self.draw.getrandbits(128), version=4)
        if self.lessons and self.draw.random() < 0.1:
            place = self.lessons.pop()
            path = "/courses/{}/modules/{}/lessons/{}/completion"
            address = path.format(self.course.key, *place)
            return Act(op, "lesson", place, "PUT", address, {"op": str(op)})
        quiz = self.quizzes[self.draw.choice(sorted(self.quizzes))]
        if quiz.key not in self.attempts:
            address = f"/courses/{self.course.key}/quizzes/{quiz.key}/attempts"
            return Act(op, "start", (quiz.key,), "POST", address, {"op": str(op)})
        begun = self.attempts[quiz.key]
        question = quiz.question(self.draw.choice(self.papers[begun]))
        attempt = str(begun)
        body = {
            "op": str(op),
            "answer": self.draw.choice((question.correct_answer, None)),
            "sequence": len(self.sent) + 1,
        }
        address = f"/attempts/{attempt}/responses/{question.key}"
        return Act(op, "save", (attempt, question.key), "PUT", address, body)
