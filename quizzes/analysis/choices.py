"""Which choice, or which free answer, each attempt picked for one question."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from quizzes.analysis.resampling import BoolArray, FloatArray
from quizzes.analysis.sittings import QuestionFacts

# Free answers have a long tail; whatever the best learners share is near its head.
_LISTED: Final = 10


@dataclass(frozen=True, slots=True, eq=False)
class Picks:
    """The lines of the distractor table, and who is in each.

    ``picked`` has a row for each line and a column for each attempt, 1 where picked.
    """

    labels: tuple[str, ...]
    correct: tuple[bool, ...]
    picked: FloatArray
    blank: BoolArray
    unlisted: int


def picks_of(
    facts: QuestionFacts, answers: list[tuple[str, ...]], all_points: BoolArray
) -> Picks:
    """The picks of one question; ``all_points`` says who earned all there were."""
    labels = facts.choices or _commonest(answers)
    line = {label: number for number, label in enumerate(labels)}
    picked = np.zeros((len(labels), len(answers)))
    unlisted = 0
    for attempt, answer in enumerate(answers):
        for label in set(answer):
            if label in line:
                picked[line[label], attempt] = 1.0
            else:
                unlisted += 1
    if facts.choices or facts.correct:
        correct = tuple(label in facts.correct for label in labels)
    else:
        correct = tuple(bool(all_points[row > 0].all()) for row in picked)
    blank = np.array([not answer for answer in answers], dtype=np.bool_)
    return Picks(labels, correct, picked, blank, unlisted)


def _commonest(answers: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    counts = Counter(label for answer in answers for label in set(answer))
    ranked = sorted(counts, key=lambda label: (-counts[label], label))
    return tuple(ranked[:_LISTED])
