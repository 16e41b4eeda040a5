"""Whether a question is harder for one group than for its equals in score.

Learners are parted into strata of like score, each a table of two rows and two columns:
A right and B wrong in the reference group, C right and D wrong in the group compared,
T in all. Over the strata:

    odds ratio = sum(A D / T) / sum(B C / T)               (Mantel and Haenszel, 1959)
    chi-square = (|sum A - sum E(A)| - 0.5)^2 / sum Var(A)
    delta      = -2.35 ln(odds ratio)                        (Holland and Thayer, 1988)
    variance of ln(odds ratio): Phillips and Holland (1987), which is that of Robins,
    Breslow and Greenland (1986)

and the classes of the Educational Testing Service (Dorans and Holland, 1993; Zwick,
2012): A, negligible: |delta| below 1, or not told from 0 at 5 per cent; C, large:
|delta| at least 1.5, and told from 1 at 5 per cent; B, moderate: the others.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import chdtrc, ndtri

from quizzes.analysis.minima import EXPECTED_FROM_ITS_LIMITS
from quizzes.analysis.resampling import FloatArray, IntArray
from quizzes.analysis.values import Category

# Like is compared with like best where each score is a stratum of its own (Donoghue
# and Allen, 1993). Long quizzes and drawn papers have too many scores for that.
_STRATA: Final = 20
_DELTA: Final = -2.35
_LEVEL: Final = 0.05
_MODERATE: Final = 1.0
_LARGE: Final = 1.5


@dataclass(frozen=True, slots=True)
class CommonOdds:
    """One comparison; ``p_value`` is that of chi-square, with one degree of freedom."""

    odds_ratio: float
    delta: float
    error: float
    chi_square: float
    p_value: float


def strata_of(scores: FloatArray) -> IntArray:
    """The stratum of each score: some twenty of like size; equal scores stay together.

    Where there are fewer scores than that, most are a stratum of their own.
    """
    shares = np.arange(1, _STRATA) / _STRATA
    borders = np.unique(np.quantile(scores, shares, method="inverted_cdf"))
    return np.searchsorted(borders, scores, side="left").astype(np.int64)


def deltas(tables: FloatArray) -> FloatArray:
    """The delta of each resample; not a number where one side of the ratio is empty.

    ``tables`` is strata by group (reference first) by mark (wrong first) by resample.
    """
    above, below = (side.sum(axis=0) for side in _products(tables))
    known = (above > 0) & (below > 0)
    ratio = np.divide(above, below, where=known, out=np.ones_like(above))
    return np.where(known, _DELTA * np.log(ratio), np.nan)


def common_odds(tables: FloatArray) -> CommonOdds | None:
    """The comparison over strata by group by mark, or None if they are too sparse.

    Chi-square needs its expected count to be well inside what the margins allow (Mantel
    and Fleiss, 1980).
    """
    tables = tables[tables.sum(axis=(1, 2)) > 1]
    right_above, wrong_above = _products(tables)
    above, below = right_above.sum(), wrong_above.sum()
    expected, least, greatest, variance = _margins(tables)
    room = min(expected - least, greatest - expected)
    if room < EXPECTED_FROM_ITS_LIMITS or above == 0 or below == 0:
        return None
    ratio = float(above / below)
    distance = abs(tables[:, 0, 1].sum() - expected) - 0.5
    chi_square = float(max(0.0, distance) ** 2 / variance)
    return CommonOdds(
        odds_ratio=ratio,
        delta=_DELTA * float(np.log(ratio)),
        error=-_DELTA * _error_of_the_log(tables, ratio),
        chi_square=chi_square,
        p_value=float(chdtrc(1, chi_square)),
    )


def category_of(odds: CommonOdds) -> Category:
    """The class of the Educational Testing Service."""
    size = abs(odds.delta)
    if size < _MODERATE or odds.p_value >= _LEVEL:
        return "A"
    is_told_from_moderate = (size - _MODERATE) / odds.error > ndtri(1 - _LEVEL)
    return "C" if size >= _LARGE and is_told_from_moderate else "B"


def holm(p_values: FloatArray) -> FloatArray:
    """The p values, adjusted so that any false alarm among them is kept at the level.

    Holm (1979): the smallest is multiplied by how many there are, the next by one less,
    and none may fall below the one before it.
    """
    order = np.argsort(p_values, kind="stable")
    multiplied = p_values[order] * np.arange(len(p_values), 0, -1)
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(multiplied))
    return adjusted


def _products(tables: FloatArray) -> tuple[FloatArray, FloatArray]:
    """``A D / T`` and ``B C / T`` of each stratum; nothing where it is empty."""
    reference, group = tables[:, 0], tables[:, 1]
    size = np.maximum(1.0, tables.sum(axis=(1, 2)))
    return reference[:, 1] * group[:, 0] / size, reference[:, 0] * group[:, 1] / size


def _margins(tables: FloatArray) -> tuple[float, float, float, float]:
    """Of those right in the reference group: expected, least, greatest, variance."""
    size = tables.sum(axis=(1, 2))
    in_reference, in_group = tables[:, 0].sum(axis=1), tables[:, 1].sum(axis=1)
    wrong, right = tables[:, :, 0].sum(axis=1), tables[:, :, 1].sum(axis=1)
    variance = in_reference * in_group * right * wrong / (size * size * (size - 1))
    return (
        float((in_reference * right / size).sum()),
        float(np.maximum(0.0, in_reference - wrong).sum()),
        float(np.minimum(in_reference, right).sum()),
        float(variance.sum()),
    )


def _error_of_the_log(tables: FloatArray, ratio: float) -> float:
    reference, group = tables[:, 0], tables[:, 1]
    size = tables.sum(axis=(1, 2))
    with_ratio = reference[:, 1] * group[:, 0] + ratio * reference[:, 0] * group[:, 1]
    agreeing = reference[:, 1] + group[:, 0] + ratio * (reference[:, 0] + group[:, 1])
    above = _products(tables)[0].sum()
    spread = (with_ratio * agreeing / size**2).sum()
    return float(np.sqrt(spread / (2 * above**2)))
