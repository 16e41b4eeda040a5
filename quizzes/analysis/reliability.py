"""The figures of the quiz as a whole: its scores, and how far they can be trusted.

    alpha          = k / (k - 1) * (1 - sum of the questions' variances / variance of
                     the score)                                      (Cronbach, 1951)
    standard error = deviation of the score * sqrt(1 - alpha)

Alpha adds up covariances between questions over people who met them all. Where papers
were drawn, most pairs of questions were met by some people only, the scores are sums
of different things, and no alpha of the quiz exists. It is refused, not guessed.
"""

from typing import Final

import numpy as np

from quizzes.analysis.figures import Figure, NotDefined, TooFew, told
from quizzes.analysis.minima import ATTEMPTS_FOR_A_CORRELATION, ATTEMPTS_FOR_A_SHARE
from quizzes.analysis.resampling import FloatArray, Resamples, estimates
from quizzes.analysis.scores import Scores, otherwise
from quizzes.analysis.values import QuizAnalysis, QuizCaution

# Scores that differ at all give more variance than this; rounding gives less.
_NONE: Final = 1e-13


def analyse_quiz(scores: Scores, resamples: Resamples) -> QuizAnalysis:
    """All that is told of the quiz."""
    shares = scores.share()
    have = len(shares)
    mean, deviation = _of_the_score(shares, resamples)
    reliability, standard_error = _of_the_questions(scores, resamples)
    cautions: list[QuizCaution] = []
    if have >= ATTEMPTS_FOR_A_SHARE and not otherwise(shares):
        cautions.append("no-spread")
    if _papers_differ(scores):
        cautions.append("papers-differ")
    return QuizAnalysis(
        attempts=have,
        mean=mean,
        deviation=deviation,
        reliability=reliability,
        standard_error=standard_error,
        cautions=tuple(cautions),
    )


def _of_the_score(shares: FloatArray, resamples: Resamples) -> list[Figure]:
    have = len(shares)
    if have < ATTEMPTS_FOR_A_SHARE:
        return [TooFew(have, ATTEMPTS_FOR_A_SHARE)] * 2

    def calculate(weights: FloatArray) -> FloatArray:
        mean = shares @ weights / have
        return np.vstack([mean, np.sqrt(_variances(shares[np.newaxis], weights)[0])])

    found = estimates(resamples.of(np.arange(have), calculate))
    return [told(estimate, "no-spread") for estimate in found]


def _of_the_questions(scores: Scores, resamples: Resamples) -> list[Figure]:
    have = len(scores.points)
    if have < ATTEMPTS_FOR_A_CORRELATION:
        return [TooFew(have, ATTEMPTS_FOR_A_CORRELATION)] * 2
    if _papers_differ(scores):
        return [NotDefined("papers-differ")] * 2
    met = scores.asked.any(axis=0)
    count, out_of = int(met.sum()), scores.out_of[met].sum()
    if count < 2:
        return [NotDefined("one-question")] * 2
    # The last row is the score: a share, as each question's part in it is.
    parts = scores.points[:, met].T / out_of
    rows = np.vstack([parts, parts.sum(axis=0)])

    def calculate(weights: FloatArray) -> FloatArray:
        variances = _variances(rows, weights)
        score = np.where(variances[-1] > 0, variances[-1], np.nan)
        alpha = count / (count - 1) * (1 - variances[:-1].sum(axis=0) / score)
        return np.vstack([alpha, np.sqrt(np.maximum(0.0, score * (1 - alpha)))])

    found = estimates(resamples.of(np.arange(have), calculate))
    return [told(estimate, "no-spread") for estimate in found]


def _variances(rows: FloatArray, weights: FloatArray) -> FloatArray:
    """The variance of each row in each resample, by the number of attempts less one."""
    rows = rows - rows.mean(axis=1, keepdims=True)
    have = rows.shape[1]
    sums = np.vstack([rows, rows * rows]) @ weights
    mean, square = sums[: len(rows)] / have, sums[len(rows) :] / have
    variances = (square - mean * mean) * have / (have - 1)
    return np.where(variances > _NONE, variances, 0.0)


def _papers_differ(scores: Scores) -> bool:
    asked_of_some = scores.asked.any(axis=0) & ~scores.asked.all(axis=0)
    return bool(asked_of_some.any())
