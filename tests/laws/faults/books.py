"""The books of one learner: what was given, promised and shown, held to the record.

Every check raises ``BrokenPromise`` at once, so that the history ends where it went
wrong.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.laws.faults.record import Row, held_in
from tests.laws.faults.requests import Request, digest_of
from tests.laws.faults.witness import Told


class BrokenPromise(AssertionError):
    """Something was promised or shown that the record does not bear out."""

    def matches(self, pattern: str) -> bool:
        """Whether it is the kind of fault that the pattern describes."""
        return re.search(pattern, str(self)) is not None


@dataclass(frozen=True, slots=True)
class Given:
    """One answer that the learner gave on one device."""

    device: str
    question: str
    sequence: int
    answer: Any


@dataclass(slots=True)
class Books:
    """The witness of a learner's devices.

    ``rows`` reads what is committed of an attempt at this moment; without it (the
    server may be dead just now) what was shown is judged at the end.
    """

    note: Callable[..., None]
    rows: Callable[[], list[Row]] | None = None
    given: dict[str, Given] = field(default_factory=dict)
    newest: dict[tuple[str, str], str] = field(default_factory=dict)
    promised: dict[str, Told] = field(default_factory=dict)
    saved: list[Told] = field(default_factory=list)
    not_saved: set[str] = field(default_factory=set)
    receipts: dict[str, list[Told]] = field(default_factory=dict)
    tally: Counter[str] = field(default_factory=Counter)

    # What the devices tell.

    def gave(
        self, device: str, question: str, op: str, sequence: int, answer: Any
    ) -> None:
        self.note(device, "gives", question, answer, sequence, op[:8])
        self.given[op] = Given(device, question, sequence, answer)
        self.newest[device, question] = op
        self.tally["answers given"] += 1

    def acknowledged(self, device: str, op: str, held: Told) -> None:
        self.note(device, "is acknowledged", op[:8], "held", held["op"][:8])
        self.tally["acknowledgements"] += 1
        self.promised[op] = held
        self._judge(lambda rows: self._is_recorded(op, rows))

    def shows_saved(self, device: str, held: Told) -> None:
        self.note(device, "shows saved", held["question"], held["op"][:8])
        self.saved.append(held)
        self._judge(lambda rows: self._is_stored(held, rows))

    def shows_not_saved(self, device: str, question: str, op: str) -> None:
        self.note(device, "shows not saved", question, op[:8])
        self.tally["shown as not saved"] += 1
        self.not_saved.add(op)

    def shows_changed(self, device: str, question: str) -> None:
        self.note(device, "tells that another device answered", question)
        self.tally["told of the other device"] += 1

    def shows_receipt(
        self, device: str, receipt: Told, seen: Mapping[str, str] | None
    ) -> None:
        self.note(device, "shows submitted")
        self.receipts.setdefault(device, []).append(receipt)
        self._judge(lambda rows: self._is_the_record(receipt, rows))

    def unforeseen(
        self, device: str, request: Request, status: int, told: Told
    ) -> None:
        raise BrokenPromise(f"{device}: {request} was answered {status}: {told}")

    # What is judged.

    def judge_all(self, rows: list[Row]) -> None:
        """Everything that was ever promised or shown, against the record at the end."""
        recorded = Counter(row.op for row in rows)
        _require(max(recorded.values(), default=1) == 1, "an answer was doubled", rows)
        _require(
            recorded.keys() <= self.given.keys(), "nobody gave some of these", rows
        )
        for row in rows:
            given = self.given[row.op]
            as_given = (given.question, given.sequence, given.answer)
            as_kept = (row.question, row.sequence, row.answer)
            _require(as_kept == as_given, f"{as_given} was kept otherwise", row)
        for op in self.promised:
            self._is_recorded(op, rows)
        for held in self.saved:
            self._is_stored(held, rows)
        held_now = held_in(rows)
        for op in self.promised:
            given = self.given[op]
            counts = held_now[given.question].sequence >= given.sequence
            _require(counts, "an acknowledged answer gave way to an older", given)
        for receipts in self.receipts.values():
            for receipt in receipts:
                self._is_the_record(receipt, rows)

    def judge_quiet(self, rows: list[Row]) -> None:
        """Once the line is quiet, what was given last is kept, or was denied."""
        recorded = {row.op for row in rows}
        for (device, question), op in self.newest.items():
            kept = op in recorded or op in self.not_saved
            words = f"the {device} never sent its last answer to {question}, {op[:8]}"
            _require(kept, words, rows)

    def _judge(self, check: Callable[[list[Row]], None]) -> None:
        if self.rows is not None:
            check(self.rows())

    def _is_recorded(self, op: str, rows: list[Row]) -> None:
        found = any(row.op == op for row in rows)
        _require(found, f"{op[:8]} was acknowledged and is not there", rows)

    def _is_stored(self, held: Told, rows: list[Row]) -> None:
        found = any(_as_told(row) == _told(held) for row in rows)
        _require(found, f"shown as saved, and not there: {_told(held)}", rows)

    def _is_the_record(self, receipt: Told, rows: list[Row]) -> None:
        """A receipt shows every answer that is held, and only those."""
        held = held_in(rows)
        shown = {each["question"]: each["answer"] for each in receipt["marks"]}
        kept = {key: held[key].answer if key in held else None for key in shown}
        _require(shown == kept, f"the receipt says {shown}", kept)
        _require(held.keys() <= shown.keys(), "the receipt leaves out", held)
        digest = digest_of({key: row.op for key, row in held.items()})
        _require(receipt["digest"] == digest, "the receipt has another digest", held)


def judge_held(told: Told, op: str, rows: list[Row]) -> None:
    """An acknowledgement tells what the record held when this save had been made.

    It names what was held before as well: of a save that came late, what it met.
    """
    place = [row.op for row in rows].index(op) if op in {r.op for r in rows} else None
    if place is None:
        raise BrokenPromise(f"{op[:8]} was acknowledged and is not there: {rows}")
    question = rows[place].question
    held = held_in(rows[: place + 1])[question]
    _require(_told(told) == _as_told(held), f"told {_told(told)}, held", held)
    before = held_in(rows[:place]).get(question)
    previous = before.op if before else None
    if held.op != op:
        previous = held.op
    _require(told["previous_op"] == previous, f"told {told}, before it", before)


def _told(held: Told) -> tuple[Any, ...]:
    return held["question"], held["op"], held["sequence"], held["answer"]


def _as_told(row: Row) -> tuple[Any, ...]:
    return row.question, row.op, row.sequence, row.answer


def _require(kept: bool, words: str, what: object) -> None:
    if not kept:
        raise BrokenPromise(f"{words}: {what}")
