"""What was counted by values, told by groups."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any, Final, TypeAlias

from sqlalchemy.orm import Session

from course.figures.breakdowns import CountedBy
from course.figures.by_country import Keys
from course.figures.people import MEASURES
from course.figures.results import Counts, Group

Found: TypeAlias = tuple[tuple[Any, ...], tuple[int, ...]]
NOBODY: Final = (0,) * len(MEASURES)


def read_groupings(
    session: Session, statement: Any, keys: int
) -> Mapping[str, list[Found]]:
    """What was counted, by grouping: the values of the keys, and the measures."""
    found: dict[str, list[Found]] = {}
    for grouping, *rest in session.execute(statement):
        values, measures = tuple(rest[:keys]), rest[keys:]
        counted = tuple(int(each or 0) for each in measures)
        found.setdefault(grouping, []).append((values, counted))
    return found


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
            before = groups.get(keys, NOBODY)
            groups[keys] = tuple(map(sum, zip(before, counts, strict=True)))
        for place, value in enumerate(values):
            (folded, *_others) = named[place]
            if by[place].is_spelled and folded is not None:
                spelled = spellings[place].setdefault(folded, Counter())
                spelled[" ".join(value.split())] += counts[0]
    return tuple(
        Group(_spelled(keys, spellings), counts_of(groups[keys]))
        for keys in sorted(groups, key=_order)
    )


def counts_of(measures: Sequence[int]) -> Counts:
    """Counts from numbers in the order of ``MEASURES``."""
    return Counts(**dict(zip(MEASURES, measures, strict=True)))


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
