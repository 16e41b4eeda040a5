"""Boxes with words, and arrows between them, as all diagrams have."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from learner_api.drawing.canvas import LINE, TEXT, Canvas, seen
from learner_api.drawing.measuring import lines_of

Corner: TypeAlias = tuple[float, float]

_PADDING = 7
_SMALL_LINE = 15
SMALL = 12


@dataclass(frozen=True, slots=True)
class Worded:
    """One line of words in a box, and how far beneath the last one it stands."""

    words: str
    look: str
    leading: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A box on the sheet: where it is."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> Corner:
        return (self.x + self.width / 2, self.y + self.height / 2)


def worded(
    words: str, look: str, width: float, *, size: float = TEXT, bold: bool = False
) -> list[Worded]:
    """Words as lines that fit a box of this width."""
    lines = lines_of(words, width - 2 * _PADDING, size=size, bold=bold)
    leading = LINE if size == TEXT else _SMALL_LINE
    return [Worded(line, look, leading) for line in lines]


def named(name: str, note: str, width: float) -> list[Worded]:
    """A name, and a smaller note beneath it."""
    return [
        *worded(name, "plot-words", width, bold=True),
        *worded(note, "plot-note", width, size=SMALL),
    ]


def height_of(lines: Sequence[Worded]) -> float:
    """How tall a box must be for these lines."""
    return 2 * _PADDING + sum(line.leading for line in lines)


def box(
    canvas: Canvas,
    corner: Corner,
    size: tuple[float, float],
    lines: Sequence[Worded],
    manner: int,
) -> Drawn:
    """A box with its lines in the middle of it."""
    drawn = Drawn(*corner, *size)
    look = seen(f"plot-node plot-node-{manner}")
    shape = FancyBboxPatch(
        corner, *size, boxstyle="round,pad=0,rounding_size=4", gid=look
    )
    canvas.axes.add_patch(shape)
    middle, centre = drawn.middle
    y = centre - sum(line.leading for line in lines) / 2
    for line in lines:
        y += line.leading
        canvas.words(middle, y - 4, line.words, line.look, "center")
    return drawn


def arrow(
    canvas: Canvas, start: Drawn, end: Drawn, *, certain: bool = True, aside: float = 0
) -> Corner:
    """An arrow from edge to edge, and the middle of it.

    What is not certain has a broken line. ``aside`` moves an upright arrow sideways.
    """
    begins, ends = _ends(start, end, aside)
    look = "plot-link" if certain else "plot-link plot-link-open"
    shape = FancyArrowPatch(
        begins,
        ends,
        arrowstyle="-|>,head_length=7,head_width=4",
        mutation_scale=1,
        shrinkA=0,
        shrinkB=1,
        gid=seen(look),
    )
    canvas.axes.add_patch(shape)
    return ((begins[0] + ends[0]) / 2, (begins[1] + ends[1]) / 2)


def _ends(start: Drawn, end: Drawn, aside: float) -> tuple[Corner, Corner]:
    """Where an arrow leaves one box and meets the other."""
    left, right = max(start.x, end.x), min(start.right, end.right)
    top, bottom = max(start.y, end.y), min(start.bottom, end.bottom)
    is_down = end.y > start.y
    if left < right:
        x = (left + right) / 2 + aside
        return (
            (x, start.bottom if is_down else start.y),
            (x, end.y if is_down else end.bottom),
        )
    is_onward = end.x > start.x
    leaves = start.right if is_onward else start.x
    if top < bottom:
        y = (top + bottom) / 2
        return (leaves, y), (end.x if is_onward else end.right, y)
    return (leaves, start.middle[1]), (
        end.middle[0],
        end.y if is_down else end.bottom,
    )
