"""HTML becomes nodes for the typesetter, and loses no word on the way."""

from itertools import chain

import pytest

from learner_api.books.markup import tree_of
from learner_api.books.nodes import nodes_of
from learner_api.markdown import render_markdown

TEXT = """
Two offices
share *the* work, `really`.

## Who they are

1. The **first** one
2. writes
   - by hand

> A saying.

::: exercise Your own plan
Count the pages.
:::

Table: Plans by region

| Region | Plans |
| --- | ---: |
| North | 12 |

    verbatim  text

---

![a map of ports](map.svg) [the office](https://www.example.org)
"""


def html_of(text: str) -> str:
    return render_markdown(text, lesson_url=lambda module, lesson: f"{module}/{lesson}")


def nodes(text: str, *, level: int = 2, writing_lines: int = 5):
    tree = tree_of(html_of(text))
    return nodes_of(tree, level=level, writing_lines=writing_lines)


def kinds(found) -> list[str]:
    return [each["is"] for each in found]


def words_in(node) -> list[str]:
    """Every piece of text in a node, in the order in which it is drawn."""
    if isinstance(node, str):
        return [node]
    if isinstance(node, list):
        return list(chain.from_iterable(map(words_in, node)))
    inside = (node.get(name, []) for name in ("text", "caption", "head", "rows", "of"))
    return list(chain.from_iterable(map(words_in, inside)))


def test_every_block_becomes_a_node_of_its_kind():
    assert kinds(nodes(TEXT)) == [
        "words",
        "heading",
        "numbers",
        "quote",
        "box",
        "table",
        "raw",
        "rule",
        "words",
    ]


def test_no_word_is_lost_and_none_is_added():
    tree = tree_of(html_of(TEXT))
    written = " ".join("".join(tree.itertext()).split())

    drawn = " ".join("".join(words_in(nodes(TEXT))).split())

    assert drawn.replace(" ", "") == written.replace(" ", "")


def test_a_line_end_of_the_source_is_a_space():
    [paragraph] = nodes("Two offices\nshare the work.")

    assert paragraph["of"] == ["Two offices share the work."]


def test_verbatim_text_keeps_its_spaces():
    [raw] = nodes("    two  spaces\n    and a line")

    assert raw["text"] == "two  spaces\nand a line\n"


@pytest.mark.parametrize("level", [2, 3])
def test_headings_stand_below_the_heading_of_the_lesson(level):
    found = nodes("## One\n\nWords.\n\n### Two", level=level)

    levels = [each["level"] for each in found if each["is"] == "heading"]
    assert levels == [level, level + 1]


def test_an_exercise_ends_with_lines_to_write_on():
    [box] = nodes("::: exercise Yours\nCount.\n:::", writing_lines=7)

    assert box["of"][-1] == {"is": "lines", "count": 7}


def test_an_example_has_no_lines_to_write_on():
    [box] = nodes("::: example Theirs\nThey counted.\n:::")

    assert kinds(box["of"]) == ["heading", "words"]


def test_a_table_says_which_columns_are_numbers_and_which_cells_are_headings():
    [table] = nodes("Table: Plans\n\n| Region | Plans |\n| --- | ---: |\n| N | 12 |\n")

    assert table["columns"] == ["text", "number"]
    assert [cell["strong"] for cell in table["head"]] == [True, True]
    assert [cell["of"] for cell in table["rows"][0]] == [["N"], ["12"]]
    assert table["repeats"]


def test_a_heading_row_with_a_link_is_not_printed_again():
    [table] = nodes("Table: P\n\n| [N](term:measure) | P |\n| --- | --- |\n| N | 1 |\n")

    assert not table["repeats"]
