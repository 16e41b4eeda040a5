"""What stands in a worksheet: the entries that count, put where they belong.

A pure fold of values by address. A row of a list is there once one of its cells holds
something, unless it was taken away; rows come in the order of their keys, which begin
with the time of their making. So two devices that hold the same entries show the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from course.worksheet_values import in_words
from modules import REMOVED, Column, Section, Worksheet

# What is held of one worksheet, by address.
Values = Mapping[str, str | None]
_NOTHING: Values = {}


@dataclass(frozen=True, slots=True)
class Cell:
    """One field, what it holds, and that in words; nothing is an empty text."""

    field: str
    column: Column
    value: str | None

    @property
    def words(self) -> str:
        """What it holds as people read it."""
        return in_words(self.column, self.value)


@dataclass(frozen=True, slots=True)
class RowContent:
    """One row of a table or a list. ``label`` names it; ``number`` counts from 1."""

    key: str
    label: str
    number: int
    cells: tuple[Cell, ...]

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in it."""
        return all(cell.value is None for cell in self.cells)


@dataclass(frozen=True, slots=True)
class SectionContent:
    """One section with what is written there.

    A text has one ``cell``, a table and a list have ``rows``. A reading has what it
    shows: ``of`` is the worksheet where that is written, ``shown`` its section.
    """

    section: Section
    cell: Cell | None = None
    rows: tuple[RowContent, ...] = ()
    of: Worksheet | None = None
    shown: "SectionContent | None" = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written here."""
        if self.shown is not None:
            return self.shown.is_blank
        if self.cell is not None:
            return self.cell.value is None
        return all(row.is_blank for row in self.rows)

    @property
    def filled(self) -> int:
        """How many of the section's places hold something."""
        if self.cell is not None:
            return int(self.cell.value is not None)
        held = sum(cell.value is not None for row in self.rows for cell in row.cells)
        return min(held, self.section.places)


@dataclass(frozen=True, slots=True)
class WorksheetContent:
    """A worksheet with all that is written in it."""

    worksheet: Worksheet
    sections: tuple[SectionContent, ...]

    @property
    def filled(self) -> int:
        """How many of its places hold something."""
        return sum(each.filled for each in self.sections)

    @property
    def places(self) -> int:
        """How many places there are to fill in."""
        return sum(each.section.places for each in self.sections)

    @property
    def percent(self) -> int:
        """The share that is filled in, rounded down so that 100 means all of it."""
        return self.filled * 100 // self.places if self.places else 0


def content_of(
    worksheets: Mapping[str, Worksheet], key: str, held: Mapping[str, Values]
) -> WorksheetContent:
    """One worksheet with its values, and what it reads back of the others.

    ``held`` are the values of each worksheet by address.
    """
    worksheet = worksheets[key]
    return WorksheetContent(
        worksheet,
        tuple(
            _section(worksheets, worksheet, each, held) for each in worksheet.sections
        ),
    )


def rows_of(section: Section, values: Values) -> tuple[str, ...]:
    """The keys of the rows that a list holds, in order."""
    held, gone = set[str](), set[str]()
    for field, value in values.items():
        name, _, rest = field.partition("/")
        row, _, column = rest.partition("/")
        if name != section.key or value is None:
            continue
        if column:
            held.add(row)
        elif value == REMOVED:
            gone.add(row)
    return tuple(sorted(held - gone))


def blank_row(section: Section, key: str, number: int) -> RowContent:
    """A row of a list in which nothing is written yet."""
    return _row(section, key, f"{section.row_title} {number}", number, _NOTHING)


def _section(
    worksheets: Mapping[str, Worksheet],
    worksheet: Worksheet,
    section: Section,
    held: Mapping[str, Values],
) -> SectionContent:
    values = held.get(worksheet.key, _NOTHING)
    if section.kind == "reading":
        other = worksheets[section.reads_worksheet]
        read = other.section(section.reads_section)
        shown = _section(worksheets, other, read, held)
        return SectionContent(section, of=other, shown=shown)
    if section.kind == "text":
        column = Column(section.key, section.title, "text")
        cell = Cell(section.key, column, values.get(section.key))
        return SectionContent(section, cell=cell)
    named = (
        [(row.key, row.label) for row in section.rows]
        if section.kind == "table"
        else [
            (key, f"{section.row_title} {number}")
            for number, key in enumerate(rows_of(section, values), start=1)
        ]
    )
    return SectionContent(
        section,
        rows=tuple(
            _row(section, key, label, number, values)
            for number, (key, label) in enumerate(named, start=1)
        ),
    )


def _row(
    section: Section, key: str, label: str, number: int, values: Values
) -> RowContent:
    cells = (
        Cell(field, column, values.get(field))
        for column in section.columns
        for field in [section.field(key, column.key)]
    )
    return RowContent(key, label, number, tuple(cells))
