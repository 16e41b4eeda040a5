"""Files made to do harm: all of them are refused with words, and quickly."""

import io
import stat
import struct
import time
import zipfile

import pytest

from quizzes.exchange import BankRefused, archives, importing
from quizzes.exchange.archives import Archive, pack
from tests.quizzes.exchange.packing import SAMPLES, files_of, folder_as_zip, imported

SECONDS = 5

BOMB = (
    b'<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode()
        for n in range(9)
    )
    + b"]><quiz>&j;</quiz>"
)
OUTSIDE = (
    b'<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<quiz><question><name><text>&x;</text></name></question></quiz>"
)
NETWORK = b'<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/quiz.dtd"><quiz/>'
PARAMETER = (
    b'<!DOCTYPE quiz [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]><quiz></quiz>'
)
DEEP = b"<quiz>" + b"<question>" * 100_000
INCLUDED = (
    b'<quiz xmlns:xi="http://www.w3.org/2001/XInclude">'
    b'<xi:include href="file:///etc/passwd" parse="text"/></quiz>'
)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(BOMB, "amplification", id="a billion laughs"),
        pytest.param(OUTSIDE, "DOCTYPE", id="an entity that is a file"),
        pytest.param(NETWORK, "DOCTYPE", id="a definition on the network"),
        pytest.param(PARAMETER, "DOCTYPE", id="an entity that is an address"),
        pytest.param(DEEP, "Excessive depth", id="nesting"),
        pytest.param(INCLUDED, "no question in the file", id="an inclusion"),
    ],
)
@pytest.mark.parametrize("format_name", ["moodle-xml", "qti"])
def test_xml_that_reaches_out_or_swells_is_refused(format_name, data, why):
    began = time.monotonic()

    with pytest.raises(BankRefused) as error:
        imported(data, format_name)

    assert time.monotonic() - began < SECONDS
    if format_name == "moodle-xml":
        assert why in error.value.message
    assert "root:" not in error.value.message


def test_a_doctype_in_the_words_of_a_question_does_no_harm():
    text = (SAMPLES / "moodle.xml").read_text(encoding="utf-8")
    asked = text.replace("Put the steps in order.", "What is &lt;!DOCTYPE quiz>?")

    found = imported(asked, "moodle-xml")

    assert found.quiz.question("steps").prompt == "What is ?"


def zipped(path: str, data: bytes = b"x", **more: int) -> bytes:
    """A zip with one file, named as its maker likes."""
    info = zipfile.ZipInfo(path)
    info.external_attr = more.get("attributes", 0)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


@pytest.mark.parametrize(
    "path",
    ["../out.xml", "a/../../out.xml", "/etc/passwd", "C:out.xml", "..\\out.xml"],
)
def test_a_path_that_leads_out_is_refused(path):
    with pytest.raises(BankRefused, match="leads out of it"):
        imported(zipped(path), "qti")


def test_a_link_is_refused():
    link = zipped("imsmanifest.xml", b"/etc/passwd", attributes=stat.S_IFLNK << 16)

    with pytest.raises(BankRefused, match="leads out of it"):
        imported(link, "qti")


def test_a_file_that_swells_is_refused():
    began = time.monotonic()

    with pytest.raises(BankRefused, match="Unpacked, it has more than"):
        imported(zipped("imsmanifest.xml", b"\0" * 200_000_000), "qti")

    assert time.monotonic() - began < SECONDS


def test_many_files_that_swell_together_are_refused():
    zeros = b"\0" * archives.LARGEST_FILE
    package = pack({f"{n}.xml": zeros for n in range(9)})

    with pytest.raises(BankRefused, match="Unpacked, it has more than"):
        imported(package, "qti")


def test_a_size_that_lies_is_found_out():
    honest = zipped("imsmanifest.xml", b"\0" * (archives.LARGEST_FILE + 1))
    real, false = (struct.pack("<L", size) for size in (archives.LARGEST_FILE + 1, 10))
    assert honest.count(real) == 2
    lying = honest.replace(real, false)

    with pytest.raises(BankRefused):
        imported(lying, "qti")


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(archives, "MOST_FILES", 3)

    with pytest.raises(BankRefused, match="more than 3 files"):
        imported(pack({f"{n}.txt": b"" for n in range(4)}), "qti")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_there_twice_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("imsmanifest.xml", "<a/>")
        archive.writestr("imsmanifest.xml", "<b/>")

    with pytest.raises(BankRefused, match=r"holds 'imsmanifest\.xml' twice"):
        imported(target.getvalue(), "qti")


def test_a_zip_within_a_zip_is_no_package():
    with pytest.raises(BankRefused, match=r"no imsmanifest\.xml"):
        imported(pack({"inner.zip": pack({"imsmanifest.xml": b""})}), "qti")


def test_a_locked_or_damaged_zip_is_refused():
    whole = folder_as_zip(SAMPLES / "qti")
    for damaged in (whole[:200], whole[:-30], b"PK\x03\x04", whole.replace(b"<", b">")):
        with pytest.raises(BankRefused):
            imported(damaged, "qti")


def test_a_picture_is_taken_from_the_package_alone():
    files = files_of(folder_as_zip(SAMPLES / "qti"))
    item = files["items/longest.xml"].decode()
    for source in ("../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd"):
        files["items/longest.xml"] = item.replace(
            "../pictures/map.png", source
        ).encode()

        found = imported(pack(files), "qti")

        [entry] = [one for one in found.report.entries if one.name == "ChoiceLongest"]
        assert entry.outcome == "refused"


def test_too_large_a_file_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(importing, "LARGEST", 1_000_000)

    with pytest.raises(BankRefused, match="larger than 1 MB"):
        imported(b"x" * 1_000_001, "gift")


def test_too_large_a_picture_refuses_its_question():
    letters = "A" * 6_000_000
    text = f'[html]<img src\\="data\\:image/png;base64,{letters}"> Is it?{{T}}'

    with pytest.raises(BankRefused) as error:
        imported(text, "gift")

    assert "larger than 4 MB" in str(error.value.report.entries[0].remarks[0])


def test_harmful_html_leaves_nothing_but_words():
    text = (
        "[html]<p onclick\\='x()'>Is <script>alert(1)</script>it</p>"
        "<style>p{}</style> <a href\\='javascript\\:x()'>so</a>?{T}"
    ).replace("p{}", "p\\{\\}")

    [question] = imported(text, "gift").quiz.questions

    assert question.prompt == "Is it so ?" or question.prompt == "Is it so?"


@pytest.mark.parametrize("part", ["<b>", "<li>x", "<!--", "<table><tr><td>", "<a x='"])
def test_html_without_end_is_read_quickly(part):
    text = f"[html]{part * 8_000} Is it?".replace("=", "\\=") + "{T}"
    began = time.monotonic()

    with pytest.raises(BankRefused):
        imported(text + "}", "gift")
    imported("[plain]A.{T}\n\n" + text, "gift")

    assert time.monotonic() - began < SECONDS


def test_an_archive_reads_what_it_holds():
    archive = Archive(pack({"a.txt": b"a", "b/c.txt": b"c"}))

    assert archive.paths == ("a.txt", "b/c.txt")
    assert archive.read("b/c.txt") == b"c"
