"""The attempts as tables of numbers."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from quizzes.analysis.resampling import BoolArray, FloatArray, IntArray
from quizzes.analysis.sittings import QuestionFacts, Sitting


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What each attempt, a row, earned for each question, a column; 0 if not asked."""

    points: FloatArray
    asked: BoolArray
    out_of: FloatArray

    @classmethod
    def of(
        cls, questions: tuple[QuestionFacts, ...], sittings: tuple[Sitting, ...]
    ) -> "Scores":
        """The points that these attempts earned for these questions."""
        rows = [sitting.points for sitting in sittings]
        # A mark of None becomes one that is not a number.
        table = np.array(rows, dtype=np.float64).reshape(len(rows), len(questions))
        asked = ~np.isnan(table)
        out_of = np.array([each.out_of for each in questions], dtype=np.float64)
        return cls(np.where(asked, table, 0.0), asked, out_of)

    def share(self, without: Collection[int] = ()) -> FloatArray:
        """The points of each attempt as a share of what it was asked.

        ``without`` names questions to leave out. An attempt that was asked nothing
        else has no share. Where all were asked the same, this orders and spaces the
        attempts exactly as their points do; where papers differ, it lets a learner
        with six points of eight stand beside one with nine of twelve.
        """
        kept = [n for n in range(len(self.out_of)) if n not in without]
        possible = self.asked[:, kept] @ self.out_of[kept]
        earned = self.points[:, kept].sum(axis=1)
        known = possible > 0
        shares = np.full(len(earned), np.nan)
        shares[known] = earned[known] / possible[known]
        return shares

    def rest(self, question: int) -> FloatArray:
        """The share that each attempt earned of everything but this question."""
        return self.share({question})


def thirds_of(scores: FloatArray) -> IntArray:
    """Which third each attempt is in: 0 the bottom, 1 the middle, 2 the top.

    Equal scores are never parted: each has the mean of the places that they share.
    Where many are equal, the thirds are not of equal size.
    """
    _, which, counts = np.unique(scores, return_inverse=True, return_counts=True)
    places = np.cumsum(counts) - (counts + 1) / 2
    return np.minimum(2, places[which] * 3 // max(1, len(scores))).astype(np.int64)


def otherwise(values: FloatArray) -> int:
    """How many of the values are not the commonest one."""
    if len(values) == 0:
        return 0
    _, counts = np.unique(values, return_counts=True)
    return int(len(values) - counts.max())
