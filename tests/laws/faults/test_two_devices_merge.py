"""Two devices merge answer by answer: what is held does not depend on the road taken.

Every save carries its sequence. However the saves of two devices are interleaved and
repeated, what is held is what the saves, each once, would have come to one after the
other by sequence and, of equals, by arrival.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hypothesis import given, note, seed
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from course import editions, responses
from tests.builders import NOW, an_open_attempt
from tests.laws.seeds import SEED, UNHURRIED, print_seed

QUESTIONS = ("one-colour", "year")
ANSWERS = {"one-colour": ("blue", "green", "red", None), "year": ("365", "366", None)}


@dataclass(frozen=True, slots=True)
class Save:
    """One answer of one device."""

    op: UUID
    question: str
    sequence: int
    answer: Any


@st.composite
def saves_of_a_device(draw: st.DrawFn, number: int) -> list[Save]:
    """A device counts upwards from what it knows, which may lie behind the other's."""
    saves: list[Save] = []
    sequence = dict.fromkeys(QUESTIONS, 0)
    for question in draw(st.lists(st.sampled_from(QUESTIONS), max_size=6)):
        sequence[question] += draw(st.integers(1, 3))
        answer = draw(st.sampled_from(ANSWERS[question]))
        op = UUID(int=100 * number + len(saves), version=4)
        saves.append(Save(op, question, sequence[question], answer))
    return saves


@st.composite
def interleaved(draw: st.DrawFn) -> list[Save]:
    """The saves of two devices in any order at all, some of them again and again."""
    saves = [save for number in (1, 2) for save in draw(saves_of_a_device(number))]
    again = draw(st.lists(st.sampled_from(saves), max_size=8)) if saves else []
    return draw(st.permutations(saves + again))


def one_after_the_other(arrivals: list[Save]) -> dict[str, Save]:
    """What is held when each arrives once, in the order of sequence and arrival."""
    once = list(dict.fromkeys(arrivals))
    return {
        each.question: each for each in sorted(once, key=lambda each: each.sequence)
    }


@seed(SEED)
@UNHURRIED
@given(arrivals=interleaved())
def test_any_interleaving_holds_what_the_saves_in_order_would_hold(
    session: Session, arrivals: list[Save]
):
    print_seed()
    with session.begin_nested() as undone:
        attempt = an_open_attempt(session)
        sheet = editions.sheet_of(session, attempt)
        for count, each in enumerate(arrivals, start=1):
            note(f"{each.question} = {each.answer!r} as {each.sequence}")
            told = responses.save_response(
                session,
                attempt,
                sheet,
                each.question,
                each.answer,
                op=each.op,
                sequence=each.sequence,
                now=NOW,
                by=attempt.enrolment.user,
            )
            expected = one_after_the_other(arrivals[:count])[each.question]
            if arrivals.index(each) == count - 1:
                assert (told.op, told.answer) == (expected.op, expected.answer)

        held = responses.held_answers(session, attempt)

        assert {key: (each.op, each.answer) for key, each in held.items()} == {
            key: (each.op, each.answer)
            for key, each in one_after_the_other(arrivals).items()
        }
        undone.rollback()
