"""Figures as HTML: the picture, and beneath it the same data as a table.

The picture was drawn when the course was built and is put into the page as it lies
beside its data. Nothing in it depends on style attributes, scripts or colour.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape

from modules import Figure, Source, TablePart
from modules.figure import Cell


def show_figure(figure: Figure, sources: Mapping[str, Source]) -> str:
    """The figure whole: title, picture, table, caption and sources."""
    return _shown(figure, tuple(sources[key] for key in figure.sources))


@lru_cache(maxsize=128)
def _shown(figure: Figure, sources: tuple[Source, ...]) -> str:
    """Titles and labels may come from anyone who writes content: all is escaped."""
    name = f"figure-{figure.key}"
    return (
        f'<figure class="figure" id="{name}" aria-labelledby="{name}-title">\n'
        f'<p class="figure-title" id="{name}-title">'
        f"<strong>{escape(figure.title)}</strong></p>\n"
        f"{figure.drawing}{_table(figure)}"
        f"<figcaption>{escape(figure.caption)} {_cited(sources)}</figcaption>\n"
        "</figure>\n"
    )


def _table(figure: Figure) -> str:
    title = escape(f"{figure.title}: the numbers")
    if not any(_is_number(cell) for part in figure.table for cell in _cells(part)):
        title = escape(f"{figure.title}: in words")
    heads = "".join(
        f'<th scope="col"{_aligned(cell)}>{escape(column)}</th>'
        for column, cell in zip(figure.columns, figure.table[0].rows[0], strict=True)
    )
    bodies = "".join(_table_body(part) for part in figure.table)
    return (
        '<div class="table-scroll" tabindex="0" role="region" '
        f'aria-label="{title}">\n<table>\n<caption>{title}</caption>\n'
        f"<thead>\n<tr>{heads}</tr>\n</thead>\n{bodies}</table>\n</div>\n"
    )


def _table_body(part: TablePart) -> str:
    rows = "".join(_row(row) for row in part.rows)
    if part.name is None:
        return f"<tbody>\n{rows}</tbody>\n"
    wide = len(part.rows[0])
    heading = f'<th scope="rowgroup" colspan="{wide}">{escape(part.name)}</th>'
    return f"<tbody>\n<tr>{heading}</tr>\n{rows}</tbody>\n"


def _row(row: Sequence[Cell]) -> str:
    first, *others = row
    cells = "".join(f"<td{_aligned(cell)}>{_written(cell)}</td>" for cell in others)
    return f'<tr><th scope="row">{_written(first)}</th>{cells}</tr>\n'


def _cells(part: TablePart) -> list[Cell]:
    return [cell for row in part.rows for cell in row]


def _is_number(cell: Cell) -> bool:
    return not isinstance(cell, str)


def _aligned(cell: Cell) -> str:
    return ' class="figure-cell"' if _is_number(cell) else ""


def _written(cell: Cell) -> str:
    return escape(cell) if isinstance(cell, str) else f"{cell:,}"


def _cited(sources: Sequence[Source]) -> str:
    """The sources in one line, each with its body and date."""
    heading = "Source:" if len(sources) == 1 else "Sources:"
    return f"{heading} {'; '.join(map(_named, sources))}."


def _named(source: Source) -> str:
    """A source: its title, with a link where it has one, its body and its date."""
    title = f"<cite>{escape(source.title)}</cite>"
    if source.address:
        title = (
            f'<a href="{escape(source.address)}" rel="external noopener">{title}</a>'
        )
    date = f", {source.year}" if source.year else ""
    as_of = f" (figures as of {escape(source.as_of)})" if source.as_of else ""
    return f"{title}, {escape(source.body)}{date}{as_of}"
