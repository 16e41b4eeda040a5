"""What a person gave for an answer in free text, as its learner is shown it."""

from dataclasses import dataclass

from course.receipts import Receipt
from quizzes import FreeText, Question


@dataclass(frozen=True, slots=True)
class ReachedLevel:
    """The level that an answer reached in one criterion, in the rubric's words."""

    criterion: str
    label: str
    words: str
    points: int
    out_of: int


@dataclass(frozen=True, slots=True)
class GivenByPerson:
    """The levels reached and the trainer's comment, each as far as it may be seen."""

    levels: tuple[ReachedLevel, ...]
    comment: str | None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The comment by its paragraphs."""
        lines = (self.comment or "").splitlines()
        return tuple(line for line in lines if line.strip())


def given_by_person(question: Question, receipt: Receipt) -> GivenByPerson | None:
    """What a trainer gave, once the attempt has its mark; nothing for other answers."""
    given = receipt.given.get(question.key)
    if given is None or not isinstance(question, FreeText):
        return None
    levels = tuple(
        ReachedLevel(
            criterion=each.key,
            label=each.label,
            words=level.label,
            points=level.points,
            out_of=each.best.points,
        )
        for each in question.rubric
        for level in each.levels
        if level.points == given.levels.get(each.key)
    )
    return GivenByPerson(
        levels=levels if receipt.marks_shown else (),
        comment=given.comment if receipt.feedback_shown else None,
    )


def words_in(text: str) -> int:
    """How many words a text has, counted as the question's limit is meant."""
    return len(text.split())
