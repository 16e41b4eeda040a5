"""A structure: boxes in rows, links between them, and what each manner of box means."""

from collections.abc import Mapping
from itertools import groupby, pairwise

from learner_api.drawing.boxes import SMALL, Drawn, arrow, box, height_of, named
from learner_api.drawing.canvas import LINE, WIDTH, Anchor, Canvas
from learner_api.drawing.measuring import lines_of, width_of
from modules import StructureFigure
from modules.figure import Box

_BETWEEN = 22
_ROW_GAP = 20
_LINK_GAP = 42
_SWATCH = (26, 16)
_LEGEND_GAP = 8
_ASIDE = 7


def draw_structure(figure: StructureFigure) -> str:
    """Boxes row by row, links across, and beneath them what the borders mean."""
    rows = _rows(figure)
    heights = [_height(row) for row in rows]
    gaps = [_gap_after(figure, row, below) for row, below in pairwise(rows)]
    legend_at = 1 + sum(heights) + sum(gaps) + _ROW_GAP
    canvas = Canvas(legend_at + _legend_height(figure))
    manners = {
        one.key: manner
        for manner, group in enumerate(figure.groups, start=1)
        for one in group.boxes
    }
    drawn: dict[str, Drawn] = {}
    y = 1.0
    for row, height, gap in zip(rows, heights, (*gaps, 0), strict=True):
        width = _width(row)
        for at, one in enumerate(row):
            corner = (1 + at * (width + _BETWEEN), y)
            lines = named(one.name, one.note, width)
            drawn[one.key] = box(
                canvas, corner, (width, height), lines, manners[one.key]
            )
        y += height + gap
    _draw_links(canvas, figure, drawn)
    _draw_legend(canvas, figure, legend_at)
    return canvas.svg(figure)


def _rows(figure: StructureFigure) -> list[list[Box]]:
    ordered = sorted(figure.boxes, key=lambda one: one.row)
    return [list(row) for _, row in groupby(ordered, key=lambda one: one.row)]


def _width(row: list[Box]) -> float:
    return (WIDTH - 2 - _BETWEEN * (len(row) - 1)) / len(row)


def _height(row: list[Box]) -> float:
    return max(height_of(named(one.name, one.note, _width(row))) for one in row)


def _gap_after(figure: StructureFigure, row: list[Box], below: list[Box]) -> float:
    """More room where a link with words crosses from row to row."""
    above, under = {one.key for one in row}, {one.key for one in below}
    crosses = any(
        {link.start, link.end} & above and {link.start, link.end} & under
        for link in figure.links
    )
    return _LINK_GAP if crosses else _ROW_GAP


def _draw_links(
    canvas: Canvas, figure: StructureFigure, drawn: Mapping[str, Drawn]
) -> None:
    """Arrows, with their words beside those that go up or down."""
    for link in figure.links:
        start, end = drawn[link.start], drawn[link.end]
        x, y = arrow(canvas, start, end, certain=link.certain)
        if start.y != end.y:
            fits = x + _ASIDE + width_of(link.words, size=SMALL) <= WIDTH
            anchor: Anchor = "left" if fits else "right"
            place = x + _ASIDE if fits else x - _ASIDE
            canvas.words(place, y + 4, link.words, "plot-note", anchor)


def _legend_height(figure: StructureFigure) -> float:
    return sum(
        LINE * len(_legend_lines(group.name)) + _LEGEND_GAP for group in figure.groups
    )


def _legend_lines(name: str) -> list[str]:
    return lines_of(name, WIDTH - _SWATCH[0] - 12)


def _draw_legend(canvas: Canvas, figure: StructureFigure, y: float) -> None:
    for manner, group in enumerate(figure.groups, start=1):
        box(canvas, (1, y), _SWATCH, (), manner)
        for at, line in enumerate(_legend_lines(group.name), start=1):
            canvas.words(_SWATCH[0] + 12, y + LINE * at - 4, line, "plot-label")
        y += LINE * len(_legend_lines(group.name)) + _LEGEND_GAP
