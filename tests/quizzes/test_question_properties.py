"""What holds for every question of every type."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import InvalidAnswer, Quiz, grade, paper
from tests.quizzes.builders import OWN_FIELDS, a_question, a_quiz, question_data

words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1
).filter(str.strip)
labels = st.lists(
    words,
    min_size=3,
    max_size=6,
    unique_by=lambda text: " ".join(text.split()).casefold(),
)
decimals = st.decimals(-(10**9), 10**9, places=4).map(str)
seeds = st.integers(0, 2**63 - 1)


@st.composite
def choice_fields(draw):
    texts = draw(labels)
    return {
        "choices": [
            {"value": f"v{n}", "label": text, "feedback": draw(st.none() | words)}
            for n, text in enumerate(texts)
        ],
        "keep_order": draw(st.booleans()),
    }


@st.composite
def own_fields(draw, type_name):
    match type_name:
        case "single-choice":
            fields = draw(choice_fields())
            values = [choice["value"] for choice in fields["choices"]]
            return {**fields, "correct": draw(st.sampled_from(values))}
        case "multiple-choice":
            fields = draw(choice_fields())
            values = [choice["value"] for choice in fields["choices"]]
            some = st.lists(st.sampled_from(values), min_size=1, unique=True)
            return {**fields, "correct": draw(some)}
        case "true-false":
            return {"correct": draw(st.booleans())}
        case "matching":
            lefts, rights = draw(labels), draw(labels)
            pairs = [
                {"key": f"k{n}", "left": left, "right": right}
                for n, (left, right) in enumerate(zip(lefts, rights, strict=False))
            ]
            return {"pairs": pairs, "distractors": rights[len(pairs) :]}
        case "ordering":
            texts = enumerate(draw(labels))
            return {"items": [{"key": f"k{n}", "label": text} for n, text in texts]}
        case "number":
            return {
                "correct": draw(decimals),
                "tolerance": draw(decimals).lstrip("-"),
                "unit": draw(st.none() | words),
            }
        case "short-text":
            return {
                "accepted": [
                    draw(st.text("abc XYZ\u00e9", min_size=1).filter(str.strip))
                ]
            }


@st.composite
def questions(draw, key="a-question"):
    type_name = draw(st.sampled_from(sorted(OWN_FIELDS)))
    return question_data(
        type_name,
        key=key,
        points=draw(st.integers(1, 5)),
        **({"distractors": []} if type_name == "matching" else {})
        | draw(own_fields(type_name)),
    )


@st.composite
def quizzes(draw):
    count = draw(st.integers(1, 4))
    return a_quiz(
        *(draw(questions(f"q{n}")) for n in range(count)),
        pass_mark=draw(st.integers(1, 100)),
        attempts_allowed=draw(st.none() | st.integers(1, 9)),
        shuffle_questions=draw(st.booleans()),
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(quizzes())
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


@given(quizzes(), st.data())
def test_no_answers_earn_more_than_there_is(quiz, data):
    answers = {
        question.key: data.draw(json_values | st.just(question.correct_answer))
        for question in quiz.questions
    }

    result = grade(quiz, answers)

    assert 0 <= result.points <= result.out_of
    assert result.points == sum(mark.points for mark in result.marks.values())


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
}


@pytest.mark.parametrize("type_name", OTHER_KEYS)
@given(seed=seeds)
def test_what_is_asked_does_not_depend_on_what_is_right(type_name, seed):
    question = a_question(type_name)
    otherwise = a_question(type_name, **OTHER_KEYS[type_name])

    assert question.correct_answer != otherwise.correct_answer
    assert question.control(seed).to_data() == otherwise.control(seed).to_data()


@pytest.mark.parametrize("type_name", OWN_FIELDS)
@given(seed=seeds)
def test_what_is_asked_holds_no_feedback(type_name, seed):
    question = a_question(type_name)

    shown = json.dumps(question.control(seed).to_data())

    assert "feedback" not in shown
    assert question.feedback not in shown
