"""A quiz: its questions, and what it takes to pass."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from quizzes.drawing import BlueprintRow, Unit, draw_keys, pools_of
from quizzes.question import Question
from quizzes.quiz_schema import QUIZ_SCHEMA, load_quiz_data
from quizzes.scenario import Scenario
from quizzes.settings import (
    MEASURES,
    SHOWN_BY_PURPOSE,
    Counting,
    Moment,
    Purpose,
    Showing,
)


# No slots: what is computed once is kept beside the fields.
@dataclass(frozen=True, kw_only=True)
class Quiz:
    """What is asked, exactly as its file has it.

    ``time_limit`` is in minutes. ``wait_hours`` lie between submitting one attempt and
    starting the next. ``counts`` says which of several attempts stands. ``show_...``
    override what the purpose says of when marks, feedback and keys are seen.
    """

    key: str
    title: str
    introduction: str
    pass_mark: int
    attempts_allowed: int | None = None
    shuffle_questions: bool = False
    purpose: Purpose = "module-quiz"
    language: str = "en"
    wait_hours: int = 0
    time_limit: int | None = None
    counts: Counting = "best"
    show_marks: Moment | None = None
    show_feedback: Moment | None = None
    show_keys: Moment | None = None
    scenarios: tuple[Scenario, ...] = ()
    blueprint: tuple[BlueprintRow, ...] = ()
    questions: tuple[Question, ...]

    def question(self, key: str) -> Question:
        """The question with this key, or ``KeyError``."""
        return self._by_key[key]

    def only(self, keys: Iterable[str]) -> "Quiz":
        """The sheet of one attempt: the quiz with these questions, in this order."""
        questions = tuple(self._by_key[key] for key in keys)
        named = {question.scenario for question in questions}
        scenarios = tuple(each for each in self.scenarios if each.key in named)
        return replace(self, questions=questions, scenarios=scenarios, blueprint=())

    def draw(self, seed: int, seen: Collection[str]) -> tuple[str, ...] | None:
        """The keys of what an attempt asks, or nothing where it asks all there is."""
        if not self.blueprint:
            return None
        return draw_keys(self._pools, self.blueprint, seed, seen)

    @cached_property
    def out_of(self) -> int:
        """The points of one paper: of all questions, or of those that are drawn."""
        if not self.blueprint:
            return sum(question.points for question in self.questions)
        # Every unit of an objective is worth the same, or the file is refused.
        return sum(
            row.draw * self._pools[row.objective][0].points for row in self.blueprint
        )

    @cached_property
    def paper_length(self) -> int | None:
        """How many questions a paper has; nothing where scenarios make it differ."""
        if not self.blueprint:
            return len(self.questions)
        lengths = self._lengths
        if any(len(each) > 1 for each in lengths.values()):
            return None
        return sum(row.draw * min(each) for row, each in lengths.items())

    @property
    def longest_paper(self) -> int:
        """The most questions that a paper can have."""
        if not self.blueprint:
            return len(self.questions)
        return sum(row.draw * max(each) for row, each in self._lengths.items())

    @property
    def only_measures(self) -> bool:
        """Whether it tells what somebody can do, and nobody passes or fails it."""
        return self.purpose in MEASURES

    @property
    def showing(self) -> Showing:
        """When marks, feedback and right answers are seen."""
        usual = SHOWN_BY_PURPOSE[self.purpose]
        return Showing(
            marks=self.show_marks or usual.marks,
            feedback=self.show_feedback or usual.feedback,
            keys=self.show_keys or usual.keys,
        )

    def to_data(self) -> dict[str, Any]:
        """The quiz as JSON can hold it, without its key.

        Fields of the first days are written out; later ones only where they are set,
        so that the digest of a quiz stays what it was before there were any.
        """
        data: dict[str, Any] = QUIZ_SCHEMA.dump(self)
        return data

    @classmethod
    def from_data(cls, key: str, data: Mapping[str, Any]) -> "Quiz":
        """The quiz that this data describes, or ``QuizDataError``."""
        return cls(key=key, **load_quiz_data(key, data))

    @cached_property
    def digest(self) -> str:
        """The fingerprint of what the quiz means: comments and layout do not count."""
        canonical = json.dumps(self.to_data(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode("ascii")).hexdigest()

    @cached_property
    def _by_key(self) -> Mapping[str, Question]:
        return {question.key: question for question in self.questions}

    @property
    def _lengths(self) -> Mapping[BlueprintRow, set[int]]:
        """How many questions a unit may have, by the rows that draw units."""
        return {
            row: {len(unit.keys) for unit in self._pools[row.objective]}
            for row in self.blueprint
        }

    @cached_property
    def _pools(self) -> Mapping[str, tuple[Unit, ...]]:
        return pools_of(self.questions, self.scenarios)
