"""What a device forgets when its page is closed: all that it only showed."""

from dataclasses import dataclass, field
from typing import Any

from tests.laws.faults.witness import Told

SAVED, WAITING, NOT_SAVED = "saved", "waiting", "not saved"


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer as the learner sees it, and the word beside it."""

    op: str
    sequence: int
    answer: Any
    word: str


@dataclass(slots=True)
class Page:
    """The page of one attempt: what the server was heard to hold, and what is shown."""

    attempt: str
    asked: frozenset[str] = frozenset()
    held: dict[str, Told] = field(default_factory=dict)
    shown: dict[str, Shown] = field(default_factory=dict)
    highest: dict[str, int] = field(default_factory=dict)
    receipt: Told | None = None
    closed: bool = False
    submitting: bool = False
    # Submits without waiting for what is unsent: the server then says what it lacks.
    hasty: bool = False
    reading: bool = False
    asking_receipt: bool = False

    def next_sequence(self, question: str) -> int:
        """One more than the highest that was heard of for the question."""
        return self.highest.get(question, 0) + 1

    def saw(self, question: str, sequence: int) -> None:
        """Remember that this sequence is taken."""
        self.highest[question] = max(self.highest.get(question, 0), sequence)

    def reads(self, held: Told) -> bool:
        """Take in what was read, unless a newer answer was acknowledged meanwhile."""
        known = self.held.get(held["question"])
        return self._take(held, known is None or held["sequence"] >= known["sequence"])

    def hears(self, held: Told) -> bool:
        """Take in an acknowledgement, unless it is of an older state than the page.

        One that was long on its way, or of a save sent again, tells what was held
        then. Of two equal sequences the later recorded counts, and which that is only
        ``previous_op`` says: moments may lie the other way round, for a request has
        its moment before it has its turn.
        """
        known = self.held.get(held["question"])
        return self._take(
            held,
            known is None
            or held["sequence"] > known["sequence"]
            or known["op"] in (held["op"], held["previous_op"]),
        )

    def seen(self) -> dict[str, str]:
        """The operation of each answer that the learner sees as theirs."""
        return {
            question: each.op
            for question, each in self.shown.items()
            if each.word != NOT_SAVED
        }

    def _take(self, held: Told, is_news: bool) -> bool:
        if is_news:
            self.held[held["question"]] = held
            self.saw(held["question"], held["sequence"])
        return is_news
