"""Pictures are drawn the same by everybody, and are what their data say."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.catalogue import HANDBOOK, ROOT
from learner_api.drawing import draw
from learner_api.drawing.measuring import lines_of, width_of
from modules import Figure, load_figures
from modules.drawing import drawing_faults
from modules.figure import Box, BoxLink
from modules.figure_files import drawing_path
from tests.learner_api.drawing.figures import (
    Picture,
    a_line,
    bars,
    corners_of,
    cycle,
    lines,
    structure,
)

MINIATURE = ROOT / "tests" / "content" / "handbook"
EVERY_KIND = (
    bars(("One", 1), ("Two", 2)),
    lines(a_line("Joined", (2000, 1), (2010, 2))),
    cycle("Look", "Choose", "Act"),
    structure([[Box("a", "A", "alone", 1)]]),
)

# Line ends are no words, and half of a pair is no letter.
words = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60
).filter(lambda text: text.strip() != "")


@pytest.mark.parametrize("folder", [HANDBOOK, MINIATURE], ids=["real", "miniature"])
def test_a_picture_never_disagrees_with_its_data(folder):
    """Whoever changes data or drawing runs ``make figures`` and keeps what it drew."""
    outdated = [
        key
        for key, figure in load_figures(folder).items()
        if drawing_path(folder, key).read_text(encoding="utf-8") != draw(figure)
    ]

    assert outdated == []


def test_whoever_draws_gets_the_same_bytes(tmp_path):
    """Another process, with settings of its own for other plots."""
    (tmp_path / "matplotlibrc").write_text(
        "svg.fonttype: path\nfont.size: 40\nfont.family: serif\naxes.grid: True\n"
    )
    code = (
        "from pathlib import Path; from learner_api.drawing import draw; "
        "from modules import load_figures; "
        f"print(draw(load_figures(Path({str(MINIATURE)!r}))['measures']), end='')"
    )
    drawn = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "MATPLOTLIBRC": str(tmp_path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )

    assert drawn.stdout == drawing_path(MINIATURE, "measures").read_text("utf-8")


def test_the_course_that_is_served_never_draws(tmp_path):
    code = (
        "import sys; import learner_api.wsgi, learner_api.server; "
        "sys.exit(any(name.partition('.')[0] == 'matplotlib' for name in sys.modules))"
    )

    settings = {"PYTHONPATH": str(ROOT), "COURSE_DATA_DIR": str(tmp_path)}
    served = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **settings}, check=False
    )

    assert served.returncode == 0


@pytest.mark.parametrize("figure", EVERY_KIND, ids=lambda figure: figure.kind)
def test_a_picture_may_stand_in_a_page(figure):
    picture = Picture.of(figure)

    assert list(drawing_faults(picture.svg, figure.fingerprint)) == []
    assert picture.root.get("role") == "img"
    assert [element.text for element in picture.root][:2] == [
        figure.title,
        figure.alternative,
    ]


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(EVERY_KIND), words)
def test_any_words_stay_words(figure: Figure, title: str):
    """No sign of markup, of formulas or of another script changes what is drawn."""
    named = {
        "bars": lambda: bars((title, 1)),
        "lines": lambda: lines(a_line(title, (2000, 1), (2010, 2))),
        "cycle": lambda: cycle(title, "Choose", "Act"),
        "structure": lambda: structure([[Box("a", title, title, 1)]]),
    }[figure.kind]()

    picture = Picture.of(named)

    drawn = " ".join(element.text or "" for element in picture.root.iter())
    assert list(drawing_faults(picture.svg, named.fingerprint)) == []
    assert set(title.split()) <= set(drawn.split())


def test_words_fall_into_lines_that_fit():
    text = "Sign agreements with every country that receives many of our workers"

    fitted = lines_of(text, 200)

    assert len(fitted) > 1
    assert " ".join(fitted) == text
    assert max(map(width_of, fitted)) <= 200
    assert lines_of("incomprehensibilities", 20) == ["incomprehensibilities"]


def test_the_bars_are_as_long_as_their_values():
    picture = Picture.of(bars(("A", 12), ("B", 7), ("C", 9.5), ("None", 0)))

    longs = [corners[1][0] for corners in picture.corners("bar")]
    assert longs == pytest.approx(
        [longs[0] * value / 12 for value in (12, 7, 9.5)], abs=0.1
    )
    assert picture.words("bar-value") == ["12", "7", "9.5", "0"]


def test_the_value_of_the_longest_bar_stays_inside_the_picture():
    picture = Picture.of(bars(("Many", 304_000_000)))

    [value] = picture.all("bar-value")
    assert value.text == "304,000,000"
    start = float(value.get("x", 0))
    assert start + width_of("304,000,000", bold=True) <= picture.size[0]


def test_nothing_but_zeros_can_be_drawn():
    picture = Picture.of(bars(("None", 0)))

    assert picture.all("bar") == []
    assert picture.words("bar-value") == ["0"]


def test_a_long_label_takes_more_lines_and_stays_whole():
    label = "Sign agreements with every country that receives many of our workers"

    picture = Picture.of(bars((label, 1)))

    assert len(picture.all("bar-label")) == 2
    assert " ".join(picture.words("bar-label")) == label


def test_only_points_of_one_edition_are_joined():
    figure = lines(
        a_line("Joined", (2000, 10), (2010, 20), (2020, 30)),
        a_line("Single", (2005, 12), (2015, 22), joined=False),
    )

    picture = Picture.of(figure)

    # One line in the legend, and one in the plot.
    assert [len(corners) for corners in picture.corners("plot-line-1")] == [2, 3]
    assert picture.all("plot-line-2") == []
    assert len(picture.all("plot-point-1")) == 3 + 1
    assert len(picture.all("plot-point-2")) == 2 + 1


def test_points_stand_where_their_years_and_values_are():
    picture = Picture.of(lines(a_line("L", (2000, 0), (2010, 50), (2020, 100))))

    first, middle, last = picture.corners("plot-line-1")[-1]

    assert first[0] < middle[0] < last[0]
    assert first[1] > middle[1] > last[1]
    assert middle == pytest.approx(
        ((first[0] + last[0]) / 2, (first[1] + last[1]) / 2), abs=0.1
    )


def test_an_axis_that_does_not_begin_at_nothing_says_so():
    values = ((2000, 465), (2010, 685))

    from_nothing = Picture.of(lines(a_line("L", *values)))
    from_400 = Picture.of(lines(a_line("L", *values), begins_at=400))

    assert from_nothing.words("plot-note") == ["Million people"]
    assert from_nothing.words("plot-tick")[-1] >= "685"
    assert "0" in from_nothing.words("plot-tick")
    assert from_400.words("plot-note") == ["Million people (the axis begins at 400)"]
    assert "400" in from_400.words("plot-tick")
    assert "0" not in from_400.words("plot-tick")


years = st.lists(
    st.tuples(st.integers(1950, 2030), st.integers(0, 999)),
    min_size=2,
    max_size=12,
    unique_by=lambda point: point[0],
).map(sorted)


@settings(max_examples=12, deadline=None)
@given(years)
def test_no_value_stands_on_another_or_outside(points):
    picture = Picture.of(lines(a_line("L", *points)))

    rooms = [
        (x, y - 10, x + width_of(text.text or "", size=12, bold=True), y)
        for text in picture.all("plot-value")
        for x, y in [(float(text.get("x", 0)), float(text.get("y", 0)))]
    ]

    assert rooms
    assert all(left >= 0 and right <= picture.size[0] for left, _, right, _ in rooms)
    assert not [
        (one, other)
        for at, one in enumerate(rooms)
        for other in rooms[:at]
        if one[0] < other[2]
        and other[0] < one[2]
        and one[1] < other[3]
        and other[1] < one[3]
    ]


@pytest.mark.parametrize("count", range(3, 11))
def test_a_cycle_goes_round_clockwise_and_comes_back(count):
    picture = Picture.of(cycle(*(f"Stage {at}" for at in range(count))))

    boxes = [bounds(corners) for corners in picture.corners("plot-node")]
    arrows = picture.corners("plot-link")
    assert len(boxes) == len(arrows) == len(picture.all("plot-tip")) == count
    for start, end, arrow in zip(boxes, [*boxes[1:], boxes[0]], arrows, strict=True):
        assert touches(start, arrow[0])
        assert touches(end, arrow[-1])
    top_left = min(boxes, key=lambda box: (box[1], box[0]))
    assert boxes[0] == top_left
    assert boxes[1][0] > boxes[0][0]


def bounds(corners):
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def touches(box, point):
    """Whether an arrow's end lies at a box, give or take its head."""
    left, top, right, bottom = box
    x, y = point
    return left - 10 <= x <= right + 10 and top - 10 <= y <= bottom + 10


def test_a_structure_says_what_its_borders_mean_and_what_is_only_inferred():
    figure = structure(
        [
            [Box("council", "Council", "decides", 1)],
            [Box("board", "Board", "watches", 2)],
            [Box("office", "Office", "writes the papers", 2)],
        ],
        [
            BoxLink("board", "council", "advises", True),
            BoxLink("office", "council", "perhaps supports", False),
            BoxLink("board", "office", "watches", True),
        ],
    )

    picture = Picture.of(figure)

    # Each manner has its boxes, and one more in the legend beneath.
    assert [len(picture.all(f"plot-node-{at}")) for at in (1, 2, 3)] == [2, 2, 2]
    assert picture.words("plot-label") == ["Manner 1", "Manner 2", "Manner 3"]
    assert len(picture.all("plot-link")) == 3
    [inferred] = picture.all("plot-link-open")
    assert inferred.get("stroke-dasharray")
    assert {"advises", "perhaps supports"} <= set(picture.words("plot-note"))
    for text in picture.all("plot-note"):
        assert (
            0 <= left_of(text) <= picture.size[0] - width_of(text.text or "", size=12)
        )


def left_of(text):
    x, width = float(text.get("x", 0)), width_of(text.text or "", size=12)
    return x - {"middle": width / 2, "end": width}.get(text.get("text-anchor"), 0)


def test_boxes_of_one_row_stand_side_by_side():
    figure = structure(
        [
            [
                Box("a", "A", "above", 1),
                Box("c", "C", "right", 2),
                Box("b", "B", "left", 2),
            ]
        ]
    )

    a, c, b, _legend = (
        bounds(corners_of(one)) for one in Picture.of(figure).all("plot-node")
    )

    assert a[3] < c[1] == b[1]
    assert c[2] < b[0]


def test_a_figure_of_no_known_kind_is_refused():
    class Strange(Figure):
        kind = "strange"
        table = ()

    with pytest.raises(TypeError, match="'strange'"):
        draw(Strange.__new__(Strange))


def test_a_picture_lies_beside_its_data():
    assert drawing_path(Path("book"), "a-figure") == Path("book/figures/a-figure.svg")
