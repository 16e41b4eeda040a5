"""Whoever asks for every published table, and knows how it is made, pins nobody down.

Small worlds are gone through one by one: how many people are in each cell. Those that
publish the same tables cannot be told apart. So a group of one to four people must be
of different sizes in the worlds that look alike.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from course.figures.people import MEASURES
from course.figures.protection import shown_counts, shown_groups, told_besides
from course.figures.results import Counts
from course.small_groups import STEP
from tests.course.figures.adversary import World, pinned, worlds

Cell = Mapping[str, Any]
REGIONS = ("africa", "africa", "africa", "africa", "africa", "asia")


def table(cells: Sequence[Cell], world: World, by: str, where: Cell) -> dict[Any, int]:
    """How many people are in each group that has somebody, under a filter."""
    found: dict[Any, int] = defaultdict(int)
    for cell, people in zip(cells, world, strict=True):
        if people and all(cell[name] == value for name, value in where.items()):
            found[cell[by]] += people
    return dict(found)


def alike(count: int) -> dict[str, int]:
    return dict.fromkeys(MEASURES, count)


def published(
    cells: Sequence[Cell], world: World, by: Sequence[str], where: Cell
) -> Any:
    """The total and every table under a filter, as they would be published."""

    def splits(within: Cell, but: str) -> list[list[dict[str, int]]]:
        return [
            [alike(n) for n in table(cells, world, name, within).values()]
            for name in by
            if name != but
        ]

    def total(within: Cell) -> Counts:
        people = sum(table(cells, world, by[0], within).values())
        return shown_counts(alike(people), splits(within, ""))

    everybody = total({})
    told: list[Any] = [told_besides(everybody, total(where)).enrolled]
    for name in by:
        groups = table(cells, world, name, where)
        shown = shown_groups(
            [alike(count) for count in groups.values()],
            [splits({**where, name: key}, name) for key in groups],
        )
        told.append(
            tuple(
                (key, enrolled)
                for key, counts in zip(groups, shown, strict=True)
                if (enrolled := told_besides(everybody, counts).enrolled) is not None
            )
        )
    return tuple(told)


def sets_of(cells: Sequence[Cell], by: Sequence[str]) -> set[tuple[int, ...]]:
    """Every group of every table, and every cell, by the places of the cells."""
    groups: set[tuple[int, ...]] = {(place,) for place in range(len(cells))}
    for name in by:
        for key in {cell[name] for cell in cells}:
            places = enumerate(cells)
            groups.add(tuple(at for at, cell in places if cell[name] == key))
    return groups


def hold(
    cells: Sequence[Cell],
    by: Sequence[str],
    sums: Sequence[int],
    filters: Sequence[Cell] = ({},),
) -> int:
    """Go through all worlds; how many of them published something."""
    found: dict[Any, list[World]] = defaultdict(list)
    for people in sums:
        for world in worlds(people, len(cells)):
            told = tuple(published(cells, world, by, where) for where in filters)
            found[told].append(world)

    def size(places: tuple[int, ...]) -> Callable[[World], int]:
        return lambda world: sum(world[place] for place in places)

    assert pinned(found, [size(each) for each in sets_of(cells, by)]) == []
    return len(found)


def test_countries_are_not_told_by_their_regions_nor_by_the_total():
    cells = [{"country": n, "region": REGIONS[n + 1]} for n in range(5)]

    # As many as fill all four of a region, with four in the other.
    assert hold(cells, ("country", "region"), (0, 10, 20)) > 100


def test_five_countries_of_one_region_are_not_told_by_it():
    cells = [{"country": n, "region": "africa"} for n in range(5)]

    assert hold(cells, ("country", "region"), (0, 5, 20)) > 10


def test_filters_tell_no_more_than_the_tables():
    cells = [{"country": n // 2, "gender": n % 2} for n in range(4)]
    one = [{"country": n} for n in range(2)] + [{"gender": n} for n in range(2)]
    both = [{"country": n // 2, "gender": n % 2} for n in range(4)]

    assert hold(cells, ("country", "gender"), range(11), ({}, *one, *both)) > 30


@pytest.mark.parametrize(("groups", "most"), [(2, 20), (3, 15), (4, 10)])
def test_neither_day_of_two_is_told_by_the_other(groups, most):
    cells = [{"country": n} for n in range(groups)]
    told = {
        world: published(cells, world, ("country",), {})
        for people in range(0, most + STEP + 1, STEP)
        for world in worlds(people, groups)
    }
    found: dict[Any, list[tuple[World, World]]] = defaultdict(list)
    for first in (world for world in told if sum(world) <= most):
        for newcomers in worlds(STEP, groups):
            second = tuple(map(sum, zip(first, newcomers, strict=True)))
            found[told[first], told[second]].append((first, second))

    def sizes(place: int) -> list[Callable[[tuple[World, World]], int]]:
        return [
            lambda days: days[0][place],
            lambda days: days[1][place],
            lambda days: days[1][place] - days[0][place],
        ]

    measures = [each for place in range(groups) for each in sizes(place)]
    assert pinned(found, measures) == []


def test_without_hiding_a_sum_somebody_would_be_told():
    """The adversary is one: it finds what is found without the rule."""
    cells = [{"country": n} for n in range(5)]
    found: dict[Any, list[World]] = defaultdict(list)
    for world in worlds(20, len(cells)):
        steps = tuple(n - n % STEP for n in world)
        found[sum(world), steps].append(world)

    assert pinned(found, [lambda world: world[0]]) != []
