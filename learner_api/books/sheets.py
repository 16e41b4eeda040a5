"""Worksheets on paper: what each section asks, with room to write."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from learner_api.translation import gettext as _
from modules import Module
from modules.worksheet import Column, Section, Worksheet

_FEWEST_ROWS, _MOST_ROWS = 5, 8


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column, and what may be written beneath it."""

    title: str
    hint: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A section to fill in by hand: lines where it has no column, else a table.

    ``have_at_hand`` says which section of another worksheet is to be read beside it.
    """

    title: str
    help: str
    have_at_hand: str
    columns: tuple[Heading, ...]
    rows: tuple[str, ...]

    @property
    def is_text(self) -> bool:
        """Whether it is one long text."""
        return not self.columns and not self.have_at_hand


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet to fill in by hand; ``menu`` are indicators to choose from."""

    key: str
    title: str
    purpose: str
    sections: tuple[Blank, ...]
    menu: tuple[str, ...]


def sheets_of(
    modules: Iterable[Module], worksheets: Mapping[str, Worksheet]
) -> tuple[Sheet, ...]:
    """The worksheets that tasks of these modules fill in, in their own order."""
    keys = {task.worksheet for module in modules for task in module.tasks}
    named = sorted((worksheets[key] for key in keys if key), key=lambda one: one.order)
    return tuple(_sheet(worksheet, worksheets) for worksheet in named)


def _sheet(worksheet: Worksheet, worksheets: Mapping[str, Worksheet]) -> Sheet:
    blanks = [_blank(section, worksheets) for section in worksheet.sections]
    menu = dict.fromkeys(
        label
        for section in worksheet.sections
        for column in section.columns
        if column.kind == "indicator"
        for label in column.options.values()
    )
    return Sheet(
        worksheet.key, worksheet.title, worksheet.purpose, tuple(blanks), tuple(menu)
    )


def _blank(section: Section, worksheets: Mapping[str, Worksheet]) -> Blank:
    return Blank(
        section.title,
        section.help,
        _at_hand(section, worksheets) if section.kind == "reading" else "",
        tuple(Heading(each.title, _hint(each)) for each in section.columns),
        tuple(_rows(section)),
    )


def _at_hand(section: Section, worksheets: Mapping[str, Worksheet]) -> str:
    other = worksheets[section.reads_worksheet]
    return _(
        "Have “%(section)s” of the worksheet “%(worksheet)s” at hand.",
        section=other.section(section.reads_section).title,
        worksheet=other.title,
    )


def _hint(column: Column) -> str:
    """What may be written in a column, in few words."""
    if column.kind == "choice":
        return " / ".join(column.options.values())
    if column.kind == "indicator":
        return _("From the menu below, or your own")
    return column.help


def _rows(section: Section) -> Iterator[str]:
    """The names of the rows; those that the learner adds have numbers."""
    if section.kind == "table":
        yield from (row.label for row in section.rows)
    elif section.kind == "list":
        count = min(max(section.fewest, _FEWEST_ROWS), section.most, _MOST_ROWS)
        yield from map(str, range(1, count + 1))
