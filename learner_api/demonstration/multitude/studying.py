"""How one of the multitude studies: which lessons and sittings, each at its moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from learner_api.demonstration.multitude import shape
from learner_api.demonstration.multitude.editions import FINAL, Step, Taught
from learner_api.demonstration.multitude.moments import DAY, awake
from learner_api.demonstration.multitude.sheets import SLOTS, Sheet, Sheets

_HOUR = 3600
_ATTEMPTS = 3
# An edition of more lessons than this takes a month at least.
_SHORT = 20


@dataclass(frozen=True, slots=True)
class Read:
    """A lesson that was opened, and when it was finished, if it was."""

    step: Step
    opened: int
    finished: int | None


@dataclass(frozen=True, slots=True)
class Sat:
    """One sitting of a quiz, from its beginning until it was handed in."""

    step: Step
    number: int
    sheet: Sheet
    began: int
    ended: int


@dataclass(frozen=True, slots=True)
class Plan:
    """How far somebody means to go; ``lessons`` counts those they finish.

    ``slot`` says which sheets they fill in.
    """

    lessons: int
    sits_last: bool
    skips: frozenset[str]
    slot: int


def a_plan(taught: Taught, random: Random) -> Plan:
    """What becomes of one who begins: most who stop do so early."""
    skips = frozenset(
        purpose
        for purpose, share in (
            ("pre-test", shape.SITS_PRE_TEST),
            ("post-test", shape.SITS_POST_TEST),
        )
        if random.random() >= share
    )
    reached, slot = taught.lessons, int(random.random() * SLOTS)
    goes_on = random.random() * shape.STARTS < shape.MEANS_TO_COMPLETE
    if not goes_on and random.random() >= shape.STOPS_AT_THE_END:
        reached = int(taught.lessons * random.random() ** 2)
    return Plan(reached, goes_on, skips, slot)


def study(
    taught: Taught,
    plan: Plan,
    sheets: Sheets,
    random: Random,
    *,
    begins: int,
    now: int,
) -> Iterator[Read | Sat]:
    """What somebody does by this plan, until they stop or it is now."""
    least, most, usual = shape.DAYS_OF_STUDY
    if taught.lessons > _SHORT:
        least = 2 * least
    pause = random.triangular(least, most, usual) * DAY / len(taught.steps)
    due, free = float(begins), 0
    read = 0
    for step in taught.steps:
        moment = max(awake(due), free)
        due += pause * (0.3 + 1.4 * random.random())
        if step.quiz is None:
            ended = moment + 400 + int(1100 * random.random())
            # What one opens and does not finish is where one stops.
            is_finished = read < plan.lessons and ended < now
            if moment < now:
                yield Read(step, moment, ended if is_finished else None)
            if not is_finished:
                return
            read, free = read + 1, ended + 60
            continue
        if step.quiz.purpose in plan.skips:
            continue
        if step.quiz.purpose == FINAL and not plan.sits_last:
            return
        for sat in _sittings(step, moment, plan.slot, sheets, random):
            if sat.ended >= now:
                return
            yield sat
            free = sat.ended + 60


def _sittings(
    step: Step, moment: int, slot: int, sheets: Sheets, random: Random
) -> Iterator[Sat]:
    """Sitting a quiz until it is passed or given up; what only measures, once."""
    quiz = step.quiz
    if quiz is None:
        return
    for number in range(1, _ATTEMPTS + 1):
        passes = (
            None if quiz.only_measures else random.random() < shape.PASSES_AN_ATTEMPT
        )
        sheet = sheets.sheet(quiz, number, passed=passes, slot=slot)
        ended = moment + 30 + int(len(sheet.answers) * (10 + 40 * random.random()))
        yield Sat(step, number, sheet, moment, ended)
        if passes in (None, True):
            return
        moment = awake(ended + (40 + 60 * random.random()) * _HOUR)
