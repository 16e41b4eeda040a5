"""The map of the world as squares: where each country lies, and how it is shown."""

from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader

from course.countries import all_countries, region_of
from course.small_cells import HIDDEN
from learner_api.assets import FOLDER
from learner_api.world_map import NOBODY, SHADES, UNTOLD, WorldMap, draw, places
from tests.html import text_of

TEMPLATES = FOLDER.parent / "templates"
# Countries with a border or a narrow sea between them, from every region.
NEIGHBOURS = [
    "US MX",
    "CO VE",
    "AR UY",
    "CU HT",
    "PT ES",
    "FR CH",
    "DE PL",
    "SE FI",
    "GR TR",
    "LY EG",
    "EG IL",
    "SN GM",
    "GH TG",
    "KE TZ",
    "BW ZA",
    "SY IQ",
    "SA YE",
    "KZ UZ",
    "IN NP",
    "CN KP",
    "KR JP",
    "LA VN",
    "ID TL",
    "FJ TO",
]
numbers = st.dictionaries(
    st.sampled_from([*places(), "RE", "HK", None]),
    st.one_of(st.none(), st.integers(0, 2_000_000)),
)


def drawn(counts) -> WorldMap:
    made = draw("people", "People, by country", counts)
    assert made is not None
    return made


def tiles(made):
    return {tile.code: tile for part in made.parts for tile in part.tiles}


def legend(made):
    return [(each.kind, each.words) for each in made.legend]


def markup(made):
    loader = FileSystemLoader(TEMPLATES)
    template = Environment(loader=loader, autoescape=True).from_string(
        '{% from "components/world_map.html" import world_map %}{{ world_map(drawn) }}'
    )
    return template.render(drawn=made)


def test_members_of_the_united_nations_and_observers_have_a_square_each():
    squares = places()

    assert len(squares) == 193 + 2
    assert len(set(squares.values())) == len(squares)
    assert {"NA", "PS", "VA", "SS", "TL"} <= squares.keys()
    assert squares.keys() <= {each.code for each in all_countries()}
    assert squares.keys().isdisjoint({"XK", "TW", "HK", "RE", "GL", "EH"})


@pytest.mark.parametrize("pair", NEIGHBOURS)
def test_neighbours_are_near_each_other(pair):
    (column, row), (other_column, other_row) = (places()[each] for each in pair.split())

    assert max(abs(column - other_column), abs(row - other_row)) <= 1


def test_regions_do_not_lie_on_one_another_and_fit_a_narrow_screen():
    for part in drawn({"NA": 5}).parts:
        assert {region_of(tile.code) for tile in part.tiles} == {part.region}
        # Eleven squares beside each other are 26 pixels each at 320 pixels' width.
        assert part.width <= 11 * 28


def test_no_square_lies_on_another():
    made = drawn({"NA": 5})
    for one, other in combinations(tiles(made).values(), 2):
        assert abs(one.x - other.x) >= made.tile or abs(one.y - other.y) >= made.tile


def test_a_square_says_the_whole_name_and_the_number():
    made = drawn({"NA": 1200, "CI": 7, "BT": None})

    assert tiles(made)["NA"].words == "Namibia: 1,200"
    assert tiles(made)["CI"].words == "Côte d’Ivoire: 7"
    assert tiles(made)["BT"].words == f"Bhutan: {HIDDEN}, not shown"
    assert tiles(made)["FR"].words == "France: nobody"
    assert [tiles(made)[code].kind for code in ("BT", "FR")] == [UNTOLD, NOBODY]


def test_shades_are_round_steps_and_the_strongest_is_the_same_on_every_map():
    few = drawn({"NA": 5, "BW": 12, "ZA": 44})
    many = drawn({"NA": 1, "BW": 99, "ZA": 1_000_000})

    assert legend(few) == [
        (NOBODY, "Nobody"),
        ("3", "5 to 9"),
        ("4", "10 to 19"),
        ("5", "20 and more"),
    ]
    assert legend(many)[1:] == [
        ("1", "1 to 999"),
        ("2", "1,000 to 9,999"),
        ("3", "10,000 to 99,999"),
        ("4", "100,000 to 999,999"),
        ("5", "1,000,000 and more"),
    ]
    assert [tiles(many)[code].kind for code in ("NA", "BW", "ZA")] == ["1", "1", "5"]


def test_a_step_of_one_number_is_told_as_that_number():
    assert legend(drawn({"NA": 1, "BW": 2}))[1:] == [("4", "1"), ("5", "2 and more")]


def test_a_number_that_is_not_shown_gives_no_step_away():
    made = drawn({"NA": None, "BW": None})

    assert legend(made) == [(NOBODY, "Nobody"), (UNTOLD, "Not shown")]
    assert {tile.kind for tile in tiles(made).values()} == {NOBODY, UNTOLD}


@given(numbers.filter(lambda counts: any(count != 0 for count in counts.values())))
def test_more_people_are_never_a_weaker_shade_and_every_kind_is_explained(counts):
    made = drawn(counts)
    shades = sorted(
        (count, int(tiles(made)[code].kind))
        for code, count in counts.items()
        if code in places() and count
    )

    kinds = [each.kind for each in made.legend]
    assert {tile.kind for tile in tiles(made).values()} <= set(kinds)
    assert len(kinds) == len(set(kinds)) <= SHADES + 2
    assert [shade for _, shade in shades] == sorted(shade for _, shade in shades)
    assert not shades or shades[-1][1] == SHADES


def test_who_works_where_there_is_no_square_is_told_in_words():
    made = drawn({"RE": 5, "HK": None, None: 31, "NA": 9, "XK": 0, "GP": 12})

    assert made.elsewhere == (
        f"Not on the map: Guadeloupe 12; Réunion 5; Hong Kong SAR China {HIDDEN}; "
        "no country given 31."
    )
    assert drawn({"NA": 9}).elsewhere == ""


def test_the_map_is_described_for_those_who_cannot_see_it():
    counts = {"NA": 9, "KE": 40, "NP": 31, "BT": None, "FR": 6, "TG": 7, "ML": 8}

    said = drawn(counts).description

    assert "Countries with people: 6." in said
    assert "Most: Kenya 40; Nepal 31; Namibia 9; Mali 8; Togo 7." in said
    assert "Not shown: Bhutan." in said


def test_where_nobody_works_anywhere_there_is_no_map():
    assert draw("people", "People", {}) is None
    assert draw("people", "People", {"NA": 0, None: 0}) is None


def test_the_drawing_is_well_formed_and_has_each_country_once():
    html = markup(drawn({"NA": 9, "BT": None, "RE": 5}))

    whole = ElementTree.fromstring(html)  # noqa: S314
    svg = "{http://www.w3.org/2000/svg}"
    squares = list(whole.iter(f"{svg}title"))
    names = [each.get("id") for each in whole.iter() if each.get("id")]
    uses = [each.get("href") for each in whole.iter(f"{svg}use")]
    assert len(squares) == len(places())
    assert len(names) == len(set(names))
    assert {use.removeprefix("#") for use in uses if use} <= set(names)
    assert len(uses) == 5
    assert html.count("tile-hidden") == 2
    drawings = [each for each in whole.iter(f"{svg}svg") if each.get("role") == "img"]
    assert [each.get("direction") for each in drawings] == ["ltr"] * 6
    assert "Réunion 5" in text_of(whole)
