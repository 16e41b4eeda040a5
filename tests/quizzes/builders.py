"""Small quizzes and questions, made from data as a file would have it."""

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from quizzes import Quiz, QuizFilesError, load_quizzes

HEADER = """\
title = "A quiz"
pass_mark = 70
introduction = "Some questions."
"""

OWN_FIELDS: dict[str, dict[str, Any]] = {
    "single-choice": {
        "choices": [
            {"value": "blue", "label": "Blue"},
            {"value": "green", "label": "Green", "feedback": "Grass is green."},
            {"value": "red", "label": "Red", "feedback": "Blood is red."},
        ],
        "correct": "blue",
    },
    "multiple-choice": {
        "choices": [
            {"value": "two", "label": "2"},
            {"value": "three", "label": "3", "feedback": "Three is odd."},
            {"value": "four", "label": "4", "feedback": "Four is even."},
        ],
        "correct": ["two", "four"],
    },
    "true-false": {"correct": True},
    "matching": {
        "pairs": [
            {"key": "goat", "left": "Goat", "right": "Kid"},
            {"key": "cow", "left": "Cow", "right": "Calf"},
            {"key": "sheep", "left": "Sheep", "right": "Lamb"},
        ],
        "distractors": ["Foal"],
    },
    "ordering": {
        "items": [
            {"key": "march", "label": "March"},
            {"key": "june", "label": "June"},
            {"key": "october", "label": "October"},
        ]
    },
    "number": {"correct": 365, "tolerance": 1, "unit": "days"},
    "short-text": {"accepted": ["Nairobi", "Nairobi City"]},
    "gap-fill": {
        "text": "The {animal} says {sound}, in {place}.",
        "gaps": [
            {"key": "animal", "accepted": ["cow", "bull"]},
            {"key": "sound", "choices": ["moo", "baa", "oink"], "correct": "moo"},
            {"key": "place", "accepted": ["the meadow"]},
        ],
        "points": 3,
    },
    "free-text": {
        "most_words": 200,
        "rubric": [
            {
                "key": "argument",
                "label": "The argument",
                "levels": [
                    {"points": 0, "label": "There is none."},
                    {"points": 1, "label": "It has gaps."},
                    {"points": 3, "label": "It holds."},
                ],
            },
            {
                "key": "sources",
                "label": "The sources",
                "levels": [
                    {"points": 2, "label": "Two or more are named."},
                    {"points": 0, "label": "None is named."},
                ],
            },
        ],
        "guidance": "It names the trend and two sources.",
    },
}

FIRST_TYPES = (
    "single-choice",
    "multiple-choice",
    "true-false",
    "matching",
    "ordering",
    "number",
    "short-text",
)
"""The types there were when the first quizzes were kept."""


def question_data(type_name: str = "single-choice", **fields: Any) -> dict[str, Any]:
    """The data of one question; keywords replace or add fields."""
    return {
        "key": f"a-{type_name}",
        "type": type_name,
        "prompt": "What is it?",
        "lesson": "first-module/first-lesson",
        "feedback": "This is why.",
        **OWN_FIELDS[type_name],
        **fields,
    }


def quiz_data(*questions: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The data of a quiz of these questions."""
    return {
        "title": "A quiz",
        "introduction": "Some questions.",
        "pass_mark": 70,
        "questions": list(questions or [question_data()]),
        **fields,
    }


def a_quiz(*questions: dict[str, Any], **fields: Any) -> Quiz:
    """A quiz of these questions."""
    return Quiz.from_data("a-quiz", quiz_data(*questions, **fields))


def a_question(type_name: str = "single-choice", **fields: Any) -> Any:
    """One question of this type, typed loosely: each type has its own control."""
    return a_quiz(question_data(type_name, **fields)).questions[0]


def form_of(fields: dict[str, list[str]]) -> Any:
    """A ``getlist`` over these form fields."""
    return lambda name: fields.get(name, [])


def question_text(type_name: str, own_fields: str) -> str:
    """The text of one question as a file has it; its own fields begin on line 10."""
    return dedent(
        f"""\
        [[questions]]
        key = "it"
        type = "{type_name}"
        prompt = "What is it?"
        lesson = "first-module/first-lesson"
        feedback = "This."
        """
    ) + dedent(own_fields)


def faults_in(folder: Path, **files: str) -> list[tuple[str, int, str]]:
    """The faults of these files, as (file name, line, message)."""
    for name, text in files.items():
        (folder / f"{name.replace('_', '-')}.toml").write_text(text, encoding="utf-8")
    with pytest.raises(QuizFilesError) as error:
        load_quizzes(folder)
    return [(Path(f.file).name, f.line, f.message) for f in error.value.faults]
