"""A roadmap as a Word file that people go on editing, the same bytes each time.

Headings, lists and tables are real ones, so that a program finds its way in them. What
learners wrote is put in as text, run by run: it is never a field or a link.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from course.documents import word_parts
from course.documents.roadmap_shape import (
    Document,
    column_weights,
    cover_facts,
    fixed_words,
    full_title,
    is_wide,
    open_points,
    runs_leftwards,
)
from course.documents.words import runs_right_to_left

# A font that is on nearly every desk, or has a twin of the same widths there, with
# Latin, Greek, Cyrillic, Arabic and Hebrew letters.
_FONT: Final = "Arial"
_ACCENT: Final = RGBColor(0x1F, 0x4E, 0x79)
_INK: Final = RGBColor(0x17, 0x21, 0x2B)
_SHADE: Final = "EAF0F6"
_LINES: Final = "9FB1C2"
_TABLE: Final = "Table Grid"
_PAGE: Final = (Mm(210), Mm(297))
_MARGIN: Final = Mm(22)
# Size, colour, space before and after, in points.
_STYLES: Final = {
    "Normal": (10.5, None, 0, 6),
    "Title": (26, _ACCENT, 6, 12),
    "Subtitle": (20, _INK, 96, 0),
    "Heading 1": (18, _ACCENT, 0, 10),
    "Heading 2": (12.5, _INK, 16, 6),
    "List Bullet": (10.5, None, 0, 4),
    "Footer": (8, None, 0, 0),
}
_IN_TABLES: Final = Pt(9)
# A row of so many characters at most in each cell is not parted by the end of a page.
_KEPT_TOGETHER: Final = 600
# Word spells by a language and a country.
_SPELT_AS: Final = {"en": "en-GB"}
# A core property holds no more.
_LONGEST_PROPERTY: Final = 255


def render_roadmap_docx(document: Document, made_at: datetime) -> bytes:
    """Write the document. ``made_at`` is the only time in the file."""
    word = docx.Document()
    word_parts.without_picture(word)
    _set_properties(word, document, made_at)
    _set_styles(word, document)
    leftwards = runs_leftwards(document)
    _lay(word.sections[0], wide=False)
    _write_footer(word.sections[0], document)
    _write_cover(word, document)
    for part in document["parts"]:
        wide = is_wide(part)
        _lay(word.add_section(WD_SECTION.NEW_PAGE), wide=wide)
        _write(word.add_heading(level=1), part["title"])
        for block in part["blocks"]:
            _write_block(word, block, wide=wide, leftwards=leftwards)
    _write_open_points(word, document)
    return word_parts.saved(word, made_at.astimezone(UTC))


def _set_properties(word: WordDocument, document: Document, made_at: datetime) -> None:
    properties = word.core_properties
    properties.title = word_parts.plain(full_title(document))[:_LONGEST_PROPERTY]
    author = word_parts.plain(document["author"])[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = author
    properties.language = _spelling(document)
    properties.comments = ""
    properties.revision = 1
    moment = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.created = properties.modified = moment


def _spelling(document: Document) -> str:
    language: str = document["language"]
    return _SPELT_AS.get(language, language)


def _set_styles(word: WordDocument, document: Document) -> None:
    word_parts.set_language(
        word, _spelling(document), leftwards=runs_leftwards(document)
    )
    for name, (size, colour, before, after) in _STYLES.items():
        style = word.styles[name]
        word_parts.set_font(style, _FONT)
        font, spacing = style.font, style.paragraph_format
        word_parts.set_size(font, Pt(size))
        font.italic = False
        if colour is not None:
            font.color.rgb = colour
        spacing.space_before, spacing.space_after = Pt(before), Pt(after)
        spacing.line_spacing = 1.15
    word_parts.colour_borders(word.styles[_TABLE], _LINES)


def _lay(section: Section, *, wide: bool) -> None:
    """A4, upright or on its side."""
    short, long = _PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if wide else (short, long)
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = _MARGIN


def _text_width(*, wide: bool) -> int:
    return _PAGE[wide] - 2 * _MARGIN


def _write_footer(section: Section, document: Document) -> None:
    """The title and the page, the same in every section, whichever way it lies."""
    paragraph = section.footer.paragraphs[0]
    _write(paragraph, f"{full_title(document)} · ")
    page, _, rest = fixed_words(document)["page"].partition("{page}")
    between, _, after = rest.partition("{pages}")
    paragraph.add_run(page)
    word_parts.add_field(paragraph.add_run(), "PAGE")
    paragraph.add_run(between)
    word_parts.add_field(paragraph.add_run(), "NUMPAGES")
    paragraph.add_run(after)


def _write_cover(word: WordDocument, document: Document) -> None:
    if document["country"]:
        _write(word.add_paragraph(style="Subtitle"), document["country"])
    _write(word.add_paragraph(style="Title"), document["title"])
    for name, value in cover_facts(document):
        paragraph = word.add_paragraph()
        paragraph.add_run(f"{name}: ")
        word_parts.set_bold(paragraph.add_run(word_parts.plain(value)).font)
    words = fixed_words(document)
    if not document["parts"]:
        word.add_paragraph(words["nothing"])


def _write_open_points(word: WordDocument, document: Document) -> None:
    points, words = open_points(document), fixed_words(document)
    if not points:
        return
    _lay(word.add_section(WD_SECTION.NEW_PAGE), wide=False)
    word.add_heading(words["open_points"], level=1)
    word.add_paragraph(words["open_points_text"])
    for point in points:
        _write(word.add_paragraph(style="List Bullet"), point)


def _write_block(
    word: WordDocument, block: Mapping[str, Any], *, wide: bool, leftwards: bool
) -> None:
    _write(word.add_heading(level=2), block["title"])
    if block["kind"] == "text":
        for line in _lines(block["text"]):
            _write(word.add_paragraph(), line)
        return
    table = word.add_table(rows=1, cols=1 + len(block["columns"]), style=_TABLE)
    word_parts.describe(table, block["title"])
    word_parts.align_with_text(table)
    if leftwards:
        word_parts.order_leftwards(table)
    heads = [block["rows_title"], *(each["title"] for each in block["columns"])]
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        _fill(cell, head, bold=True)
        word_parts.shade(cell, _SHADE)
    word_parts.repeat_on_each_page(table.rows[0])
    figures = [False, *(each["kind"] == "number" for each in block["columns"])]
    for row in block["rows"]:
        added = table.add_row()
        texts = (row["label"], *row["cells"])
        for cell, text, figure in zip(added.cells, texts, figures, strict=True):
            _fill(cell, text, figure=figure)
        if max(map(len, texts)) <= _KEPT_TOGETHER:
            word_parts.keep_together(added)
    _set_widths(table, column_weights(block), _text_width(wide=wide))


def _set_widths(table: Table, weights: list[int], width: int) -> None:
    table.autofit = False
    for column, weight in zip(table.columns, weights, strict=True):
        share = Length(width * weight // sum(weights))
        column.width = share
        for cell in column.cells:
            cell.width = share


def _fill(cell: _Cell, text: str, *, bold: bool = False, figure: bool = False) -> None:
    """Write into a cell, one paragraph for each line."""
    lines = _lines(text) or [""]
    for at, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        _write(paragraph, line)
        paragraph.paragraph_format.space_after = Pt(2)
        if figure:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for run in paragraph.runs:
            word_parts.set_size(run.font, _IN_TABLES)
            if bold:
                word_parts.set_bold(run.font)


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _write(paragraph: Paragraph, text: str) -> None:
    """Put a text in as it is, running the way that its letters run."""
    paragraph.add_run(word_parts.plain(text))
    if runs_right_to_left(text):
        word_parts.run_leftwards(paragraph)
