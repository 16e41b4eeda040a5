"""Two devices merge field by field: what is held does not depend on the road taken.

However the saves of two devices are interleaved, batched and repeated, what is held is
what the saves, each once, would have come to one after the other by sequence and, of
equals, by arrival. Rows that were added and taken away come out the same as well.
"""

from dataclasses import dataclass
from uuid import UUID

from hypothesis import given, note, seed
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from course import worksheets
from course.worksheet_content import content_of
from tests.builders import LATER_ROW, NOW, ROW, an_enrolment, miniature_catalogue
from tests.laws.seeds import SEED, UNHURRIED, print_seed

SHEETS = miniature_catalogue().handbook.worksheets
TEXTS = ("Nurses.", "Builders.", None)
FIELDS = {
    "next": TEXTS,
    "questions/ties/sure": ("yes", "no", None),
    f"bodies/{ROW}/name": TEXTS,
    f"bodies/{LATER_ROW}/name": TEXTS,
    f"bodies/{ROW}": ("removed", None),
}


@dataclass(frozen=True, slots=True)
class Save:
    """One field as one device wrote it."""

    op: UUID
    field: str
    sequence: int
    value: str | None

    def entry(self) -> worksheets.NewEntry:
        return worksheets.NewEntry(self.field, self.value, self.op, self.sequence)


@st.composite
def saves_of_a_device(draw: st.DrawFn, number: int) -> list[Save]:
    """A device counts upwards from what it knows, which may lie behind the other's."""
    saves: list[Save] = []
    sequence = dict.fromkeys(FIELDS, 0)
    for field in draw(st.lists(st.sampled_from(sorted(FIELDS)), max_size=6)):
        sequence[field] += draw(st.integers(1, 3))
        value = draw(st.sampled_from(FIELDS[field]))
        op = UUID(int=100 * number + len(saves), version=4)
        saves.append(Save(op, field, sequence[field], value))
    return saves


@st.composite
def requests(draw: st.DrawFn) -> list[list[Save]]:
    """The saves of two devices in any order, some again and again, a few at a time."""
    saves = [save for number in (1, 2) for save in draw(saves_of_a_device(number))]
    again = draw(st.lists(st.sampled_from(saves), max_size=8)) if saves else []
    arrivals = draw(st.permutations(saves + again))
    asked: list[list[Save]] = []
    for each in arrivals:
        # One request names an operation once.
        if asked and each not in asked[-1] and draw(st.booleans()):
            asked[-1].append(each)
        else:
            asked.append([each])
    return asked


def in_order(arrivals: list[Save]) -> dict[str, Save]:
    """What is held when each arrives once, in the order of sequence and arrival."""
    once = list(dict.fromkeys(arrivals))
    return {each.field: each for each in sorted(once, key=lambda each: each.sequence)}


@seed(SEED)
@UNHURRIED
@given(asked=requests())
def test_any_interleaving_holds_what_the_saves_in_order_would_hold(
    session: Session, asked: list[list[Save]]
):
    print_seed()
    with session.begin_nested() as undone:
        enrolment = an_enrolment(session)
        sheet, arrived = SHEETS["first-sheet"], list[Save]()
        for batch in asked:
            note(" + ".join(f"{e.field} = {e.value!r} as {e.sequence}" for e in batch))
            told = worksheets.save_entries(
                session,
                enrolment,
                sheet,
                [each.entry() for each in batch],
                now=NOW,
                by=enrolment.user,
            )
            for each, said in zip(batch, told, strict=True):
                is_new = each not in arrived
                arrived.append(each)
                counts = in_order(arrived)[each.field]
                if is_new:
                    assert (said.op, said.value) == (counts.op, counts.value)

        held = worksheets.held_entries(session, enrolment).get("first-sheet", {})

        expected = in_order(arrived)
        assert {field: (each.op, each.value) for field, each in held.items()} == {
            field: (each.op, each.value) for field, each in expected.items()
        }
        values = {field: each.value for field, each in expected.items()}
        shown = worksheets.values_of({"first-sheet": held})
        assert content_of(SHEETS, sheet.key, shown) == content_of(
            SHEETS, sheet.key, {sheet.key: values}
        )
        undone.rollback()
