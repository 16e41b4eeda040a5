"""When the multitude comes: cohorts, and between them those at their own pace."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from learner_api.demonstration.multitude import shape
from learner_api.demonstration.multitude.moments import day_of

_WEEK = 7
_FEWEST_COHORTS = 6


@dataclass(frozen=True, slots=True)
class Group:
    """People who come together: a cohort, or a week of those at their own pace.

    ``begins`` is the number of the day on which its cohort opens, or its week begins;
    ``edition`` is the place of its edition among the three, the oldest first, and
    ``cohort`` the place of the cohort among all.
    """

    begins: int
    size: int
    edition: int
    cohort: int | None = None
    is_moderated: bool = False


def groups(learners: int, today: int, random: Random) -> list[Group]:
    """So many learners in groups, in the order in which these begin."""
    days = range(today - shape.DAYS, today)
    weights = tuple(accumulate(_weight(day, today) for day in days))
    led = round(learners * shape.IN_COHORTS)
    found = list(_cohorts(led, days, weights, today, random))
    found += _weeks(learners - led, days, weights, today)
    found.sort(key=lambda group: (group.begins, group.cohort is None))
    return [_numbered(group, place) for group, place in _with_places(found)]


def _cohorts(
    learners: int,
    days: range,
    weights: Sequence[float],
    today: int,
    random: Random,
) -> Iterator[Group]:
    least, most = shape.COHORT_LIMITS
    # Few learners are in several cohorts too.
    most = min(most, max(least, learners // _FEWEST_COHORTS))
    while learners:
        size = int(random.lognormvariate(*shape.COHORT_SIZE))
        size = min(max(size, least), most, learners)
        # Nobody opens a cohort for the few who are left over.
        if learners - size < least:
            size = learners
        begins = random.choices(days, cum_weights=weights)[0]
        is_moderated = random.random() < shape.MODERATED
        yield Group(begins, size, edition_of(begins, today), 0, is_moderated)
        learners -= size


def _weeks(
    learners: int, days: range, weights: Sequence[float], today: int
) -> Iterator[Group]:
    """Every week its share of those at their own pace, none lost by rounding."""
    come = 0
    for first in range(0, len(days), _WEEK):
        last = min(first + _WEEK, len(days)) - 1
        due = round(learners * weights[last] / weights[-1])
        if due > come:
            yield Group(days[first], due - come, edition_of(days[first], today))
        come = max(come, due)


def _with_places(found: Sequence[Group]) -> Iterator[tuple[Group, int]]:
    """Each group with the number of cohorts before it."""
    before = 0
    for group in found:
        yield group, before
        before += group.cohort is not None


def _numbered(group: Group, place: int) -> Group:
    if group.cohort is None:
        return group
    return Group(group.begins, group.size, group.edition, place, group.is_moderated)


def _weight(number: int, today: int) -> float:
    season = shape.SEASONS[day_of(number).month - 1]
    year = (number - (today - shape.DAYS)) * len(shape.GROWTH) // shape.DAYS
    return season * shape.GROWTH[year]


def edition_of(day: int, today: int) -> int:
    """Which of the three editions whoever begins on this day is held to."""
    ago = today - day
    return (ago <= shape.SECOND_EDITION_FROM) + (ago <= shape.TODAYS_EDITION_SINCE)
