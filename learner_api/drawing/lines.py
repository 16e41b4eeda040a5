"""Values over time: points, joined by a line only where one edition gives them all."""

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from learner_api.drawing.canvas import LINE, WIDTH, Canvas, seen
from learner_api.drawing.labels import Label, Spot, place_labels
from learner_api.drawing.measuring import lines_of, number, width_of
from modules import LineFigure

_MARKERS = ("o", "s", "D")
_MARKER = 7
_TALL = 230
_ABOVE = 26
_BELOW = 30
_RIGHT = 20
_TICK = 12
_LEGEND = 26


def draw_lines(figure: LineFigure) -> str:
    """A plot of the lines, with a legend beneath that names their markers."""
    heading = lines_of(_heading(figure), WIDTH, size=_TICK)
    top = LINE * len(heading) + _ABOVE - LINE
    legend = top + _TALL + _BELOW
    canvas = Canvas(legend + _legend_height(figure))
    for at, line in enumerate(heading, start=1):
        canvas.words(0, LINE * at - 4, line, "plot-note")
    plot = _axes(canvas, figure, top)
    _draw_points(plot, figure)
    _draw_values(canvas, plot, figure)
    _draw_legend(canvas, figure, legend)
    return canvas.svg(figure)


def _heading(figure: LineFigure) -> str:
    if not figure.begins_at:
        return figure.value_column
    return f"{figure.value_column} (the axis begins at {number(figure.begins_at)})"


def _axes(canvas: Canvas, figure: LineFigure, top: float) -> Axes:
    """The part of the sheet where the points stand, with its scales and grid."""
    points = [point for line in figure.lines for point in line.points]
    years = [point.year for point in points]
    most = max(point.value for point in points)
    scale = MaxNLocator(nbins=7, steps=[1, 2, 2.5, 5, 10])
    ticks = [
        tick
        for tick in scale.tick_values(figure.begins_at, most)
        if tick >= figure.begins_at
    ]
    left = max(width_of(_tick(tick), size=_TICK) for tick in ticks) + 8
    plot = canvas.area(left, top, WIDTH - left - _RIGHT, _TALL)
    margin = max(1.0, (max(years) - min(years)) * 0.04)
    plot.set_xlim(min(years) - margin, max(years) + margin)
    plot.set_ylim(figure.begins_at, max(ticks))
    for tick in ticks:
        plot.axhline(tick, gid=seen("plot-grid"))
    plot.set_yticks(ticks, [_tick(tick) for tick in ticks])
    plot.xaxis.set_major_locator(
        MaxNLocator(nbins=5, steps=[1, 2, 5, 10], integer=True)
    )
    low, high = plot.get_xlim()
    shown = [int(year) for year in plot.get_xticks() if low <= year <= high]
    plot.set_xticks(shown, [str(year) for year in shown])
    for label in (*plot.get_yticklabels(), *plot.get_xticklabels()):
        label.set_gid(seen("plot-tick"))
        label.set_fontsize(_TICK)
    return plot


def _tick(value: float) -> str:
    return f"{value:,g}"


def _draw_points(plot: Axes, figure: LineFigure) -> None:
    for at, line in enumerate(figure.lines):
        years = [point.year for point in line.points]
        values = [point.value for point in line.points]
        if line.joined and len(years) > 1:
            plot.plot(years, values, gid=seen(f"plot-line plot-line-{at + 1}"))
        plot.plot(
            years,
            values,
            linestyle="none",
            marker=_MARKERS[at],
            markersize=_MARKER,
            clip_on=False,
            gid=seen(_marker_look(at)),
        )


def _marker_look(at: int) -> str:
    shape = " round" if _MARKERS[at] == "o" else ""
    return f"plot-point plot-point-{at + 1}{shape}"


def _draw_values(canvas: Canvas, plot: Axes, figure: LineFigure) -> None:
    """The values beside their points, as many as there is room for."""
    to_sheet = plot.transData + canvas.axes.transData.inverted()
    spots: list[Spot] = []
    labels: list[Label] = []
    strokes: list[list[Spot]] = []
    for line in figure.lines:
        first_and_last = (line.points[0], line.points[-1])
        stroke: list[Spot] = []
        for point in line.points:
            x, y = map(float, to_sheet.transform((point.year, point.value)))
            stroke.append((x, y))
            words = number(point.value)
            width = width_of(words, size=_TICK, bold=True)
            labels.append(Label(words, x, y, width, point in first_and_last))
        spots += stroke
        if line.joined:
            strokes.append(stroke)
    for words, x, y in place_labels(labels, spots, strokes, WIDTH):
        canvas.words(x, y, words, "plot-value")


def _legend_height(figure: LineFigure) -> float:
    return sum(LINE * len(_legend_lines(line.name)) + 6 for line in figure.lines)


def _legend_lines(name: str) -> list[str]:
    return lines_of(name, WIDTH - _LEGEND)


def _draw_legend(canvas: Canvas, figure: LineFigure, y: float) -> None:
    for at, line in enumerate(figure.lines):
        middle = y + LINE / 2
        if line.joined and len(line.points) > 1:
            look = seen(f"plot-line plot-line-{at + 1}")
            canvas.axes.plot((0, 18), (middle, middle), gid=look)
        canvas.axes.plot(
            (9,),
            (middle,),
            linestyle="none",
            marker=_MARKERS[at],
            markersize=_MARKER,
            gid=seen(_marker_look(at)),
        )
        for number_of, words in enumerate(_legend_lines(line.name), start=1):
            canvas.words(_LEGEND, y + LINE * number_of - 4, words, "plot-label")
        y += LINE * len(_legend_lines(line.name)) + 6
