"""Marking a whole attempt, in whole numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from quizzes.question import Answer, Mark
from quizzes.quiz import Quiz


@dataclass(frozen=True, slots=True)
class Grade:
    """What an attempt earned: a mark for every question, answered or not."""

    points: int
    out_of: int
    pass_mark: int
    marks: Mapping[str, Mark]

    @property
    def passed(self) -> bool:
        """Whether the points reach the pass mark, which is a share in per cent."""
        return self.points * 100 >= self.pass_mark * self.out_of


def grade(quiz: Quiz, answers: Mapping[str, Answer]) -> Grade:
    """The grade of these answers; an answer to no question of this quiz is ignored."""
    marks = {
        question.key: question.mark(answers.get(question.key))
        for question in quiz.questions
    }
    points = sum(mark.points for mark in marks.values())
    return Grade(points, quiz.out_of, quiz.pass_mark, MappingProxyType(marks))
