"""Words beside points: none over another, none over a point, none off the sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

Spot: TypeAlias = tuple[float, float]

_TALL = 12
_AWAY = 7
_RADIUS = 5
_STEP = 3


@dataclass(frozen=True, slots=True)
class Label:
    """Words that belong to a point, and whether the point is one to name first."""

    words: str
    x: float
    y: float
    width: float
    is_first: bool


@dataclass(frozen=True, slots=True)
class _Room:
    """The room that words or a point take."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Room") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def place_labels(
    labels: Sequence[Label],
    spots: Sequence[Spot],
    strokes: Sequence[Sequence[Spot]],
    width: float,
) -> Iterator[tuple[str, float, float]]:
    """The words that find room, each with its left end and where its letters stand.

    They keep clear of the points at ``spots`` and of the ``strokes`` between them. What
    finds no room is left out: a table beneath every picture holds all of it.
    """
    taken = [_around(spot, _RADIUS) for spot in spots]
    taken += [_around(spot, 1) for stroke in strokes for spot in _along(stroke)]
    for label in sorted(labels, key=lambda one: not one.is_first):
        for room in _rooms(label):
            is_inside = room.left >= 0 and room.right <= width and room.top >= 0
            if is_inside and not any(room.meets(other) for other in taken):
                taken.append(room)
                yield label.words, room.left, room.bottom - 2
                break


def _around(spot: Spot, radius: float) -> _Room:
    x, y = spot
    return _Room(x - radius, y - radius, x + radius, y + radius)


def _along(stroke: Sequence[Spot]) -> Iterator[Spot]:
    """Spots along a stroke, close enough that no words slip between them."""
    for (x, y), (end_x, end_y) in pairwise(stroke):
        steps = max(1, round(max(abs(end_x - x), abs(end_y - y)) / _STEP))
        for at in range(steps + 1):
            share = at / steps
            yield x + (end_x - x) * share, y + (end_y - y) * share


def _rooms(label: Label) -> Iterator[_Room]:
    """Above, below, to the left and to the right, from best to worst."""
    half = label.width / 2
    for left, top in (
        (label.x - half, label.y - _AWAY - _TALL),
        (label.x - half, label.y + _AWAY),
        (label.x - _AWAY - label.width, label.y - _TALL / 2),
        (label.x + _AWAY, label.y - _TALL / 2),
        (label.x - label.width, label.y - _AWAY - _TALL),
        (label.x, label.y + _AWAY),
    ):
        yield _Room(left, top, left + label.width, top + _TALL)
