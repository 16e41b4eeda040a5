"""How what is written in worksheets makes up one document: the roadmap.

It says which sections come, in which part, under which words. What was written is not
here, nor how the document looks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from modules.rubric import Rubric


@dataclass(frozen=True, slots=True)
class RoadmapBlock:
    """A section of a worksheet, as the document shows it.

    ``section`` is worksheet/section. ``rows`` heads the first column of a table, which
    names its rows; ``columns`` are titles in place of the worksheet's own, which speak
    to the learner. At least ``needed`` rows, or the one text, must be written before
    the roadmap is handed in. ``open_at`` holds, by column, the options that leave
    something open.
    """

    part: str
    section: str
    title: str
    rows: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    needed: int = 0
    open_at: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def worksheet_key(self) -> str:
        """The key of the worksheet."""
        return self.section.partition("/")[0]

    @property
    def section_key(self) -> str:
        """The key of the section in that worksheet."""
        return self.section.partition("/")[2]


@dataclass(frozen=True, slots=True)
class RoadmapPart:
    """One part of the document, with its blocks in order."""

    key: str
    title: str
    blocks: tuple[RoadmapBlock, ...]


@dataclass(frozen=True, slots=True)
class RoadmapCover:
    """Where the words of the first page are written, in one table of a worksheet.

    ``country``, ``office`` and ``group`` are row/column in it. All its rows that these
    name must be filled in before the roadmap is handed in.
    """

    section: str
    country: str
    office: str
    group: str

    @property
    def worksheet_key(self) -> str:
        """The key of the worksheet."""
        return self.section.partition("/")[0]

    @property
    def section_key(self) -> str:
        """The key of the section in that worksheet."""
        return self.section.partition("/")[2]

    @property
    def addresses(self) -> dict[str, str]:
        """The address of each word of the first page, in the worksheet."""
        return {
            name: f"{self.section_key}/{place}"
            for name, place in (
                ("country", self.country),
                ("office", self.office),
                ("group", self.group),
            )
        }


@dataclass(frozen=True, slots=True)
class Roadmap:
    """The plan of the document: its title, its first page and its parts.

    ``rubrics`` are what its readers go by; the first is the roadmap's own.
    """

    title: str
    cover: RoadmapCover
    parts: tuple[RoadmapPart, ...]
    rubrics: tuple[Rubric, ...] = ()

    @property
    def blocks(self) -> tuple[RoadmapBlock, ...]:
        """Every block, in the order of the document."""
        return tuple(block for part in self.parts for block in part.blocks)
