"""Drawing figures from their data, when the course is built and never when it serves.

Matplotlib lays out and draws; ``plain_svg`` then keeps the shapes and words alone, so
that the page's own stylesheet colours them. The same data give the same bytes.
"""

from learner_api.drawing.bars import draw_bars
from learner_api.drawing.canvas import drawing_settings
from learner_api.drawing.cycle import draw_cycle
from learner_api.drawing.lines import draw_lines
from learner_api.drawing.structure import draw_structure
from modules import BarFigure, CycleFigure, Figure, LineFigure, StructureFigure

__all__ = ["draw"]


def draw(figure: Figure) -> str:
    """The picture of a figure as SVG that can become part of a page."""
    with drawing_settings():
        match figure:
            case BarFigure():
                return draw_bars(figure)
            case LineFigure():
                return draw_lines(figure)
            case CycleFigure():
                return draw_cycle(figure)
            case StructureFigure():
                return draw_structure(figure)
    raise TypeError(f"Nothing draws figures of the kind {figure.kind!r}.")
