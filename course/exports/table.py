"""A table to be written: what is asked, its columns with what each holds, its rows."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Literal

from course.errors import sentence
from course.exports.tally import Tally

Kind = Literal["text", "number", "whole", "yes-no", "moment", "day", "identifier"]

# What a reader of a file has to know of each kind, whatever the format.
KINDS: dict[Kind, str] = {
    "text": sentence(
        "Text. In CSV, a text that a spreadsheet would run as a formula stands behind "
        "one apostrophe more than it has; a text without letters and no text at all "
        "look the same there."
    ),
    "number": sentence("A number that may have decimals, with a point before them."),
    "whole": sentence(
        "A whole number. The manifest tells the sum of each such column."
    ),
    "yes-no": sentence("Yes or no; in CSV 'yes' or 'no', elsewhere true or false."),
    "moment": sentence("Date and time in UTC, by ISO 8601 wherever it is text."),
    "day": sentence("A date without a time, by ISO 8601 wherever it is text."),
    "identifier": sentence(
        "A name by which programs know something. It is text and never counted with."
    ),
}

# How many rows are held at once.
BATCH = 500


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the kind of its values, and what it tells."""

    name: str
    kind: Kind
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to be written: what they are, as of when, and under which columns.

    ``rows`` that are ``SelectedRows`` may be written by the database itself. A
    ``tally`` is told of every row that is read.
    """

    about: Mapping[str, Any]
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    tally: Tally | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The headings."""
        return tuple(column.name for column in self.columns)

    @property
    def as_of(self) -> datetime | None:
        """As of when the rows are, where the question says so."""
        moment = self.about.get("as_of", self.about.get("as_known_on"))
        return moment if isinstance(moment, datetime) else None

    def batches(self, size: int = BATCH) -> Iterator[list[Sequence[Any]]]:
        """The rows in lists of at most ``size``: every format reads them by this."""
        remaining = iter(self.rows)
        try:
            while batch := list(islice(remaining, size)):
                if self.tally is not None:
                    self.tally.add(batch)
                yield batch
        finally:
            if isinstance(remaining, Generator):
                remaining.close()

    def close(self) -> None:
        """Let go of the database where the rows were still being read from it."""
        if (close := getattr(self.rows, "close", None)) is not None:
            close()
