"""Plots of figures: bars of people, shares on a scale, and months side by side.

Each has a table beside it with every number; a number that is hidden is not drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from learner_api.figure_drawing import (
    LETTER,
    LINE,
    WIDTH,
    Drawing,
    Pen,
    Shape,
    Word,
    box,
    line,
    moved,
)
from learner_api.shares import number_words, share_words
from learner_api.translation import gettext as _

MOST_MONTHS: Final = 36
MOST_ROWS: Final = 30
_BAR: Final = 14
_INNER: Final = 6
_GAP: Final = 9
_STRIP: Final = 46
_EDGE: Final = 7
_NARROWEST: Final = 6
# About the origin: a ring, a square on its tip, a disc, and bars with and without fill.
_RING: Final = "M0 0m-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z"
_SQUARE: Final = "M0 0m0 -7l7 7l-7 7l-7 -7z"
_DISC: Final = "M0 0m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z"
_WIDE: Final = "M0 0m-7 -5h14v10h-14z"
_NARROW: Final = "M0 0m-7 -3h14v6h-14z"


@dataclass(frozen=True, slots=True)
class BarRow:
    """So many people, how many of them did something, and both in words.

    ``told`` is said to those who cannot see it, where that takes more words.
    """

    label: str
    whole: int | None
    part: int | None
    said: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class ShareRow:
    """The shares of one group that began, completed and were certified."""

    label: str
    shares: tuple[Fraction | None, Fraction | None, Fraction | None]


@dataclass(frozen=True, slots=True)
class Strip:
    """One number for each place, or a share of one."""

    label: str
    values: Sequence[Fraction | int | None]


def draw_bars(
    name: str, title: str, rows: Sequence[BarRow], meaning: tuple[str, str] | None
) -> Drawing | None:
    """A bar for each row, of one scale; nothing where there is nobody.

    ``meaning`` says in words what the bar is and what the darker bar within it.
    """
    most = max((row.whole or 0 for row in rows), default=0)
    if not most:
        return None
    pen = Pen()
    if meaning:
        wide, narrow = meaning
        pen.legend([("bar-wide", _WIDE, wide), ("bar-narrow", _NARROW, narrow)])
    for row in rows:
        pen.label(row.label, row.said)
        pen.y += 6
        for kind, count, height in (
            ("bar-wide", row.whole, _BAR),
            ("bar-narrow", row.part, _INNER),
        ):
            if count:
                wide_x = max(1.0, (WIDTH - 2) * count / most)
                top = pen.y + (_BAR - height) / 2
                pen.shapes.append(Shape(kind, box(1, top, wide_x, height)))
        pen.shapes.append(Shape("bar-axis", line(1, pen.y - 2, 1, pen.y + _BAR + 2)))
        pen.y += _BAR + _GAP
    told = "; ".join(f"{row.label}: {row.told or row.said}" for row in rows)
    return pen.drawn(name, title, f"{told}.")


def draw_shares(name: str, title: str, rows: Sequence[ShareRow]) -> Drawing | None:
    """Three marks for each row on a line from none to all of those enrolled."""
    if not rows:
        return None
    pen = Pen()
    signs = (
        ("mark-ring", _RING, _("began")),
        ("mark-square", _SQUARE, _("completed")),
        ("mark-disc", _DISC, _("certified")),
    )
    pen.legend(signs)
    for row in rows:
        pen.label(row.label, share_words(row.shares[1]))
        pen.y += 13
        for share in (Fraction(0), Fraction(1, 2), Fraction(1)):
            x = _along(share)
            pen.shapes.append(Shape("plot-grid", line(x, pen.y - 5, x, pen.y + 5)))
        pen.shapes.append(Shape("plot-track", line(_EDGE, pen.y, WIDTH - _EDGE, pen.y)))
        for (kind, path, _words), one in zip(signs, row.shares, strict=True):
            if one is not None:
                pen.shapes.append(Shape(kind, moved(path, _along(one), pen.y)))
        pen.y += 9
    _scale(pen)
    told = "; ".join(f"{row.label}: {share_words(row.shares[1])}" for row in rows)
    return pen.drawn(name, title, _("The share that completed. %(told)s.", told=told))


def draw_strips(
    name: str, title: str, places: Sequence[str], strips: Sequence[Strip]
) -> Drawing | None:
    """A row of upright bars for each strip, one for each place, all of one scale.

    Places are months or lessons, by what they are called.
    """
    known = [value for strip in strips for value in strip.values if value is not None]
    if not any(known):
        return None
    most = max(known)
    are_shares = isinstance(most, Fraction)
    top = Fraction(1) if are_shares else most
    pen = Pen()
    step = WIDTH / max(len(places), 6)
    wide = step - 2 if step > _NARROWEST else step * 0.8
    for strip in strips:
        pen.label(strip.label, _most(strip, places))
        pen.y += 6
        for number, value in enumerate(strip.values):
            if value:
                tall = max(1.0, float(_STRIP * value / top))
                at = box(
                    number * step + (step - wide) / 2, pen.y + _STRIP - tall, wide, tall
                )
                pen.shapes.append(Shape("bar-tall", at))
        pen.y += _STRIP
        pen.shapes.append(Shape("bar-axis", line(0, pen.y, WIDTH, pen.y)))
        pen.y += 4
    pen.y += LINE - 4
    pen.words.append(Word(0, pen.y, places[0], "bar-note"))
    if len(places) > 1:
        needed = LETTER * (len(places[0]) + len(places[-1]) + 2)
        end = min(WIDTH, max(step * len(places), needed))
        pen.words.append(Word(end, pen.y, places[-1], "bar-note", "end"))
    told = " ".join(f"{strip.label}: {_most(strip, places)}." for strip in strips)
    return pen.drawn(name, title, told)


def _most(strip: Strip, places: Sequence[str]) -> str:
    """The highest of a strip and when that was."""
    known = [
        (value, place)
        for value, place in zip(strip.values, places, strict=True)
        if value is not None
    ]
    if not known:
        return ""
    value, place = max(known, key=lambda each: each[0])
    said = share_words(value) if isinstance(value, Fraction) else number_words(value)
    return _("at most %(number)s, %(place)s", number=said, place=place)


def _along(share: Fraction) -> float:
    return _EDGE + (WIDTH - 2 * _EDGE) * float(share)


def _scale(pen: Pen) -> None:
    pen.y += LINE - 6
    pen.words.append(Word(0, pen.y, "0 %", "bar-note"))
    pen.words.append(Word(WIDTH / 2 - 14, pen.y, "50 %", "bar-note"))
    pen.words.append(Word(WIDTH, pen.y, "100 %", "bar-note", "end"))
