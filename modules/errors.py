"""What can be wrong with the Handbook's files, or better, and how it is reported."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to put right, and where: ``file`` is relative to the Handbook."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True, order=True)
class Advice:
    """One thing an editor should look at in a file that is valid as it is.

    ``kind`` gathers what is alike. ``about`` is written in the file where the remark
    belongs; whoever has the file at hand finds the line by it where ``line`` is 1.
    """

    file: str
    line: int
    kind: str
    message: str
    about: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class HandbookFilesError(Exception):
    """The Handbook could not be read. Carries every fault, never only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))
