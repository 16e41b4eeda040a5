"""Intervals: how they are drawn, and whether they hold what they promise."""

import math
from itertools import product

import numpy as np
import pytest

from quizzes.analysis import Estimate, Sitting, Sittings
from quizzes.analysis.analyse import analyse
from quizzes.analysis.resampling import Resamples, estimates, means
from tests.quizzes.analysis import plainly
from tests.quizzes.analysis.builders import (
    a_question,
    interval,
    some_sittings,
    value,
)
from tests.quizzes.analysis.simulation import a_population


def weights_of(resamples, attempts):
    return resamples.of(np.arange(attempts), lambda weights: weights)


def test_the_first_resample_is_the_class_itself_and_every_other_is_as_large():
    weights = weights_of(Resamples(50, 200, seed=1), 50)

    assert weights.shape == (50, 201)
    assert (weights[:, 0] == 1).all()
    assert (weights.sum(axis=0) == 50).all()
    # A learner is left out of a resample with the chance of (1 - 1/50)^50 = 0.364:
    # of 10,000 chances that is 3,642, give or take 48 for one standard deviation.
    assert abs((weights[:, 1:] == 0).sum() - 3642) < 4 * 48


def test_a_class_too_large_for_one_block_is_drawn_the_same():
    resamples = Resamples(30_000, 50, seed=1)
    some = np.arange(0, 30_000, 3)

    whole = resamples.of(some, lambda weights: weights)
    sums = resamples.of(some, lambda weights: (some @ weights)[np.newaxis])

    assert sums[0] == pytest.approx(some @ whole)


def test_the_same_seed_gives_the_same_figures_and_another_gives_other_intervals():
    sittings = a_population(4).sit(1, en=60)

    first, again = (analyse(sittings, seed=7, resamples=99) for _ in range(2))
    other = analyse(sittings, seed=8, resamples=99)

    assert again == first
    assert value(other.quiz.mean) == value(first.quiz.mean)
    assert interval(other.quiz.mean) != interval(first.quiz.mean)


def test_an_interval_is_the_middle_95_per_cent_of_the_resamples():
    # 41 resamples, 0 to 40: 2.5 per cent of the way from first to last is 1.
    [estimate] = estimates(np.array([[20.0, *reversed(range(41))]]))

    assert estimate is not None
    assert (estimate.value, estimate.interval) == (20.0, (1.0, 39.0))


def test_resamples_without_a_value_are_left_out_while_they_are_few():
    few = [20.0, *range(41), math.nan, math.nan]
    many = [20.0, *range(41), math.nan, math.nan, math.nan]
    none = [math.nan, *range(41)]

    kept = estimates(np.array([few]))
    lacking = estimates(np.array([many]))

    assert interval(kept[0]) == (1.0, 39.0)
    assert lacking[0] is not None
    assert lacking[0].interval is None
    assert estimates(np.array([none])) == [None]


def test_a_resample_that_holds_nobody_of_a_third_has_no_mean_there():
    values = np.array([[1.0, 0.0, 1.0]])
    weights = np.array([[1.0, 0.0, 2.0], [1.0, 0.0, 1.0], [1.0, 0.0, 0.0]])

    [[first, nobody, last]] = means(values, weights)

    assert (first, last) == pytest.approx((2 / 3, 2 / 3))
    assert math.isnan(nobody)


def test_where_every_resample_is_the_same_there_is_no_interval():
    """One point of three is a share that no computer adds up without rounding."""
    sittings = some_sittings([[1, 0], [1, 1]], out_of=[3, 1], times=20)

    facility = analyse(sittings, seed=1, resamples=99).question("q0").facility

    assert isinstance(facility, Estimate)
    assert facility.value == pytest.approx(1 / 3)
    assert facility.interval is None


def test_a_resample_gives_the_figure_that_copied_attempts_would_give():
    sittings = a_population(5).sit(3, en=80)
    weights = weights_of(Resamples(80, 20, seed=5), 80)

    slow = []
    for resample in weights.T[1:]:
        copied = Sittings(
            sittings.questions,
            tuple(
                sitting
                for sitting, times in zip(sittings.sittings, resample, strict=True)
                for _ in range(int(times))
            ),
        )
        pairs = plainly.rest_scores(copied, 2)
        correlated = plainly.correlation(*zip(*pairs, strict=True))
        assert correlated is not None
        slow.append(correlated)

    found = analyse(sittings, seed=5, resamples=20).question("q2").discrimination
    assert interval(found) == pytest.approx(np.quantile(slow, [0.025, 0.975]))


# Three kinds of learner, and the chance of each to answer five questions rightly. Every
# one of the 32 ways to answer them has a known share of the population; so every figure
# of the population is known, and a class of 150 is a draw from those shares.
KINDS = (
    (0.3, (0.35, 0.50, 0.60, 0.25, 0.70)),
    (0.4, (0.55, 0.70, 0.80, 0.40, 0.80)),
    (0.3, (0.85, 0.90, 0.95, 0.60, 0.90)),
)
WAYS = list(product((0, 1), repeat=5))
SHARES = [
    sum(
        share
        * math.prod(c if mark else 1 - c for c, mark in zip(chances, way, strict=True))
        for share, chances in KINDS
    )
    for way in WAYS
]


def mean_over_ways(numbers):
    return math.fsum(share * n for share, n in zip(SHARES, numbers, strict=True))


def moment(xs, ys):
    products = [x * y for x, y in zip(xs, ys, strict=True)]
    return mean_over_ways(products) - mean_over_ways(xs) * mean_over_ways(ys)


def sorted_moment(xs, ys):
    """The greatest covariance: both in rising order, paired share by share."""

    def rising(numbers):
        return sorted(zip(numbers, SHARES, strict=True))

    left, right = rising(xs), rising(ys)
    total, (x, x_left), (y, y_left) = 0.0, left.pop(0), right.pop(0)
    while True:
        step = min(x_left, y_left)
        total += step * x * y
        x_left, y_left = x_left - step, y_left - step
        if x_left <= 0 and left:
            x, x_left = left.pop(0)
        elif y_left <= 0 and right:
            y, y_left = right.pop(0)
        else:
            break
    return total - mean_over_ways(xs) * mean_over_ways(ys)


def truths():
    """Every figure of the population that the class is drawn from."""
    known = {}
    for number in range(5):
        xs = [way[number] for way in WAYS]
        ys = [sum(way) - way[number] for way in WAYS]
        spread = math.sqrt(moment(xs, xs) * moment(ys, ys))
        known[f"facility {number}"] = mean_over_ways(xs)
        known[f"discrimination {number}"] = moment(xs, ys) / spread
        known[f"efficiency {number}"] = moment(xs, ys) / sorted_moment(xs, ys)
    totals = [sum(way) / 5 for way in WAYS]
    variance = moment(totals, totals)
    parts = sum(
        moment([way[n] / 5 for way in WAYS], [way[n] / 5 for way in WAYS])
        for n in range(5)
    )
    known["mean"] = mean_over_ways(totals)
    known["deviation"] = math.sqrt(variance)
    known["reliability"] = 5 / 4 * (1 - parts / variance)
    known["standard error"] = math.sqrt(variance * (1 - known["reliability"]))
    return known


def figures_of(analysis):
    found = {
        "mean": analysis.quiz.mean,
        "deviation": analysis.quiz.deviation,
        "reliability": analysis.quiz.reliability,
        "standard error": analysis.quiz.standard_error,
    }
    for number, question in enumerate(analysis.questions):
        found[f"facility {number}"] = question.facility
        found[f"discrimination {number}"] = question.discrimination
        found[f"efficiency {number}"] = question.efficiency
    return found


def test_the_interval_holds_the_true_value_95_times_in_100():
    """Of 200 classes, 190 on average; 3.1 is the standard deviation of that count.

    Nineteen figures are looked at, so four deviations are allowed: a sound method falls
    outside for any of them less than once in 800 runs, and the seeds make this run the
    same for ever.
    """
    classes, known = 200, truths()
    chance = np.random.default_rng(20)
    held = dict.fromkeys(known, 0)
    questions = tuple(a_question(f"q{n}") for n in range(5))
    for seed in range(classes):
        drawn = chance.choice(len(WAYS), 150, p=SHARES)
        sittings = tuple(Sitting(WAYS[way], ((),) * 5) for way in drawn)
        analysis = analyse(Sittings(questions, sittings), seed=seed, resamples=400)
        for name, figure in figures_of(analysis).items():
            low, high = interval(figure)
            held[name] += low <= known[name] <= high

    deviation = math.sqrt(classes * 0.95 * 0.05)
    expected = 0.95 * classes
    assert {
        name: count
        for name, count in held.items()
        if abs(count - expected) > 4 * deviation
    } == {}
