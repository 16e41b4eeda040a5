"""Judging a sheet by corrections: values in, values out."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import Correction, Mark, grade, judged
from tests.quizzes.builders import a_quiz, question_data
from tests.quizzes.strategies import MARKED_BY_RULE, answers_to, quizzes

QUIZ = a_quiz(
    question_data(key="a", points=2),
    question_data(key="b"),
    question_data("free-text", key="essay"),
)
ESSAY = QUIZ.question("essay").points
ANSWERS = {"a": "blue", "b": "red", "essay": "A trend and two sources."}


def correction(key, action, value=None, quiz=QUIZ):
    return Correction(key, quiz.question(key).digest, action, value)


def graded(*corrections, answers=ANSWERS, by_person=None, quiz=QUIZ):
    return judged(quiz, corrections).grade(answers, by_person or {"essay": 3})


def test_without_corrections_a_sheet_is_judged_by_its_file():
    assert graded() == grade(QUIZ, ANSWERS, {"essay": 3})
    assert judged(QUIZ).counting is QUIZ
    assert judged(QUIZ).dropped == frozenset()


def test_a_dropped_question_is_left_out_of_points_and_of_what_there_was():
    result = graded(correction("a", "drop"))

    assert (result.points, result.out_of) == (3, 1 + ESSAY)
    assert "a" not in result.marks


def test_a_replaced_key_makes_another_answer_right():
    result = graded(correction("b", "key", {"correct": "red"}))

    assert result.marks["b"] == Mark(1, 1)
    assert (result.points, result.out_of) == (6, 3 + ESSAY)


@pytest.mark.parametrize("answer", ["red", None, "an option that is gone"])
def test_a_credited_question_gives_everybody_its_points_blank_or_not(answer):
    answers = {key: value for key, value in {"b": answer}.items() if value}

    result = graded(correction("b", "credit"), answers=answers)

    assert result.marks["b"] == Mark(1, 1)


def test_a_question_that_is_credited_or_dropped_needs_no_person():
    for action, points in (("credit", ESSAY), ("drop", 0)):
        result = judged(QUIZ, [correction("essay", action)]).grade(ANSWERS)

        assert result.awaiting == ()
        assert result.points == 2 + points


def test_the_later_of_two_corrections_holds():
    dropped, back = correction("a", "drop"), correction("a", "key")

    assert graded(dropped, back) == graded()
    assert graded(back, dropped) == graded(dropped)
    assert judged(QUIZ, [dropped, back]).correction_of("a") is None


def test_a_correction_holds_for_the_question_as_it_stood():
    corrected = a_quiz(
        question_data(key="a", points=2, correct="red"), question_data(key="b")
    )

    result = judged(corrected, [correction("a", "drop")])

    assert result.counting is corrected


def test_a_correction_of_a_question_that_was_not_drawn_does_nothing():
    sheet = QUIZ.only(["b"])

    assert judged(sheet, [correction("a", "drop")]).counting is sheet


def test_where_every_question_is_dropped_they_are_credited():
    sheet = QUIZ.only(["a", "b"])

    result = judged(sheet, [correction(key, "drop") for key in "ab"])

    assert result.grade({}).points == result.grade({}).out_of == 3
    assert result.grade({}).passed
    assert result.dropped == frozenset()
    assert result.correction_of("a") == "credit"


def test_a_sheet_tells_how_each_question_is_judged():
    result = judged(
        QUIZ,
        [
            correction("a", "drop"),
            correction("b", "key", {"correct": "red"}),
            correction("essay", "credit"),
        ],
    )

    assert [result.correction_of(key) for key in ("a", "b", "essay", "c")] == [
        "drop",
        "key",
        "credit",
        None,
    ]
    assert result.dropped == {"a"}
    assert result.question("a") is QUIZ.question("a")
    assert result.question("b").correct_answer == "red"


def test_a_question_has_the_digest_of_what_it_means():
    question: Any = QUIZ.question("a")

    assert (
        question.digest == a_quiz(question_data(key="a", points=2)).questions[0].digest
    )
    assert question.digest != replace(question, correct="red").digest
    assert len(question.digest) == 64


def test_a_correction_is_plain_data():
    value = {"correct": "red"}

    assert correction("b", "key", value).to_data() == {
        "question": "b",
        "digest": QUIZ.question("b").digest,
        "action": "key",
        "value": value,
    }


@given(quizzes(types=MARKED_BY_RULE), st.data())
def test_every_correction_touches_its_own_question_alone(quiz, chance):
    answers = {
        question.key: chance.draw(answers_to(question))
        for question in quiz.questions
        if chance.draw(st.booleans())
    }
    chosen = chance.draw(st.sampled_from([each.key for each in quiz.questions]))
    action = chance.draw(st.sampled_from(["drop", "credit", "key"]))

    before = grade(quiz, answers)
    after = graded(correction(chosen, action, quiz=quiz), answers=answers, quiz=quiz)

    for key, mark in after.marks.items():
        if key != chosen:
            assert mark == before.marks[key]
    worth = quiz.question(chosen).points
    is_alone = len(quiz.questions) == 1
    if action == "key":
        assert after == before
    elif action == "drop" and not is_alone:
        assert after.out_of == before.out_of - worth
        assert after.points == before.points - before.marks[chosen].points
    else:
        assert after.out_of == before.out_of
        assert after.points == before.points - before.marks[chosen].points + worth
    assert 0 <= after.points <= after.out_of
