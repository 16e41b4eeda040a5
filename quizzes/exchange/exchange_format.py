"""What every exchange format can do, and the register of the formats there are."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

from quizzes.exchange.asides import Aside
from quizzes.exchange.names import Namer
from quizzes.exchange.report import Remark
from quizzes.quiz import Quiz

Images = Mapping[str, bytes]


@dataclass(slots=True)
class Found:
    """One question or one scenario as a reader found it in the source.

    ``data`` is what the source itself says, in the fields of a bank file; ``aside``
    is what our own export added unseen. Where ``refused`` is set, there is no more.
    ``scenario`` is the one that a question belongs to.
    """

    line: int
    name: str
    file: str | None = None
    is_scenario: bool = False
    scenario: "Found | None" = None
    data: dict[str, Any] = field(default_factory=dict)
    aside: Aside | None = None
    remarks: list[Remark] = field(default_factory=list)
    refused: Remark | None = None

    def refuse(self, why: Remark) -> None:
        """Note that it cannot be read, unless our own aside says all of it."""
        if self.aside is None or not self.aside.is_whole:
            self.refused = why

    def namer(self, list_name: str) -> Namer:
        """Names for the entries of one of the question's lists."""
        return (self.aside or Aside()).namer(list_name)

    def say(self, what: Remark) -> None:
        """Note a change, once."""
        if what not in self.remarks:
            self.remarks.append(what)

    def say_of_foreign(self, what: Remark) -> None:
        """Note a change that our own aside undoes, where there is one."""
        if self.aside is None:
            self.say(what)


@dataclass(slots=True)
class FoundBank:
    """A whole source as a reader found it; ``images`` are its files by safe name.

    ``settings`` are what it says of itself: a title, perhaps an introduction.
    """

    settings: dict[str, Any] = field(default_factory=dict)
    aside: Aside | None = None
    found: list[Found] = field(default_factory=list)
    images: dict[str, bytes] = field(default_factory=dict)
    remarks: list[tuple[int, Remark]] = field(default_factory=list)


class ExchangeFormat(ABC):
    """A way to carry question banks between programs: bytes in, bytes out."""

    name: ClassVar[str]
    title: ClassVar[str]
    suffix: ClassVar[str]
    media_type: ClassVar[str]

    @abstractmethod
    def read(self, data: bytes) -> FoundBank:
        """What the file holds, question by question, or ``BankRefused``."""

    @abstractmethod
    def write(self, quiz: Quiz, images: Images) -> bytes:
        """The quiz as a file, or ``NotExported``; ``images`` are its files by name."""


FormatType = TypeVar("FormatType", bound=type[ExchangeFormat])

EXCHANGE_FORMATS: dict[str, ExchangeFormat] = {}


def exchange_format(
    name: str, *, title: str, suffix: str, media_type: str
) -> Callable[[FormatType], FormatType]:
    """Enter a format in the register under the name by which it is asked for."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise TypeError(f"{name!r} is not lower-case words joined by hyphens.")

    def register(kind: FormatType) -> FormatType:
        if name in EXCHANGE_FORMATS:
            holder = type(EXCHANGE_FORMATS[name]).__qualname__
            raise TypeError(f"The exchange format {name!r} is already {holder}.")
        kind.name, kind.title = name, title
        kind.suffix, kind.media_type = suffix, media_type
        EXCHANGE_FORMATS[name] = kind()
        return kind

    return register
