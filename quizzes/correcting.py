"""Judging a sheet otherwise than its file says: what was wrong, and what holds instead.

A correction speaks of a question as it stood, named by its digest. Once the file is
corrected the question has another digest, and is judged by its file again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from quizzes.grading import Grade, grade
from quizzes.keys import with_key
from quizzes.question import Answer, Mark, Question
from quizzes.quiz import Quiz

Action: TypeAlias = Literal["drop", "key", "credit"]
ACTIONS: tuple[Action, ...] = ("drop", "key", "credit")

_NOBODY: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Correction:
    """One question judged otherwise.

    ``drop`` takes it out of the points and out of what there was to earn. ``credit``
    gives everybody its points. ``key`` judges it by ``value``, the fields of its key
    that change; without one the question is judged by its file again.
    """

    question_key: str
    question_digest: str
    action: Action
    value: Mapping[str, Any] | None = None

    def holds_for(self, question: Question) -> bool:
        """Whether it speaks of this question as it stands here."""
        return (
            self.question_key == question.key
            and self.question_digest == question.digest
        )

    def to_data(self) -> dict[str, Any]:
        """The correction as canonical data."""
        return {
            "question": self.question_key,
            "digest": self.question_digest,
            "action": self.action,
            "value": None if self.value is None else dict(self.value),
        }


@dataclass(frozen=True, slots=True)
class Judged:
    """A sheet as it was asked, and as it is judged.

    ``counting`` holds the questions that count, each with the key that it is judged
    by. ``corrections`` are those that hold here, by question.
    """

    sheet: Quiz
    counting: Quiz
    corrections: Mapping[str, Correction]

    @property
    def dropped(self) -> frozenset[str]:
        """The questions that do not count."""
        counted = {question.key for question in self.counting.questions}
        return frozenset(
            question.key
            for question in self.sheet.questions
            if question.key not in counted
        )

    def question(self, key: str) -> Question:
        """The question as it is judged, a dropped one as it was asked."""
        try:
            return self.counting.question(key)
        except KeyError:
            return self.sheet.question(key)

    def correction_of(self, key: str) -> Action | None:
        """How the question is judged otherwise than by its file, if it is."""
        found = self.corrections.get(key)
        if found is None or (found.action == "key" and not found.value):
            return None
        if found.action == "drop" and key not in self.dropped:
            return "credit"
        return found.action

    def is_credited(self, key: str) -> bool:
        """Whether everybody is given the points of this question."""
        return self.correction_of(key) == "credit"

    def grade(
        self, answers: Mapping[str, Answer], by_person: Mapping[str, int] = _NOBODY
    ) -> Grade:
        """The grade of these answers. A credited question needs no person."""
        plain = grade(self.counting, answers, by_person)
        credited = {key for key in plain.marks if self.is_credited(key)}
        if not credited:
            return plain
        marks = {
            key: Mark(mark.out_of, mark.out_of) if key in credited else mark
            for key, mark in plain.marks.items()
        }
        return replace(
            plain,
            marks=MappingProxyType(marks),
            points=sum(mark.points for mark in marks.values()),
            awaiting=tuple(key for key in plain.awaiting if key not in credited),
        )


def judged(sheet: Quiz, corrections: Iterable[Correction] = ()) -> Judged:
    """The sheet as these corrections judge it; of two for one question the later.

    A blank answer to a credited question is given the points too: who saw that the
    question could not be answered must not fare worse than who guessed. Where every
    question of a sheet is dropped nothing would be left to judge, so they are credited
    instead: what cannot be judged counts against nobody.
    """
    holding = _holding(sheet, corrections)
    if not holding:
        return Judged(sheet, sheet, MappingProxyType({}))
    kept = [
        _corrected(question, holding.get(question.key))
        for question in sheet.questions
        if not _is_dropped(holding.get(question.key))
    ]
    counting = replace(
        sheet, questions=tuple(kept) or sheet.questions, scenarios=(), blueprint=()
    )
    return Judged(sheet, counting, MappingProxyType(holding))


def _holding(sheet: Quiz, corrections: Iterable[Correction]) -> dict[str, Correction]:
    asked = {question.key: question for question in sheet.questions}
    holding: dict[str, Correction] = {}
    for correction in corrections:
        question = asked.get(correction.question_key)
        if question is not None and correction.holds_for(question):
            holding[question.key] = correction
    return holding


def _is_dropped(correction: Correction | None) -> bool:
    return correction is not None and correction.action == "drop"


def _corrected(question: Question, correction: Correction | None) -> Question:
    if correction is None or correction.action != "key" or not correction.value:
        return question
    return with_key(question, correction.value)
