"""A cycle: stages in two columns that are read clockwise, with arrows between them."""

from learner_api.drawing.boxes import Corner, arrow, box, height_of, worded
from learner_api.drawing.canvas import WIDTH, Canvas
from modules import CycleFigure

_BOX = 144
_GAP = 30


def draw_cycle(figure: CycleFigure) -> str:
    """Stages round and round: the last one leads to the first again."""
    stages = [
        [
            *worded(str(at), "plot-words", _BOX, bold=True),
            *worded(stage.name, "plot-label", _BOX),
        ]
        for at, stage in enumerate(figure.stages, start=1)
    ]
    tall = max(map(height_of, stages))
    places = _places(len(stages), tall)
    canvas = Canvas(max(y for _, y in places) + tall + 1)
    drawn = [
        box(canvas, place, (_BOX, tall), lines, 1)
        for place, lines in zip(places, stages, strict=True)
    ]
    for start, end in zip(drawn, (*drawn[1:], drawn[0]), strict=True):
        arrow(canvas, start, end)
    return canvas.svg(figure)


def _places(count: int, tall: float) -> list[Corner]:
    """The corners of the boxes: down on the right, and up again on the left."""
    right = (count + 1) // 2
    left = count - right
    rows = max(right, left)
    step = tall + _GAP
    far = WIDTH - _BOX - 1

    def spread(number: int) -> list[float]:
        room = step * (rows - 1)
        return [
            1 + (room * at / (number - 1) if number > 1 else 0) for at in range(number)
        ]

    down = [(far, y) for y in spread(right)]
    up = [(1.0, y) for y in reversed(spread(left))]
    # The first stage stands at the top left, where reading begins.
    return [up[-1], *down, *up[:-1]]
