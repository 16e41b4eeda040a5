"""Our own banks come home unchanged through every format."""

import pytest
from hypothesis import HealthCheck, given, settings

from quizzes import QUESTION_TYPES, load_quizzes
from quizzes.exchange import (
    EXCHANGE_FORMATS,
    ImageFile,
    Wanted,
    export_bank,
    import_bank,
)
from tests.quizzes.exchange.packing import FORMATS, PNG, REAL, everything
from tests.quizzes.exchange.strategies import wild_quizzes

BANK = load_quizzes(REAL)


def test_the_formats_are_those_that_the_tests_try():
    assert sorted(EXCHANGE_FORMATS) == sorted(FORMATS)


def test_the_quiz_with_everything_has_a_question_of_every_type():
    quiz, _ = everything()

    assert {question.type_name for question in quiz.questions} == set(QUESTION_TYPES)


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("key", BANK)
def test_a_real_quiz_comes_home_as_it_was(key, format_name):
    quiz = BANK[key]

    found = import_bank(export_bank(quiz, format_name, {}), format_name, Wanted())

    assert found.quiz == quiz
    assert found.quiz.digest == quiz.digest
    assert {entry.outcome for entry in found.report.entries} == {"taken"}


@pytest.mark.parametrize("format_name", FORMATS)
def test_one_of_everything_comes_home_with_its_pictures(format_name):
    quiz, images = everything()

    found = import_bank(export_bank(quiz, format_name, images), format_name, Wanted())

    assert found.quiz == quiz
    assert found.quiz.digest == quiz.digest
    assert found.files == tuple(
        ImageFile(name, data) for name, data in sorted(images.items())
    )
    assert {entry.outcome for entry in found.report.entries} == {"taken"}


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_same_quiz_is_the_same_file(format_name):
    quiz, images = everything()

    first = export_bank(quiz, format_name, images)

    assert export_bank(quiz, format_name, images) == first


@pytest.mark.parametrize("format_name", FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(quiz=wild_quizzes())
def test_any_quiz_comes_home_as_it_was(format_name, quiz):
    exported = export_bank(quiz, format_name, {"a.png": PNG})

    found = import_bank(exported, format_name, Wanted())

    assert found.quiz.to_data() == quiz.to_data()
    assert found.quiz.digest == quiz.digest
    assert {entry.outcome for entry in found.report.entries} == {"taken"}


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_caller_may_name_it_otherwise(format_name):
    quiz = BANK["setting-up"]

    found = import_bank(
        export_bank(quiz, format_name, {}),
        format_name,
        Wanted(key="another-key", title="Another title"),
    )

    assert (found.quiz.key, found.quiz.title) == ("another-key", "Another title")
    assert found.quiz.questions == quiz.questions
