"""A sheet to draw on, in units of a telephone's pixels, measured downwards."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, TypeAlias

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Sheet

from learner_api.drawing.plain_svg import plain_svg
from modules import Figure

WIDTH = 320
TEXT = 13
LINE = 17
FONT = "DejaVu Sans"
"""It comes with the library, and is wider than what browsers use: all words fit."""

_UNITS_AN_INCH = 72

Anchor: TypeAlias = Literal["left", "center", "right"]


@contextmanager
def drawing_settings() -> Iterator[None]:
    """The library's settings for words that stay words and bytes that stay the same.

    Whatever the person who draws has set for their own plots does not count.
    """
    with mpl.rc_context(), warnings.catch_warnings():
        # Scripts that the font lacks are measured roughly and drawn by the browser.
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
        mpl.rcdefaults()
        mpl.rcParams["svg.fonttype"] = "none"
        mpl.rcParams["svg.hashsalt"] = "handbook"
        mpl.rcParams["path.simplify"] = False
        mpl.rcParams["text.parse_math"] = False
        mpl.rcParams["font.family"] = FONT
        mpl.rcParams["font.size"] = TEXT
        yield


class Canvas:
    """One picture while it is being drawn.

    Everything that is to be seen carries a *look*: the classes of the stylesheet that
    it ends up with.
    """

    def __init__(self, height: float, width: float = WIDTH) -> None:
        self.width, self.height = width, height
        size = (width / _UNITS_AN_INCH, height / _UNITS_AN_INCH)
        self.sheet = Sheet(figsize=size, dpi=_UNITS_AN_INCH)
        self.axes = self.area(0, 0, width, height)
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(height, 0)
        self.axes.set_axis_off()

    def area(self, x: float, y: float, width: float, height: float) -> Axes:
        """Axes of their own on a part of the sheet, for data with a scale."""
        return self.sheet.add_axes(
            (
                x / self.width,
                1 - (y + height) / self.height,
                width / self.width,
                height / self.height,
            )
        )

    def words(
        self, x: float, y: float, words: str, look: str, anchor: Anchor = "left"
    ) -> None:
        """One line of words; ``y`` is where its letters stand."""
        self.axes.text(x, y, words, ha=anchor, va="baseline", gid=seen(look))

    def svg(self, figure: Figure) -> str:
        """The picture, named and described for whoever cannot see it."""
        raw = io.StringIO()
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        self.sheet.savefig(raw, format="svg", metadata=nothing)
        return plain_svg(raw.getvalue(), figure, self.width, self.height)


def seen(look: str) -> str:
    """The mark of what is to be seen: the library writes it beside the shape."""
    return f"look:{look}"
