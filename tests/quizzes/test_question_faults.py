"""The faults that each type of question finds in its own fields."""

import pytest

from tests.quizzes.builders import HEADER, faults_in, question_text


@pytest.mark.parametrize(
    ("type_name", "own_fields", "found"),
    [
        (
            "multiple-choice",
            """\
            choices = [{ value = "a", label = "A" }, { value = "b", label = "B" }]
            correct = ["a", "a", "c"]
            """,
            [
                (11, "correct, entry 2: 'a' is already in the list."),
                (
                    11,
                    "correct, entry 3: 'c' is not the value of a choice. The values "
                    "are a, b.",
                ),
            ],
        ),
        (
            "multiple-choice",
            """\
            choices = [{ value = "a", label = "A" }, { value = "b", label = "B" }]
            correct = []
            """,
            [(11, "correct: must have 1 or more entries.")],
        ),
        (
            "true-false",
            'correct = "true"\n',
            [(10, "correct: must be true or false, without quotation marks.")],
        ),
        (
            "matching",
            """\
            pairs = [
              { key = "a", left = "A", right = "1" },
              { key = "a", left = "a", right = "2" },
              { key = "c", left = "C", right = "1" },
            ]
            distractors = ["3", "3",
                           "2"]
            """,
            [
                (12, "pairs, entry 2: the key 'a' is already that of another."),
                (12, "pairs, entry 2: the left 'a' is already that of another."),
                (13, "pairs, entry 3: the right '1' is already that of another."),
                (15, "distractors, entry 2: '3' is already one of the rights."),
                (16, "distractors, entry 3: '2' is already one of the rights."),
            ],
        ),
        (
            "matching",
            """\
            pairs = [
              { key = "a", left = "A", right = "1" },
              { key = "b", left = "B" },
            ]
            """,
            [
                (10, "pairs: must have 3 to 8 entries."),
                (12, "pairs, entry 2, right: is missing."),
            ],
        ),
        (
            "ordering",
            """\
            items = [
              { key = "a", label = "A" },
              { key = "b", label = "A" },
              { key = "b", label = "C" },
            ]
            """,
            [
                (12, "items, entry 2: the label 'A' is already that of another."),
                (13, "items, entry 3: the key 'b' is already that of another."),
            ],
        ),
        (
            "number",
            'correct = nan\ntolerance = -0.5\nunit = ""\n',
            [
                (
                    10,
                    "correct: must be a number of at most 20 digits, such as 304 or "
                    "1234.5.",
                ),
                (11, "tolerance: must not be less than 0."),
                (12, "unit: must not be empty."),
            ],
        ),
        (
            "short-text",
            'accepted = ["Accra", " ACCRA ", ""]\n',
            [
                (10, "accepted, entry 3: must not be empty."),
                (
                    10,
                    "accepted, entry 2: 'ACCRA' says the same as another, since case "
                    "and spaces do not count.",
                ),
            ],
        ),
        (
            "short-text",
            f'accepted = ["{"x" * 201}"]\n',
            [(10, "accepted, entry 1: must be at most 200 characters.")],
        ),
    ],
)
def test_each_type_finds_its_own_faults(tmp_path, type_name, own_fields, found):
    faults = faults_in(tmp_path, one=HEADER + question_text(type_name, own_fields))

    expected = [("one.toml", line, f"question 'it': {said}") for line, said in found]
    assert sorted(faults) == sorted(expected)
