"""What the analysis is told: the questions, and what each attempt did with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class SittingsError(ValueError):
    """What was handed in does not fit together; the message says where."""


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """One question, as far as the analysis needs to know it.

    ``choices`` are all that could be picked, those of the key among them. Where they
    are left empty, answers are free: the commonest are listed, and an answer of which
    ``correct`` says nothing counts as right if everybody who gave it earned all points.
    ``has_key`` is false where a person marks: then no key can be wrong.
    """

    key: str
    out_of: int
    choices: tuple[str, ...] = ()
    correct: tuple[str, ...] = ()
    has_key: bool = True

    def to_data(self) -> dict[str, Any]:
        """The facts as JSON can hold them."""
        return {
            "key": self.key,
            "out_of": self.out_of,
            "choices": list(self.choices),
            "correct": list(self.correct),
            "has_key": self.has_key,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "QuestionFacts":
        """The facts that this data describes."""
        return cls(
            key=data["key"],
            out_of=data["out_of"],
            choices=tuple(data["choices"]),
            correct=tuple(data["correct"]),
            has_key=data["has_key"],
        )


@dataclass(frozen=True, slots=True)
class Sitting:
    """One submitted attempt, question by question in the order of the quiz.

    ``points`` holds None where a question was not on this attempt's paper, and
    ``picked`` nothing where it was left blank. ``group`` is the language it was sat in.
    One that was asked another quiz than stands now, some of its questions having
    changed, is not current: it tells of the others, and nothing of the quiz as a whole.
    """

    points: tuple[int | None, ...]
    picked: tuple[tuple[str, ...], ...]
    group: str = ""
    is_current: bool = True

    @property
    def was_asked(self) -> bool:
        """Whether anything is left that it was asked, or all has been dropped."""
        return any(points is not None for points in self.points)


@dataclass(frozen=True, slots=True)
class Sittings:
    """The attempts at one quiz.

    Hand in one attempt of each learner, the one that counts. Attempts of one person
    are alike, so that more of them would make every interval too narrow.
    """

    questions: tuple[QuestionFacts, ...]
    sittings: tuple[Sitting, ...] = field(repr=False)

    def __post_init__(self) -> None:
        keys = [question.key for question in self.questions]
        if len(set(keys)) != len(keys):
            raise SittingsError("Two questions have the same key.")
        for question in self.questions:
            if question.out_of < 1:
                raise SittingsError(f"Question {question.key!r} is worth no points.")
        for number, sitting in enumerate(self.sittings):
            self._check(number, sitting)

    def _check(self, number: int, sitting: Sitting) -> None:
        if not len(sitting.points) == len(sitting.picked) == len(self.questions):
            raise SittingsError(
                f"Attempt {number}: each question needs its points and its picks."
            )
        for question, points in zip(self.questions, sitting.points, strict=True):
            if points is not None and not 0 <= points <= question.out_of:
                raise SittingsError(
                    f"Attempt {number}: {points} points for question {question.key!r}, "
                    f"which is worth {question.out_of}."
                )

    def to_data(self) -> dict[str, Any]:
        """The attempts as JSON can hold them, each a short list: there may be many."""
        return {
            "questions": [question.to_data() for question in self.questions],
            "sittings": [
                [sitting.points, sitting.picked, sitting.group, sitting.is_current]
                for sitting in self.sittings
            ],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Sittings":
        """The attempts that this data describes, or ``SittingsError``."""
        return cls(
            questions=tuple(map(QuestionFacts.from_data, data["questions"])),
            sittings=tuple(
                Sitting(tuple(points), tuple(map(tuple, picked)), group, is_current)
                for points, picked, group, is_current in data["sittings"]
            ),
        )
