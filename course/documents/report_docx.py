"""The report on a run as a Word file, the same bytes each time.

Headings and tables are real ones. A plot is a picture with its numbers in words, and
the table beneath it holds them again.
"""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shape import InlineShape
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from course.documents import word_parts
from course.documents.drawable import breakable, drawable
from course.documents.report_shape import (
    TEMPLATE,
    Document,
    alternative,
    cover_facts,
    footer_line,
    full_title,
    logo_of,
    made_at,
)
from course.documents.typesetting import typeset_picture
from course.documents.words import runs_right_to_left

_FONT: Final = "Arial"
_ACCENT: Final = RGBColor(0x1F, 0x4E, 0x79)
_INK: Final = RGBColor(0x17, 0x21, 0x2B)
_QUIET: Final = RGBColor(0x44, 0x52, 0x5C)
_STYLES: Final = {
    "Normal": (10.5, None, 0, 6),
    "Title": (26, _ACCENT, 6, 12),
    "Issuer": (12.5, _INK, 4, 0),
    "Note": (8, _QUIET, 4, 6),
    "Subtitle": (20, _INK, 96, 0),
    "Heading 1": (18, _ACCENT, 24, 10),
    "Heading 2": (12.5, _INK, 16, 6),
    "Footer": (8, None, 0, 0),
}
_MARGIN: Final = Mm(22)
_WIDTH: Final = Mm(166)
_MOST_ROWS_TOGETHER: Final = 16
_LOGO: Final = Mm(16)
_LONGEST_PROPERTY: Final = 255


def render_report_docx(document: Document, pictures: Mapping[str, bytes]) -> bytes:
    """Write the document. Its as-of is the only time in the file.

    ``pictures`` has the logo that the document names, by its SHA-256.
    """
    word = docx.Document()
    word_parts.without_picture(word)
    _set_properties(word, document)
    _set_styles(word)
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = _MARGIN
    foot = section.footer.paragraphs[0]
    _write(foot, f"{footer_line(document)} · ")
    word_parts.add_field(foot.add_run(), "PAGE")
    _write_title_page(word, document, pictures)
    for part in document["parts"]:
        _write(word.add_heading(level=1), part["title"])
        for block in part["blocks"]:
            _write_block(word, block, document["language"])
    return word_parts.saved(word, made_at(document))


def _write_title_page(
    word: WordDocument, document: Document, pictures: Mapping[str, bytes]
) -> None:
    """Whose report it is, of which run, and the facts about it."""
    logo = logo_of(document, pictures)
    if logo is not None:
        drawn = typeset_picture(TEMPLATE / "logo_alone.typ", json.dumps(logo))
        shape = word.add_picture(BytesIO(drawn), height=_LOGO)
        _describe(shape, document["issuer_name"], logo["alt"])
    _write(word.add_paragraph(style="Issuer"), document["issuer_name"])
    _write(word.add_paragraph(style="Subtitle"), document["subtitle"])
    _write(word.add_paragraph(style="Title"), document["title"])
    for name, value in cover_facts(document):
        paragraph = word.add_paragraph()
        paragraph.add_run(f"{name}: ")
        word_parts.set_bold(paragraph.add_run(word_parts.plain(value)).font)
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _set_properties(word: WordDocument, document: Document) -> None:
    properties = word.core_properties
    properties.title = word_parts.plain(full_title(document))[:_LONGEST_PROPERTY]
    author = word_parts.plain(document["author"])[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = author
    properties.language = "en-GB"
    properties.comments = ""
    properties.revision = 1
    moment = made_at(document).replace(tzinfo=None)
    properties.created = properties.modified = moment


def _set_styles(word: WordDocument) -> None:
    word_parts.set_language(word, "en-GB", leftwards=False)
    for name in ("Issuer", "Note"):
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    word_parts.set_bold(word.styles["Issuer"].font)
    for name, (size, colour, before, after) in _STYLES.items():
        style = word.styles[name]
        word_parts.set_font(style, _FONT)
        word_parts.set_size(style.font, Pt(size))
        style.font.italic = False
        if colour is not None:
            style.font.color.rgb = colour
        spacing = style.paragraph_format
        spacing.space_before, spacing.space_after = Pt(before), Pt(after)
    word_parts.colour_borders(word.styles["Table Grid"], "9FB1C2")


def _write_block(word: WordDocument, block: Mapping[str, Any], language: str) -> None:
    _write(word.add_heading(level=2), block["title"])
    if block["kind"] == "text":
        for line in block["text"].splitlines():
            if line.strip():
                _write(word.add_paragraph(), line)
        return
    if block["plot"] is not None:
        _draw(word, block, language)
    _write_table(word, block)
    if block.get("note"):
        _write(word.add_paragraph(style="Note"), block["note"])


def _draw(word: WordDocument, block: Mapping[str, Any], language: str) -> None:
    rows = [[breakable(drawable(cell)) for cell in row] for row in block["rows"]]
    data = {"language": language, "rows": rows, "whole": block["plot"]}
    written = json.dumps(data, ensure_ascii=False, sort_keys=True)
    picture = typeset_picture(TEMPLATE / "plot_alone.typ", written)
    shape = word.add_picture(BytesIO(picture), width=_WIDTH)
    word.paragraphs[-1].paragraph_format.keep_with_next = True
    _describe(shape, block["title"], alternative(block))


def _describe(shape: InlineShape, title: str, told: str) -> None:
    """Name a picture, and say what it shows to those who do not see it."""
    shape._inline.docPr.set("descr", word_parts.plain(told))
    shape._inline.docPr.set("title", word_parts.plain(title))


def _write_table(word: WordDocument, block: Mapping[str, Any]) -> None:
    table = word.add_table(rows=1, cols=len(block["head"]), style="Table Grid")
    word_parts.describe(table, word_parts.plain(block["title"]))
    word_parts.align_with_text(table)
    word_parts.repeat_on_each_page(table.rows[0])
    for _row in block["rows"]:
        word_parts.keep_together(table.add_row())
    for at, (row, texts) in enumerate(
        zip(table.rows, (block["head"], *block["rows"]), strict=True)
    ):
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            paragraph = cell.paragraphs[0]
            _write(paragraph, text)
            paragraph.paragraph_format.space_before = Pt(2)
            paragraph.paragraph_format.space_after = Pt(2)
            # A table that fits on a page is not parted.
            is_kept = at < len(block["rows"]) <= _MOST_ROWS_TOGETHER
            paragraph.paragraph_format.keep_with_next = is_kept
            if column:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            for run in paragraph.runs:
                word_parts.set_size(run.font, Pt(9))
                if at == 0:
                    word_parts.set_bold(run.font)
            if at == 0:
                word_parts.shade(cell, "EAF0F6")
    weights = [24, *[10] * (len(block["head"]) - 1)]
    table.autofit = False
    for column_, weight in zip(table.columns, weights, strict=True):
        column_.width = Length(_WIDTH * weight // sum(weights))
        for cell in column_.cells:
            cell.width = column_.width


def _write(paragraph: Paragraph, text: str) -> None:
    paragraph.add_run(word_parts.plain(text))
    if runs_right_to_left(text):
        word_parts.run_leftwards(paragraph)
