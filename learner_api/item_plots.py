"""Plots of item statistics: where each line, bar and word of a drawing stands.

``components/plots.html`` draws them. A figure is a bar, its interval a whisker on it,
and its number stands at the end: nothing is told by colour or length alone.
"""

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from learner_api.item_words import Said
from quizzes.analysis import Estimate, Figure

WIDTH: Final = 320
_BARS: Final = (104, 264)
_NUMBERS: Final = 272
_LETTERS_A_LINE: Final = 38
_LINE: Final = 17
_ROW: Final = 26
_BAR: Final = 12

Scale: TypeAlias = Callable[[float], float]
Kind: TypeAlias = Literal[1, 2]


@dataclass(frozen=True, slots=True)
class PlotRow:
    """One bar to be drawn. A correlation is drawn from 0 in the middle, either way."""

    figure: Figure
    said: Said
    is_correlation: bool = False
    kind: Kind = 1


@dataclass(frozen=True, slots=True)
class PlotGroup:
    """Bars that belong together, under a heading where they have one."""

    rows: Sequence[PlotRow]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """Words that begin at a place."""

    x: float
    y: float
    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, the line that it stands on, and its whisker where it has one."""

    x: float
    y: float
    width: float
    kind: Kind
    zero: float
    whisker: tuple[float, float] | None

    @property
    def middle(self) -> float:
        return self.y + _BAR / 2

    @property
    def bottom(self) -> float:
        return self.y + _BAR

    @property
    def height(self) -> int:
        return _BAR


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing: its name on the page, what it shows, and all that stands in it."""

    name: str
    title: str
    description: str
    height: float
    words: tuple[Word, ...]
    bars: tuple[Bar, ...]
    width: int = WIDTH
    track: tuple[int, int] = _BARS


@dataclass(slots=True)
class _Drawing:
    y: float = 0
    words: list[Word] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)


def draw(name: str, title: str, groups: Sequence[PlotGroup]) -> Plot | None:
    """The plot of these groups, one beneath the other; nothing without a figure."""
    rows = [row for group in groups for row in group.rows]
    if not any(isinstance(row.figure, Estimate) for row in rows):
        return None
    drawing = _Drawing()
    for group in groups:
        _draw_heading(drawing, group)
        for row in group.rows:
            _draw_row(drawing, row)
    return Plot(
        name=name,
        title=title,
        description=" ".join(map(_described, groups)),
        height=drawing.y,
        words=tuple(drawing.words),
        bars=tuple(drawing.bars),
    )


def _draw_heading(drawing: _Drawing, group: PlotGroup) -> None:
    if not group.heading:
        return
    drawing.y += 8 if drawing.y else 0
    for line in textwrap.wrap(group.heading, _LETTERS_A_LINE):
        drawing.y += _LINE
        drawing.words.append(Word(0, drawing.y, line, "bar-group"))
    drawing.y += 5


def _draw_row(drawing: _Drawing, row: PlotRow) -> None:
    top = drawing.y + (_ROW - _BAR) / 2
    base = top + _BAR - 1
    drawing.words.append(Word(0, base, row.said.name, "bar-label"))
    drawing.words.append(Word(_NUMBERS, base, row.said.value, "bar-value"))
    if isinstance(row.figure, Estimate):
        scale = _correlation if row.is_correlation else _share
        drawing.bars.append(_bar(row.figure, scale, top, row.kind))
    drawing.y += _ROW


def _bar(figure: Estimate, scale: Scale, top: float, kind: Kind) -> Bar:
    zero, end = scale(0), scale(figure.value)
    low, high = figure.interval or (None, None)
    return Bar(
        x=min(zero, end),
        y=top,
        width=round(abs(end - zero), 1),
        kind=kind,
        zero=zero,
        whisker=None if low is None or high is None else (scale(low), scale(high)),
    )


def _share(value: float) -> float:
    start, end = _BARS
    return round(start + (end - start) * min(1.0, max(0.0, value)), 1)


def _correlation(value: float) -> float:
    return _share((1 + value) / 2)


def _described(group: PlotGroup) -> str:
    """The group in words, for those who cannot see it."""
    rows = "; ".join(f"{each.said.name} {_figure(each.said)}" for each in group.rows)
    return f"{group.heading}: {rows}." if group.heading else f"{rows}."


def _figure(said: Said) -> str:
    return f"{said.value} ({said.between})"
