"""Whoever sees published lessons on two days, and knows the rule, pins nobody down.

A world is how many people did what with the lessons. Those who are told of are whole
steps of people who started, which ``trimming.first_to_start`` sees to.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any, TypeAlias

import pytest

from course.figures.protection import LEAST_OF_LESSON, shown_of_lesson
from course.small_groups import STEP, shown_of
from tests.course.figures.adversary import World, pinned, worlds

Shown: TypeAlias = Callable[[int, int], int | None]
Places: TypeAlias = frozenset[int]
NONE: Places = frozenset()


@dataclass(frozen=True, slots=True)
class Did:
    """Which lessons of the only module somebody opened and completed."""

    opened: Places
    completed: Places = NONE


def told_of(cells: Sequence[Did], lessons: int) -> list[tuple[int, ...]]:
    """Whom each number tells of, by the cells: the lessons, and the module."""

    def those(did: Iterable[bool]) -> tuple[int, ...]:
        return tuple(place for place, has in enumerate(did) if has)

    return [
        *(those(n in cell.opened for cell in cells) for n in range(lessons)),
        *(those(n in cell.completed for cell in cells) for n in range(lessons)),
        those(len(cell.completed) == lessons for cell in cells),
    ]


def to_be_kept(cells: Sequence[Did], lessons: int) -> set[tuple[int, ...]]:
    """Of whom nobody is to know: each number, and what one leaves of another."""
    everybody = tuple(range(len(cells)))
    told = [*told_of(cells, lessons), everybody]
    left = {tuple(n for n in more if n not in fewer) for more in told for fewer in told}
    return {*told, *left, *((place,) for place in everybody)}


def in_all(world: World, places: Sequence[int]) -> int:
    return sum(world[place] for place in places)


def published(
    world: World, told: Sequence[tuple[int, ...]], shown: Shown, started: int
) -> tuple[int | None, ...]:
    """All that is told of a world: how many started, and each number."""
    return (started, *(shown(in_all(world, each), started) for each in told))


def what_is_pinned(
    cells: Sequence[Did],
    lessons: int,
    sums: Sequence[int],
    shown: Shown = shown_of_lesson,
) -> list[Any]:
    """Of all worlds of so many people, what is known for sure of a few."""
    found: dict[Any, list[World]] = defaultdict(list)
    told = told_of(cells, lessons)
    for people in sums:
        for world in worlds(people, len(cells)):
            # Of those who started, some may wait until more have enrolled.
            for started in {people, max(0, people - STEP)}:
                found[published(world, told, shown, started)].append(world)
    assert len(found) > 1
    return pinned(
        found, [partial(in_all, places=p) for p in to_be_kept(cells, lessons)]
    )


EACH_ONE = [Did(frozenset({n})) for n in range(5)]
ALL = frozenset(range(5))
NEARLY_ALL = [Did(ALL, ALL), Did(ALL), *(Did(ALL, ALL - {n}) for n in range(5))]
IN_ORDER = [
    Did(frozenset({0})),
    Did(frozenset({0}), frozenset({0})),
    Did(frozenset({0, 1}), frozenset({0})),
    Did(frozenset({0, 1}), frozenset({0, 1})),
    Did(frozenset({1})),
]
ANYHOW = [
    Did(opened, completed)
    for opened, completed in product(
        map(frozenset, ({0}, {1}, {0, 1})), map(frozenset, (set(), {0}, {1}, {0, 1}))
    )
    if completed <= opened
]


@pytest.mark.parametrize(
    ("cells", "lessons", "sums"),
    [
        pytest.param(EACH_ONE, 5, (0, 5, 10, 15, 20, 25), id="each opened one of five"),
        pytest.param(NEARLY_ALL, 5, (5, 15), id="nearly all completed nearly all"),
        pytest.param(IN_ORDER, 2, range(0, 26, 5), id="one lesson after the other"),
        pytest.param(ANYHOW, 2, (0, 5, 10), id="two lessons in any way"),
    ],
)
def test_no_lesson_tells_of_a_few_by_another_or_by_the_module(cells, lessons, sums):
    assert what_is_pinned(cells, lessons, sums) == []


def in_steps_of_five(count: int, _started: int) -> int | None:
    return shown_of(count) or None


def test_if_lessons_were_told_from_five_on_somebody_would_be_pinned():
    """Twenty opened one of five lessons each, and no lesson has five: all have four."""
    found = what_is_pinned(EACH_ONE, 5, (20,), in_steps_of_five)

    assert any(world == (4,) * 5 for _told, world in found)


def test_if_filters_were_taken_a_few_of_one_country_and_gender_would_be_pinned():
    """Of one lesson: forty women of five countries, each of fewer than ten; and of one
    of the countries fourteen people, of whom ten are men."""
    told = (40, 10, 10)
    assert told == tuple(
        shown_of_lesson(count, 50) for count in (4 + 4 * 9, 4 + 10, 10)
    )
    assert shown_of_lesson(4, 50) is shown_of_lesson(9, 50) is None

    found = {
        women
        for women, men in product(range(LEAST_OF_LESSON), range(10, 10 + STEP))
        for others in range(4 * (LEAST_OF_LESSON - 1) + 1)
        if told == tuple(map(shown_of, (women + others, women + men, men)))
    }

    assert found == {4}


WAYS = [Did(frozenset({0})), Did(frozenset({1})), Did(frozenset({0, 1}))]


def a_day_later(world: World) -> Iterator[World]:
    """Some opened their second lesson, and nobody or five came."""
    first, second, both = world
    for one, other in product(range(first + 1), range(second + 1)):
        left = (first - one, second - other, both + one + other)
        yield left
        for came in worlds(STEP, len(WAYS)):
            yield tuple(map(sum, zip(left, came, strict=True)))


def test_neither_day_of_two_is_told_by_the_other():
    told = told_of(WAYS, 2)
    found: dict[Any, list[tuple[World, World]]] = defaultdict(list)
    for people in (5, 10, 15):
        for first in worlds(people, len(WAYS)):
            before = published(first, told, shown_of_lesson, sum(first))
            for second in a_day_later(first):
                after = published(second, told, shown_of_lesson, sum(second))
                found[before, after].append((first, second))

    def sizes(places: tuple[int, ...]) -> list[Callable[[tuple[World, World]], int]]:
        return [
            lambda days: in_all(days[0], places),
            lambda days: in_all(days[1], places),
            lambda days: in_all(days[1], places) - in_all(days[0], places),
        ]

    kept = to_be_kept(WAYS, 2)
    assert len(found) > 10
    assert pinned(found, [each for places in kept for each in sizes(places)]) == []
