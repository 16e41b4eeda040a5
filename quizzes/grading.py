"""Marking a whole attempt, in whole numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from quizzes.question import Answer, Mark, Question
from quizzes.quiz import Quiz

_NOBODY: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Grade:
    """What an attempt earned: a mark for every question, answered or not.

    ``awaiting`` names the questions whose answers a person has still to mark; until
    then they count nothing.
    """

    points: int
    out_of: int
    pass_mark: int
    marks: Mapping[str, Mark]
    awaiting: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the points reach the pass mark, which is a share in per cent."""
        return reaches(self.points, self.out_of, self.pass_mark)


def reaches(points: int, out_of: int, pass_mark: int) -> bool:
    """Whether points reach a pass mark in per cent: whole numbers, nothing rounded."""
    return points * 100 >= pass_mark * out_of


def grade(
    quiz: Quiz,
    answers: Mapping[str, Answer],
    by_person: Mapping[str, int] = _NOBODY,
) -> Grade:
    """The grade of these answers; an answer to no question of this quiz is ignored.

    ``by_person`` holds the points that a trainer gave for answers that only a person
    can mark. ``quiz`` is the attempt's sheet.
    """
    marks = {
        question.key: _mark(question, answers.get(question.key), by_person)
        for question in quiz.questions
    }
    return Grade(
        points=sum(mark.points for mark in marks.values()),
        out_of=quiz.out_of,
        pass_mark=quiz.pass_mark,
        marks=MappingProxyType(marks),
        awaiting=tuple(
            question.key
            for question in quiz.questions
            if is_awaiting(question, answers.get(question.key), by_person)
        ),
    )


def is_awaiting(
    question: Question, answer: Answer | None, by_person: Mapping[str, int]
) -> bool:
    """Whether a person has still to mark this answer. A blank one needs nobody."""
    return (
        question.is_marked_by_person
        and answer is not None
        and question.key not in by_person
    )


def _mark(
    question: Question, answer: Answer | None, by_person: Mapping[str, int]
) -> Mark:
    if question.is_marked_by_person and answer is not None:
        return Mark(
            min(by_person.get(question.key, 0), question.points), question.points
        )
    return question.mark(answer)
