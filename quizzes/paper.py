"""The questions of a quiz as one attempt sees them."""

from dataclasses import dataclass

from quizzes.controls import Control
from quizzes.order import shuffled
from quizzes.question import Question
from quizzes.quiz import Quiz
from quizzes.scenario import Scenario


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """One question with its number on the paper and the way it asks there.

    ``scenario`` is what it shares with its neighbours; it is told before the first.
    """

    number: int
    question: Question
    control: Control
    scenario: Scenario | None = None


def paper(quiz: Quiz, seed: int) -> tuple[PaperQuestion, ...]:
    """The paper of the attempt with this seed, today and for ever.

    ``quiz`` is the attempt's sheet: the whole quiz, or ``Quiz.only`` what was drawn.
    Questions of one scenario stay together, in the order of the file.
    """
    scenarios = {scenario.key: scenario for scenario in quiz.scenarios}
    return tuple(
        PaperQuestion(
            number,
            question,
            question.control(seed),
            scenarios.get(question.scenario or ""),
        )
        for number, question in enumerate(_in_order(quiz, seed), start=1)
    )


def _in_order(quiz: Quiz, seed: int) -> list[Question]:
    groups: dict[str, list[Question]] = {}
    for question in quiz.questions:
        # A question by itself is a group of its own, under a name no scenario has.
        name = f"scenario {question.scenario}" if question.scenario else question.key
        groups.setdefault(name, []).append(question)
    names = tuple(groups)
    if quiz.shuffle_questions:
        names = shuffled(names, lambda name: name, seed)
    return [question for name in names for question in groups[name]]
