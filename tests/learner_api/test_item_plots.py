"""Where the bars and the words of a plot stand."""

from learner_api.item_plots import WIDTH, PlotGroup, PlotRow, draw
from learner_api.item_words import said, share_said
from quizzes.analysis import Estimate, TooFew

HALF = Estimate(0.5, (0.25, 0.75))


def share(figure):
    return PlotRow(figure, share_said("Got it right", figure))


def correlation(figure):
    return PlotRow(figure, said("Tells apart", figure), is_correlation=True)


def one_bar(row):
    drawn = draw("a-plot", "A plot", [PlotGroup([row])])
    assert drawn is not None
    [bar] = drawn.bars
    return drawn, bar


def test_a_share_is_a_bar_from_the_start_and_its_interval_a_whisker():
    drawn, bar = one_bar(share(HALF))

    start, end = drawn.track
    assert (bar.x, bar.zero) == (start, start)
    assert bar.width == (end - start) / 2
    assert bar.whisker == (
        start + (end - start) * 0.25,
        start + (end - start) * 0.75,
    )


def test_a_correlation_goes_either_way_from_the_middle():
    drawn, above = one_bar(correlation(HALF))
    _, below = one_bar(correlation(Estimate(-0.5, (-0.8, -0.2))))

    start, end = drawn.track
    middle = (start + end) / 2
    assert above.zero == below.zero == above.x == middle
    assert below.x + below.width == middle
    assert above.width == below.width == (end - start) / 4


def test_nothing_is_drawn_beyond_the_ends():
    drawn, bar = one_bar(correlation(Estimate(1.2, (-1.5, 1.4))))

    assert bar.whisker == drawn.track


def test_a_figure_without_an_interval_has_no_whisker():
    _, bar = one_bar(share(Estimate(1.0)))

    assert bar.whisker is None


def test_a_refused_figure_is_named_and_has_no_bar():
    drawn = draw("a-plot", "A plot", [PlotGroup([share(HALF), share(TooFew(3, 30))])])

    assert drawn is not None
    assert len(drawn.bars) == 1
    assert [word.words for word in drawn.words].count("Got it right") == 2
    assert "– (3 of the 30 attempts that this needs)" in drawn.description


def test_without_a_figure_there_is_no_plot():
    assert draw("a-plot", "A plot", [PlotGroup([share(TooFew(3, 30))])]) is None


def test_a_long_heading_is_broken_into_lines_that_fit():
    heading = "The ministry that answers for the plan, and whoever it asks " * 3

    drawn = draw("a-plot", "A plot", [PlotGroup([share(HALF)], heading)])

    assert drawn is not None
    lines = [word for word in drawn.words if word.kind == "bar-group"]
    assert len(lines) > 3
    assert all(len(line.words) * 8 <= WIDTH for line in lines)
    assert max(word.y for word in drawn.words) < drawn.height


def test_groups_stand_one_beneath_the_other():
    groups = [PlotGroup([share(HALF)], name) for name in ("First", "Second")]

    drawn = draw("a-plot", "A plot", groups)

    assert drawn is not None
    first, second = drawn.bars
    headings = {word.words: word.y for word in drawn.words if word.kind == "bar-group"}
    assert headings["First"] < first.y < headings["Second"] < second.y
