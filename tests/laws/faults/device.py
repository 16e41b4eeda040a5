"""One browser on the page of an attempt, as the protocol asks it to behave.

It is told the time and asked what is due; whoever drives it carries the requests and
brings back the answers, or that none came. It says *saved* only where the server said
so after its commit, and forgets an answer only when it was acknowledged.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from tests.laws.faults.page import NOT_SAVED, SAVED, WAITING, Page, Shown
from tests.laws.faults.requests import (
    OPEN,
    READ,
    RECEIPT,
    SUBMIT,
    Request,
    Task,
    digest_of,
)
from tests.laws.faults.store import Place, Store, Unsent
from tests.laws.faults.witness import Told, Witness

PATIENCE = 6.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 16.0


@dataclass(slots=True)
class Device:
    """One device of one learner, its page open or closed."""

    name: str
    learner: str
    quiz_path: str
    draw: Random
    witness: Witness
    store: Store = field(default_factory=Store)
    patience: float = PATIENCE
    first_pause: float = FIRST_PAUSE
    longest_pause: float = LONGEST_PAUSE
    page: Page | None = None
    opening: bool = False
    count: int = 0
    _deadlines: dict[int, tuple[Task, float]] = field(default_factory=dict)
    _failures: dict[Task, int] = field(default_factory=dict)
    _not_before: dict[Task, float] = field(default_factory=dict)

    # What the learner does.

    def open(self) -> None:
        """Open the page, which the server has to send before anything can be done."""
        self.opening = self.page is None

    def close(self) -> None:
        """The page is gone at once, with all that was under way; the store stays."""
        self.page, self.opening = None, False
        self._deadlines.clear()
        self._failures.clear()
        self._not_before.clear()

    @property
    def is_usable(self) -> bool:
        """Whether the learner sees an attempt that is still open."""
        return self.page is not None and not self.page.closed

    @property
    def asked(self) -> frozenset[str]:
        """The questions of the paper that the learner sees: some of the bank's."""
        return self._page.asked

    def answer(self, question: str, answer: Any) -> None:
        """Keep an answer durably, show that it waits, and have it sent."""
        page = self._page
        op = self._new_op()
        sequence = page.next_sequence(question)
        self.store.keep(self._place(question), Unsent(op, sequence, answer))
        page.saw(question, sequence)
        page.shown[question] = Shown(op, sequence, answer, WAITING)
        self._try_at_once(("save", question))
        self.witness.gave(self.name, question, op, sequence, answer)

    def submit(self, *, hasty: bool = False) -> None:
        """Submit once all is saved, or hastily with what is still waiting."""
        self._page.submitting = True
        self._page.hasty = hasty
        self._try_at_once(SUBMIT)

    def read(self) -> None:
        """Read the attempt again, as the page does when the line returns."""
        self._page.reading = True

    def ask_receipt(self) -> None:
        """Have the receipt shown again."""
        self._page.asking_receipt = True

    # What the driver does.

    def due(self, now: float) -> list[Request]:
        """What is to be sent now. It counts as under way from here on."""
        for number, (task, deadline) in list(self._deadlines.items()):
            if deadline <= now:
                self._failed(number, task, now)
        under_way = {task for task, _ in self._deadlines.values()}
        ready = [
            task
            for task in self._wanted()
            if task not in under_way and self._not_before.get(task, 0) <= now
        ]
        requests = [self._request(task) for task in ready]
        for request in requests:
            self._deadlines[request.number] = (request.task, now + self.patience)
        return requests

    def next_moment(self) -> float | None:
        """When something is due again, if anything is."""
        moments = [deadline for _, deadline in self._deadlines.values()]
        under_way = {task for task, _ in self._deadlines.values()}
        moments += [
            self._not_before.get(task, 0)
            for task in self._wanted()
            if task not in under_way
        ]
        return min(moments, default=None)

    def lost(self, request: Request, now: float) -> None:
        """No answer came: whether it was recorded is not known, so send it again."""
        if request.number in self._deadlines:
            self._failed(request.number, request.task, now)

    def answered(self, request: Request, status: int, told: Told, now: float) -> None:
        """Take an answer in. One that the page no longer waits for is passed over."""
        if request.number not in self._deadlines:
            return
        if status >= 500:
            self._failed(request.number, request.task, now)
            return
        del self._deadlines[request.number]
        self._failures.pop(request.task, None)
        self._not_before.pop(request.task, None)
        kind = request.task[0]
        refused = told.get("type", "").removeprefix("/problems/")
        if status in (200, 201):
            getattr(self, f"_{kind}_answered")(request, told)
        elif kind == "submit" and refused == "answers-differ":
            self._answers_differ(told)
        elif kind == "save" and refused == "attempt-closed":
            self._too_late(request)
        elif kind == "receipt" and refused == "attempt-open":
            self._page.asking_receipt = False
        else:
            self.witness.unforeseen(self.name, request, status, told)

    # What is sent.

    def _wanted(self) -> Iterator[Task]:
        page = self.page
        if page is None:
            if self.opening:
                yield OPEN
            return
        unsent = [question for question, _ in self._unsent()]
        for question in unsent:
            yield "save", question
        if page.submitting and (page.hasty or not unsent):
            yield SUBMIT
        if page.reading:
            yield READ
        if page.asking_receipt:
            yield RECEIPT

    def _request(self, task: Task) -> Request:
        self.count += 1
        kind, question = task
        attempt = f"/attempts/{self.store.attempt}"
        if kind == "open" and self.store.attempt is None:
            # Kept before it is sent: sent again, it begins the same attempt.
            self.store.begun_as = self.store.begun_as or self._new_op()
            begin = {"op": self.store.begun_as}
            return Request(self.count, task, "POST", self.quiz_path, begin)
        if kind in ("open", "read"):
            return Request(self.count, task, "GET", attempt)
        if kind == "receipt":
            return Request(self.count, task, "GET", f"{attempt}/receipt")
        if kind == "submit":
            seen = self._page.seen()
            submission = {
                "op": self._new_op(),
                "seen": seen,
                "digest": digest_of(seen),
            }
            path = f"{attempt}/submission"
            return Request(self.count, task, "POST", path, submission)
        unsent = self.store.unsent[self._place(question)]
        body = {
            "op": unsent.op,
            "answer": unsent.answer,
            "sequence": unsent.sequence,
        }
        return Request(self.count, task, "PUT", f"{attempt}/responses/{question}", body)

    # What is made of the answers.

    def _open_answered(self, request: Request, told: Told) -> None:
        self.store.attempt = told["uuid"]
        asked = frozenset(each["key"] for each in told["questions"])
        self.page = Page(attempt=told["uuid"], asked=asked)
        self.opening = False
        for question, unsent in self._unsent():
            self.page.saw(question, unsent.sequence)
            self.page.shown[question] = Shown(
                unsent.op, unsent.sequence, unsent.answer, WAITING
            )
        self._read_answered(request, told)

    def _read_answered(self, request: Request, told: Told) -> None:
        page = self._page
        page.reading = False
        for held in told["responses"]:
            self._shows(held, page.reads(held))
        if told["state"] == "submitted":
            self._closed(told["receipt"], None)

    def _save_answered(self, request: Request, told: Told) -> None:
        question = request.task[1]
        known = self._page.held.get(question)
        self.witness.acknowledged(self.name, request.op, told)
        self.store.forget(self._place(question), request.op)
        before = told.get("previous_op")
        if before is not None and (known is None or known["op"] != before):
            self.witness.shows_changed(self.name, question)
        self._shows(told, self._page.hears(told))

    def _submit_answered(self, request: Request, told: Told) -> None:
        seen = (request.body or {})["seen"]
        self._page.submitting = False
        self._closed(told, seen)

    def _receipt_answered(self, request: Request, told: Told) -> None:
        self._page.asking_receipt = False
        self._closed(told, None)

    def _answers_differ(self, told: Told) -> None:
        """Send again what the record lacks; show and tell what another device gave."""
        page = self._page
        for question in told["send_again"]:
            shown = page.shown[question]
            kept = dict(self._unsent())
            if question not in kept:
                again = Unsent(shown.op, shown.sequence, shown.answer)
                self.store.keep(self._place(question), again)
                page.shown[question] = Shown(
                    shown.op, shown.sequence, shown.answer, WAITING
                )
        for question in told["changed_elsewhere"]:
            self.witness.shows_changed(self.name, question)
        page.reading = True
        page.hasty = False
        # The learner looks at what has changed, and submits again or does not.
        page.submitting = not told["changed_elsewhere"]

    def _too_late(self, request: Request) -> None:
        question = request.task[1]
        if self.store.forget(self._place(question), request.op):
            shown = self._page.shown[question]
            self._page.shown[question] = Shown(
                shown.op, shown.sequence, shown.answer, NOT_SAVED
            )
        self.witness.shows_not_saved(self.name, question, request.op)
        self._page.closed = True
        self._page.submitting = False
        self._page.reading = True

    def _shows(self, held: Told, is_news: bool) -> None:
        """Show what is held, unless a newer answer is waiting here."""
        question = held["question"]
        if not is_news:
            held = self._page.held[question]
        if self.store.forget(self._place(question), held["op"]):
            # It was recorded, though no answer had said so.
            self.witness.acknowledged(self.name, held["op"], held)
        waiting = dict(self._unsent()).get(question)
        if waiting is not None and waiting.sequence >= held["sequence"]:
            return
        self._page.shown[question] = Shown(
            held["op"], held["sequence"], held["answer"], SAVED
        )
        self.witness.shows_saved(self.name, held)

    def _closed(self, receipt: Told, seen: dict[str, str] | None) -> None:
        page = self._page
        page.closed, page.receipt, page.submitting = True, receipt, False
        if seen is not None and receipt["digest"] == digest_of(seen):
            # Submitted as seen: what was waiting had been recorded after all.
            for question, op in seen.items():
                self.store.forget(self._place(question), op)
        self.witness.shows_receipt(self.name, receipt, seen)

    # The rest.

    @property
    def _page(self) -> Page:
        assert self.page is not None, f"the page of the {self.name} is closed"
        return self.page

    def _place(self, question: str) -> Place:
        return self._page.attempt, question, self.learner

    def _unsent(self) -> list[tuple[str, Unsent]]:
        return list(self.store.of(self._page.attempt, self.learner))

    def _new_op(self) -> str:
        return str(UUID(int=self.draw.getrandbits(128), version=4))

    def _try_at_once(self, task: Task) -> None:
        self._not_before.pop(task, None)

    def _failed(self, number: int, task: Task, now: float) -> None:
        del self._deadlines[number]
        failures = self._failures.get(task, 0)
        self._failures[task] = failures + 1
        pause = min(self.first_pause * 2.0**failures, self.longest_pause)
        self._not_before[task] = now + pause
