"""The figures of one question: how hard it is, whom it tells apart, who chose what."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from quizzes.analysis.choices import Picks
from quizzes.analysis.correlations import correlations, efficiency
from quizzes.analysis.figures import Figure, NotDefined, Reason, TooFew, told
from quizzes.analysis.minima import (
    ATTEMPTS_FOR_A_CORRELATION,
    ATTEMPTS_FOR_A_SHARE,
    ATTEMPTS_IN_A_THIRD,
    DOING_OTHERWISE,
)
from quizzes.analysis.resampling import (
    FloatArray,
    IntArray,
    Resamples,
    estimates,
    means,
)
from quizzes.analysis.scores import Scores, otherwise, thirds_of
from quizzes.analysis.values import (
    ChoiceAnalysis,
    QuestionAnalysis,
    QuestionCaution,
    Thirds,
)

_THIRDS: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class _Column:
    """One question as some attempts met it, each array in the order of ``attempts``.

    ``earned`` and ``rest`` are shares, 0 to 1. ``picked`` has a row for each choice.
    """

    attempts: IntArray
    earned: FloatArray
    rest: FloatArray
    picked: FloatArray


def analyse_question(
    key: str, question: int, scores: Scores, picks: Picks, resamples: Resamples
) -> QuestionAnalysis:
    """All that is told of one question, but for its languages."""
    asked = _asked(question, scores, picks)
    compared = _compared(asked)
    facility, blank, *shares = _shares(asked, picks, resamples)
    spread, discrimination, *correlated = _correlations(asked, compared, resamples)
    all_points, *thirds = _thirds(asked, compared, resamples)
    counts = picks.picked[:, asked.attempts].sum(axis=1).astype(int).tolist()
    lines = zip(
        picks.labels, picks.correct, counts, shares, thirds, correlated, strict=True
    )
    return QuestionAnalysis(
        key=key,
        attempts=len(asked.attempts),
        facility=facility,
        discrimination=discrimination,
        efficiency=spread,
        blank=blank,
        all_points=all_points,
        choices=tuple(ChoiceAnalysis(*line) for line in lines),
        unlisted=picks.unlisted,
        third_sizes=_sizes_of_thirds(compared),
        cautions=_cautions(asked.earned),
    )


def _asked(question: int, scores: Scores, picks: Picks) -> _Column:
    attempts = np.flatnonzero(scores.asked[:, question])
    earned = scores.points[attempts, question] / scores.out_of[question]
    rest = scores.rest(question)[attempts]
    return _Column(attempts, earned, rest, picks.picked[:, attempts])


def _compared(asked: _Column) -> _Column:
    """The attempts that were asked something else too, the rest in rising order."""
    known = np.flatnonzero(~np.isnan(asked.rest))
    order = known[np.argsort(asked.rest[known], kind="stable")]
    return _Column(
        asked.attempts[order],
        asked.earned[order],
        asked.rest[order],
        asked.picked[:, order],
    )


def _shares(asked: _Column, picks: Picks, resamples: Resamples) -> list[Figure]:
    """The facility (mean mark by greatest mark), left blank, and each choice."""
    blank = picks.blank[asked.attempts].astype(np.float64)
    values = np.vstack([asked.earned, blank, asked.picked])
    have = len(asked.attempts)
    if have < ATTEMPTS_FOR_A_SHARE:
        return [TooFew(have, ATTEMPTS_FOR_A_SHARE)] * len(values)

    def calculate(weights: FloatArray) -> FloatArray:
        return means(values, weights)

    found = estimates(resamples.of(asked.attempts, calculate))
    return [told(estimate, "no-spread") for estimate in found]


def _correlations(
    asked: _Column, compared: _Column, resamples: Resamples
) -> list[Figure]:
    """The efficiency, the discrimination, and the correlation of each choice."""
    values = np.vstack([compared.earned, compared.picked])
    refusal = _refusal(asked, compared, ATTEMPTS_FOR_A_CORRELATION)
    if refusal is not None:
        return [refusal] * (1 + len(values))

    def calculate(weights: FloatArray) -> FloatArray:
        return np.vstack(
            [
                efficiency(compared.earned, compared.rest, weights),
                correlations(values, compared.rest, weights),
            ]
        )

    found = estimates(resamples.of(compared.attempts, calculate))
    rest_otherwise = otherwise(compared.rest)
    reason: Reason = "no-spread" if rest_otherwise else "rest-no-spread"
    have = [min(otherwise(row), rest_otherwise) for row in values]
    return [
        TooFew(count, DOING_OTHERWISE, "otherwise")
        if estimate is not None and count < DOING_OTHERWISE
        else told(estimate, reason)
        for estimate, count in zip(found, [have[0], *have], strict=True)
    ]


def _thirds(asked: _Column, compared: _Column, resamples: Resamples) -> list[Thirds]:
    """How many of each third earned all points, and how many made each choice.

    The thirds are those of the attempts as they are: a resample draws other people,
    but moves nobody from one third to another.
    """
    values = np.vstack([compared.earned == 1.0, compared.picked])
    refusal = _refusal(asked, compared, ATTEMPTS_FOR_A_SHARE)
    if refusal is not None:
        return [Thirds(refusal, refusal, refusal)] * len(values)

    members = thirds_of(compared.rest) == np.arange(_THIRDS)[:, np.newaxis]
    columns: list[list[Figure]] = []
    for is_member in members:
        have, within = int(is_member.sum()), values[:, is_member]
        if have < ATTEMPTS_IN_A_THIRD:
            columns.append(
                [TooFew(have, ATTEMPTS_IN_A_THIRD, "in-third")] * len(values)
            )
            continue

        def calculate(weights: FloatArray, within: FloatArray = within) -> FloatArray:
            return means(within, weights)

        found = estimates(resamples.of(compared.attempts[is_member], calculate))
        columns.append([told(estimate, "no-spread") for estimate in found])
    return [Thirds(*line) for line in zip(*columns, strict=True)]


def _sizes_of_thirds(compared: _Column) -> tuple[int, int, int]:
    bottom, middle, top = np.bincount(thirds_of(compared.rest), minlength=_THIRDS)
    return int(bottom), int(middle), int(top)


def _refusal(asked: _Column, compared: _Column, need: int) -> Figure | None:
    have = len(compared.attempts)
    if have >= need:
        return None
    if have == 0 and len(asked.attempts) >= need:
        return NotDefined("no-rest")
    return TooFew(have, need)


def _cautions(earned: FloatArray) -> tuple[QuestionCaution, ...]:
    if len(earned) < ATTEMPTS_FOR_A_SHARE or otherwise(earned):
        return ()
    if earned[0] == 1.0:
        return ("all-right",)
    return ("all-wrong",) if earned[0] == 0.0 else ("no-spread",)
