"""Figures: what a lesson shows both as a picture and as a table, in four kinds."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar, TypeAlias

Cell: TypeAlias = str | int | float
"""What stands in one place of a figure's table."""


@dataclass(frozen=True, slots=True)
class TablePart:
    """Rows of a figure's table that belong together, under a heading or none."""

    name: str | None
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(ABC):
    """Data shown both as a picture and as a table.

    ``fingerprint`` changes with the data, and ``drawing`` is the SVG that was drawn
    from data of this fingerprint.
    """

    kind: ClassVar[str]

    key: str
    title: str
    caption: str
    alternative: str
    source: str
    label_column: str
    value_column: str
    fingerprint: str = field(default="", compare=False)
    drawing: str = field(default="", compare=False, repr=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the table."""
        return (self.label_column, self.value_column)

    @property
    @abstractmethod
    def table(self) -> tuple[TablePart, ...]:
        """Everything that the picture shows, as rows."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of all its sources, each once, its own first."""
        return tuple(dict.fromkeys((self.source, *self._inner_sources())))

    def _inner_sources(self) -> Iterable[str]:
        """The sources of single parts of the figure."""
        return ()


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One bar of a figure."""

    label: str
    value: int | float


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Bars of a figure that belong together."""

    name: str
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarFigure(Figure):
    """How much of each: a bar for every row."""

    kind: ClassVar[str] = "bars"

    groups: tuple[FigureGroup, ...]

    @property
    def table(self) -> tuple[TablePart, ...]:
        return tuple(
            TablePart(group.name, tuple((row.label, row.value) for row in group.rows))
            for group in self.groups
        )


@dataclass(frozen=True, slots=True)
class Point:
    """A value of one year, with the edition that it was published in."""

    year: int
    value: int | float
    edition: str
    source: str


@dataclass(frozen=True, slots=True)
class Line:
    """Values over time. Only points of one edition are ever ``joined``."""

    name: str
    joined: bool
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFigure(Figure):
    """How much in each year. The vertical axis ``begins_at`` a value, usually 0."""

    kind: ClassVar[str] = "lines"

    edition_column: str
    begins_at: int | float
    lines: tuple[Line, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.label_column, self.value_column, self.edition_column)

    @property
    def table(self) -> tuple[TablePart, ...]:
        return tuple(
            TablePart(
                line.name,
                # A year is a name, not an amount: it is written without a comma.
                tuple((str(each.year), each.value, each.edition) for each in points),
            )
            for line in self.lines
            if (points := line.points)
        )

    def _inner_sources(self) -> Iterable[str]:
        return (point.source for line in self.lines for point in line.points)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a cycle."""

    name: str
    note: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleFigure(Figure):
    """Stages that follow one another, the last one leading to the first again."""

    kind: ClassVar[str] = "cycle"

    stages: tuple[Stage, ...]

    @property
    def table(self) -> tuple[TablePart, ...]:
        rows = enumerate(self.stages, start=1)
        return (
            TablePart(None, tuple((f"{n}. {one.name}", one.note) for n, one in rows)),
        )

    def _inner_sources(self) -> Iterable[str]:
        return (stage.source for stage in self.stages)


@dataclass(frozen=True, slots=True)
class Box:
    """One element of a structure; boxes of the same ``row`` stand side by side."""

    key: str
    name: str
    note: str
    row: int


@dataclass(frozen=True, slots=True)
class BoxGroup:
    """Boxes that are drawn in the same manner, because the same is true of them."""

    name: str
    boxes: tuple[Box, ...]
    source: str


@dataclass(frozen=True, slots=True)
class BoxLink:
    """What one box does for another; ``certain`` unless it is only inferred."""

    start: str
    end: str
    words: str
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureFigure(Figure):
    """Boxes, and links between them."""

    kind: ClassVar[str] = "structure"

    links_name: str
    groups: tuple[BoxGroup, ...]
    links: tuple[BoxLink, ...]

    @property
    def boxes(self) -> tuple[Box, ...]:
        """All boxes, in the order of the file."""
        return tuple(box for group in self.groups for box in group.boxes)

    @property
    def table(self) -> tuple[TablePart, ...]:
        groups = tuple(
            TablePart(group.name, tuple((box.name, box.note) for box in group.boxes))
            for group in self.groups
        )
        names = {box.key: box.name for box in self.boxes}
        links = tuple(
            (names[link.start], f"{link.words}: {names[link.end]}")
            for link in self.links
        )
        return (*groups, TablePart(self.links_name, links)) if links else groups

    def _inner_sources(self) -> Iterable[str]:
        return (group.source for group in self.groups)
