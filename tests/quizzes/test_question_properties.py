"""What holds for every question of every type."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import InvalidAnswer, Quiz, grade, paper
from tests.quizzes.builders import OWN_FIELDS, a_question, a_quiz
from tests.quizzes.strategies import (
    MARKED_BY_RULE,
    SHARED_AMONG,
    answers_to,
    json_values,
    questions,
    quizzes,
    seeds,
)


@given(quizzes(MARKED_BY_RULE))
def test_the_right_answers_earn_every_point(quiz):
    right = {question.key: question.correct_answer for question in quiz.questions}

    result = grade(quiz, right)

    assert result.points == result.out_of == quiz.out_of
    assert result.passed
    assert all(mark.correct for mark in result.marks.values())


@given(quizzes())
def test_the_right_answer_is_already_canonical_and_can_be_put_in_words(quiz):
    for question in quiz.questions:
        answer = question.correct_answer

        assert question.check(json.loads(json.dumps(answer))) == answer
        assert question.describe(answer)


@given(quizzes())
def test_no_answers_earn_no_points(quiz):
    assert grade(quiz, {}).points == 0
    assert not grade(quiz, {}).passed


@given(quizzes(MARKED_BY_RULE), st.data())
def test_no_answers_earn_more_than_there_is(quiz, data):
    answers = {
        question.key: data.draw(json_values | st.just(question.correct_answer))
        for question in quiz.questions
    }

    result = grade(quiz, answers)

    assert 0 <= result.points <= result.out_of
    assert result.points == sum(mark.points for mark in result.marks.values())


@given(questions(types=tuple(SHARED_AMONG)).map(a_quiz), st.data())
def test_the_points_of_the_parts_are_those_of_the_mark(quiz, data):
    [question] = quiz.questions
    answer = question.check(data.draw(answers_to(question)))

    mark, parts = question.mark(answer), question.parts(answer)

    assert 0 <= mark.points <= mark.out_of
    if question.credit == "partial":
        assert sum(part.points for part in parts) == mark.points
        assert sum(part.out_of for part in parts) == mark.out_of
        assert mark.correct == all(part.is_right for part in parts)
        assert mark.correct == question.is_right(answer)
    else:
        assert parts == ()
        assert mark.points in (0, mark.out_of)


@given(quizzes(), st.data())
def test_only_what_fits_a_question_has_parts(quiz, data):
    for question in quiz.questions:
        raw = data.draw(json_values)
        if isinstance(answer_or_refusal(question, raw), InvalidAnswer):
            assert question.parts(raw) == ()


def answer_or_refusal(question, raw):
    """What ``check`` returns or refuses; any other exception is a failure."""
    try:
        return question.check(raw)
    except InvalidAnswer as refusal:
        return refusal


def is_sound(question, outcome):
    """Whether a refusal speaks, or an answer is JSON and stays as it is."""
    if isinstance(outcome, InvalidAnswer):
        return outcome.question_key == question.key and outcome.message.endswith(".")
    return question.check(json.loads(json.dumps(outcome))) == outcome


@pytest.mark.parametrize("type_name", OWN_FIELDS)
@given(raw=json_values)
def test_any_json_is_an_answer_or_a_refusal(type_name, raw):
    question = a_question(type_name)

    assert is_sound(question, answer_or_refusal(question, raw))


@pytest.mark.parametrize("type_name", OWN_FIELDS)
@given(data=st.data())
def test_any_form_is_blank_or_an_answer_or_a_refusal(type_name, data):
    question = a_question(type_name)
    right = question.form_values(question.correct_answer)
    likely = st.sampled_from([value for values in right.values() for value in values])
    fields = {
        name: data.draw(st.lists(st.text() | likely, max_size=3)) for name in right
    }

    raw = question.read_form(lambda name: fields.get(name, []))

    if raw is None:
        assert not any(value.strip() for values in fields.values() for value in values)
    else:
        assert is_sound(question, answer_or_refusal(question, raw))


@pytest.mark.parametrize("type_name", OWN_FIELDS)
@given(written=st.text(st.characters()))
def test_any_text_typed_into_a_box_is_an_answer_or_a_refusal(type_name, written):
    question = a_question(type_name)

    raw = question.read_form(lambda name: [written])

    if raw is None:
        assert not written.strip()
    else:
        assert is_sound(question, answer_or_refusal(question, raw))


@given(quizzes())
def test_a_saved_answer_fills_the_form_that_gives_it_back(quiz):
    for question in quiz.questions:
        fields = question.form_values(question.correct_answer)

        raw = question.read_form(lambda name, fields=fields: list(fields.get(name, ())))

        assert question.check(raw) == question.correct_answer
        assert question.form_values(None) == {}


@given(questions(types=("gap-fill",)).map(a_quiz), st.data())
def test_gaps_that_were_left_out_stay_empty_in_the_form(quiz, data):
    [question] = quiz.questions
    answer = question.check(data.draw(answers_to(question)))

    fields = question.form_values(answer)
    raw = question.read_form(lambda name: list(fields.get(name, ())))

    assert question.check(raw) == answer


def values_offered(control):
    """The values of the control's options; a box to write in has none."""
    return [option.value for option in getattr(control, "options", ())]


@given(quizzes(), seeds)
def test_a_paper_holds_every_question_and_option_once_and_stays_as_it_is(quiz, seed):
    asked = paper(quiz, seed)

    assert sorted(one.question.key for one in asked) == [
        question.key for question in quiz.questions
    ]
    for one in asked:
        values = values_offered(one.control)

        assert len(values) == len(set(values))
        assert set(values) == set(values_offered(one.question.control(seed + 1)))
    assert paper(quiz, seed) == asked


@given(quizzes())
def test_a_quiz_comes_back_from_its_data(quiz):
    data = json.loads(json.dumps(quiz.to_data()))

    again = Quiz.from_data(quiz.key, data)

    assert again == quiz
    assert again.to_data() == data
    assert again.digest == quiz.digest


OTHER_KEYS: dict[str, dict[str, Any]] = {
    "single-choice": {"correct": "red"},
    "multiple-choice": {"correct": ["three"]},
    "true-false": {"correct": False},
    "number": {"correct": 12, "tolerance": 3},
    "short-text": {"accepted": ["Mombasa"]},
    "gap-fill": {
        "gaps": [
            {"key": "animal", "accepted": ["sheep"]},
            {"key": "sound", "choices": ["moo", "baa", "oink"], "correct": "baa"},
            {"key": "place", "accepted": ["a very long way from the meadow"]},
        ]
    },
    "free-text": {"guidance": "It names the trend and three sources."},
}


@pytest.mark.parametrize("type_name", OTHER_KEYS)
@given(seed=seeds)
def test_what_is_asked_does_not_depend_on_what_is_right(type_name, seed):
    question = a_question(type_name)
    otherwise = a_question(type_name, **OTHER_KEYS[type_name])

    assert question.correct_answer != otherwise.correct_answer
    assert question.control(seed).to_data() == otherwise.control(seed).to_data()


@given(seed=seeds, correct=st.sampled_from([["two"], ["two", "three", "four"]]))
def test_partial_credit_does_not_tell_how_many_choices_are_right(seed, correct):
    partial = {"credit": "partial", "points": 6}
    question = a_question("multiple-choice", **partial)
    otherwise = a_question("multiple-choice", correct=correct, **partial)

    assert question.control(seed).to_data() == otherwise.control(seed).to_data()


@pytest.mark.parametrize("type_name", OWN_FIELDS)
@given(seed=seeds)
def test_what_is_asked_holds_no_feedback(type_name, seed):
    question = a_question(type_name)

    shown = json.dumps(question.control(seed).to_data())

    assert "feedback" not in shown
    assert question.feedback not in shown
