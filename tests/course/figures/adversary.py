"""Small worlds, gone through one by one, and what is known of them for sure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

from course.small_cells import is_few

World = tuple[int, ...]


def worlds(people: int, cells: int) -> Iterator[World]:
    """Every way in which so many people can be in so many cells."""
    for bars in combinations(range(people + cells - 1), cells - 1):
        ends = (-1, *bars, people + cells - 1)
        yield tuple(after - before - 1 for before, after in pairwise(ends))


def pinned(
    found: Mapping[Any, Sequence[Any]], measures: Sequence[Callable[[Any], int]]
) -> list[Any]:
    """What is known for sure of one to four people by whoever saw what was told.

    ``found`` are the worlds by what each of them tells.
    """
    return [
        (told, worlds[0])
        for told, worlds in found.items()
        for measure in measures
        if is_few(first := measure(worlds[0]))
        and all(measure(world) == first for world in worlds)
    ]
