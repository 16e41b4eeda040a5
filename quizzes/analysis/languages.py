"""Which questions are hard in one language only.

Each language is compared with the one that most attempts are in. Learners are matched
by their score, *the question itself included*: without it, whoever is the weaker group
by a little is found to be treated unfairly by every question (Holland and Thayer, 1988;
Donoghue, Holland and Thayer, 1993). In simulations with no unfair question, and one
group weaker by 0.7 standard deviations, matching by the rest score raised a false alarm
in 15 to 80 of 100 quizzes; matching by the whole score, in 3 to 6.

A question that is unfair spoils the score that the others are judged by. So there are
two rounds: what the first finds is left out of the score of the second, unless it is
itself the question studied (Holland and Thayer's purification).

A question counts as right if it earned all its points. The p values are adjusted over
all questions and languages of the quiz (Holm, 1979), so that of a hundred quizzes
without fault about five have a false alarm, however many questions they have.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np

from quizzes.analysis.figures import Figure, NotDefined, TooFew, told
from quizzes.analysis.mantel_haenszel import (
    CommonOdds,
    category_of,
    common_odds,
    deltas,
    holm,
    strata_of,
)
from quizzes.analysis.minima import ATTEMPTS_IN_A_LANGUAGE
from quizzes.analysis.resampling import (
    BoolArray,
    FloatArray,
    IntArray,
    Resamples,
    estimates,
)
from quizzes.analysis.scores import Scores
from quizzes.analysis.values import LanguageComparison, MantelHaenszel

FALSE_ALARMS: Final = 0.05

_CELLS: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class _Pair:
    """Two languages, and which attempts are in them."""

    group: str
    reference: str
    is_in_group: BoolArray
    is_in_reference: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """The attempts of two languages, and the cell that each stands in, rising.

    A cell is a stratum, then a language (the reference first), then a mark.
    """

    attempts: IntArray
    cells: IntArray

    def tables(self, weights: FloatArray) -> FloatArray:
        """How many stand in each cell: strata by group by mark by resample."""
        strata = int(self.cells[-1]) // _CELLS + 1
        present, first = np.unique(self.cells, return_index=True)
        sums = np.zeros((strata * _CELLS, weights.shape[1]))
        sums[present] = np.add.reduceat(weights, first, axis=0)
        return sums.reshape(strata, 2, 2, -1)


@dataclass(frozen=True, slots=True, eq=False)
class _Comparison:
    """One question between two languages; nothing is compared where they are few."""

    question: int
    pair: _Pair
    in_group: int
    in_reference: int
    cells: _Cells | None = None
    odds: CommonOdds | None = None


def compare_languages(
    scores: Scores, groups: tuple[str, ...], resamples: Resamples
) -> tuple[tuple[LanguageComparison, ...], ...]:
    """For each question, each language against the one that most attempts are in."""
    found = [
        comparison
        for pair in _pairs(groups)
        for comparison in _in_two_rounds(scores, pair)
    ]
    adjusted = _adjusted(found)
    return tuple(
        tuple(
            _told(each, p_value, resamples)
            for each, p_value in zip(found, adjusted, strict=True)
            if each.question == question
        )
        for question in range(len(scores.out_of))
    )


def _pairs(groups: tuple[str, ...]) -> list[_Pair]:
    sizes = Counter(groups)
    names = sorted(sizes, key=lambda name: (-sizes[name], name))
    members = {
        name: np.array([group == name for group in groups], dtype=np.bool_)
        for name in names
    }
    return [
        _Pair(group, names[0], members[group], members[names[0]]) for group in names[1:]
    ]


def _in_two_rounds(scores: Scores, pair: _Pair) -> list[_Comparison]:
    questions = range(len(scores.out_of))
    whole = scores.share()
    first = [_compare(question, scores, whole, pair) for question in questions]
    unfair = {
        each.question
        for each, p_value in zip(first, _adjusted(first), strict=True)
        if each.odds is not None
        and p_value < FALSE_ALARMS
        and category_of(each.odds) != "A"
    }
    # With more than half of the quiz gone, what is left is no measure of anybody.
    if not unfair or 2 * len(unfair) > len(questions):
        return first
    return [
        _compare(question, scores, scores.share(unfair - {question}), pair)
        for question in questions
    ]


def _compare(
    question: int, scores: Scores, matched_by: FloatArray, pair: _Pair
) -> _Comparison:
    asked = scores.asked[:, question]
    attempts = np.flatnonzero(asked & (pair.is_in_group | pair.is_in_reference))
    in_group = int(pair.is_in_group[attempts].sum())
    in_reference = len(attempts) - in_group
    if min(in_group, in_reference) < ATTEMPTS_IN_A_LANGUAGE:
        return _Comparison(question, pair, in_group, in_reference)

    is_right = scores.points[attempts, question] == scores.out_of[question]
    strata = strata_of(matched_by[attempts])
    places = strata * _CELLS + 2 * pair.is_in_group[attempts] + is_right
    order = np.argsort(places, kind="stable")
    cells = _Cells(attempts[order], places[order])
    odds = common_odds(cells.tables(np.ones((len(attempts), 1)))[..., 0])
    return _Comparison(question, pair, in_group, in_reference, cells, odds)


def _adjusted(comparisons: list[_Comparison]) -> FloatArray:
    """The adjusted p value of each comparison; 1 for one that was refused."""
    is_tested = np.array([each.odds is not None for each in comparisons], dtype=bool)
    tested = [each.odds.p_value for each in comparisons if each.odds is not None]
    adjusted = np.ones(len(comparisons))
    adjusted[is_tested] = holm(np.array(tested))
    return adjusted


def _told(
    each: _Comparison, adjusted: float, resamples: Resamples
) -> LanguageComparison:
    delta, test = _figure(each, resamples), None
    if each.odds is not None:
        test = MantelHaenszel(
            odds_ratio=each.odds.odds_ratio,
            chi_square=each.odds.chi_square,
            p_value=each.odds.p_value,
            adjusted_p_value=float(adjusted),
            category=category_of(each.odds),
        )
    return LanguageComparison(
        group=each.pair.group,
        reference=each.pair.reference,
        in_group=each.in_group,
        in_reference=each.in_reference,
        delta=delta,
        test=test,
    )


def _figure(each: _Comparison, resamples: Resamples) -> Figure:
    cells = each.cells
    if cells is None:
        fewest = min(each.in_group, each.in_reference)
        return TooFew(fewest, ATTEMPTS_IN_A_LANGUAGE, "in-language")
    if each.odds is None:
        return NotDefined("too-sparse")

    def calculate(weights: FloatArray) -> FloatArray:
        return deltas(cells.tables(weights))[np.newaxis]

    [delta] = estimates(resamples.of(cells.attempts, calculate))
    return told(delta, "too-sparse")
