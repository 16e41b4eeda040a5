"""What an invented learner answers: the right thing, or something that is not."""

from random import Random

from quizzes import Answer, Question, Radios, Selects


def answer_of(question: Question, skill: float, random: Random) -> Answer | None:
    """An answer that is right with a probability of ``skill``; none is left blank."""
    if random.random() < skill:
        return question.correct_answer
    return _wrong_answer(question, random)


def _wrong_answer(question: Question, random: Random) -> Answer | None:
    right, control = question.correct_answer, question.control(seed=0)
    match right:
        case bool():
            return not right
        case dict():
            # Each row gets its neighbour's match.
            values = list(right.values())
            return dict(zip(right, values[1:] + values[:1], strict=True))
        case list() if isinstance(control, Selects):
            return [right[1], right[0], *right[2:]]
        case list():
            return right[:-1] or None
        case str() if isinstance(control, Radios):
            return random.choice(
                [each.value for each in control.options if each.value != right]
            )
    return None
