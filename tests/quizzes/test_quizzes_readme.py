"""What the README of the package says is so."""

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

import quizzes
from quizzes import QUESTION_TYPES, InvalidAnswer
from quizzes.quiz_schema import QUIZ_SCHEMA
from tests.quizzes.builders import a_question, a_quiz, question_data

README = (Path(quizzes.__file__).parent / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("name", QUESTION_TYPES)
def test_every_type_is_described_under_its_name(name):
    assert f"### `{name}`" in README


def test_every_example_of_a_question_loads():
    loaded = set()
    for example in EXAMPLES[1:]:
        own = tomllib.loads(example)
        if "blueprint" in own:
            continue
        question = own["questions"][0] if "questions" in own else own
        common = {"key": "it", "prompt": "?", "lesson": "a/b", "feedback": "This."}
        settings = {"scenarios": own["scenarios"]} if "scenarios" in own else {}

        loaded.add(a_quiz({**common, **question}, **settings).questions[0].type_name)

    assert loaded == set(QUESTION_TYPES)


def test_the_example_of_a_blueprint_loads():
    [example] = [each for each in EXAMPLES if "[[blueprint]]" in each]
    rows = tomllib.loads(example)["blueprint"]
    questions = [
        question_data(key=f"{row['objective']}-{n}", objective=row["objective"])
        for row in rows
        for n in range(row["draw"])
    ]

    assert a_quiz(*questions, blueprint=rows).out_of == 5


def test_every_setting_is_explained():
    assert [name for name in QUIZ_SCHEMA.fields if f"`{name}`" not in README] == [
        "title",
        "introduction",
        "scenarios",
        "blueprint",
        "questions",
    ]


def test_the_example_of_a_quiz_loads():
    quiz = quizzes.Quiz.from_data("an-example", tomllib.loads(EXAMPLES[0]))

    assert quiz.questions[0].mark("70").correct


@pytest.mark.parametrize("refused", ["1,234", "3,5", "12 34", ".5", "1e3"])
def test_what_the_table_of_numbers_refuses_is_refused(refused):
    assert f"`{refused}`" in README

    with pytest.raises(InvalidAnswer):
        a_question("number").check(refused)


@pytest.fixture
def year(tmp_path):
    """The README's example of a new type, in a file of its own while a test runs."""
    [program] = re.findall(r'```python\n("""Write a year.*?)```', README, re.DOTALL)
    file = tmp_path / "year.py"
    file.write_text(program, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("year", file)
    assert spec is not None
    assert spec.loader is not None
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    yield
    del QUESTION_TYPES["year"]


def test_the_example_of_a_new_type_needs_no_other_file(year):
    common = {"key": "it", "prompt": "?", "lesson": "a/b", "feedback": "This."}

    question = a_quiz({**common, "type": "year", "correct": 2008}).questions[0]

    assert question.mark(question.check(" 2008 ")).correct
    assert not question.mark("2009").correct
    with pytest.raises(InvalidAnswer, match="four digits"):
        question.check("08")
