"""What was counted by values, told by groups."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from operator import add
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from course.figures.breakdowns import CountedBy, Rows, column_named
from course.figures.by_country import Keys
from course.figures.people import Grouping, KeysOf, people_by_each
from course.figures.results import Counts, Group

Found: TypeAlias = tuple[tuple[Any, ...], tuple[int, ...]]


def count_groupings(
    session: Session, groupings: Mapping[str, Grouping]
) -> Mapping[str, list[Found]]:
    """What there is in each grouping: the values of its keys, and the measures.

    One statement, whatever the groupings; see ``people_by_each``.
    """
    found: dict[str, list[Found]] = {name: [] for name in groupings}
    keys = list(dict.fromkeys(key for each in groupings.values() for key in each.by))
    places = {
        name: [keys.index(key) for key in grouping.by]
        for name, grouping in groupings.items()
    }
    for name, *rest in session.execute(people_by_each(groupings)):
        values = tuple(rest[place] for place in places[name])
        counted = tuple([each or 0 for each in rest[len(keys) :]])
        found[name].append((values, counted))
    return found


def keyed_by(by: Sequence[CountedBy]) -> KeysOf:
    """What rows are to be counted by, under plain names."""
    return lambda rows: {
        f"key_{place}": each.value(rows) for place, each in enumerate(by)
    }


def keys_in(by: Sequence[CountedBy]) -> dict[str, Callable[[Rows], ColumnElement[Any]]]:
    """Where cells that were kept so have it."""
    return columns_of([f"key_{place}" for place in range(len(by))])


def columns_of(
    names: Iterable[str],
) -> dict[str, Callable[[Rows], ColumnElement[Any]]]:
    """What cells are counted by, where it is columns of theirs."""
    return {name: column_named(name) for name in names}


def told(by: Sequence[CountedBy], found: Iterable[Found]) -> tuple[Group, ...]:
    """The groups by what they are called, in order; those not known come last.

    Values that are called alike are people of several countries or spellings, who add
    up: nobody is in two of them.
    """
    groups: dict[Keys, tuple[int, ...]] = {}
    spellings: list[dict[str | None, Counter[str]]] = [{} for _ in by]
    for values, counts in found:
        named = [each.keys_of(value) for each, value in zip(by, values, strict=True)]
        for keys in product(*named):
            before = groups.get(keys)
            groups[keys] = tuple(map(add, before, counts)) if before else counts
        for place, value in enumerate(values):
            (folded, *_others) = named[place]
            if by[place].is_spelled and folded is not None:
                spelled = spellings[place].setdefault(folded, Counter())
                spelled[" ".join(value.split())] += counts[0]
    is_spelled = any(each.is_spelled for each in by)
    return tuple(
        Group(
            _spelled(keys, spellings) if is_spelled else keys, counts_of(groups[keys])
        )
        for keys in sorted(groups, key=_order)
    )


def counts_of(measures: Sequence[int]) -> Counts:
    """Counts from numbers in the order of ``MEASURES``, which is that of ``Counts``."""
    return Counts(*measures)


def _order(keys: Keys) -> tuple[tuple[bool, str], ...]:
    return tuple((key is None, key or "") for key in keys)


def _spelled(
    keys: Keys, spellings: Sequence[Mapping[str | None, Counter[str]]]
) -> Keys:
    """Organisations as most people write them; of equals, the first of the alphabet."""
    return tuple(
        _commonest(spelled[key]) if key in spelled else key
        for key, spelled in zip(keys, spellings, strict=True)
    )


def _commonest(spelled: Counter[str]) -> str:
    return min(spelled, key=lambda name: (-spelled[name], name))
