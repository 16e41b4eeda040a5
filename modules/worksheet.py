"""What a worksheet asks: sections of text, of tables and of lists, each at an address.

A learner fills a worksheet in for their own country. What was written is not here: this
says which addresses there are, and what may stand at each.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

LONGEST_TEXT = 5000
LONGEST_LINE = 200
SECTION_KINDS = ("text", "table", "list", "reading")
COLUMN_KINDS = ("line", "text", "choice", "number", "date", "indicator")
FRAMEWORKS = ("SDG", "MGI")
# What stands at the address of a row that was taken away.
REMOVED = "removed"

# Made by whoever adds a row: small letters and digits that begin with the time, so
# that rows come in the order of their making whichever device made them.
_ROW_KEY = re.compile(r"[a-z0-9]{8,32}")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of the menu that worksheets offer."""

    key: str
    framework: str
    code: str
    text: str
    sources: tuple[str, ...]

    @property
    def label(self) -> str:
        """Its code and its text, as a menu shows them."""
        return f"{self.code}: {self.text}"


@dataclass(frozen=True, slots=True)
class Column:
    """One thing to fill in, for each row of a table or a list.

    ``options`` are labels by value, in order: the choices of a ``choice``, the menu of
    an ``indicator``, which takes words of one's own too.
    """

    key: str
    title: str
    kind: str
    help: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def longest(self) -> int:
        """How many characters a value may have."""
        return LONGEST_TEXT if self.kind == "text" else LONGEST_LINE


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, there from the beginning."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a worksheet.

    A ``text`` is one long text. A ``table`` has ``rows`` that are given. A ``list`` has
    rows that the learner adds: ``most`` at the most, ``fewest`` to count as filled in,
    each called ``row_title``. A ``reading`` shows the section of another worksheet
    that ``reads`` names.
    """

    key: str
    title: str
    kind: str
    help: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    row_title: str = ""
    fewest: int = 0
    most: int = 0
    reads: str = ""

    @property
    def reads_worksheet(self) -> str:
        """The key of the worksheet that a reading section shows a part of."""
        return self.reads.partition("/")[0]

    @property
    def reads_section(self) -> str:
        """The key of the section that a reading section shows."""
        return self.reads.partition("/")[2]

    @property
    def places(self) -> int:
        """How many values fill the section in; nothing for one that is only read."""
        if self.kind == "text":
            return 1
        rows = len(self.rows) if self.kind == "table" else self.fewest
        return rows * len(self.columns)

    def field(self, *steps: str) -> str:
        """The address of something in this section: of a row, or of a cell in it."""
        return "/".join((self.key, *steps))


@dataclass(frozen=True, slots=True)
class Worksheet:
    """Something to fill in for one's own country, and to keep.

    ``purpose`` says why, in two sentences. ``order`` is its place among the others,
    ``sources`` are where its questions come from.
    """

    key: str
    title: str
    purpose: str
    minutes: int
    order: int
    sources: tuple[str, ...]
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section:
        """The section of this key; ``KeyError`` if the worksheet has none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    def column_at(self, address: str) -> Column | None:
        """What may be written at an address; nothing where it is none of ours.

        A text stands at ``section``, a cell at ``section/row/column``. At
        ``section/row``, a row that a learner added can be taken away.
        """
        key, *steps = address.split("/")
        section = next((each for each in self.sections if each.key == key), None)
        if section is None or section.kind == "reading" or len(steps) > 2:
            return None
        if section.kind == "text":
            return Column(key, section.title, "text") if not steps else None
        if not steps or not _is_row(section, steps[0]):
            return None
        if len(steps) == 1:
            return _TAKEN_AWAY if section.kind == "list" else None
        return next((each for each in section.columns if each.key == steps[1]), None)

    def addresses(self) -> Iterator[str]:
        """Every address that is there from the beginning, in the order of the page."""
        for section in self.sections:
            if section.kind == "text":
                yield section.key
            for row in section.rows:
                yield from (
                    section.field(row.key, each.key) for each in section.columns
                )


_TAKEN_AWAY = Column("row", "Row", "choice", options={REMOVED: "Removed"})


def _is_row(section: Section, key: str) -> bool:
    if section.kind == "list":
        return _ROW_KEY.fullmatch(key) is not None
    return any(row.key == key for row in section.rows)
