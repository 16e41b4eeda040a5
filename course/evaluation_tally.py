"""What sheets of one form say together: counts by question, and texts by themselves.

Pure. Nothing that comes out of here tells which answers stood on one sheet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from course.evaluation_form import POINTS, EvaluationQuestion, Questionnaire

_GOOD = ("4", "5")


@dataclass(frozen=True, slots=True)
class Tally:
    """The answers to one question: how many chose what, or what was written.

    ``answered`` counts those who said something, and of a scale those who rated.
    """

    question: EvaluationQuestion
    answered: int
    counts: Mapping[str, int]
    texts: tuple[str, ...] = ()

    @property
    def good(self) -> int:
        """Of a scale: how many gave one of the two best points."""
        return sum(self.counts.get(value, 0) for value in _GOOD)

    @property
    def good_percent(self) -> int | None:
        """The same in whole per cent of those who rated; nothing where nobody did."""
        return self.good * 100 // self.answered if self.answered else None

    @property
    def middle(self) -> float | None:
        """Of a scale: the middle point of those who rated."""
        points = [p for p in POINTS for _ in range(self.counts.get(str(p), 0))]
        if not points:
            return None
        return (points[(len(points) - 1) // 2] + points[len(points) // 2]) / 2


def tally(form: Questionnaire, sheets: Sequence[Mapping[str, Any]]) -> list[Tally]:
    """Count each question over all sheets."""
    return [_tally(each, [s.get(each.key) for s in sheets]) for each in form.questions]


def _tally(question: EvaluationQuestion, answers: Sequence[Any]) -> Tally:
    said = [each for each in answers if each is not None]
    if question.kind == "text":
        return Tally(question, len(said), {}, _in_no_order(question, said))
    chosen = [
        str(value)
        for each in said
        for value in (each if isinstance(each, list) else [each])
    ]
    counts = {value: chosen.count(value) for value in question.values()}
    rated = len(said)
    if question.kind == "scale":
        rated = sum(counts[str(point)] for point in POINTS)
    return Tally(question, rated, counts)


def _in_no_order(question: EvaluationQuestion, texts: Sequence[str]) -> tuple[str, ...]:
    """By fingerprint: the same on every page, and telling nothing of who or when.

    The question is part of it: the texts of one sheet do not stand at one place.
    """

    def place(text: str) -> str:
        return sha256(f"{question.key}\n{text}".encode()).hexdigest()

    return tuple(sorted(texts, key=place))
