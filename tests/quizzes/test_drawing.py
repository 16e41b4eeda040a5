"""Papers drawn from a bank by a blueprint."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import Quiz, QuizDataError
from quizzes.drawing import BlueprintRow, Unit, draw_keys
from tests.quizzes.builders import a_quiz, question_data, quiz_data


def a_pool(size: int, name: str = "q") -> tuple[Unit, ...]:
    return tuple(Unit(f"{name}-{n}", (f"{name}-{n}",), 1) for n in range(size))


def drawn(pool: tuple[Unit, ...], wanted: int, seed: int, seen=()) -> tuple[str, ...]:
    return draw_keys({"aim": pool}, [BlueprintRow("aim", wanted)], seed, seen)


def a_bank(**fields):
    """Two objectives: four plain questions, and two scenarios of two questions."""
    plain = [question_data(key=f"plain-{n}", objective="plain") for n in range(4)]
    told = [
        question_data(key=f"story-{n}-{part}", scenario=f"story-{n}")
        for n in range(2)
        for part in "ab"
    ]
    scenarios = [
        {
            "key": f"story-{n}",
            "title": "A story",
            "paragraphs": ["It begins."],
            "objective": "stories",
        }
        for n in range(2)
    ]
    rows = [{"objective": "plain", "draw": 2}, {"objective": "stories", "draw": 1}]
    return a_quiz(*plain, *told, **{"scenarios": scenarios, "blueprint": rows} | fields)


@given(
    size=st.integers(1, 40),
    seed=st.integers(0, 2**31 - 1),
    data=st.data(),
)
def test_a_draw_holds_different_units_and_prefers_those_not_seen(size, seed, data):
    pool = a_pool(size)
    wanted = data.draw(st.integers(1, size))
    seen = data.draw(st.sets(st.sampled_from([unit.name for unit in pool])))

    keys = drawn(pool, wanted, seed, seen)

    assert len(set(keys)) == len(keys) == wanted
    fresh = size - len(seen)
    assert sum(key not in seen for key in keys) == min(wanted, fresh)
    assert drawn(pool, wanted, seed, seen) == keys


def test_every_unit_is_drawn_about_as_often_as_any_other():
    counts = Counter(key for seed in range(3000) for key in drawn(a_pool(10), 3, seed))

    # Each is expected 900 times; the deviation of one count is about 25.
    assert all(780 < counts[unit.name] < 1020 for unit in a_pool(10))


def test_a_draw_never_changes():
    # Kept attempts hold what was drawn; the draw itself must not depend on the process.
    assert drawn(a_pool(10), 3, 7) == ("q-8", "q-2", "q-6")


def test_a_draw_looks_no_further_into_a_large_bank():
    class Watched(tuple[Unit, ...]):
        looked = 0

        def __getitem__(self, place):
            Watched.looked += 1
            return super().__getitem__(place)

    draw_keys(
        {"aim": Watched(a_pool(10_000))}, [BlueprintRow("aim", 10)], 3, {"q-1", "q-2"}
    )

    assert Watched.looked <= 12


def test_a_paper_has_what_the_blueprint_asks_and_whole_scenarios():
    bank = a_bank()

    keys = bank.draw(5, ()) or ()
    sheet = bank.only(keys)

    assert sum(key.startswith("plain") for key in keys) == 2
    assert [key[:-2] for key in keys[2:]] in (["story-0"] * 2, ["story-1"] * 2)
    assert sheet.out_of == bank.out_of == 4
    assert bank.paper_length == len(sheet.questions) == 4
    assert [each.key for each in sheet.scenarios] == [max(keys)[:-2]]


def test_a_quiz_without_a_blueprint_asks_everything():
    assert a_quiz().draw(1, ()) is None


def test_papers_of_different_length_have_no_length():
    questions = [
        question_data(key="alone", objective="aim", points=2),
        question_data(key="one", scenario="story"),
        question_data(key="two", scenario="story"),
    ]
    story = {
        "key": "story",
        "title": "A story",
        "paragraphs": ["It begins."],
        "objective": "aim",
    }
    bank = a_quiz(
        *questions, scenarios=[story], blueprint=[{"objective": "aim", "draw": 1}]
    )

    assert bank.paper_length is None
    assert bank.out_of == 2


@pytest.mark.parametrize(
    ("blueprint", "message"),
    [
        (
            [{"objective": "plain", "draw": 5}],
            "there are 4 to draw 5 from that have the objective 'plain'.",
        ),
        (
            [{"objective": "nowhere", "draw": 1}],
            "there are 0 to draw 1 from that have the objective 'nowhere'.",
        ),
    ],
)
def test_a_row_that_finds_too_little_is_a_fault(blueprint, message):
    with pytest.raises(QuizDataError) as error:
        a_bank(blueprint=blueprint)

    assert error.value.messages == {"blueprint": {0: [message]}}


def test_what_is_drawn_alike_is_worth_alike():
    data = quiz_data(
        question_data(key="a", objective="aim"),
        question_data(key="b", objective="aim", points=2),
        blueprint=[{"objective": "aim", "draw": 1}],
    )

    with pytest.raises(QuizDataError) as error:
        Quiz.from_data("a-quiz", data)

    assert "is worth 1 or 2 points" in error.value.messages["blueprint"][0][0]


def test_an_objective_has_one_row():
    rows = [{"objective": "plain", "draw": 1}] * 2

    with pytest.raises(QuizDataError) as error:
        a_bank(blueprint=rows)

    assert error.value.messages == {"blueprint": {1: ["'plain' has a row already."]}}
