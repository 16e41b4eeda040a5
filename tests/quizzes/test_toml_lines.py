"""Finding the lines of values in TOML."""

import pytest

from quizzes.toml_lines import line_of, lines_of

TEXT = '''\
# [[questions]] in a comment
title = "[[questions]] # in a text"
introduction = """
[[questions]]
key = "in a long text, with \\""" quotes"
"""

[[questions]]
key = 'first'
"prompt" = "a = b, [c]"
choices = [
  { value = "a", label = "x, [y]" }, # { value = "z" }
  { value = "b", label = "}" }, { value = "c" },

  { value = "d" }
]

[[ questions ]]
  key = "second"
  correct = ["a", "b",
             "c"]
[[questions.choices]]
value = "e"
[[questions.choices]]
value = "f"

[[questions]]
key = "third"
[[questions.choices]]
value = "g"
[extra.table]
size = 1
extra.dotted = 2'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("introduction",), 3),
        (("questions", 0), 8),
        (("questions", 0, "key"), 9),
        (("questions", 0, "prompt"), 10),
        (("questions", 0, "choices"), 11),
        (("questions", 0, "choices", 0), 12),
        (("questions", 0, "choices", 1), 13),
        (("questions", 0, "choices", 2), 13),
        (("questions", 0, "choices", 3), 15),
        (("questions", 1), 18),
        (("questions", 1, "key"), 19),
        (("questions", 1, "correct", 1), 20),
        (("questions", 1, "correct", 2), 21),
        (("questions", 1, "choices", 0), 22),
        (("questions", 1, "choices", 1, "value"), 25),
        (("questions", 2), 27),
        (("questions", 2, "choices", 0, "value"), 30),
        (("extra", "table"), 31),
        (("extra", "table", "size"), 32),
        (("extra", "table", "extra", "dotted"), 33),
    ],
)
def test_a_value_is_found_on_its_line(path, line):
    assert lines_of(TEXT)[path] == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("questions", 0, "choices", 3, "label"), 15),
        (("questions", 0, "feedback"), 8),
        (("questions",), 1),
        (("pass_mark",), 1),
    ],
)
def test_what_is_not_there_is_placed_where_it_belongs(path, line):
    assert line_of(path, lines_of(TEXT)) == line


def test_nothing_else_is_taken_for_a_value():
    assert {path[0] for path in lines_of(TEXT)} == {
        "title",
        "introduction",
        "questions",
        "extra",
    }
