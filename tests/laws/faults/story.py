"""One schedule told from its beginning to its end, by a clock that costs no time."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from heapq import heappop, heappush
from typing import Any

from tests.laws.faults.books import Books, BrokenPromise, judge_held
from tests.laws.faults.clock import Clock
from tests.laws.faults.content import quiz_path
from tests.laws.faults.device import Device
from tests.laws.faults.door import Door
from tests.laws.faults.plan import DEVICES, LAST_ACT, RIGHT, Act, Fate, Plan
from tests.laws.faults.record import Record, Row, held_in
from tests.laws.faults.requests import OPEN, SUBMIT, Request
from tests.laws.faults.witness import Told

QUIET = LAST_ACT + 10
# Nothing takes longer: a story that does not come to rest is one that goes in circles.
LONGEST = QUIET + 600
STEPS = 600


class BegunAgain(Exception):
    """A device that had never come through began once the first attempt was over."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What all stories share: the application, its record, its clock."""

    door: Door
    record: Record
    clock: Clock
    device: type[Device] = Device


@dataclass(frozen=True, slots=True)
class Person:
    """A learner who is on the course, and the secret of their devices."""

    user_id: int
    secret: str


@dataclass(slots=True)
class Story:
    """Two devices of one learner on a bad line."""

    stage: Stage
    plan: Plan
    person: Person
    now: float = 0.0
    history: list[tuple[Any, ...]] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)
    books: Books = field(init=False)
    devices: dict[str, Device] = field(init=False)
    start: datetime = field(init=False)
    attempt: str = ""
    met: set[str] = field(default_factory=set)
    _events: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    _scheduled: int = 0
    _expected: list[str] = field(default_factory=list)
    _sent: Counter[tuple[str, ...]] = field(default_factory=Counter)
    _latest: Counter[str] = field(default_factory=Counter)
    _is_quiet: bool = False
    _closes_at: str | None = None

    def __post_init__(self) -> None:
        self.start = self.stage.clock.moment
        self.books = Books(self._note, self._rows, tally=self.tally)
        self.devices = {
            name: self.stage.device(
                name=name,
                learner=str(self.person.user_id),
                quiz_path=quiz_path(timed=self.plan.is_timed),
                # Told again, the same schedule gives its operations other names.
                draw=self.plan.draw_for(f"{name} {self.start.isoformat()}"),
                witness=self.books,
            )
            for name in DEVICES
        }

    def tell(self) -> None:
        """Tell it all, or raise ``BrokenPromise``.

        Where a device begins only once the time of the first attempt is over, that is
        another attempt, and the story is of the first alone.
        """
        for name, moment in self.plan.begins.items():
            self._at(moment, self.devices[name].open)
        for act in self.plan.acts:
            self._at(act.moment, partial(self._act, act))
        try:
            self._run(until=QUIET)
            self._settle()
        except BegunAgain:
            self._note("learner", "begins again, the time being over")
            self.tally["begun again"] += 1
            self._judge_answers()
        else:
            self._judge()
        self.tally["schedules"] += 1
        self.tally["timed schedules"] += self.plan.is_timed

    # The events.

    def _run(self, until: float = LONGEST) -> None:
        """Let time pass until nothing more is due, or until a moment."""
        for _ in range(STEPS):
            for device in self.devices.values():
                for request in device.due(self.now):
                    self._send(device, request)
            moments = [self._events[0][0]] if self._events else []
            for device in self.devices.values():
                moment = device.next_moment()
                if moment is not None:
                    moments.append(moment)
            if not moments or (min(moments) > until and until < LONGEST):
                return
            self.now = max(self.now, min(moments))
            while self._events and self._events[0][0] <= self.now:
                heappop(self._events)[2]()
            if self.now > LONGEST:
                break
        raise BrokenPromise("the devices never came to rest")

    def _at(self, moment: float, happens: Callable[[], None]) -> None:
        self._scheduled += 1
        heappush(self._events, (moment, self._scheduled, happens))

    def _act(self, act: Act) -> None:
        device = self.devices[act.device]
        if act.kind == "close":
            self._note(act.device, "is closed", act.name)
            device.close()
            self.tally["pages closed"] += 1
            # It is opened again soon after.
            self._at(self.now + 1.5, device.open)
        elif not device.is_usable or (act.kind == "answer" and self._all_shown(act)):
            return
        elif act.kind == "answer":
            self._note(act.device, "acts", act.name)
            device.answer(act.question, act.answer)
        elif all(each.store.attempt for each in self.devices.values()):
            self._note(act.device, act.kind, act.name)
            device.submit(hasty=act.kind == "submit hastily")

    def _all_shown(self, act: Act) -> bool:
        """Whether the device already shows just this, so that nothing is changed."""
        page = self.devices[act.device].page
        shown = page.shown.get(act.question) if page else None
        before = shown.answer if shown else None
        return bool(before == act.answer)

    # The line.

    def _send(self, device: Device, request: Request) -> None:
        sent = (device.name, *request.task)
        self._sent[sent] += 1
        name = f"the {' '.join(sent).strip()}, sent {self._sent[sent]}"
        fate = self.plan.fate(name, is_start=request.task == OPEN)
        if self._is_quiet:
            fate = Fate("", fate.there, fate.back)
        self.tally["requests"] += 1
        self.tally["requests on the bad line"] += not self._is_quiet
        start, end = self.plan.away.get(device.name, (0.0, 0.0))
        if not self._is_quiet and start <= self.now < end:
            fate = Fate("away", fate.there, fate.back)
        elif fate.fault:
            self.met.add(name)
        if fate.fault:
            self.tally[f"fault: {fate.fault}"] += 1
        self._note(device.name, f"sends {request.number}", request, fate.fault)
        if fate.fault in ("lost", "away"):
            return
        self._at(self.now + fate.there, lambda: self._arrive(device, request, fate))
        if fate.again:
            copy = Fate("copy", fate.there, fate.back)
            moment = self.now + fate.there + fate.again
            self._at(moment, lambda: self._arrive(device, request, copy))

    def _arrive(self, device: Device, request: Request, fate: Fate) -> None:
        """The server answers; what it records is noted before the answer goes back."""
        stage = self.stage
        stage.clock.at(self.start, self.now)
        stage.door.secret = self.person.secret
        self.tally["out of order"] += request.number < self._latest[device.name]
        self._latest[device.name] = max(request.number, self._latest[device.name])
        was_closed = request.task == SUBMIT and self._closed_at() is not None
        answer = stage.door.ask(request, fate.fault)
        self.tally["requests answered"] += answer is not None
        self._note(
            "server",
            f"answers the {device.name}'s {request.number}",
            answer[0] if answer else "not at all",
            fate.fault,
        )
        if answer is None:
            if fate.fault == "killed":
                self._back(device, request, fate, None)
            return
        if answer[0] >= 400:
            self.tally[f"refused: {answer[1]['type'].rpartition('/')[2]}"] += 1
        self._check(request, *answer)
        if request.task == SUBMIT and answer[0] == 200 and not was_closed:
            self._check_submission(request, answer[1])
        if fate.fault not in ("answer lost", "copy"):
            self._back(device, request, fate, answer)

    def _back(
        self,
        device: Device,
        request: Request,
        fate: Fate,
        answer: tuple[int, Told] | None,
    ) -> None:
        if answer is None:
            self._at(self.now + fate.back, lambda: device.lost(request, self.now))
            return
        status, told = answer
        self._at(
            self.now + fate.back,
            lambda: device.answered(request, status, told, self.now),
        )

    # What is checked.

    def _check(self, request: Request, status: int, told: Told) -> None:
        """What the server did with a request, against what it says that it did."""
        kind, is_struck = request.task[0], self.stage.door.struck
        self._must(not is_struck or status == 503, f"answered {status}: {told}")
        if status in (200, 201) and kind == "open":
            self.attempt = self.attempt or told["uuid"]
            if told["uuid"] != self.attempt and self._is_over():
                raise BegunAgain
            self._must(told["uuid"] == self.attempt, "a second attempt was begun")
            self._closes_at = told["closes_at"]
        if kind != "save" or not self.attempt:
            return
        rows = self._rows()
        ops = [row.op for row in rows]
        # Cut off after the commit: nobody could tell the server that it was recorded.
        is_recorded = status == 200 or (is_struck and request.op in ops)
        if is_recorded and request.op not in self._expected:
            self._expected.append(request.op)
        if status == 200:
            judge_held(told, request.op, rows)
        self._must(ops == self._expected, f"recorded {ops}, not {self._expected}")
        strange = [op for op in ops if op not in self.books.given]
        self._must(not strange, f"nobody gave {strange}")

    def _check_submission(self, request: Request, receipt: Told) -> None:
        """Whoever closes the attempt has seen all that it holds, but for a limit."""
        if receipt["submitted_by"] == "learner":
            seen = (request.body or {})["digest"]
            self._must(receipt["digest"] == seen, "submitted is not what was seen")

    def _settle(self) -> None:
        """The line is good from now on, though old copies still come in by it.

        Both pages are open. One device submits, and both see what was submitted.
        """
        self._note("line", "is quiet")
        self.now, self._is_quiet = QUIET, True
        order = list(self.devices.values())
        self.plan.draw_for("settling").shuffle(order)
        for device in order:
            device.open()
        self._run(until=QUIET + 30)
        for _ in range(3):
            if order[0].is_usable:
                order[0].submit()
                self._run()
        # One by the page and one by the receipt: both tell of the same.
        order[0].ask_receipt()
        order[1].read()
        self._run()

    def _judge_answers(self) -> list[Row]:
        """What was promised of the answers; gives them as they are recorded."""
        rows = self._rows()
        self.books.judge_all(rows)
        self._must(
            [row.op for row in rows] == self._expected, f"expected {self._expected}"
        )
        self.tally["answers recorded"] += len(rows)
        return rows

    def _judge(self) -> None:
        rows = self._judge_answers()
        self.books.judge_quiet(rows)
        found = self.stage.record.attempts(self.person.user_id, self.start)
        self._must(len(found) == 1, f"there is not one attempt but {found}")
        [(_, closed_at)] = found
        if closed_at is None:
            raise BrokenPromise("the attempt was never closed")
        if self._closes_at is not None:
            limit = datetime.fromisoformat(self._closes_at)
            moments = [closed_at, *(row.recorded_at for row in rows)]
            self._must(max(moments) <= limit, f"something came after the limit {limit}")
        receipts = [
            device.page.receipt for device in self.devices.values() if device.page
        ]
        self._must(len(receipts) == len(DEVICES), "a page is not open")
        answers = [_answers(receipt) for receipt in receipts]
        self._must(answers[0] == answers[1], f"the devices differ: {answers}")
        held = held_in(rows)
        right = sum(row.answer == RIGHT for row in held.values())
        marks = self.stage.record.marks(self.attempt)
        self._must(marks == [(right, 3)], f"{right} are right and marked {marks}")
        for device in self.devices.values():
            self._must(not device.store.unsent, f"{device.name} still waits")

    def _is_over(self) -> bool:
        """Whether the first attempt had a time limit, which has passed."""
        if self._closes_at is None:
            return False
        return datetime.fromisoformat(self._closes_at) <= self.stage.clock.moment

    def _closed_at(self) -> datetime | None:
        found = self.stage.record.attempts(self.person.user_id, self.start)
        return found[0][1] if found else None

    def _rows(self) -> list[Row]:
        return self.stage.record.rows(self.attempt) if self.attempt else []

    def _must(self, kept: bool, words: str) -> None:
        if not kept:
            raise BrokenPromise(words)

    def _note(self, *what: Any) -> None:
        self.history.append((self.now, *what))


def _answers(receipt: Told | None) -> dict[str, Any] | None:
    if receipt is None:
        return None
    return {each["question"]: each["answer"] for each in receipt["marks"]}
