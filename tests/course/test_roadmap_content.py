"""What a roadmap holds and lacks, and its words: values in, values out."""

from dataclasses import replace
from datetime import date

import pytest

from course.roadmap_content import roadmap_content
from course.roadmap_document import FORM, digest_of, roadmap_document
from tests.builders import FILLED_IN, LATER_ROW, ROW, miniature_catalogue

BOOK = miniature_catalogue().handbook
DAY = date(2026, 3, 2)


def content(values=None, **others):
    held = {"first-sheet": FILLED_IN if values is None else values, **others}
    assert BOOK.roadmap is not None
    return roadmap_content(BOOK.roadmap, BOOK.worksheets, held)


def without(*fields):
    return {key: value for key, value in FILLED_IN.items() if key not in fields}


def document(values=None, **others):
    return roadmap_document(
        content(values, **others), author="Ama Mensah", language="en", dated=DAY
    )


def missing(values):
    return [
        (gap.section.key, gap.written, gap.needed) for gap in content(values).missing
    ]


def test_what_holds_the_least_lacks_nothing():
    assert missing(FILLED_IN) == []


@pytest.mark.parametrize(
    ("fields", "lacks"),
    [
        (["next"], [("next", 0, 1)]),
        (
            [key for key in FILLED_IN if key.startswith("bodies")],
            [("bodies", 0, 1)],
        ),
        # The first page takes the country and two more words from the questions.
        (["questions/who-moves/sure"], [("questions", 2, 3)]),
        (
            ["questions/who-moves/sure", "questions/who-moves/answer"],
            [("questions", 0, 3), ("questions", 0, 1)],
        ),
    ],
)
def test_the_rule_names_what_is_missing_in_order(fields, lacks):
    assert missing(without(*fields)) == lacks


def test_a_cleared_field_is_not_written():
    assert missing({**FILLED_IN, "next": None}) == [("next", 0, 1)]


def test_a_list_needs_as_many_rows_as_the_plan_says():
    assert BOOK.roadmap is not None
    [part] = [part for part in BOOK.roadmap.parts if part.key == "analysis"]
    blocks = tuple(replace(block, needed=2) for block in part.blocks)
    plan = replace(BOOK.roadmap, parts=(replace(part, blocks=blocks),))

    found = roadmap_content(plan, BOOK.worksheets, {"first-sheet": FILLED_IN}).missing

    assert [(gap.section.key, gap.written) for gap in found] == [
        ("questions", 1),
        ("bodies", 1),
        ("conclusion", 0),
    ]


def test_what_is_empty_and_may_be_is_a_gap_and_not_missing():
    [gap] = content().gaps

    assert (gap.worksheet.key, gap.section.key, gap.is_needed) == (
        "second-sheet",
        "conclusion",
        False,
    )


def test_the_share_that_is_written_counts_every_place_once():
    whole = content(**{"second-sheet": {"conclusion": "We act."}})

    # Two of four answers, four of the ten cells of a list, and one of two texts.
    assert (content().written, content().places) == (7, 16)
    assert whole.written == 8


def test_the_document_holds_what_is_written_under_its_own_titles():
    made = document()

    assert made["form"] == FORM
    assert (made["title"], made["dated"]) == (
        "Roadmap of a small country",
        "2026-03-02",
    )
    assert (made["country"], made["office"]) == ("Nurses, mostly.", "Sure")
    assert [part["key"] for part in made["parts"]] == ["summary", "analysis"]
    [follows] = made["parts"][0]["blocks"]
    assert (follows["title"], follows["text"]) == ("What follows", "We ask.")
    questions, bodies = made["parts"][1]["blocks"]
    assert (questions["rows_title"], questions["columns"]) == (
        "Question",
        [{"title": "Answer", "kind": "text"}, {"title": "How sure", "kind": "choice"}],
    )
    assert questions["rows"] == [
        {"label": "Who moves?", "cells": ["Nurses, mostly.", "Sure"]}
    ]
    assert bodies["rows"] == [
        {
            "label": "1",
            "cells": ["The Council", "12", "1 Feb 2026", "SDG 1: people who moved"],
        }
    ]


def test_what_is_empty_is_left_out_of_the_document():
    rows = {f"bodies/{ROW}/name": "The Council", f"bodies/{LATER_ROW}/name": None}
    made = document({"questions/ties/answer": "Some do.", **rows})

    [analysis] = made["parts"]

    assert analysis["key"] == "analysis"
    assert [block["title"] for block in analysis["blocks"]] == ["Questions", "Bodies"]
    questions, bodies = analysis["blocks"]
    assert questions["columns"] == [{"title": "Answer", "kind": "text"}]
    assert [row["label"] for row in questions["rows"]] == ["Do ties last?"]
    assert [row["cells"] for row in bodies["rows"]] == [["The Council"]]


def test_nothing_written_is_a_document_without_parts():
    made = document({})

    assert (made["parts"], made["open_points"], made["country"]) == ([], [], "")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("1250000", "1,250,000"),
        ("1250.50", "1,250.50"),
        ("-3", "-3"),
        ("0.000001", "0.000001"),
        ("999999999999999", "999,999,999,999,999"),
    ],
)
def test_numbers_are_written_out_as_exactly_as_they_were_given(number, words):
    made = document({**FILLED_IN, f"bodies/{ROW}/members": number})

    [row] = made["parts"][1]["blocks"][1]["rows"]

    assert row["cells"][1] == words


def test_a_row_that_says_so_is_an_open_point():
    values = {
        **FILLED_IN,
        "questions/ties/sure": "no",
        "questions/ties/answer": "Some.",
    }

    made = document(values)

    assert made["open_points"] == [
        {
            "title": "Questions",
            "row": "Do ties last?",
            "column": "How sure",
            "words": "Not sure",
        }
    ]


def test_an_open_point_of_a_list_is_named_by_its_number_and_its_first_line():
    assert BOOK.roadmap is not None
    bodies = replace(BOOK.roadmap.blocks[2], open_at={"counts": ("sdg-1",)})
    part = replace(BOOK.roadmap.parts[1], blocks=(bodies,))
    plan = replace(BOOK.roadmap, parts=(part,))
    unnamed = without(f"bodies/{ROW}/name")

    for values, name in ((FILLED_IN, "1. The Council"), (unnamed, "Body 1")):
        made = roadmap_content(plan, BOOK.worksheets, {"first-sheet": values})

        assert [point.row for point in made.open_points] == [name]


def test_the_digest_covers_every_word_and_nothing_else():
    same, other = document(), document({**FILLED_IN, "next": "We wait."})

    assert digest_of(same) == digest_of(document())
    assert digest_of(same) != digest_of(other)
    assert digest_of(same) != digest_of({**same, "author": "Somebody else"})
