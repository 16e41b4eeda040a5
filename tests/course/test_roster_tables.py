"""Lists as they come: any encoding, separator, heading and workbook, or a refusal."""

import io
import sys
import unicodedata
import zipfile
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from course.exports import EXPORT_FORMATS, Table
from course.roster_columns import Columns, known_headings, read_columns
from course.roster_entries import read_entries
from course.roster_errors import UnreadableRoster
from course.roster_tables import MOST_ROWS, RosterTable, read_table, read_text
from course.roster_workbooks import LAST_ROW
from course.spreadsheets import WHITE_SPACE, as_meant, made_safe
from tests.tables_written import columns_of

FEW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")


def entries(table: RosterTable, **countries: str) -> list[tuple[int, str, str]]:
    reading = read_columns(table)
    assert reading.is_sure, reading
    return [
        (each.number, each.email, each.name)
        for each in read_entries(table, reading.columns, countries)
    ]


def a_workbook(*rows: list[Any], merge: str | None = None) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("line", "email", "name"),
    [
        ("ana@example.org", "ana@example.org", ""),
        ("  Ana@Example.ORG  ", "ana@example.org", ""),
        ("Ana Silva <ana@example.org>", "ana@example.org", "Ana Silva"),
        ('"Silva, Ana" <ana@example.org>', "ana@example.org", "Silva, Ana"),
        ("Silva, Ana <ana@example.org>,", "ana@example.org", "Silva, Ana"),
        ("<ana@example.org>", "ana@example.org", ""),
        ("ana@example.org,Ana Silva", "ana@example.org", "Ana Silva"),
        ("Ana Silva,ana@example.org", "ana@example.org", "Ana Silva"),
        ("ana@example.org;Ana  Silva", "ana@example.org", "Ana Silva"),
        ("ana@example.org\tAna Silva", "ana@example.org", "Ana Silva"),
        ('ana@example.org,"Silva, Ana"', "ana@example.org", "Silva, Ana"),
        ("ana@example.org,", "ana@example.org", ""),
        ("\ufeffana@example.org", "ana@example.org", ""),
        ("ana@exämple.org,Ана", "ana@exämple.org", "Ана"),
    ],
)
def test_every_form_of_line_is_read(line, email, name):
    assert entries(read_text(line)) == [(1, email, name)]


@pytest.mark.parametrize(
    "text",
    [
        "Name,E-mail\nAna,ana@example.org\n\nBen,ben@example.org",
        "country;name;EMAIL\nKE;Ana;ana@example.org\n \nGH;Ben;ben@example.org",
        "\ufeffE-mail address\tName\r\nana@example.org\tAna\r\n\r\n"
        "ben@example.org\tBen",
        "Nom;Courriel\nAna;ana@example.org\n;\nBen;ben@example.org",
        "Nombre completo,Correo electrónico\n"
        "Ana,ana@example.org\n\nBen,ben@example.org",
        "ФИО;Эл. почта\nAna;ana@example.org\n\nBen;ben@example.org",
        "姓名,电子邮箱\nAna,ana@example.org\n\nBen,ben@example.org",
        "الاسم,البريد الإلكتروني\nAna,ana@example.org\n\nBen,ben@example.org",
        "First name,E-mail (work)\nAna,ana@example.org\n\nBen,ben@example.org",
        "Name / Nom,Email / Courriel\nAna,ana@example.org\n\nBen,ben@example.org",
    ],
)
def test_a_heading_in_any_language_says_which_column_is_which(text):
    assert entries(read_text(text)) == [
        (2, "ana@example.org", "Ana"),
        (4, "ben@example.org", "Ben"),
    ]


def test_names_in_parts_are_put_together():
    text = "Prénom;Nom;Courriel\nAna;Silva;ana@example.org"

    assert entries(read_text(text)) == [(2, "ana@example.org", "Ana Silva")]


def test_a_word_stands_for_one_field_alone():
    assert len(known_headings()) > 150
    assert known_headings()["correoelectronico"] == "email"


def test_what_the_profile_holds_is_read_and_what_is_not_understood_is_said():
    table = read_text(
        "email,ministry,country,sex,âge,sector\n"
        "ana@example.org,Ministry of Labour,Brésil,Mujer,42,government\n"
        "ben@example.org,,Atlantis,?,grown up,\n"
    )

    ana, ben = read_entries(table, read_columns(table).columns, {"bresil": "BR"})

    assert ana.profile == {
        "organisation": "Ministry of Labour",
        "country": "BR",
        "gender": "female",
        "age_band": "35-44",
        "affiliation": "government",
    }
    assert (ben.profile, ben.unread) == ({}, ("country", "gender", "age_band"))


@pytest.mark.parametrize(
    ("words", "band"),
    [
        ("14", "under-25"),
        ("24", "under-25"),
        ("25", "25-34"),
        ("64", "55-64"),
        ("65", "65-and-over"),
        ("35 - 44", "35-44"),
        ("65+", "65-and-over"),
        ("I prefer not to say", "undisclosed"),
        ("13", None),
        ("111", None),
        ("<65", None),
        ("<25", None),
        ("4,2", None),
        ("١٤", None),
    ],
)
def test_a_number_of_years_is_read_as_its_band(words, band):
    table = read_text(f'email,age\nana@example.org,"{words}"\n')

    (ana,) = read_entries(table, read_columns(table).columns, {})

    assert ana.profile.get("age_band") == band
    assert ana.unread == (() if band else ("age_band",))


def test_headings_that_say_nothing_have_to_be_explained():
    reading = read_columns(read_text("Kto,Gde,Kogda\nAna,ana@example.org,1\n"))

    assert not reading.is_sure
    assert reading.titles == ("Kto", "Gde", "Kogda")
    assert reading.columns == Columns({"email": 1}, heading=1)


def test_a_cell_of_several_lines_keeps_the_numbers_of_those_after_it():
    text = 'email,name\nana@example.org,"Ana\nSilva"\nben@example.org,Ben\n'

    assert entries(read_text(text)) == [
        (2, "ana@example.org", "Ana Silva"),
        (4, "ben@example.org", "Ben"),
    ]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_file_is_read_whatever_program_wrote_it(encoding):
    text = "name;email\r\nJosé Núñez;jose@example.org\r\n"

    assert entries(read_table(text.encode(encoding))) == [
        (2, "jose@example.org", "José Núñez")
    ]


def test_a_workbook_is_read_below_its_title_and_its_merged_head():
    data = a_workbook(
        ["List of participants", None, None],
        [None],
        ["No.", "Participant", "Email"],
        [1.0, "Ana Silva", "ana@example.org"],
        [2, "=1+1", "ben@example.org"],
        merge="A1:C1",
    )

    assert entries(read_table(data)) == [
        (4, "ana@example.org", "Ana Silva"),
        # What a formula was never worked out to be is empty.
        (5, "ben@example.org", ""),
    ]


def test_the_sheet_with_the_addresses_is_the_one_that_is_read():
    book = Workbook()
    book.worksheets[0].append(["Read me first"])
    book.create_sheet("Learners").append(["ana@example.org", "Ana"])
    written = io.BytesIO()
    book.save(written)

    assert entries(read_table(written.getvalue())) == [(1, "ana@example.org", "Ana")]


def repacked(change: dict[str, bytes]) -> bytes:
    """A workbook some of whose parts are others."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(a_workbook(["a@example.org"]))) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            data = change.pop(part.filename, None)
            new.writestr(part.filename, old.read(part) if data is None else data)
        for name, data in change.items():
            new.writestr(name, data)
    return written.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
_HEAD = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData>"
)


def sheets_of_nothing() -> dict[str, bytes]:
    """A workbook of many sheets, each with one row far down and no address."""
    book = Workbook()
    for number in range(1, 8):
        sheet = book.create_sheet() if number > 1 else book.worksheets[0]
        sheet.cell(row=LAST_ROW // 5, column=1, value="x")
    written = io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def test_a_line_of_signs_takes_no_longer_than_its_length():
    table = read_text("ana@example.org,Ana\n<" + "@" * 120_000)

    assert entries(table)[0] == (1, "ana@example.org", "Ana")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n;;\n", "empty"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old kind"),
        (b"a\0b\0c\0d\0e\0\0\0", "no text"),
        (b"a" * 5_000_001, "larger than 5 MB"),
        (b'x,"' + b"a" * 140_000, "cannot be read"),
        (",".join(["x"] * 61).encode(), "more than 60 columns"),
        (b"a@example.org\n" * (MOST_ROWS + 2), f"{MOST_ROWS} learners"),
    ],
)
def test_what_cannot_be_read_says_what_to_send_instead(data, words):
    with pytest.raises(UnreadableRoster) as refusal:
        read_table(data)

    assert words in refusal.value.message


@cache
def one_workbook() -> bytes:
    """The same bytes every time: a workbook holds the moment when it was made."""
    return a_workbook(["email"], ["ana@example.org"])


def an_archive(*names: str) -> bytes:
    """An archive with parts of these names and nothing in them."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        for name in names:
            parts.writestr(name, b"")
    return written.getvalue()


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
PEOPLE = b"email,name\nana@example.org,Ana\n"


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (PEOPLE, "learners.xlsx", "let its name end in .csv"),
        (PEOPLE, "LEARNERS.XLS", "let its name end in .csv"),
        (PEOPLE.decode().encode("utf-16"), "learners.xlsx", "damaged"),
        (b"\x8d\x03 neither this nor that \xff", "learners.xlsx", "damaged"),
        (one_workbook()[:300], "learners.xlsx", "damaged"),
        (OLD + "Workbook".encode("utf-16-le"), "learners.xls", "old kind"),
        (OLD + "Workbook".encode("utf-16-le"), "learners.xlsx", "old kind"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "learners.xlsx", "password"),
        (an_archive("xl/workbook.bin"), "learners.xlsb", "old kind"),
        (an_archive("letters/one.txt"), "learners.xlsx", "an archive"),
        (an_archive(), "learners.xlsx", "an archive"),
        (an_archive("word/document.xml"), "learners.xlsx", "text document"),
        (an_archive("mimetype", "content.xml"), "learners.ods", "OpenDocument"),
        (b"%PDF-1.7 learners", "learners.xlsx", "a PDF"),
        (b" \n<html><table>ana@example.org</table></html>", "a.xls", "web page"),
        (b'<?xml version="1.0"?><Workbook/>', "learners.xml", "web page"),
    ],
)
def test_what_passes_for_a_workbook_is_refused_in_words_of_its_own(data, name, words):
    with pytest.raises(UnreadableRoster) as refusal:
        read_table(data, name)

    assert words in refusal.value.message


@pytest.mark.parametrize("name", ["", "learners.csv", "learners.txt", "xlsx"])
def test_text_under_another_name_is_read_as_ever(name):
    assert entries(read_table(PEOPLE, name)) == [(2, "ana@example.org", "Ana")]


def test_an_address_within_angle_brackets_is_no_web_page():
    found = entries(read_table(b"<head@example.org>\n<table@example.org>\n"))

    assert [email for _row, email, _name in found] == [
        "head@example.org",
        "table@example.org",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"xl/bomb.xml": b" " * 31_000_000}, "unpacks to more than"),
        ({SHEET: b'<!DOCTYPE x [<!ENTITY a "b">]>' + _HEAD}, "defines things"),
        ({SHEET: "<!DOCTYPE x><a/>".encode("utf-16")}, "defines things"),
        ({SHEET: b"<not xml"}, "damaged"),
        (
            {
                SHEET: _HEAD
                + b'<row r="1048576"><c r="XFD1048576" t="str"><v>a@b.org</v></c></row>'
                + b"</sheetData></worksheet>"
            },
            f"beyond row {LAST_ROW}",
        ),
        (sheets_of_nothing(), f"beyond row {LAST_ROW}"),
        ({f"xl/{number}.xml": b"" for number in range(501)}, "unpacks to more"),
    ],
)
def test_a_workbook_that_would_do_harm_is_refused(change, words):
    with pytest.raises(UnreadableRoster) as refusal:
        read_table(repacked(change))

    assert words in refusal.value.message


@FEW
@given(st.binary(max_size=300))
@example(b"PK\x03\x04")
@example(b'"\n"')
def test_no_bytes_are_more_than_refused(data):
    try:
        table = read_table(data)
    except UnreadableRoster:
        return
    reading = read_columns(table)
    places = dict(reading.columns.places) or {"email": 0}
    found = read_entries(table, Columns(places, reading.columns.heading), {})
    assert all(row.number >= 1 for row in found)
    assert RosterTable.from_data(table.to_data()) == table


@FEW
@given(st.text(max_size=200))
def test_no_text_is_more_than_refused(text):
    try:
        table = read_text(text)
    except UnreadableRoster:
        return
    assert all(row.cells for row in table.rows)


@FEW
@given(st.data())
def test_no_damaged_workbook_is_more_than_refused(data):
    whole = bytearray(one_workbook())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(4, len(whole)))
    try:
        table = read_table(bytes(whole[:cut]))
    except UnreadableRoster:
        return
    assert table.rows


def test_every_sign_that_is_white_space_is_known():
    signs = map(chr, range(sys.maxunicode + 1))

    assert {sign for sign in signs if sign.isspace()} == set(WHITE_SPACE)


@FEW
@given(st.text(max_size=40))
@example("'=x")
@example("''=1+1")
@example("\t=x")
def test_what_was_made_safe_is_read_as_it_was_meant(text):
    safe = made_safe(text)

    assert as_meant(safe) == text
    assert not safe.lstrip().startswith(("=", "+", "-", "@"))


@FEW
@given(
    name=st.text(
        st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), max_size=40
    ),
    suffix=st.sampled_from(["csv", "xlsx"]),
)
@example(name="=HYPERLINK('x')", suffix="xlsx")
@example(name="-Ana, \"the\" 'first';", suffix="csv")
@example(name="'=Ana", suffix="csv")
def test_a_name_in_any_script_comes_back_from_a_file(name, suffix):
    columns = columns_of(email="text", name="text")
    table = Table({}, columns, [("a@example.org", " ".join(name.split()))])

    data = b"".join(EXPORT_FORMATS[suffix].write(table))

    [(_row, email, back)] = entries(read_table(data))
    assert email == "a@example.org"
    # A workbook holds the text itself, and needs no apostrophe to keep it safe.
    assert back == clean(as_meant(name) if suffix == "xlsx" else name)


def clean(name: str) -> str:
    """A name as a profile could hold it: spaced once, in one spelling."""
    return " ".join(unicodedata.normalize("NFC", name).split())
