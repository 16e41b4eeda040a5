"""Figures as HTML: a bar chart in SVG and, beneath it, the same data as a table.

Nothing in it depends on style attributes, scripts or colour: each bar carries its own
label and number, and the stylesheet may colour the classes as it likes.
"""

import textwrap
from functools import lru_cache
from html import escape

from modules import Figure, FigureGroup, FigureRow, Source

_WIDTH = 320
_BAR = 14
_LINE = 17
_TEXT = 13
_DIGIT = 8
_LETTERS_A_LINE = 44
"""How many letters of ``_TEXT`` units fit ``_WIDTH`` in the widest common faces."""


@lru_cache(maxsize=128)
def draw_figure(figure: Figure, source: Source) -> str:
    """The figure whole: title, plot, table, caption and source.

    Titles and labels may come from anyone who writes content: all of it is escaped.
    """
    name = f"figure-{figure.key}"
    return (
        f'<figure class="figure" id="{name}" aria-labelledby="{name}-title">\n'
        f'<p class="figure-title" id="{name}-title">'
        f"<strong>{escape(figure.title)}</strong></p>\n"
        f"{_plot(figure, name)}{_table(figure)}"
        f"<figcaption>{escape(figure.caption)} Source: {_cited(source)}</figcaption>\n"
        "</figure>\n"
    )


def _plot(figure: Figure, name: str) -> str:
    """Horizontal bars, each beneath its label, so that long labels fit a telephone."""
    values = [row.value for group in figure.groups for row in group.rows]
    longest = _WIDTH - _DIGIT * (1 + max(len(_number(value)) for value in values))
    scale = longest / (max(values) or 1)
    shapes: list[str] = []
    y = 0
    for number, group in enumerate(figure.groups):
        y += _LINE + (10 if number else 0)
        shapes.append(
            f'<text class="bar-group" x="0" y="{y}" font-size="{_TEXT + 1}" '
            f'font-weight="bold" fill="currentColor">{escape(group.name)}</text>'
        )
        y += 6
        for row in group.rows:
            drawn, y = _bar(row, scale, number, y)
            shapes += drawn
    drawing = "\n".join(shapes)
    return (
        f'<svg viewBox="0 0 {_WIDTH} {y}" role="img" direction="ltr" '
        f'aria-labelledby="{name}-name {name}-description" '
        'xmlns="http://www.w3.org/2000/svg">\n'
        f'<title id="{name}-name">{escape(figure.title)}</title>\n'
        f'<desc id="{name}-description">{escape(figure.alternative)}</desc>\n'
        f"{drawing}\n</svg>\n"
    )


def _bar(row: FigureRow, scale: float, group: int, y: int) -> tuple[list[str], int]:
    """The shapes of one row that begins at ``y``, and where the next one begins."""
    lines = textwrap.wrap(row.label, _LETTERS_A_LINE) or [row.label]
    top = y + len(lines) * _LINE + 6
    length = round(row.value * scale, 1)
    shapes = [
        f'<text class="bar-label" x="0" y="{y + number * _LINE}" '
        f'font-size="{_TEXT}" fill="currentColor">{escape(line)}</text>'
        for number, line in enumerate(lines, start=1)
    ]
    if row.value:
        shapes.append(
            f'<rect class="bar bar-{group % 2 + 1}" x="0" y="{top}" '
            f'width="{length:g}" height="{_BAR}" fill="currentColor"/>'
        )
    shapes.append(
        f'<path class="bar-axis" d="M0.5 {top - 2}V{top + _BAR + 2}" '
        'stroke="currentColor"/>'
    )
    shapes.append(
        f'<text class="bar-value" x="{length + 6:g}" y="{top + _BAR - 2}" '
        f'font-size="{_TEXT}" fill="currentColor">{_number(row.value)}</text>'
    )
    return shapes, top + _BAR + 9


def _table(figure: Figure) -> str:
    title = escape(f"{figure.title}: the numbers")
    bodies = "".join(_table_body(group) for group in figure.groups)
    return (
        '<div class="table-scroll" tabindex="0" role="region" '
        f'aria-label="{title}">\n<table>\n<caption>{title}</caption>\n'
        f'<thead>\n<tr><th scope="col">{escape(figure.label_column)}</th>'
        f'<th scope="col" class="figure-cell">{escape(figure.value_column)}</th></tr>\n'
        f"</thead>\n{bodies}</table>\n</div>\n"
    )


def _table_body(group: FigureGroup) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(row.label)}</th>'
        f'<td class="figure-cell">{_number(row.value)}</td></tr>\n'
        for row in group.rows
    )
    heading = f'<th scope="rowgroup" colspan="2">{escape(group.name)}</th>'
    return f"<tbody>\n<tr>{heading}</tr>\n{rows}</tbody>\n"


def _cited(source: Source) -> str:
    """A source in one line: its title, with a link where it has one, body and date."""
    title = f"<cite>{escape(source.title)}</cite>"
    if source.address:
        title = (
            f'<a href="{escape(source.address)}" rel="external noopener">{title}</a>'
        )
    date = f", {source.year}" if source.year else ""
    as_of = f" (figures as of {escape(source.as_of)})" if source.as_of else ""
    return f"{title}, {escape(source.body)}{date}{as_of}."


def _number(value: float) -> str:
    return f"{value:,}"
