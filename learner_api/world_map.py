"""A map of the world without borders: one square for each country, near its neighbours.

``tile_map.csv`` is the map as it is read: a row of the file is a row of squares, from
north to south and from west to east, for the members of the United Nations and its two
observer States. ``components/world_map.html`` draws it, whole where there is room for
it and region by region where there is not.

The more people, the stronger the shade, by round steps. A number that is not shown is
marked, and a country where nobody works has an outline alone. Every number must stand
in a table beside the map.
"""

import csv
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Final

from course.countries import region_of
from course.small_cells import HIDDEN
from learner_api.country_words import region_names
from learner_api.labels import country_name
from learner_api.translation import gettext as _

SHADES: Final = 5
NOBODY: Final = "nobody"
UNTOLD: Final = "hidden"

_FILE: Final = Path(__file__).with_name("tile_map.csv")
_TILE: Final = 26
_PITCH: Final = 28
_NAMED: Final = 5
# Where each power of ten is divided, from fine to coarse.
_ROUND: Final = ((1, 2, 5), (1, 3), (1,))


@dataclass(frozen=True, slots=True)
class Tile:
    """The square of a country. ``kind`` is a shade, ``hidden`` or ``nobody``."""

    code: str
    x: int
    y: int
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """A region: its squares, and where it lies on the map."""

    region: str
    words: str
    x: int
    y: int
    width: int
    height: int
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Shade:
    """What a kind of square means."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class WorldMap:
    """A drawing: its name on the page, what it shows, and all that stands in it."""

    name: str
    title: str
    description: str
    width: int
    height: int
    parts: tuple[Part, ...]
    legend: tuple[Shade, ...]
    elsewhere: str
    tile: int = _TILE
    hidden: str = HIDDEN


def draw(
    name: str, title: str, counts: Mapping[str | None, int | None]
) -> WorldMap | None:
    """The map of how many people work in which country; nothing where nobody does.

    A number that may not be shown is ``None``. Countries without a square, and people
    who gave no country, are told in words.
    """
    if not any(count != 0 for count in counts.values()):
        return None
    here = {code: counts.get(code, 0) for code in places()}
    steps = _steps([count for count in here.values() if count])
    tiles = [_tile(code, count, steps) for code, count in here.items()]
    return WorldMap(
        name=name,
        title=title,
        description=_described(here),
        width=max(tile.x for tile in tiles) + _TILE,
        height=max(tile.y for tile in tiles) + _TILE,
        parts=tuple(
            _part(region, words, tiles) for region, words in region_names().items()
        ),
        legend=_legend(here, steps),
        elsewhere=_elsewhere(counts),
    )


@cache
def places() -> Mapping[str, tuple[int, int]]:
    """The column and the row of every country that has a square."""
    # This reader takes every cell as text. Others read NA, Namibia, as nothing.
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {
            code: (column, row)
            for row, cells in enumerate(csv.reader(file))
            for column, code in enumerate(cells)
            if code
        }


def _steps(numbers: Sequence[int]) -> tuple[int, ...]:
    """The least number of each shade: round ones, as fine as there are shades for."""
    if not numbers:
        return ()
    least, most = min(numbers), max(numbers)
    powers = [10**power for power in range(len(str(most)))]
    rounds: list[int] = []
    for digits in _ROUND:
        rounds = [power * digit for power in powers for digit in digits]
        rounds = rounds[bisect_right(rounds, least) - 1 : bisect_right(rounds, most)]
        if len(rounds) <= SHADES:
            return tuple(rounds)
    return (1, *rounds[1 - SHADES :])


def _shade(count: int, steps: Sequence[int]) -> int:
    """The shade of a number: the strongest is always ``SHADES``."""
    return SHADES - len(steps) + bisect_right(steps, count)


def _tile(code: str, count: int | None, steps: Sequence[int]) -> Tile:
    column, row = places()[code]
    if count is None:
        kind, words = UNTOLD, _("%(number)s, not shown", number=HIDDEN)
    elif count == 0:
        kind, words = NOBODY, _("nobody")
    else:
        kind, words = str(_shade(count, steps)), f"{count:,}"
    return Tile(
        code=code,
        x=column * _PITCH,
        y=row * _PITCH,
        kind=kind,
        words=f"{country_name(code)}: {words}",
    )


def _part(region: str, words: str, tiles: Sequence[Tile]) -> Part:
    own = tuple(tile for tile in tiles if region_of(tile.code) == region)
    x, y = min(tile.x for tile in own), min(tile.y for tile in own)
    return Part(
        region=region,
        words=words,
        x=x,
        y=y,
        width=max(tile.x for tile in own) + _TILE - x,
        height=max(tile.y for tile in own) + _TILE - y,
        tiles=own,
    )


def _legend(here: Mapping[str, int | None], steps: Sequence[int]) -> tuple[Shade, ...]:
    """The kinds of squares that this map has, each with what it means."""
    legend = [Shade(NOBODY, _("Nobody"))] if 0 in here.values() else []
    if None in here.values():
        legend.append(Shade(UNTOLD, _("Not shown")))
    for least, above in zip_longest(steps, steps[1:]):
        legend.append(Shade(str(_shade(least, steps)), _range(least, above)))
    return tuple(legend)


def _range(least: int, above: int | None) -> str:
    if above is None:
        return _("%(least)s and more", least=f"{least:,}")
    if above == least + 1:
        return f"{least:,}"
    return _("%(least)s to %(most)s", least=f"{least:,}", most=f"{above - 1:,}")


def _described(here: Mapping[str, int | None]) -> str:
    """The map in words, for those who cannot see it."""
    some = {code: count for code, count in here.items() if count}
    said = [
        _(
            "The world as squares, one for each country: the more people, the stronger "
            "the shade. Countries with people: %(countries)d.",
            countries=len(some),
        )
    ]
    if some:
        said.append(_("Most: %(most)s.", most=_listed(some, _NAMED)))
    untold = [country_name(code) for code, count in here.items() if count is None]
    if untold:
        said.append(_("Not shown: %(countries)s.", countries=", ".join(sorted(untold))))
    return " ".join(said)


def _elsewhere(counts: Mapping[str | None, int | None]) -> str:
    """Who is not on the map: where they work, and how many they are."""
    others = {
        code: count
        for code, count in counts.items()
        if code not in places() and count != 0
    }
    if not others:
        return ""
    return _("Not on the map: %(others)s.", others=_listed(others))


def _listed(
    counts: Mapping[str, int | None] | Mapping[str | None, int | None],
    first: int | None = None,
) -> str:
    """Countries and their numbers, the largest first, and who gave none last."""
    named = [
        (
            code is None,
            -(count or 0),
            country_name(code) or _("no country given"),
            count,
        )
        for code, count in counts.items()
    ]
    ordered = sorted(named, key=lambda each: each[:3])[:first]
    return "; ".join(
        f"{name} {HIDDEN if count is None else f'{count:,}'}"
        for *_order, name, count in ordered
    )
