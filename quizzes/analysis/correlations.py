"""How well a question tells those who know the rest of the test from those who do not.

For a question with marks x, and y the score on the rest of the test, x left out:

    discrimination = cov(x, y) / sqrt(var(x) * var(y))
    efficiency     = cov(x, y) / greatest cov(x, y)

The first is the corrected item-total correlation (Henrysson, 1963; Moodle's
discrimination index). Two marks can hardly follow a score of twenty steps, so the
greatest covariance is what the same marks and the same scores would have if the best
marks had gone to the best scores: both sorted, then paired. For one choice, x is 1
where it was chosen, and the correlation is the point-biserial one.

Everything is asked of many resamples at once: ``weights`` has an attempt in each row
and a resample in each column.
"""

from itertools import pairwise
from typing import Final

import numpy as np

from quizzes.analysis.resampling import FloatArray

# Shares of 1 that differ at all give more variance than this; rounding gives less.
_NONE: Final = 1e-13


def correlations(
    values: FloatArray, rest: FloatArray, weights: FloatArray
) -> FloatArray:
    """The correlation of each row of values with the rest score."""
    covariance, variance, rest_variance = _moments(values, rest, weights)
    spread = (variance > _NONE) & (rest_variance > _NONE)
    both = np.where(spread, variance * rest_variance, 1.0)
    return np.where(spread, covariance / np.sqrt(both), np.nan)


def efficiency(earned: FloatArray, rest: FloatArray, weights: FloatArray) -> FloatArray:
    """The covariance as a share of the greatest; ``rest`` must be in rising order."""
    covariance, variance, rest_variance = _moments(earned[np.newaxis], rest, weights)
    spread = (variance[0] > _NONE) & (rest_variance > _NONE)
    greatest = np.where(spread, _greatest_covariance(earned, rest, weights), 1.0)
    return np.where(spread, covariance[0] / greatest, np.nan)


def _moments(
    values: FloatArray, rest: FloatArray, weights: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    # Moments about a point near the mean lose no digits, as those about 0 would.
    values = values - values.mean(axis=1, keepdims=True)
    rest = rest - rest.mean()
    number = len(values)
    columns = [np.ones_like(rest), rest, rest * rest]
    sums = np.vstack([*columns, values, values * values, values * rest]) @ weights
    means = sums[1:] / sums[0]
    rest_mean, rest_square = means[0], means[1]
    mean, square, product = (
        means[2 + number * place : 2 + number * (place + 1)] for place in range(3)
    )
    return (
        product - mean * rest_mean,
        square - mean * mean,
        rest_square - rest_mean * rest_mean,
    )


def _greatest_covariance(
    earned: FloatArray, rest: FloatArray, weights: FloatArray
) -> FloatArray:
    """The covariance of the sorted marks with the sorted rest scores.

    Marks have few levels. A mark is its lowest level and the steps up to it, and each
    step is taken by those on top: so the sum of the products needs, for each step, only
    the sum of the greatest rest scores.
    """
    rest = rest - rest.mean()
    scores, first = np.unique(rest, return_index=True)
    up_to = np.cumsum(np.add.reduceat(weights, first, axis=0), axis=0)
    attempts, rest_sum = up_to[-1], rest @ weights
    gaps = np.diff(scores)
    marks = np.unique(earned)
    products = marks[0] * rest_sum
    for lower, upper in pairwise(marks):
        below = (earned < upper).astype(np.float64) @ weights
        # The smallest so many: each is the greatest score less the gaps above it.
        smallest = scores[-1] * below - gaps @ np.minimum(up_to[:-1], below)
        products = products + (upper - lower) * (rest_sum - smallest)
    least = (earned @ weights) * rest_sum / attempts
    return np.asarray((products - least) / attempts)
