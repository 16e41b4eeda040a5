"""What goes in and what comes out, as values and as data."""

import json

import pytest

from quizzes.analysis import (
    Analysis,
    QuestionFacts,
    Sitting,
    Sittings,
    SittingsError,
    TooFew,
)
from quizzes.analysis.analyse import analyse
from tests.quizzes.analysis.builders import a_question, some_sittings
from tests.quizzes.analysis.simulation import a_population


def through_json(data):
    return json.loads(json.dumps(data, allow_nan=False))


def test_sittings_come_back_from_their_data():
    sittings = Sittings(
        questions=(
            QuestionFacts("capital", 2, ("Accra", "Lagos"), ("Accra",)),
            QuestionFacts("essay", 5, has_key=False),
        ),
        sittings=(
            Sitting((2, None), (("Accra",), ()), "en"),
            Sitting((0, 3), (("Lagos",), ("level 3",)), "fr", is_current=False),
        ),
    )

    assert Sittings.from_data(through_json(sittings.to_data())) == sittings


def test_an_analysis_with_alarms_of_both_kinds_comes_back_from_its_data():
    population = a_population(
        6, wrong_keys={1: "b"}, harder={(2, "fr"): 2.0}, drawn=None
    )
    analysis = analyse(population.sit(1, en=300, fr=200, es=20), seed=1, resamples=99)

    again = Analysis.from_data(through_json(analysis.to_data()))

    assert again == analysis
    assert {type(alarm).__name__ for alarm in again.alarms} == {
        "WrongKeyAlarm",
        "LanguageAlarm",
    }


def test_an_analysis_that_refuses_everything_comes_back_from_its_data():
    analysis = analyse(some_sittings([[1, 0, None]]), seed=1)

    assert Analysis.from_data(through_json(analysis.to_data())) == analysis


def test_a_question_is_found_by_its_key():
    analysis = analyse(some_sittings([[1, 0]]), seed=1)

    assert analysis.question("q1").key == "q1"
    with pytest.raises(KeyError):
        analysis.question("gone")


def test_a_refusal_says_how_many_there_are_and_how_many_it_takes():
    assert str(TooFew(12, 30)) == "too few: 12 of 30"


@pytest.mark.parametrize(
    ("questions", "points", "picked", "said"),
    [
        (("q", "q"), (1, 1), ((), ()), "same key"),
        (("q", "r"), (1,), ((), ()), "Attempt 0"),
        (("q", "r"), (1, 1), ((),), "Attempt 0"),
        (("q",), (2,), ((),), "2 points for question 'q'"),
        (("q",), (-1,), ((),), "-1 points"),
    ],
)
def test_what_does_not_fit_together_is_refused(questions, points, picked, said):
    with pytest.raises(SittingsError, match=said):
        Sittings(tuple(map(a_question, questions)), (Sitting(points, picked),))


def test_a_question_worth_nothing_is_refused():
    with pytest.raises(SittingsError, match="'q' is worth no points"):
        Sittings((a_question("q", 0),), ())
