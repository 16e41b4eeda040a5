"""Sheets of answers that were graded once, for many attempts.

What a learner answers is drawn as for the other invented people, and judged by the
quiz itself. A few sheets of each quiz do for everybody: of an attempt only its moments
and the names of its saves are its own.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from course.marking import detail_of
from learner_api.demonstration.answering import answer_of
from quizzes import Grade, Quiz, grade

SLOTS = 8
_SKILLED, _UNSKILLED = 0.92, 0.45


# No slots: what is spelt once is kept beside the fields.
@dataclass(frozen=True)
class Sheet:
    """What was drawn for an attempt, what was answered, and what that earned."""

    seed: int
    drawn: tuple[str, ...] | None
    answers: tuple[tuple[str, str], ...]
    points: int
    out_of: int
    passed: bool
    detail: str

    @cached_property
    def drawn_json(self) -> str | None:
        return None if self.drawn is None else json.dumps(self.drawn)

    @cached_property
    def in_order_of_keys(self) -> tuple[int, ...]:
        """The places of the answers, by the keys of their questions."""
        places = range(len(self.answers))
        return tuple(sorted(places, key=lambda place: self.answers[place][0]))


class Sheets:
    """The sheets that there are so far."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, int, bool | None, int], Sheet] = {}

    def sheet(
        self, quiz: Quiz, number: int, *, passed: bool | None, slot: int
    ) -> Sheet:
        """One for the attempt of this number that passes, fails, or does either.

        Who sits again is asked what they were not asked before, if there is anything.
        """
        place = (quiz.digest, number, passed, slot)
        if place not in self._made:
            earlier = [
                self.sheet(quiz, each, passed=False, slot=slot)
                for each in range(1, number)
            ]
            self._made[place] = _filled_in(quiz, earlier, passed, f"{place}")
        return self._made[place]


def _filled_in(
    quiz: Quiz, earlier: Sequence[Sheet], passed: bool | None, name: str
) -> Sheet:
    random = Random(name)  # noqa: S311  # nothing secret is drawn from it
    seen = {key for each in earlier for key in each.drawn or ()}
    seed = random.getrandbits(31)
    drawn = quiz.draw(seed, seen)
    asked = quiz if drawn is None else quiz.only(drawn)
    while True:
        if passed is None:
            skill = 0.5 if quiz.purpose == "pre-test" else 0.8
        else:
            skill = _SKILLED if passed else _UNSKILLED
        given = {
            question.key: answer
            for question in asked.questions
            if (answer := answer_of(question, skill, random)) is not None
        }
        graded: Grade = grade(asked, given)
        if graded.awaiting:
            raise ValueError(f"A person has to mark answers of '{quiz.key}'.")
        if passed in (None, graded.passed):
            return Sheet(
                seed=seed,
                drawn=drawn,
                answers=tuple((key, json.dumps(each)) for key, each in given.items()),
                points=graded.points,
                out_of=graded.out_of,
                passed=graded.passed,
                detail=json.dumps(detail_of(graded)),
            )
