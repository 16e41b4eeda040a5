"""The questions of a quiz over its editions: which of them are one question."""

from datetime import timedelta

import pytest

from course.item_query import ItemQuery
from course.item_statistics import gather
from tests import builders
from tests.builders import NOW
from tests.classes import a_choice, a_choice_quiz, a_seat, a_sitting

OLD = a_choice_quiz("one", "two")
REWORDED = a_choice_quiz("one", a_choice("two", prompt="Which of these is right?"))
OTHER_KEY = a_choice_quiz("one", a_choice("two", "b"))
BETTER_TAUGHT = a_choice_quiz("one", a_choice("two", feedback="Read it again."))
LONGER = a_choice_quiz("one", "two", "three")
SHORTER = a_choice_quiz("one")
FRENCH = a_choice_quiz(
    a_choice("one", prompt="Lequel ?"),
    a_choice("two", prompt="Et lequel ici ?"),
    language="fr",
)
FRENCH_WITH_ANOTHER_KEY = a_choice_quiz(
    a_choice("one", prompt="Lequel ?"),
    a_choice("two", "b", prompt="Et lequel ici ?"),
    language="fr",
)
ANSWERS = {"one": "a", "two": "a", "three": "a"}


@pytest.fixture
def told(session):
    """What an administrator is told once these editions were sat, one after another."""
    administrator = builders.an_administrator(session)

    def told(*quizzes):
        for number, quiz in enumerate(quizzes):
            answers = {each.key: ANSWERS[each.key] for each in quiz.questions}
            now = NOW + timedelta(minutes=number)
            a_sitting(session, a_seat(session), quiz, answers, now=now)
        query = ItemQuery(OLD.key, NOW + timedelta(days=1))
        return gather(session, administrator, query)

    return told


def points_of(gathered):
    return [sitting.points for sitting in gathered.sittings.sittings]


def left_out(gathered):
    return {item.question.key: item.other_wordings for item in gathered.items}


def current(gathered):
    return [sitting.is_current for sitting in gathered.sittings.sittings]


@pytest.mark.parametrize("newest", [REWORDED, OTHER_KEY], ids=["words", "key"])
def test_a_question_that_was_changed_is_not_mixed_with_what_it_was(told, newest):
    found = told(OLD, OLD, newest)

    assert found.quiz == newest
    assert points_of(found)[:2] == [(1, None), (1, None)]
    assert points_of(found)[2][1] is not None
    assert left_out(found) == {"one": 0, "two": 2}
    assert current(found) == [False, False, True]


def test_a_question_that_is_only_taught_better_is_the_same(told):
    found = told(OLD, BETTER_TAUGHT)

    assert points_of(found) == [(1, 1), (1, 1)]
    assert left_out(found) == {"one": 0, "two": 0}
    assert current(found) == [True, True]


def test_the_newest_edition_is_the_one_that_was_begun_last(told):
    found = told(OLD, REWORDED, OLD)

    assert found.quiz == OLD
    assert points_of(found) == [(1, 1), (1, None), (1, 1)]
    assert left_out(found) == {"one": 0, "two": 1}


def test_a_question_that_was_added_was_not_asked_before(told):
    found = told(OLD, LONGER)

    assert points_of(found) == [(1, 1, None), (1, 1, 1)]
    assert left_out(found) == {"one": 0, "two": 0, "three": 0}
    assert current(found) == [False, True]


def test_a_question_that_was_taken_out_is_not_told_of(told):
    found = told(OLD, SHORTER)

    assert points_of(found) == [(1,), (1,)]
    assert current(found) == [False, True]


def test_a_translation_asks_the_same_question_in_another_group(told):
    found = told(OLD, OLD, FRENCH)

    assert points_of(found) == [(1, 1), (1, 1), (1, 1)]
    assert [sitting.group for sitting in found.sittings.sittings] == ["en", "en", "fr"]
    assert found.languages == [("en", 2), ("fr", 1)]
    assert current(found) == [True, True, True]


def test_a_translation_with_a_mistaken_key_is_still_compared(told):
    found = told(OLD, OLD, FRENCH_WITH_ANOTHER_KEY)

    assert points_of(found) == [(1, 1), (1, 1), (1, 0)]
    assert found.sittings.questions[1].correct == ("a",)


def test_questions_are_shown_in_the_language_of_most_attempts(told):
    found = told(OLD, FRENCH, FRENCH, OLD, FRENCH)

    assert found.quiz == FRENCH
    assert found.items[0].question.prompt == "Lequel ?"


def test_each_language_has_a_newest_edition_of_its_own(told):
    """The words of a question change in English; in French they stay what they are."""
    found = told(OLD, FRENCH, REWORDED, REWORDED)

    assert points_of(found) == [(1, None), (1, 1), (1, 1), (1, 1)]
    assert left_out(found) == {"one": 0, "two": 1}


def test_a_translation_with_other_choices_asks_another_question(told):
    three = [{"value": each, "label": f"Réponse {each}"} for each in ("a", "b", "e")]
    french = a_choice_quiz("one", a_choice("two", choices=three), language="fr")

    found = told(OLD, OLD, french)

    assert points_of(found) == [(1, 1), (1, 1), (1, None)]
    assert left_out(found) == {"one": 0, "two": 1}
