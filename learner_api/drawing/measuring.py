"""How wide words are, and how they fall into lines."""

from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from learner_api.drawing.canvas import FONT, TEXT


@lru_cache(maxsize=1024)
def width_of(words: str, *, size: float = TEXT, bold: bool = False) -> float:
    """The width of one line of words."""
    weight = "bold" if bold else "normal"
    face = FontProperties(family=FONT, size=size, weight=weight)
    width, _height, _descent = text_to_path.get_text_width_height_descent(
        words, face, ismath=False
    )
    return float(width)


def lines_of(
    words: str, width: float, *, size: float = TEXT, bold: bool = False
) -> list[str]:
    """The words in lines of this width. A word that is wider stands alone."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size=size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def number(value: float) -> str:
    """A number as it is written in a picture and in its table."""
    return f"{value:,}"
