"""A drawing of figures: where each line, bar and word of it stands.

``components/figures.html`` draws it. It is as wide as a small phone, so that its words
stay as large as those around it; on a wide page it stands beside its table. Nothing is
told by colour alone: bars differ in height and fill, marks in shape.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

WIDTH: Final = 320
LINE: Final = 17
LETTER: Final = 7.0
"""How wide a letter is, about."""

Anchor: TypeAlias = Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Word:
    """Words that begin or end at a place."""

    x: float
    y: float
    words: str
    kind: str = "bar-label"
    anchor: Anchor = "start"


@dataclass(frozen=True, slots=True)
class Shape:
    """A line or an area, as the path data of SVG; its kind says how it looks."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole drawing: its name on the page, what it shows, and all that is in it."""

    name: str
    title: str
    description: str
    height: float
    words: tuple[Word, ...]
    shapes: tuple[Shape, ...]
    width: int = WIDTH


@dataclass(slots=True)
class Pen:
    """What draws from the top of a sheet to its bottom; ``y`` is where it is."""

    y: float = 0
    words: list[Word] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)

    def label(self, words: str, value: str = "") -> None:
        """Words at the start of as many lines as they need, a value at the end."""
        room = int((WIDTH - LETTER * (len(value) + 2)) / LETTER)
        for line in textwrap.wrap(words, max(room, 12)) or [words]:
            self.y += LINE
            self.words.append(Word(0, self.y, line))
        if value:
            self.words.append(Word(WIDTH, self.y, value, "bar-value", "end"))

    def legend(self, signs: Sequence[tuple[str, str, str]]) -> None:
        """What each sign means: its kind, its path about the origin, and words."""
        x = 0.0
        self.y += LINE
        for kind, path, words in signs:
            wide = 20 + LETTER * len(words) + 12
            if x and x + wide > WIDTH:
                x = 0
                self.y += LINE
            self.shapes.append(Shape(kind, moved(path, x + 7, self.y - 5)))
            self.words.append(Word(x + 20, self.y, words, "bar-note"))
            x += wide
        self.y += 6

    def drawn(self, name: str, title: str, description: str) -> Drawing:
        """The sheet, cut off beneath what stands on it."""
        return Drawing(
            name, title, description, self.y + 4, tuple(self.words), tuple(self.shapes)
        )


def box(x: float, y: float, width: float, height: float) -> str:
    """The path of an upright rectangle."""
    return f"M{_n(x)} {_n(y)}h{_n(width)}v{_n(height)}h{_n(-width)}z"


def line(x: float, y: float, to_x: float, to_y: float) -> str:
    """The path of a straight line."""
    return f"M{_n(x)} {_n(y)}L{_n(to_x)} {_n(to_y)}"


def moved(path: str, x: float, y: float) -> str:
    """A path whose one start is at the origin, and all else relative, put elsewhere."""
    start, _, rest = path.removeprefix("M").partition("m")
    del start
    return f"M{_n(x)} {_n(y)}m{rest}"


def _n(number: float) -> str:
    return f"{round(number, 1):g}"
