"""The same figures by the shortest loops there are, to hold the quick ones against."""

import math
from collections.abc import Sequence
from itertools import pairwise

from quizzes.analysis import Sittings

Numbers = Sequence[float]


def mean(numbers: Numbers) -> float:
    return math.fsum(numbers) / len(numbers)


def covariance(xs: Numbers, ys: Numbers) -> float:
    x_mean, y_mean = mean(xs), mean(ys)
    products = [(x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True)]
    return math.fsum(products) / (len(xs) - 1)


def correlation(xs: Numbers, ys: Numbers) -> float | None:
    if len(set(xs)) == 1 or len(set(ys)) == 1:
        return None
    return covariance(xs, ys) / math.sqrt(covariance(xs, xs) * covariance(ys, ys))


def efficiency(xs: Numbers, ys: Numbers) -> float | None:
    if len(set(xs)) == 1 or len(set(ys)) == 1:
        return None
    return covariance(xs, ys) / covariance(sorted(xs), sorted(ys))


def alpha(columns: Sequence[Numbers]) -> float | None:
    totals = [sum(row) for row in zip(*columns, strict=True)]
    if len(set(totals)) == 1:
        return None
    parts = math.fsum(covariance(column, column) for column in columns)
    count = len(columns)
    return count / (count - 1) * (1 - parts / covariance(totals, totals))


def rest_scores(sittings: Sittings, question: int) -> list[tuple[float, float]]:
    """Mark and rest score, as shares, of every attempt that has both."""
    pairs = []
    worth = [facts.out_of for facts in sittings.questions]
    for sitting in sittings.sittings:
        mark, earned, possible = sitting.points[question], 0, 0
        for other, points in enumerate(sitting.points):
            if other != question and points is not None:
                earned += points
                possible += worth[other]
        if mark is not None and possible:
            pairs.append((mark / worth[question], earned / possible))
    return pairs


def third_of(score: float, scores: Numbers) -> int:
    """0, 1 or 2, by the mean of the places that equal scores share."""
    lower = sum(other < score for other in scores)
    equal = sum(other == score for other in scores)
    return int((lower + (equal - 1) / 2) * 3 // len(scores))


Table = tuple[int, int, int, int]


def odds_ratio(strata: Sequence[Table]) -> float:
    """Each stratum: right and wrong in the reference, right and wrong in the group."""
    above = math.fsum(a * d / (a + b + c + d) for a, b, c, d in strata)
    below = math.fsum(b * c / (a + b + c + d) for a, b, c, d in strata)
    return above / below


def chi_square(strata: Sequence[Table]) -> float:
    seen = expected = variance = 0.0
    for a, b, c, d in strata:
        size = a + b + c + d
        if size > 1:
            seen += a
            expected += (a + b) * (a + c) / size
            variance += (
                (a + b) * (c + d) * (a + c) * (b + d) / (size * size * (size - 1))
            )
    return max(0.0, abs(seen - expected) - 0.5) ** 2 / variance


def log_variance(strata: Sequence[Table]) -> float:
    """Of the log odds ratio, as Robins, Breslow and Greenland (1986) write it."""
    pr = ps_and_qr = qs = r_sum = s_sum = 0.0
    for a, b, c, d in strata:
        size = a + b + c + d
        p, q, r, s = (a + d) / size, (b + c) / size, a * d / size, b * c / size
        pr, ps_and_qr, qs = pr + p * r, ps_and_qr + p * s + q * r, qs + q * s
        r_sum, s_sum = r_sum + r, s_sum + s
    return pr / (2 * r_sum**2) + ps_and_qr / (2 * r_sum * s_sum) + qs / (2 * s_sum**2)


def holm(p_values: Numbers) -> list[float]:
    """Reject one after the other, and note at which level each would have gone."""
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    adjusted = [0.0] * len(p_values)
    for rank, place in enumerate(order):
        adjusted[place] = min(1.0, p_values[place] * (len(p_values) - rank))
    for before, after in pairwise(order):
        adjusted[after] = max(adjusted[after], adjusted[before])
    return adjusted
