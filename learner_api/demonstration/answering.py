"""What an invented learner answers: the right thing, or something that is not."""

from decimal import Decimal
from random import Random

from quizzes import (
    Answer,
    Checkboxes,
    GapPiece,
    Gaps,
    Option,
    Question,
    Radios,
    Selects,
    TextArea,
    TextInput,
)

_UNSURE = "I am not sure"


def answer_of(question: Question, skill: float, random: Random) -> Answer | None:
    """An answer that is right with a probability of ``skill``; none is left blank."""
    if random.random() < skill:
        return question.correct_answer
    return _wrong_answer(question, random)


def _wrong_answer(question: Question, random: Random) -> Answer | None:
    right = question.correct_answer
    match question.control(seed=0), right:
        case _, bool():
            return not right
        case Radios(options), str():
            return random.choice(_other_than(right, options))
        case Checkboxes(), list():
            return right[:-1] or None
        case Selects(), dict():
            # Each row gets its neighbour's match.
            values = list(right.values())
            return dict(zip(right, values[1:] + values[:1], strict=True))
        case Selects(), list():
            return [right[1], right[0], *right[2:]]
        case Gaps(pieces), dict():
            gaps = [piece for piece in pieces if isinstance(piece, GapPiece)]
            return {gap.key: _wrong_words(right[gap.key], gap) for gap in gaps}
        case TextInput() as line, str() if line.units or line.input_mode == "decimal":
            # A slip of one place, as when millions are taken for thousands.
            number, _, unit = right.partition(" ")
            return f"{Decimal(number) * 10 + 7:f} {unit}".strip()
        case ((TextInput() | TextArea()), str()):
            return _UNSURE
    return None


def _wrong_words(right: str, gap: GapPiece) -> str:
    return _other_than(right, gap.options)[0] if gap.options else _UNSURE


def _other_than(right: str, options: tuple[Option, ...]) -> list[str]:
    return [each.value for each in options if each.value != right]
