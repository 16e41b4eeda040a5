"""The Word file of a roadmap, opened as an editor and as a program would open it."""

import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_DIRECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course import documents
from course.documents import roadmap_docx, roadmap_shape
from course.documents.roadmap_docx import render_roadmap_docx
from tests.course.documents.roadmaps import (
    a_block,
    a_document,
    a_text,
    a_wide_block,
    an_open_point,
)

MADE_AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
ARABIC = "تشغيل العمال المهاجرين"


def opened(document):
    return docx.Document(BytesIO(render_roadmap_docx(document, MADE_AT)))


def headings(word):
    return [
        (paragraph.style.name, paragraph.text)
        for paragraph in word.paragraphs
        if paragraph.style.name.startswith(("Heading", "Title", "Subtitle"))
    ]


def test_its_headings_are_headings_and_its_parts_come_in_order():
    word = opened(a_document([a_text()], [a_block()], open_points=[an_open_point()]))

    assert headings(word) == [
        ("Subtitle", "Examplia"),
        ("Title", "Roadmap for mainstreaming"),
        ("Heading 1", "Summary"),
        ("Heading 2", "The vision"),
        ("Heading 1", "Situation analysis"),
        ("Heading 2", "Questions"),
        ("Heading 1", "Open points"),
    ]
    words = [paragraph.text for paragraph in word.paragraphs]
    assert "Prepared by: Ama Mensah" in words
    assert "As of: 1 March 2027" in words
    assert words[words.index("The vision") + 1 :][:2] == ["One line.", "Another."]
    assert word.paragraphs[-1].style.name == "List Bullet"
    assert word.paragraphs[-1].text == "Funding: 2. Training – Source: Not yet found"


def test_its_tables_are_tables_whose_heads_repeat():
    [table] = opened(a_document([a_block()])).tables

    cells = [[cell.text for cell in row.cells] for row in table.rows]

    assert cells == [
        ["Subject", "Question", "Persons"],
        ["Who moves?", "Which nurses leave,\nand why?", "4,200"],
        ["Who stays?", "Whom do they leave behind?", ""],
    ]
    heads = [row._tr.find(".//" + qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True, False, False]
    assert table.rows[1].cells[2].paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT
    caption = table._tbl.tblPr.find(qn("w:tblCaption"))
    assert caption.get(qn("w:val")) == "Questions"


def test_the_children_of_every_element_stand_in_the_order_of_the_standard():
    word = opened(a_document([a_block(rows=[{"label": "x", "cells": [ARABIC, "1"]}])]))
    order = {
        "tblPr": (
            *("tblStyle", "bidiVisual", "tblW", "jc", "tblInd"),
            *("tblLayout", "tblLook", "tblCaption"),
        ),
        "pPr": ("pStyle", "bidi", "spacing", "ind", "jc", "sectPr"),
        "rPr": ("rStyle", "b", "bCs", "sz", "szCs", "rtl"),
        "tcPr": ("tcW", "shd"),
    }

    for name, names in order.items():
        for element in word.element.iter(qn(f"w:{name}")):
            found = [child.tag.rpartition("}")[2] for child in element]
            assert found == sorted(found, key=names.index), name


def test_a_part_with_a_wide_table_lies_on_its_side_and_every_page_is_a4():
    word = opened(a_document([a_text()], [a_wide_block()], [a_block()]))

    lie = [section.orientation for section in word.sections]

    upright, wide = WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE
    assert lie == [upright, upright, wide, upright]
    for section in word.sections:
        sides = sorted((section.page_width, section.page_height))
        assert [round(side / Mm(1)) for side in sides] == [210, 297]
    [table] = [each for each in word.tables if len(each.columns) == 6]
    width = sum(column.width for column in table.columns)
    section = word.sections[2]
    assert width <= section.page_width - section.left_margin - section.right_margin


def test_its_pages_are_numbered_in_every_section():
    word = opened(a_document([a_text()], [a_wide_block()]))

    for section in word.sections:
        footer = section.footer._element
        fields = [each.text.strip() for each in footer.iter(qn("w:instrText"))]
        assert fields == ["PAGE", "NUMPAGES"]
        assert section.footer.paragraphs[0].text == (
            "Examplia – Roadmap for mainstreaming · Page 1 of 1"
        )


def test_it_says_its_title_its_author_its_language_and_its_moment():
    word = opened(a_document([a_text()]))
    told = word.core_properties

    assert (told.title, told.author) == (
        "Examplia – Roadmap for mainstreaming",
        "Ama Mensah",
    )
    assert (told.language, told.comments) == ("en-GB", "")
    assert told.created == told.modified == MADE_AT
    languages = {
        each.get(qn("w:val")) for each in word.styles.element.iter(qn("w:lang"))
    }
    assert languages == {"en-GB"}


def test_its_fonts_are_common_and_none_is_left_to_a_theme():
    word = opened(a_document([a_text()]))

    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2"):
        fonts = word.styles[name].element.find(".//" + qn("w:rFonts"))
        assert {fonts.get(each) for each in fonts.attrib} == {"Arial"}
        assert not any("Theme" in each for each in fonts.attrib)


def test_words_that_run_leftwards_do_so_wherever_they_stand():
    rows = [{"label": "Who?", "cells": [ARABIC, "1"]}]
    word = opened(a_document([a_text(text=ARABIC), a_block(rows=rows)], country=ARABIC))

    cell = word.tables[0].rows[1].cells[1].paragraphs[0]
    text = next(each for each in word.paragraphs if each.text == ARABIC)
    for paragraph in (cell, text):
        assert paragraph._p.pPr.find(qn("w:bidi")) is not None
        assert paragraph.runs[0].font.rtl
    [letters] = cell.runs[0]._r.iter(qn("w:szCs"))
    assert letters.get(qn("w:val")) == "18"
    label = word.tables[0].rows[1].cells[0].paragraphs[0]
    assert label._p.find(".//" + qn("w:bidi")) is None


def test_a_document_in_a_language_that_runs_leftwards_turns_its_tables(monkeypatch):
    words = roadmap_shape.fixed_words(a_document())
    for module in (roadmap_shape, roadmap_docx):
        monkeypatch.setattr(module, "fixed_words", lambda _: words)

    word = opened(a_document([a_block()], language="ar"))

    assert word.tables[0].table_direction == WD_TABLE_DIRECTION.RTL
    languages = {
        each.get(qn("w:bidi")) for each in word.styles.element.iter(qn("w:lang"))
    }
    assert languages == {"ar"}


def test_the_same_words_give_the_same_bytes_in_any_process_at_any_time():
    document = a_document([a_text()], [a_wide_block()])
    data = {"document": document, "made_at": MADE_AT.isoformat()}
    first = render_roadmap_docx(document, MADE_AT)
    # A zip keeps time in steps of two seconds.
    time.sleep(2.1)

    elsewhere = subprocess.run(
        [sys.executable, "-m", "course.documents", "roadmap.docx"],
        input=json.dumps(data).encode(),
        capture_output=True,
        check=True,
        cwd=Path(documents.__file__).parents[2],
    )

    assert elsewhere.stdout == first == render_roadmap_docx(document, MADE_AT)


def test_nothing_of_another_document_travels_along():
    with ZipFile(BytesIO(render_roadmap_docx(a_document(), MADE_AT))) as package:
        names = package.namelist()
        moments = {each.date_time for each in package.infolist()}

    assert names[0] == "[Content_Types].xml"
    assert not any("thumbnail" in name for name in names)
    assert moments == {(2027, 3, 1, 9, 0, 0)}


def test_what_a_learner_writes_is_never_a_field_a_link_or_a_formula():
    words = (
        '=1+1 { DDEAUTO c:\\\\cmd "/k" } <w:fldSimple w:instr="X"/> &amp; https://x.org'
    )
    rows = [{"label": words, "cells": [words, words]}]
    made = render_roadmap_docx(
        a_document([a_text(words, words), a_block(words, rows=rows)], country=words),
        MADE_AT,
    )

    with ZipFile(BytesIO(made)) as package:
        body = package.read("word/document.xml").decode()
    word = docx.Document(BytesIO(made))

    assert "instrText" not in body
    assert "<w:fldSimple" not in body
    assert "<w:hyperlink" not in body
    assert [cell.text for cell in word.tables[0].rows[1].cells] == [words] * 3
    assert word.paragraphs[0].text == words


@settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(text=st.text(max_size=300))
def test_any_text_can_be_written_and_is_read_back(text):
    rows = [{"label": "Who?", "cells": [text, text]}]

    word = opened(a_document([a_block(rows=rows)], country=text, author=text))

    held = word.tables[0].rows[1].cells[1].text
    kept = [each for each in text if each.isprintable() and each.isascii()]
    assert [each for each in held if each.isprintable() and each.isascii()] == [
        each for each in kept if each != " "
    ] or " " in text
