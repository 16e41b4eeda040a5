"""A quiz written as a bank file reads as the same quiz, and as if by hand."""

import pytest
from hypothesis import HealthCheck, given, settings

from quizzes import load_quizzes
from quizzes.exchange import bank_file
from tests.quizzes.builders import a_quiz, question_data
from tests.quizzes.exchange.packing import BANKS, PNG, REAL
from tests.quizzes.exchange.strategies import wild_quizzes

QUIZZES = {**load_quizzes(REAL), **load_quizzes(BANKS)}


def read_again(folder, quiz):
    """The quiz that its bank file holds, with pictures where it needs them."""
    media = folder / "media" / quiz.key
    media.mkdir(parents=True, exist_ok=True)
    for name in ("a.png", "map-of_Rivers.png", "cover.jpeg"):
        (media / name).write_bytes(PNG)
    (folder / f"{quiz.key}.toml").write_text(bank_file(quiz), encoding="utf-8")
    return load_quizzes(folder)[quiz.key]


@pytest.mark.parametrize("key", QUIZZES)
def test_a_quiz_reads_as_it_was(key, tmp_path):
    assert read_again(tmp_path, QUIZZES[key]).digest == QUIZZES[key].digest


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(quiz=wild_quizzes())
def test_any_quiz_reads_as_it_was(quiz, tmp_path):
    assert read_again(tmp_path, quiz) == quiz


def test_the_file_is_as_an_author_would_write_it():
    quiz = a_quiz(
        question_data("number", correct="304.5", tolerance=1, points=2),
        question_data("single-choice"),
        title='A "title"',
    )

    assert bank_file(quiz) == (
        'title = "A \\"title\\""\n'
        "pass_mark = 70\n"
        'introduction = "Some questions."\n'
        "\n"
        "[[questions]]\n"
        'key = "a-number"\n'
        'type = "number"\n'
        'prompt = "What is it?"\n'
        "points = 2\n"
        'lesson = "first-module/first-lesson"\n'
        "correct = 304.5\n"
        "tolerance = 1\n"
        'unit = "days"\n'
        'feedback = "This is why."\n'
        "\n"
        "[[questions]]\n"
        'key = "a-single-choice"\n'
        'type = "single-choice"\n'
        'prompt = "What is it?"\n'
        'lesson = "first-module/first-lesson"\n'
        "choices = [\n"
        '  { value = "blue", label = "Blue" },\n'
        '  { value = "green", label = "Green", feedback = "Grass is green." },\n'
        '  { value = "red", label = "Red", feedback = "Blood is red." },\n'
        "]\n"
        'correct = "blue"\n'
        'feedback = "This is why."\n'
    )
