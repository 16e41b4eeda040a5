"""What Word files need and the library has no word for: directions, fields, dates.

Each function touches the XML at one place and says which element of the standard
(ISO/IEC 29500) it is about.
"""

import re
from datetime import datetime
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_DIRECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length
from docx.table import Table, _Row
from docx.text.font import Font
from docx.text.paragraph import Paragraph
from docx.text.run import Run

# What XML cannot hold, and no worksheet should.
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# What stands between the border of a cell and its words, in twentieths of a point.
_CELL_MARGIN: Final = "108"


def plain(text: str) -> str:
    """The text without what no XML file can hold."""
    return _NOT_XML.sub("", text)


def set_font(style: Any, name: str) -> None:
    """One font for every script, in place of the fonts of the theme (``w:rFonts``)."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)


def set_size(font: Font, size: Length) -> None:
    """The size of letters of every script (``w:sz``, ``w:szCs``)."""
    font.size = size
    _say_of_every_script(font, "sz")


def set_bold(font: Font) -> None:
    """Bold letters of every script (``w:b``, ``w:bCs``)."""
    font.bold = True
    _say_of_every_script(font, "b")


def set_language(document: WordDocument, language: str, *, leftwards: bool) -> None:
    """The language of the text, for spelling and for reading aloud (``w:lang``)."""
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:bidi" if leftwards else "w:val"), language)


def run_leftwards(paragraph: Paragraph) -> None:
    """Let a paragraph run from right to left (``w:bidi``), and its letters."""
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        OxmlElement("w:bidi"),
        *("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind"),
        *("w:contextualSpacing", "w:mirrorIndents", "w:jc", "w:textDirection"),
        *("w:textAlignment", "w:outlineLvl", "w:rPr", "w:sectPr"),
    )
    for run in paragraph.runs:
        run.font.rtl = True


def order_leftwards(table: Table) -> None:
    """Put the first column of a table on the right (``w:bidiVisual``)."""
    table.table_direction = WD_TABLE_DIRECTION.RTL


def align_with_text(table: Table) -> None:
    """Let the border of a table, not its words, stand where text begins."""
    indent = OxmlElement("w:tblInd")
    indent.set(qn("w:w"), _CELL_MARGIN)
    indent.set(qn("w:type"), "dxa")
    table._tbl.tblPr.insert_element_before(
        indent,
        *("w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar"),
        *("w:tblLook", "w:tblCaption", "w:tblDescription"),
    )


def colour_borders(style: Any, colour: str) -> None:
    """Give the lines of a style of tables a colour (``w:tblBorders``)."""
    for borders in style.element.iter(qn("w:tblBorders")):
        for line in borders:
            line.set(qn("w:color"), colour)


def repeat_on_each_page(row: _Row) -> None:
    """Make a row the head of its table, on every page (``w:tblHeader``)."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_together(row: _Row) -> None:
    """Let no end of a page part a row (``w:cantSplit``)."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def describe(table: Table, title: str) -> None:
    """Name a table for those who hear it (``w:tblCaption``)."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), title)
    table._tbl.tblPr.append(caption)


def shade(cell: Any, colour: str) -> None:
    """Give a cell a background (``w:shd``)."""
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def add_field(run: Run, instruction: str) -> None:
    """A number that the program works out: the page, or how many (``w:fldChar``)."""
    for kind in ("begin", "separate", "end"):
        if kind == "separate":
            words = OxmlElement("w:instrText")
            words.set(qn("xml:space"), "preserve")
            words.text = f" {instruction} "
            run._r.append(words)
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
        if kind == "separate":
            shown = OxmlElement("w:t")
            shown.text = "1"
            run._r.append(shown)


def without_picture(document: WordDocument) -> None:
    """Drop the picture of another document that the library's template comes with."""
    relations = document.part.package.rels
    for key in [key for key, each in relations.items() if "thumbnail" in each.reltype]:
        del relations[key]


def saved(document: WordDocument, made_at: datetime) -> bytes:
    """The file, its members dated alike: the same document is the same bytes."""
    written, dated = BytesIO(), BytesIO()
    document.save(written)
    with ZipFile(written) as source, ZipFile(dated, "w", ZIP_DEFLATED) as target:
        for member in source.infolist():
            info = ZipInfo(member.filename, made_at.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED
            target.writestr(info, source.read(member))
    return dated.getvalue()


def _say_of_every_script(font: Font, name: str) -> None:
    """Repeat a property for scripts such as Arabic, for which it is another one."""
    properties = font._element.get_or_add_rPr()
    for old in properties.findall(qn(f"w:{name}Cs")):
        properties.remove(old)
    said = properties.find(qn(f"w:{name}"))
    again = OxmlElement(f"w:{name}Cs", attrs=dict(said.attrib))
    said.addnext(again)
