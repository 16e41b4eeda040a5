"""The PDF of a roadmap, read back as a person and a machine would read it."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from course import documents
from course.documents import NoWording, undrawable
from course.documents.drawable import breakable, drawable
from course.documents.roadmap_pdf import render_roadmap_pdf
from tests.course.documents.roadmaps import (
    a_block,
    a_document,
    a_text,
    a_wide_block,
    an_open_point,
)

MADE_AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
A4 = (595, 842)


def drawn(document):
    return PdfReader(BytesIO(render_roadmap_pdf(document, MADE_AT)))


def words_of(page):
    return " ".join(page.extract_text().split())


def tags_of(element):
    """Every tag of a tagged file, from this element down."""
    element = element.get_object()
    if "/S" in element:
        yield str(element["/S"])
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object()
        if isinstance(found, dict) and ("/S" in found or "/K" in found):
            yield from tags_of(kid)


def test_it_says_whose_it_is_and_holds_its_parts_in_order():
    pdf = drawn(a_document([a_text()], [a_block()], open_points=[an_open_point()]))
    first, summary, analysis, open_points = pdf.pages

    for words in ("Examplia", "Ama Mensah", "Ministry of Planning", "1 March 2027"):
        assert words in words_of(first)
    assert "Situation analysis" in words_of(first)
    assert "One line. Another." in words_of(summary)
    assert "Which nurses leave, and why?" in words_of(analysis)
    assert "Funding: 2. Training – Source: Not yet found" in words_of(open_points)
    assert "Page 4 of 4" in words_of(open_points)


def test_a_part_with_a_wide_table_lies_on_its_side_and_no_other_does():
    pdf = drawn(a_document([a_text()], [a_wide_block()], [a_block()]))

    sizes = [tuple(map(round, page.mediabox[2:])) for page in pdf.pages]

    assert sizes == [A4, A4, A4[::-1], A4]


def test_a_long_table_repeats_its_head_on_every_page():
    pdf = drawn(a_document([a_wide_block(rows=120)]))

    assert len(pdf.pages) > 3
    for page in pdf.pages[1:]:
        assert "No. Column 0" in words_of(page)


def test_it_is_tagged_titled_and_in_a_language():
    pdf = drawn(a_document([a_text()], [a_block()], open_points=[an_open_point()]))
    root = pdf.root_object

    tags = set(tags_of(root["/StructTreeRoot"]))

    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("en")
    assert pdf.metadata.title == "Examplia – Roadmap for mainstreaming"
    assert pdf.metadata.author == "Ama Mensah"
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/LI"} <= tags
    assert [each["/Title"] for each in pdf.outline if isinstance(each, dict)]


def test_the_same_words_give_the_same_bytes_in_any_process():
    document = a_document([a_text()], [a_wide_block()])
    data = {"document": document, "made_at": MADE_AT.isoformat()}

    elsewhere = subprocess.run(
        [sys.executable, "-m", "course.documents", "roadmap.pdf"],
        input=json.dumps(data).encode(),
        capture_output=True,
        check=True,
        cwd=Path(documents.__file__).parents[2],
    )

    assert elsewhere.stdout == render_roadmap_pdf(document, MADE_AT)


def test_what_a_learner_writes_is_never_markup():
    words = '#panic("x") *bold* $x^2$ <label> `code` @ref \\ // = not a heading'
    block = a_block(words, rows=[{"label": words, "cells": [words, words]}])

    pdf = drawn(a_document([a_text(words, words), block], country=words))

    shown = words_of(pdf.pages[1])
    # In titles, text, labels and cells, and in the foot of the page.
    assert shown.count("not a heading") == 7
    assert '#panic("x") *bold* $x^2$ <label> `code` @ref \\ // =' in shown


def test_what_has_no_glyph_is_marked_and_named():
    text = "中文 ✓ plain\u202e\u200b"

    assert drawable(text) == "\ufffd\ufffd \u2713 plain"
    assert undrawable(text) == ("中", "文")
    assert "plain" in words_of(drawn(a_document([a_text(text=text)])).pages[1])


def test_a_long_address_can_break_and_other_words_stay_whole():
    address = "https://www.example.org/a/long/address"

    assert breakable(address).replace("\u200b", "") == address
    assert "\u200b" in breakable(address)
    assert breakable("Donaudampfschifffahrtsgesellschaft") == (
        "Donaudampfschifffahrtsgesellschaft"
    )


def test_nothing_written_is_said():
    pdf = drawn(a_document(country="", office="", group=""))

    assert "Nothing is written yet." in words_of(pdf.pages[0])
    assert len(pdf.pages) == 1


def test_a_language_without_wording_is_refused():
    with pytest.raises(NoWording):
        drawn(a_document(language="fr"))


@settings(
    max_examples=25,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(text=st.text(max_size=300), long=st.booleans())
def test_any_text_can_be_set(text, long):
    text = text * 20 if long else text
    block = a_block(rows=[{"label": "Who?", "cells": [text, text]}])

    pdf = drawn(
        a_document([a_text(text=text), block], country=text, author=text, office=text)
    )

    assert len(pdf.pages) >= 2
