"""Bars: each beneath its label, so that long labels fit a telephone."""

from learner_api.drawing.canvas import LINE, WIDTH, Canvas, seen
from learner_api.drawing.measuring import lines_of, number, width_of
from modules import BarFigure, FigureRow

_BAR = 14
_BETWEEN_GROUPS = 10
_UNDER_HEADING = 6
_UNDER_BAR = 9
_BEFORE_VALUE = 6


def draw_bars(figure: BarFigure) -> str:
    """Horizontal bars in groups, with their values at the end."""
    rows = [row for group in figure.groups for row in group.rows]
    canvas = Canvas(_height(figure))
    widest = max(width_of(number(row.value), bold=True) for row in rows)
    longest = WIDTH - _BEFORE_VALUE - widest
    plot = canvas.area(0, 0, longest, canvas.height)
    plot.set_xlim(0, max(row.value for row in rows) or 1)
    plot.set_ylim(canvas.height, 0)
    y = 0.0
    for at, group in enumerate(figure.groups):
        y += _BETWEEN_GROUPS if at else 0
        for line in lines_of(group.name, WIDTH, size=14, bold=True):
            y += LINE
            canvas.words(0, y, line, "bar-group")
        y += _UNDER_HEADING
        for row in group.rows:
            for line in _label(row):
                y += LINE
                canvas.words(0, y, line, "bar-label")
            middle = y + 6 + _BAR / 2
            if row.value:
                look = f"bar bar-{at % 2 + 1}"
                plot.barh(middle, row.value, height=_BAR, gid=seen(look))
            ends = (middle - _BAR / 2 - 2, middle + _BAR / 2 + 2)
            canvas.axes.plot((0.5, 0.5), ends, gid=seen("bar-axis"))
            plot.annotate(
                number(row.value),
                (row.value, middle),
                xytext=(_BEFORE_VALUE, -5),
                textcoords="offset points",
                va="baseline",
                weight="bold",
                annotation_clip=False,
                gid=seen("bar-value"),
            )
            y += 6 + _BAR + _UNDER_BAR
    return canvas.svg(figure)


def _height(figure: BarFigure) -> float:
    headings = sum(
        _UNDER_HEADING + LINE * len(lines_of(group.name, WIDTH, size=14, bold=True))
        for group in figure.groups
    )
    rows = sum(
        LINE * len(_label(row)) + 6 + _BAR + _UNDER_BAR
        for group in figure.groups
        for row in group.rows
    )
    return headings + rows + _BETWEEN_GROUPS * (len(figure.groups) - 1)


def _label(row: FigureRow) -> list[str]:
    return lines_of(row.label, WIDTH)
