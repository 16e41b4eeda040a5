"""The bootstrap: how much a figure would differ in another class of the same kind.

Attempts are drawn anew, with replacement, as many as there are (Efron, 1979). A figure
is worked out for each of these resamples, and its interval is what the middle 95 per
cent of them hold: the percentile method (Efron and Tibshirani, 1993, chapter 13, who
ask for a thousand resamples for an interval).

A resample is held as how often each attempt stands in it, so that a figure of all of
them is one product of matrices, and nothing is copied.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from quizzes.analysis.figures import Estimate

RESAMPLES: Final = 1000

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

# What is worked out for some attempts, given how often each stands in each resample:
# attempts by resamples in, figures by resamples out.
Calculation: TypeAlias = Callable[[FloatArray], FloatArray]

_OUTSIDE: Final = 0.025
# More resamples than this without a value, and what is left is no fair picture.
_LACKING: Final = 0.05
# Resamples that differ by less than this are the same.
_ROUNDING: Final = 1e-12
# Weights in hand at one time. More would leave the processor's cache.
_BLOCK: Final = 400_000


class Resamples:
    """How often each attempt stands in each resample.

    The first column is the attempts as they are, each once: the value of a figure and
    its resamples come from the same formula.
    """

    def __init__(self, attempts: int, count: int, seed: int) -> None:
        self.count, self.seed = count, seed
        chance = np.random.default_rng(seed)
        counts = np.ones((count + 1, attempts), np.uint8)
        for resample in counts[1:]:
            drawn = chance.integers(0, attempts, attempts)
            resample[:] = np.bincount(drawn, minlength=attempts)
        self._counts = np.ascontiguousarray(counts.T)

    def of(self, attempts: IntArray, calculate: Calculation) -> FloatArray:
        """The figures of these attempts: one a row, its value and then its resamples.

        The attempts are handed to the calculation in the order in which they are named.
        """
        chosen = self._counts[attempts]
        width = max(1, _BLOCK // max(1, len(attempts)))
        return np.hstack(
            [
                calculate(chosen[:, start : start + width].astype(np.float64))
                for start in range(0, chosen.shape[1], width)
            ]
        )


def means(values: FloatArray, weights: FloatArray) -> FloatArray:
    """The mean of each row of values; none in a resample that holds nobody of them."""
    attempts = weights.sum(axis=0)
    known = np.where(attempts > 0, attempts, np.nan)
    return np.asarray(values @ weights / known)


def estimates(figures: FloatArray) -> list[Estimate | None]:
    """Each row as an estimate with its interval; None where there is no value."""
    resampled = np.sort(figures[:, 1:], axis=1)  # those without a value come last
    count = resampled.shape[1]
    found = count - np.isnan(resampled).sum(axis=1)
    low = _quantile(resampled, found, _OUTSIDE)
    high = _quantile(resampled, found, 1 - _OUTSIDE)
    told = (found > 0) & (found >= (1 - _LACKING) * count) & (high - low > _ROUNDING)
    return [
        None
        if np.isnan(value)
        else Estimate(float(value), (float(a), float(b)) if is_told else None)
        for value, a, b, is_told in zip(figures[:, 0], low, high, told, strict=True)
    ]


def _quantile(ordered: FloatArray, found: IntArray, share: float) -> FloatArray:
    """The value that this share of the first ``found`` of each row lies below."""
    if ordered.shape[1] == 0:
        return np.full(len(ordered), np.nan)
    place = share * (np.maximum(found, 1) - 1)
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(found, 1) - 1)
    rows = np.arange(len(ordered))
    lower, upper = ordered[rows, below], ordered[rows, above]
    return np.asarray(lower + (place - below) * (upper - lower))
