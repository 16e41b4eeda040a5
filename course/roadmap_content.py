"""What a roadmap holds: the worksheets' content, folded into the parts of one document.

Pure. What is empty has no place in the document; it is named here as a gap, and the
stated minimum is a rule over the gaps.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from course.worksheet_content import (
    Cell,
    RowContent,
    SectionContent,
    Values,
    content_of,
)
from course.worksheet_values import in_words
from modules import Roadmap, RoadmapBlock, Section, Worksheet


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not written, or not enough of it.

    ``written`` of ``needed`` rows are there; where nothing is needed, none is there.
    """

    worksheet: Worksheet
    section: Section
    written: int
    needed: int

    @property
    def is_needed(self) -> bool:
        """Whether it must be filled before the roadmap is handed in."""
        return self.written < self.needed


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A row that says itself that something is not settled yet."""

    title: str
    row: str
    column: str
    words: str


@dataclass(frozen=True, slots=True)
class BlockContent:
    """A section of a worksheet with what is written there."""

    block: RoadmapBlock
    worksheet: Worksheet
    content: SectionContent

    @property
    def rows(self) -> tuple[RowContent, ...]:
        """The rows in which something is written."""
        return tuple(row for row in self.content.rows if not row.is_blank)

    @property
    def written(self) -> int:
        """How many rows hold something; of a text, whether it does."""
        if self.content.cell is not None:
            return int(self.content.cell.value is not None)
        return len(self.rows)

    @property
    def gap(self) -> Gap | None:
        """What is missing here, if anything is."""
        if self.written and self.written >= self.block.needed:
            return None
        section = self.content.section
        return Gap(self.worksheet, section, self.written, self.block.needed)

    @property
    def open_points(self) -> Iterator[OpenPoint]:
        """The rows that leave something open, in their order."""
        for row in self.rows:
            for cell in row.cells:
                if cell.value in self.block.open_at.get(cell.column.key, ()):
                    yield OpenPoint(
                        self.block.title,
                        self._name_of(row),
                        self.column_title(cell),
                        cell.words,
                    )

    def column_title(self, cell: Cell) -> str:
        """What heads the column of a cell in the document."""
        return self.block.columns.get(cell.column.key, cell.column.title)

    def _name_of(self, row: RowContent) -> str:
        """The row's label; of a list, its number and the first line written in it."""
        if self.content.section.kind != "list":
            return row.label
        lines = (cell.words for cell in row.cells if cell.column.kind == "line")
        first = next((words for words in lines if words), "")
        return f"{row.number}. {first}" if first else row.label


@dataclass(frozen=True, slots=True)
class PartContent:
    """One part of the document; ``blocks`` are all it may hold, written or not."""

    key: str
    title: str
    blocks: tuple[BlockContent, ...]


@dataclass(frozen=True, slots=True)
class RoadmapContent:
    """A roadmap with all that is written for it, and all that is not."""

    plan: Roadmap
    country: str
    office: str
    group: str
    cover_gap: Gap | None
    parts: tuple[PartContent, ...]

    @property
    def blocks(self) -> tuple[BlockContent, ...]:
        """Every block, in the order of the document."""
        return tuple(block for part in self.parts for block in part.blocks)

    @property
    def written(self) -> int:
        """How many of its places hold something."""
        return sum(block.content.filled for block in self.blocks)

    @property
    def places(self) -> int:
        """How many places there are to fill in."""
        return sum(block.content.section.places for block in self.blocks)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is missing, in the order of the document; the first page comes first."""
        found = (self.cover_gap, *(block.gap for block in self.blocks))
        return tuple(gap for gap in found if gap is not None)

    @property
    def missing(self) -> tuple[Gap, ...]:
        """What must be filled in before the roadmap is handed in: the whole rule."""
        return tuple(gap for gap in self.gaps if gap.is_needed)

    @property
    def open_points(self) -> tuple[OpenPoint, ...]:
        """What the worksheets themselves say is not settled yet."""
        return tuple(point for block in self.blocks for point in block.open_points)


def roadmap_content(
    plan: Roadmap, worksheets: Mapping[str, Worksheet], held: Mapping[str, Values]
) -> RoadmapContent:
    """The roadmap with what is held of each worksheet, by address."""
    used = {block.worksheet_key for block in plan.blocks}
    sheets = {key: content_of(worksheets, key, held) for key in used}
    sections = {
        (key, section.section.key): section
        for key, sheet in sheets.items()
        for section in sheet.sections
    }
    parts = tuple(
        PartContent(
            part.key,
            part.title,
            tuple(
                BlockContent(
                    block,
                    worksheets[block.worksheet_key],
                    sections[block.worksheet_key, block.section_key],
                )
                for block in part.blocks
            ),
        )
        for part in plan.parts
    )
    cover = _cover_words(plan, worksheets, held)
    return RoadmapContent(
        plan, **cover, cover_gap=_cover_gap(plan, worksheets, cover), parts=parts
    )


def _cover_words(
    plan: Roadmap, worksheets: Mapping[str, Worksheet], held: Mapping[str, Values]
) -> dict[str, str]:
    sheet = worksheets[plan.cover.worksheet_key]
    values = held.get(sheet.key, {})
    words = {}
    for name, address in plan.cover.addresses.items():
        column = sheet.column_at(address)
        value = values.get(address)
        words[name] = "" if column is None else in_words(column, value)
    return words


def _cover_gap(
    plan: Roadmap, worksheets: Mapping[str, Worksheet], words: Mapping[str, str]
) -> Gap | None:
    written = sum(1 for each in words.values() if each)
    if written == len(words):
        return None
    sheet = worksheets[plan.cover.worksheet_key]
    return Gap(sheet, sheet.section(plan.cover.section_key), written, len(words))
