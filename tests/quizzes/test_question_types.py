"""The register of question types."""

import pkgutil

import pytest

from quizzes import QUESTION_TYPES, question_type, question_types
from tests.quizzes.builders import OWN_FIELDS, a_question


def test_every_file_in_the_folder_is_a_type():
    files = {file.name for file in pkgutil.iter_modules(question_types.__path__)}

    assert {name.replace("-", "_") for name in QUESTION_TYPES} == files


def test_the_types_of_the_file_format_are_there():
    assert set(QUESTION_TYPES) == {
        "single-choice",
        "multiple-choice",
        "true-false",
        "matching",
        "ordering",
        "number",
        "short-text",
        "gap-fill",
        "free-text",
    }


@pytest.mark.parametrize("name", OWN_FIELDS)
def test_a_question_knows_the_name_of_its_type(name):
    assert a_question(name).type_name == name


def test_a_name_used_twice_is_a_type_error():
    with pytest.raises(TypeError, match="'number' is already Number"):
        question_type("number")(QUESTION_TYPES["ordering"])

    assert QUESTION_TYPES["ordering"].type_name == "ordering"


@pytest.mark.parametrize("name", ["Number", "two words", "snake_case", ""])
def test_a_name_that_files_could_not_use_is_a_type_error(name):
    with pytest.raises(TypeError, match="lower-case words"):
        question_type(name)
