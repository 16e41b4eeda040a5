"""What was learned between the test before a course and the test after it. Pure.

The gain is Hake's: of all that somebody could still gain, the share that they did gain,
(after - before) / (1 - before). R. R. Hake, "Interactive-engagement versus traditional
methods: a six-thousand-student survey of mechanics test data for introductory physics
courses", American Journal of Physics 66 (1998), 64-74. It is reckoned for each person
who sat both tests, and the middle one of these is told: means of it are pulled about by
the few who knew nearly everything before. Beside it stands Hake's own figure, the gain
of the average of the group.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from course.small_cells import shown_parts, splits_well
from course.small_groups import STEP, in_steps


@dataclass(frozen=True, slots=True)
class Pair:
    """One person's first sitting of each test, as shares of the points there were."""

    before: Fraction
    after: Fraction

    @property
    def gain(self) -> Fraction | None:
        """Hake's gain; nothing for whoever had nothing left to gain."""
        if self.before == 1:
            return None
        return (self.after - self.before) / (1 - self.before)


@dataclass(frozen=True, slots=True)
class LearningGain:
    """What so many people gained, as shares; counts of who rose, stayed and fell.

    A count that would tell of few is nothing. ``gain`` is the middle of ``with_gain``
    people, and ``gain_of_average`` that of the averages. Either is nothing where nobody
    had anything left to gain.
    """

    people: int
    before: Fraction
    after: Fraction
    rose: int | None
    stayed: int | None
    fell: int | None
    with_gain: int | None
    gain: Fraction | None
    gain_of_average: Fraction | None


def learning_gain(pairs: Sequence[Pair]) -> LearningGain | None:
    """The gain of those who sat both tests, or nothing where they are too few.

    ``pairs`` are in the order in which they came about: the latest are left out until
    they make a whole step.
    """
    shown = in_steps(pairs)
    if not shown:
        return None
    gains = [each.gain for each in shown if each.gain is not None]
    average = Pair(_mean([p.before for p in shown]), _mean([p.after for p in shown]))
    rose, stayed, fell = shown_parts(
        [
            sum(each.after > each.before for each in shown),
            sum(each.after == each.before for each in shown),
            sum(each.after < each.before for each in shown),
        ]
    )
    return LearningGain(
        people=len(shown),
        before=average.before,
        after=average.after,
        rose=rose,
        stayed=stayed,
        fell=fell,
        with_gain=len(gains) if splits_well(len(gains), len(shown)) else None,
        # Of fewer, the middle one would be somebody's own.
        gain=median(gains) if len(gains) >= STEP else None,
        gain_of_average=average.gain,
    )


def _mean(shares: Sequence[Fraction]) -> Fraction:
    return sum(shares, Fraction(0)) / len(shares)
