"""Made-up figures of every kind, and a look at what is drawn of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from learner_api.drawing import draw
from modules import (
    BarFigure,
    CycleFigure,
    Figure,
    FigureGroup,
    FigureRow,
    LineFigure,
    StructureFigure,
)
from modules.figure import Box, BoxGroup, BoxLink, Line, Point, Stage

SVG = "{http://www.w3.org/2000/svg}"
WORDS = {
    "key": "a-figure",
    "title": "A figure",
    "caption": "What it shows.",
    "alternative": "What is to be seen.",
    "source": "almanac",
    "label_column": "Label",
    "value_column": "Million people",
    "fingerprint": "f00d",
}


def bars(*rows: tuple[str, float], name: str = "Group") -> BarFigure:
    group = FigureGroup(name, tuple(FigureRow(*row) for row in rows))
    return BarFigure(groups=(group,), **WORDS)


def a_line(name: str, *values: tuple[int, float], joined: bool = True) -> Line:
    points = tuple(
        Point(year, value, "an edition", "almanac") for year, value in values
    )
    return Line(name, joined, points)


def lines(*all_lines: Line, begins_at: float = 0) -> LineFigure:
    return LineFigure(
        lines=all_lines, edition_column="Edition", begins_at=begins_at, **WORDS
    )


def cycle(*names: str) -> CycleFigure:
    stages = tuple(Stage(name, "A note", "almanac") for name in names)
    return CycleFigure(stages=stages, **WORDS)


def structure(
    groups: Sequence[Sequence[Box]], links: Sequence[BoxLink] = ()
) -> StructureFigure:
    return StructureFigure(
        groups=tuple(
            BoxGroup(f"Manner {at}", tuple(boxes), "almanac")
            for at, boxes in enumerate(groups, start=1)
        ),
        links=tuple(links),
        links_name="Links",
        **WORDS,
    )


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn, as shapes and words by their looks."""

    svg: str
    root: ElementTree.Element

    @classmethod
    def of(cls, figure: Figure) -> "Picture":
        svg = draw(figure)
        return cls(svg, ElementTree.fromstring(svg))  # noqa: S314 - our own

    @property
    def size(self) -> tuple[float, float]:
        _, _, width, height = map(float, self.root.get("viewBox", "").split())
        return width, height

    def all(self, look: str) -> list[ElementTree.Element]:
        """Everything of this class, in the order of the picture."""
        return [
            element
            for element in self.root.iter()
            if look in element.get("class", "").split()
        ]

    def words(self, look: str) -> list[str]:
        """The words of this class."""
        return [element.text or "" for element in self.all(look)]

    def corners(self, look: str) -> list[list[tuple[float, float]]]:
        """The corners of each path of this class."""
        return [corners_of(path) for path in self.all(look)]


def corners_of(path: ElementTree.Element) -> list[tuple[float, float]]:
    numbers = [float(one) for one in re.findall(r"-?[\d.]+", path.get("d", ""))]
    return list(zip(numbers[::2], numbers[1::2], strict=True))
