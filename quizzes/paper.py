"""The questions of a quiz as one attempt sees them."""

from dataclasses import dataclass

from quizzes.controls import Control
from quizzes.order import shuffled
from quizzes.question import Question
from quizzes.quiz import Quiz


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """One question with its number on the paper and the way it asks there."""

    number: int
    question: Question
    control: Control


def paper(quiz: Quiz, seed: int) -> tuple[PaperQuestion, ...]:
    """The paper of the attempt with this seed, today and for ever."""
    questions = quiz.questions
    if quiz.shuffle_questions:
        questions = shuffled(questions, lambda question: question.key, seed)
    return tuple(
        PaperQuestion(number, question, question.control(seed))
        for number, question in enumerate(questions, start=1)
    )
