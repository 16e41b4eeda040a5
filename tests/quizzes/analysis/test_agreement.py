"""The quick figures agree with slow loops, on whatever class is made up."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.analysis import NotDefined, Sitting, Sittings, TooFew
from quizzes.analysis.analyse import analyse
from quizzes.analysis.correlations import correlations, efficiency
from quizzes.analysis.mantel_haenszel import common_odds, holm
from quizzes.analysis.scores import otherwise, thirds_of
from tests.quizzes.analysis import plainly
from tests.quizzes.analysis.builders import a_question, value


@st.composite
def classes(draw, *, may_miss=False):
    """Some kinds of attempt, and how often each occurs: fifty attempts or more."""
    out_of = draw(st.lists(st.integers(1, 4), min_size=2, max_size=5))
    marks = [
        st.integers(0, most) | (st.none() if may_miss else st.nothing())
        for most in out_of
    ]
    kinds = draw(st.lists(st.tuples(*marks), min_size=1, max_size=12))
    times = draw(st.lists(st.integers(5, 15), min_size=12, max_size=12))
    rows = [
        row for row, many in zip(kinds * 12, times, strict=False) for _ in range(many)
    ]
    return Sittings(
        tuple(a_question(f"q{n}", most) for n, most in enumerate(out_of)),
        tuple(Sitting(row, tuple(() for _ in row)) for row in rows),
    )


def agrees(figure, expected, have):
    """The figure is the expected number, or rests on too little to be told."""
    if expected is None:
        return isinstance(figure, NotDefined)
    if isinstance(figure, TooFew):
        return figure.have == have < figure.need
    return value(figure) == pytest.approx(expected, abs=1e-9)


@given(classes(may_miss=True))
@settings(max_examples=60, deadline=None)
def test_the_figures_of_every_question(sittings):
    found = analyse(sittings, seed=1, resamples=2)

    for number, question in enumerate(found.questions):
        pairs = plainly.rest_scores(sittings, number)
        if len(pairs) < 50:
            continue
        marks, rest = zip(*pairs, strict=True)
        have = min(otherwise(np.array(marks)), otherwise(np.array(rest)))
        expected = plainly.correlation(marks, rest)
        assert agrees(question.discrimination, expected, have)
        assert agrees(question.efficiency, plainly.efficiency(marks, rest), have)


@given(classes())
@settings(max_examples=40, deadline=None)
def test_the_figures_of_the_quiz(sittings):
    quiz = analyse(sittings, seed=1, resamples=2).quiz

    columns = list(zip(*(each.points for each in sittings.sittings), strict=True))
    worth = sum(question.out_of for question in sittings.questions)
    shares = [sum(each.points) / worth for each in sittings.sittings]
    alpha = plainly.alpha(columns)
    deviation = math.sqrt(plainly.covariance(shares, shares))
    assert value(quiz.mean) == pytest.approx(plainly.mean(shares))
    assert value(quiz.deviation) == pytest.approx(deviation, abs=1e-9)
    assert agrees(quiz.reliability, alpha, 0)
    if alpha is not None:
        error = deviation * math.sqrt(max(0.0, 1 - alpha))
        assert value(quiz.standard_error) == pytest.approx(error, abs=1e-6)


weighted = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 20), st.integers(0, 3)),
    min_size=2,
    max_size=25,
)


@given(weighted)
def test_to_weigh_an_attempt_is_to_copy_it(attempts):
    attempts.sort(key=lambda attempt: attempt[1])  # in rising order of the rest
    marks, rest, weights = (
        np.array(row, dtype=float) for row in zip(*attempts, strict=True)
    )
    copies = [
        (mark / 3, score / 20) for mark, score, times in attempts for _ in range(times)
    ]
    if not copies:
        return
    xs, ys = zip(*copies, strict=True)

    column = weights[:, np.newaxis]
    [[correlated]] = correlations(marks[np.newaxis] / 3, rest / 20, column)
    [spread] = efficiency(marks / 3, rest / 20, column)

    for quick, slow in (
        (correlated, plainly.correlation(xs, ys)),
        (spread, plainly.efficiency(xs, ys)),
    ):
        expected = math.nan if slow is None else slow
        assert quick == pytest.approx(expected, abs=1e-9, nan_ok=True)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=30))
def test_thirds(scores):
    assert thirds_of(np.array(scores, dtype=float)).tolist() == [
        plainly.third_of(score, scores) for score in scores
    ]


counts = st.integers(0, 40)


@given(st.lists(st.tuples(counts, counts, counts, counts), min_size=1, max_size=8))
def test_mantel_haenszel(strata):
    table = np.array([[[b, a], [d, c]] for a, b, c, d in strata], dtype=float)

    odds = common_odds(table)

    if odds is not None:
        strata = [stratum for stratum in strata if sum(stratum) > 1]
        assert odds.odds_ratio == pytest.approx(plainly.odds_ratio(strata))
        assert odds.chi_square == pytest.approx(plainly.chi_square(strata))
        assert (odds.error / 2.35) ** 2 == pytest.approx(plainly.log_variance(strata))


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm(p_values):
    assert holm(np.array(p_values)).tolist() == pytest.approx(plainly.holm(p_values))
