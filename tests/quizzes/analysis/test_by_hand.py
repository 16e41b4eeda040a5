"""Cases small enough to be worked out on paper; the working stands beside them."""

import math
from dataclasses import replace

import numpy as np
import pytest

from quizzes.analysis import TooFew
from quizzes.analysis.analyse import analyse
from quizzes.analysis.mantel_haenszel import (
    CommonOdds,
    category_of,
    common_odds,
    deltas,
    holm,
    strata_of,
)
from quizzes.analysis.scores import thirds_of
from tests.quizzes.analysis.builders import a_question, one_question, some_sittings
from tests.quizzes.analysis.builders import value as value_of

# Five learners, three questions of one point; the class is taken ten times over, which
# leaves every mean, and every quotient of variances, as it is.
#
#            q0  q1  q2  total   rest of q0
#   Ana       1   1   1     3        2
#   Ben       1   1   0     2        1
#   Cao       1   0   1     2        1
#   Dia       0   1   0     1        1
#   Edo       0   0   0     0        0
FIVE = [[1, 1, 1], [1, 1, 0], [1, 0, 1], [0, 1, 0], [0, 0, 0]]


@pytest.fixture(scope="module")
def five():
    return analyse(some_sittings(FIVE, times=10), seed=1, resamples=99)


def test_facility_is_the_mean_mark_by_the_greatest(five):
    assert value_of(five.question("q0").facility) == pytest.approx(3 / 5)
    assert value_of(five.question("q2").facility) == pytest.approx(2 / 5)


def test_discrimination_is_the_correlation_with_the_rest(five):
    # x = 1 1 1 0 0, y = 2 1 1 1 0, means 3/5 and 1.
    # cov * 5   = sum of x*y - 5 * 3/5 * 1     = 4 - 3   = 1
    # var x * 5 = 3 - 5 * 9/25                 = 6/5
    # var y * 5 = 4 + 1 + 1 + 1 - 5            = 2
    # r = 1 / sqrt(12/5) = 0.6455
    assert value_of(five.question("q0").discrimination) == pytest.approx(
        1 / math.sqrt(12 / 5)
    )


def test_efficiency_is_the_covariance_by_the_greatest_there_could_be(five):
    # Sorted, x = 0 0 1 1 1 and y = 0 1 1 1 2: the sum of x*y is 4, as it was. Nobody
    # could be told apart better.
    assert value_of(five.question("q0").efficiency) == pytest.approx(1.0)

    # q1: x = 1 1 0 1 0, y = 2 1 2 0 0, means 3/5 and 1.
    # sum of x*y = 3, cov * 5 = 3 - 3 = 0: nothing of what there could be.
    assert value_of(five.question("q1").efficiency) == pytest.approx(0.0, abs=1e-12)

    # q2: x = 1 0 1 0 0, y = 2 2 1 1 0, means 2/5 and 6/5.
    # sum of x*y = 3, cov * 5 = 3 - 12/5 = 3/5.
    # Sorted, x = 0 0 0 1 1 and y = 0 1 1 2 2: 4 - 12/5 = 8/5. Three eighths.
    assert value_of(five.question("q2").efficiency) == pytest.approx(3 / 8)


def test_the_figures_of_the_quiz(five):
    # Shares of the three points: 1, 2/3, 2/3, 1/3, 0; their mean is 8/15.
    assert value_of(five.quiz.mean) == pytest.approx(8 / 15)

    # In points: totals 3 2 2 1 0, mean 8/5, sum of squares 18 - 64/5 = 26/5. Ten times
    # over and by 49: (52/49) points squared.
    deviation = math.sqrt(52 / 49)
    assert value_of(five.quiz.deviation) == pytest.approx(deviation / 3)

    # alpha = 3/2 * (1 - (6/5 + 6/5 + 6/5) / (26/5)) = 3/2 * (1 - 18/26) = 6/13.
    assert value_of(five.quiz.reliability) == pytest.approx(6 / 13)

    # standard error = deviation * sqrt(1 - 6/13)
    assert value_of(five.quiz.standard_error) == pytest.approx(
        deviation / 3 * math.sqrt(7 / 13)
    )


def test_points_of_different_worth_count_for_what_they_are():
    # q0 is worth 4. Rest of q1 is q0 itself: x = 0 1 1 0, y = 0 2 4 2 (of 4).
    # means 1/2 and 2; sum of x*y = 6; cov * 4 = 6 - 4 = 2.
    # var x * 4 = 1, var y * 4 = 4 + 0 + 4 + 0 = 8; r = 2 / sqrt(8) = 0.7071.
    sittings = some_sittings([[0, 0], [2, 1], [4, 1], [2, 0]], out_of=[4, 1], times=15)

    found = analyse(sittings, seed=1, resamples=99)

    assert value_of(found.question("q0").facility) == pytest.approx(8 / 16)
    assert value_of(found.question("q1").discrimination) == pytest.approx(
        1 / math.sqrt(2)
    )


def test_the_rest_is_a_share_of_what_was_asked_where_papers_differ():
    # q0 with one or two of q1 (one point) and q2 (three points):
    #
    #            q0  q1  q2   rest
    #   Ana       1   1   -   1 of 1 = 1
    #   Ben       1   -   0   0 of 3 = 0
    #   Cao       0   1   1   2 of 4 = 1/2
    #   Dia       0   0   -   0 of 1 = 0
    #   Edo       -   1   3   was not asked, and does not count
    #
    # x = 1 1 0 0, y = 1 0 1/2 0, means 1/2 and 3/8.
    # cov * 4   = 1 - 4 * 3/16           = 1/4
    # var x * 4 = 1, var y * 4 = 1 + 1/4 - 4 * 9/64 = 11/16
    # r = 1/4 / sqrt(11/16) = 1 / sqrt(11)
    rows: list[list[int | None]] = [
        [1, 1, None],
        [1, None, 0],
        [0, 1, 1],
        [0, 0, None],
        [None, 1, 3],
    ]
    sittings = some_sittings(rows, out_of=[1, 1, 3], times=15)

    found = analyse(sittings, seed=1, resamples=99)

    assert found.question("q0").attempts == 60
    assert value_of(found.question("q0").facility) == pytest.approx(1 / 2)
    assert value_of(found.question("q0").discrimination) == pytest.approx(
        1 / math.sqrt(11)
    )
    # The shares of the papers: 1, 1/4 (one point of four), 2/5 (two of five), 0, 1.
    assert value_of(found.quiz.mean) == pytest.approx((1 + 1 / 4 + 2 / 5 + 0 + 1) / 5)


def test_the_distractor_table():
    # Sixty attempts in three thirds of twenty, by the points for the other question:
    #
    #            points for the other   Accra (right)  Lagos  Kano  blank
    #   bottom                      0              2     14     4      0
    #   middle                      1             10      6     2      2
    #   top                         2             18      0     2      0
    answers = [
        (picked, int(picked == ("Accra",)), rest)
        for rest, counts in enumerate([(2, 14, 4, 0), (10, 6, 2, 2), (18, 0, 2, 0)])
        for picked, count in zip(
            [("Accra",), ("Lagos",), ("Kano",), ()], counts, strict=True
        )
        for _ in range(count)
    ]
    capital = a_question(
        "capital", choices=("Accra", "Lagos", "Kano", "Tema"), correct=("Accra",)
    )

    found = analyse(one_question(answers, capital), seed=1, resamples=99)
    [accra, lagos, kano, tema] = found.question("capital").choices

    assert [line.count for line in (accra, lagos, kano, tema)] == [30, 20, 8, 0]
    assert [line.is_correct for line in (accra, lagos)] == [True, False]
    assert value_of(lagos.share) == pytest.approx(20 / 60)
    assert value_of(lagos.thirds.bottom) == pytest.approx(14 / 20)
    assert value_of(lagos.thirds.middle) == pytest.approx(6 / 20)
    assert value_of(lagos.thirds.top) == 0
    assert value_of(found.question("capital").all_points.top) == pytest.approx(18 / 20)
    assert value_of(found.question("capital").blank) == pytest.approx(2 / 60)
    # Choosing Lagos is x, 20 of 60; y is 0, 1, 2 for twenty each, mean 1.
    # cov * 60 = 6 - 60 * 1/3 * 1 = -14
    # var x * 60 = 20 - 60/9 = 40/3, var y * 60 = 40
    # So r is -14 by the root of 1600/3.
    assert value_of(lagos.correlation) == pytest.approx(-14 / math.sqrt(1600 / 3))


def test_free_answers_are_listed_the_commonest_first_and_right_by_what_they_earned():
    answers = [
        *[(("accra",), 1, 1)] * 20,
        *[(("lagos",), 0, 0)] * 15,
        *[((f"slip {n:02}",), 0, 0) for n in range(10)],
        *[((), 0, 1)] * 5,
    ]

    found = analyse(one_question(answers, a_question("capital")), seed=1, resamples=9)
    capital = found.question("capital")

    assert [line.label for line in capital.choices[:3]] == ["accra", "lagos", "slip 00"]
    assert [line.is_correct for line in capital.choices[:3]] == [True, False, False]
    assert len(capital.choices) == 10
    assert capital.unlisted == 2


def test_a_free_answer_that_once_earned_less_is_not_a_right_one():
    answers = [(("accra",), 2, 1)] * 3 + [(("accra",), 1, 0)]

    by_points, by_word = (
        analyse(
            one_question(answers, a_question("capital", 2, correct=correct)), seed=1
        )
        for correct in ((), ("accra",))
    )

    assert not by_points.question("capital").choices[0].is_correct
    assert by_word.question("capital").choices[0].is_correct


def test_a_choice_that_the_question_no_longer_has_is_counted_but_not_listed():
    answers = [(("gone",), 0, 0), (("Accra",), 1, 1), (("Accra", "gone"), 0, 1)]
    capital = a_question("capital", choices=("Accra",), correct=("Accra",))

    found = analyse(one_question(answers, capital), seed=1)

    assert found.question("capital").unlisted == 2
    assert [line.count for line in found.question("capital").choices] == [2]


@pytest.mark.parametrize(
    ("scores", "thirds"),
    [
        ([1, 2, 3, 4, 5, 6], [0, 0, 1, 1, 2, 2]),
        ([6, 1, 5, 2, 4, 3], [2, 0, 2, 0, 1, 1]),
        # Places 0 to 3 are shared: each has 1.5 of 6, the bottom; 4 and 5 the top.
        ([1, 1, 1, 1, 2, 2], [0, 0, 0, 0, 2, 2]),
        ([1, 1, 1, 1], [1, 1, 1, 1]),
        ([], []),
    ],
)
def test_equal_scores_stay_in_one_third(scores, thirds):
    assert thirds_of(np.array(scores, dtype=float)).tolist() == thirds


def tables(*strata):
    """Strata of (right, wrong) in the reference and (right, wrong) in the group."""
    return np.array([[[b, a], [d, c]] for (a, b), (c, d) in strata], dtype=float)


def test_mantel_haenszel_on_two_strata():
    # Stratum 1: 30 right and 20 wrong of 50; 15 right and 35 wrong of 50. T = 100.
    # Stratum 2: 40 right and 10 wrong of 50; 30 right and 20 wrong of 50. T = 100.
    #
    # odds ratio = (30*35 + 40*20) / (20*15 + 10*30) = 1850 / 600 = 37/12
    # E(A) = 50*45/100 + 50*70/100 = 22.5 + 35 = 57.5; sum A = 70
    # Var(A): 50*50*45*55 / (10000*99) = 6.25, and 50*50*70*30 / (10000*99) = 5.3030;
    # together 11.5530
    # chi-square = (12.5 - 0.5)^2 / 11.5530 = 144 / 11.5530 = 12.464
    odds = common_odds(tables([(30, 20), (15, 35)], [(40, 10), (30, 20)]))

    assert odds is not None
    assert odds.odds_ratio == pytest.approx(37 / 12)
    assert odds.delta == pytest.approx(-2.35 * math.log(37 / 12))
    assert odds.chi_square == pytest.approx(144 / (6.25 + 525 / 99))
    # The tail of chi-square with one degree is that of two normal ones.
    tail = math.erfc(math.sqrt(odds.chi_square / 2))
    assert odds.p_value == pytest.approx(tail)


def test_the_standard_error_in_one_stratum_is_that_of_any_odds_ratio():
    # With one table the variance of the log is 1/A + 1/B + 1/C + 1/D (Woolf, 1955).
    odds = common_odds(tables([(30, 20), (15, 35)]))

    assert odds is not None
    woolf = 1 / 30 + 1 / 20 + 1 / 15 + 1 / 35
    assert odds.error == pytest.approx(2.35 * math.sqrt(woolf))


def test_strata_that_hold_one_learner_or_one_language_add_nothing():
    full = [[(30, 20), (15, 35)], [(40, 10), (30, 20)]]
    idle = [[(1, 0), (0, 0)], [(9, 3), (0, 0)], [(5, 0), (4, 0)]]

    assert common_odds(tables(*full, *idle)) == common_odds(tables(*full))


def test_too_sparse_a_table_is_refused():
    # Expected right in the reference: 50*96/100 = 48, and at most 50: room for 2.
    assert common_odds(tables([(49, 1), (47, 3)])) is None


def test_a_resample_with_an_empty_side_has_no_delta():
    both = np.stack(
        [tables([(30, 20), (15, 35)]), tables([(30, 0), (15, 35)])], axis=-1
    )

    first, second = deltas(both)

    assert first == pytest.approx(-2.35 * math.log(30 * 35 / (20 * 15)))
    assert math.isnan(second)


@pytest.mark.parametrize(
    ("delta", "error", "p_value", "category"),
    [
        (-0.99, 0.1, 0.001, "A"),  # told from nothing, and next to nothing
        (-3.0, 2.0, 0.05, "A"),  # large, and not told from nothing
        (-1.0, 0.3, 0.001, "B"),
        (1.49, 0.01, 0.001, "B"),  # plainly above 1, but not yet 1.5
        (1.5, 0.31, 0.001, "B"),  # (1.5 - 1) / 0.31 = 1.61, below 1.645
        (1.5, 0.30, 0.001, "C"),  # (1.5 - 1) / 0.30 = 1.67
        (-2.5, 0.5, 0.001, "C"),
    ],
)
def test_the_classes_of_the_educational_testing_service(
    delta, error, p_value, category
):
    odds = CommonOdds(math.exp(delta / -2.35), delta, error, 0.0, p_value)

    assert category_of(odds) == category


def test_holm_multiplies_the_smallest_by_all_and_never_falls():
    # In order 0.01 * 4, 0.02 * 3, 0.03 * 2 (which may not be less), 0.5 * 1.
    adjusted = holm(np.array([0.03, 0.01, 0.5, 0.02]))

    assert adjusted == pytest.approx([0.06, 0.04, 0.5, 0.06])


def test_few_scores_are_strata_of_their_own_and_many_are_some_twenty_of_like_size():
    few = strata_of(np.repeat([0.0, 0.25, 0.5, 1.0], 25))
    many = strata_of(np.linspace(0.0, 1.0, 1000))

    assert np.bincount(few).tolist() == [25, 25, 25, 25]
    assert np.bincount(many).tolist() == [50] * 20


def with_older(sittings, count, points):
    """These attempts, and so many more that were asked another quiz."""
    older = [replace(each, points=points, is_current=False) for each in sittings]
    return tuple(sittings) + tuple(older[:count])


def test_the_quiz_rests_on_those_who_were_asked_it_as_it_stands():
    five = some_sittings(FIVE, times=12)
    mixed = replace(five, sittings=with_older(five.sittings, 20, (1, None, 0)))

    here, alone = analyse(mixed, seed=1), analyse(five, seed=1)

    # Those of before would make papers differ, and refuse the reliability.
    assert here.quiz == alone.quiz
    assert here.quiz.cautions == ()
    # q0 was earned by 36 of 60, then by 20 of 20; q1, by 36 of 60, was not asked more.
    assert value_of(here.question("q0").facility) == pytest.approx(56 / 80)
    assert here.question("q1").attempts == 60


def test_a_quiz_that_few_were_asked_as_it_stands_is_refused_and_its_questions_not():
    five = some_sittings(FIVE, times=5)
    mixed = replace(five, sittings=with_older(five.sittings, 25, (1, 1, None)))

    found = analyse(mixed, seed=1)

    assert found.quiz.mean == TooFew(25, 30)
    assert found.quiz.reliability == TooFew(25, 50)
    assert value_of(found.question("q0").facility) == pytest.approx(40 / 50)


def test_the_thirds_are_counted():
    # The rest of q0, over q1 and q2: 2 once, 1 three times, 0 once, each ten times.
    # Those with 1 have the middle place: they stay together there.
    found = analyse(some_sittings(FIVE, times=10), seed=1, resamples=99)

    assert found.question("q0").third_sizes == (10, 30, 10)
