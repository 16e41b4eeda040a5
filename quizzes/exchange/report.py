"""What became of each question of an imported bank, line by line, in words.

A remark is a sentence with open places and the values that belong there, so that the
edge can say it in the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Outcome: TypeAlias = Literal["taken", "changed", "refused"]

Kind: TypeAlias = Literal["file", "scenario", "question"]

OUTCOMES: tuple[Outcome, ...] = ("taken", "changed", "refused")


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence on what was changed or refused; ``str`` of it is in English."""

    template: str
    values: tuple[tuple[str, object], ...] = ()

    @property
    def data(self) -> dict[str, object]:
        """The values by the names of their places in the sentence."""
        return dict(self.values)

    def __str__(self) -> str:
        return self.template % self.data if self.values else self.template


def remark(template: str, **values: object) -> Remark:
    """The remark in these words; translators find them here."""
    return Remark(template, tuple(values.items()))


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one question, of one scenario, or of the file as a whole.

    ``name`` is what the source calls it, ``key`` what it is called now if it was
    taken. ``line`` is where it begins in ``file``, which is named where the source is a
    package of several.
    """

    kind: Kind
    line: int
    name: str
    outcome: Outcome
    remarks: tuple[Remark, ...] = ()
    file: str | None = None
    key: str | None = None

    @property
    def place(self) -> str:
        """The line, after the name of the file where there are several."""
        return f"{self.file}:{self.line}" if self.file else str(self.line)

    def __str__(self) -> str:
        words = " ".join(str(each) for each in self.remarks)
        named = f" {self.name}" if self.name else ""
        return f"{self.place}: {self.outcome}{named}{f': {words}' if words else ''}"

    def to_data(self) -> dict[str, Any]:
        """The entry as JSON can hold it."""
        return {
            "file": self.file,
            "line": self.line,
            "kind": self.kind,
            "name": self.name,
            "key": self.key,
            "outcome": self.outcome,
            "remarks": [str(each) for each in self.remarks],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """One entry a question, in the order of the source, and those on the file."""

    entries: tuple[Entry, ...] = ()

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """How many questions were taken, changed and refused."""
        questions = [entry for entry in self.entries if entry.kind == "question"]
        return {
            outcome: sum(entry.outcome == outcome for entry in questions)
            for outcome in OUTCOMES
        }

    def to_text(self) -> str:
        """The report as a file to keep: a line an entry, and what it comes to."""
        counted = ", ".join(f"{outcome} {n}" for outcome, n in self.counts.items())
        return "".join(f"{entry}\n" for entry in self.entries) + f"In all: {counted}.\n"
