"""What may be shown of the answers to one question, so that none tells of few. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from course.evaluation_form import POINTS, EvaluationQuestion
from course.evaluation_tally import Tally
from course.small_cells import hidden_parts, is_few, splits_well

_GOOD = ("4", "5")


@dataclass(frozen=True, slots=True)
class ShownTally:
    """A tally without the numbers that tell of few: these are nothing.

    ``answered`` counts those who said something, and of a scale those who rated.
    """

    question: EvaluationQuestion
    answered: int | None
    counts: Mapping[str, int | None]
    good_percent: int | None
    middle: float | None
    texts: tuple[str, ...]

    @property
    def tells_numbers(self) -> bool:
        """Whether any number is shown, other than that nobody chose the rest."""
        return any(self.counts.values()) or None not in self.counts.values()


def shown_of_tally(tally: Tally, sheets: int) -> ShownTally:
    """What may be shown of a tally over so many sheets, whose number is known."""
    kind = tally.question.kind
    is_told = kind == "text" or splits_well(tally.answered, sheets)
    hidden = _hidden(tally, sheets, is_told=is_told)
    return ShownTally(
        question=tally.question,
        answered=tally.answered if is_told else None,
        counts={
            value: None if value in hidden else count
            for value, count in tally.counts.items()
        },
        good_percent=tally.good_percent
        if is_told and _may_sum(tally, hidden)
        else None,
        # Of fewer, the middle one would be somebody's own.
        middle=None if is_few(tally.answered) else tally.middle,
        texts=tally.texts,
    )


def _hidden(tally: Tally, sheets: int, *, is_told: bool) -> set[str]:
    """The answers whose numbers are not shown."""
    counts = tally.counts
    if tally.question.kind == "choices":
        # Somebody can choose several, so that they have no total.
        return {each for each, count in counts.items() if is_few(count)}
    silent = sheets - sum(counts.values())
    if tally.question.kind != "scale" or not is_told:
        return _hidden_of(counts, silent)
    points = {str(point): counts[str(point)] for point in POINTS}
    apart = {value: n for value, n in counts.items() if value not in points}
    # Who rated is told, and so is how many did not.
    return _hidden_of(points, 0) | _hidden_of(apart, silent)


def _hidden_of(counts: Mapping[str, int], silent: int) -> set[str]:
    """Of answers that leave so many silent: these are one more part of the whole."""
    values = list(counts)
    hidden = hidden_parts([*counts.values(), silent])
    return {values[place] for place in hidden if place < len(values)}


def _may_sum(tally: Tally, hidden: set[str]) -> bool:
    """Whether the good points and the others may each be told as one number."""
    if tally.question.kind != "scale" or not splits_well(tally.good, tally.answered):
        return False
    others = [str(point) for point in POINTS if str(point) not in _GOOD]
    return all(
        len(within) != 1 and not is_few(sum(tally.counts[each] for each in within))
        for within in (
            [each for each in side if each in hidden] for side in (_GOOD, others)
        )
    )
