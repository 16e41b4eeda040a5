"""The real worksheets: the eight that the course promises, and what each rests on."""

import re
from itertools import pairwise

import pytest

from course.catalogue import load_catalogue
from modules import Worksheet

KEYS = (
    "scoping-sheet",
    "stakeholder-matrix",
    "mechanism-builder",
    "sector-coherence-matrix",
    "capacity-questions",
    "results-framework",
    "funding-plan",
    "roadmap",
)
LONGEST_SENTENCE = 30
SDG = ("8.8.1", "8.8.2", "10.7.1", "10.7.2", "10.7.3", "10.7.4", "10.c.1")


@pytest.fixture(scope="module")
def handbook():
    return load_catalogue().handbook


def read_by(sheet: Worksheet) -> set[str]:
    return {each.reads_worksheet for each in sheet.sections if each.reads}


def test_the_worksheets_come_in_the_order_of_the_work(handbook):
    assert tuple(handbook.worksheets) == KEYS


def test_each_is_the_task_of_a_module(handbook):
    named = {
        task.worksheet for each in handbook.modules.values() for task in each.tasks
    }

    assert set(KEYS) <= named


def test_each_reads_back_what_was_written_before_it(handbook):
    sheets = list(handbook.worksheets.values())

    for before, sheet in pairwise(sheets):
        assert read_by(sheet), sheet.key
        assert read_by(sheet) <= set(KEYS[: KEYS.index(before.key) + 1])
    assert read_by(handbook.worksheets["roadmap"]) == set(KEYS[:-1])


def test_the_roadmap_asks_what_a_steering_group_decides_on(handbook):
    roadmap = handbook.worksheets["roadmap"]

    assert len(roadmap.section("objectives").rows) == 3
    for key in ("cover", "vision", "steps", "decision"):
        assert roadmap.section(key).kind != "reading"


def test_each_says_why_in_two_sentences_and_where_its_questions_come_from(handbook):
    for sheet in handbook.worksheets.values():
        assert len(re.findall(r"[.!?](?=\s|$)", sheet.purpose)) == 2, sheet.key
        assert sheet.sources, sheet.key


def test_sentences_are_short(handbook):
    texts = [
        text
        for sheet in handbook.worksheets.values()
        for text in (sheet.purpose, *(each.help for each in sheet.sections))
    ]

    long = [
        sentence
        for text in texts
        for sentence in re.split(r"(?<=[.:;?!])\s", text)
        if len(sentence.split()) > LONGEST_SENTENCE
    ]
    assert long == []


def test_the_menu_holds_the_indicators_of_the_sdgs_and_the_six_domains(handbook):
    by_framework: dict[str, list[str]] = {"SDG": [], "MGI": []}
    for each in handbook.indicators.values():
        by_framework[each.framework].append(each.code)

    assert by_framework["SDG"] == [f"SDG {number}" for number in SDG]
    assert len(by_framework["MGI"]) == 6
    column = handbook.worksheets["results-framework"].column_at(
        "results/k2m4x9q1a7b3/indicator"
    )
    assert list(column.options) == list(handbook.indicators)
