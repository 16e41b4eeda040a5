"""A PDF, read back as a person and a screen reader would read it."""

from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pypdf import PdfReader

from learner_api.books.errors import NotSet
from learner_api.books.pdf import pdf_data, write_pdf


def text_of(document: bytes) -> str:
    with pypdfium2.PdfDocument(document) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    return " ".join(" ".join(pages).split())


def outline_of(document: bytes) -> list[tuple[int, str]]:
    with pypdfium2.PdfDocument(document) as pdf:
        return [(each.level, each.get_title()) for each in pdf.get_toc()]


def tags_of(document: bytes) -> set[str]:
    """The kinds of tag in the tree that screen readers read."""
    found: set[str] = set()
    waiting: list[Any] = [PdfReader(BytesIO(document)).root_object["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            found.add(str(node.get("/S", "")))
            waiting.append(node.get("/K", []))
    return found


@pytest.fixture(scope="module")
def document(book) -> bytes:
    return write_pdf(book)


@pytest.fixture(scope="module")
def module_document(module_book) -> bytes:
    return write_pdf(module_book)


def test_it_holds_everything_but_the_quizzes(document, catalogue):
    text = text_of(document)

    for words in (
        "Movement in miniature",
        "The whole course",
        "3 hours of study",
        "Contents",
        "Say what a plan is",
        "Plans that name movement, by region",
        "The island counted travellers at the port.",
        "Open your plan. Count the pages that name movement.",
        "Train staff",
        "The numbers are made up.",
        "Movement is ordinary.",
        "Who counts movement in your country?",
        "https://www.example.org/almanac",
        "https://course.example.org/courses/miniature/quizzes/first-quiz",
        "Something that a government does on purpose.",
        "Page 2 of",
    ):
        assert words in text, words
    for quiz in catalogue.quizzes.values():
        for question in quiz.questions:
            assert question.prompt not in text


def test_its_outline_leads_to_modules_and_lessons(document):
    assert outline_of(document) == [
        (0, "1. The first module"),
        (1, "The first lesson"),
        (1, "The second lesson"),
        (1, "To end this module"),
        (0, "2. The second module"),
        (1, "The third lesson"),
        (1, "To end this module"),
        (0, "Worksheets"),
        (1, "The first sheet"),
        (0, "Glossary"),
    ]


def test_the_outline_of_a_module_begins_with_its_lessons(module_document):
    assert outline_of(module_document) == [
        (0, "The first lesson"),
        (0, "The second lesson"),
        (0, "To end this module"),
        (0, "The first sheet"),
        (0, "Glossary"),
    ]


def test_it_is_tagged_has_a_language_and_a_title(document):
    root: Any = PdfReader(BytesIO(document)).root_object

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert {"/Title", "/H1", "/H2", "/Table", "/TH", "/Figure", "/L"} <= tags_of(
        document
    )


def test_it_says_that_it_is_for_archives_and_for_screen_readers(document):
    with pikepdf.open(BytesIO(document)) as opened:
        metadata = opened.open_metadata()

        assert metadata.pdfa_status == "3A"
        assert metadata["pdfuaid:part"] == "1"
        assert list(opened.check_pdf_syntax()) == []


def test_its_figures_are_said_in_words(document):
    with pikepdf.open(BytesIO(document)) as opened:
        said = [
            str(each["/Alt"])
            for each in opened.objects
            if isinstance(each, pikepdf.Dictionary)
            and each.get("/S") == pikepdf.Name.Figure
        ]

    assert len(said) == 1
    assert "training is the commonest" in said[0]


def test_its_pages_are_a4_and_those_of_worksheets_lie_across(document):
    sizes = [
        tuple(round(float(side)) for side in page.mediabox[2:])
        for page in PdfReader(BytesIO(document)).pages
    ]

    across = [at for at, size in enumerate(sizes) if size == (842, 595)]
    assert set(sizes) == {(595, 842), (842, 595)}
    with pypdfium2.PdfDocument(document) as pdf:
        text = pdf[across[0]].get_textpage().get_text_range()
    assert "The first sheet" in text
    assert "Sure / Not sure" in text


def test_the_same_book_gives_the_same_bytes(module_book, module_document):
    assert write_pdf(module_book) == module_document


def test_no_time_is_in_it_but_that_of_its_facts(module_document):
    information = PdfReader(BytesIO(module_document)).metadata

    assert information is not None
    assert str(information["/CreationDate"]).startswith("D:20261123")


def test_what_looks_like_markup_of_the_typesetter_stays_text(module_book, monkeypatch):
    data = pdf_data(module_book)
    data["body"] = [{"is": "words", "of": ["#panic() *bold* $x$ <label> \\u{41}"]}]
    monkeypatch.setattr("learner_api.books.pdf.pdf_data", lambda _book: data)

    assert "#panic() *bold* $x$ <label> \\u{41}" in text_of(write_pdf(module_book))


def test_letters_that_no_font_has_are_told_and_not_left_out(module_book, monkeypatch):
    data = pdf_data(module_book)
    data["body"] = [{"is": "words", "of": ["\u4e2d"]}]
    monkeypatch.setattr("learner_api.books.pdf.pdf_data", lambda _book: data)

    with pytest.raises(NotSet, match="\u4e2d"):
        write_pdf(module_book)


def test_the_real_course_can_be_set_and_is_small(real_book):
    document = write_pdf(real_book(None))

    titles = [title for level, title in outline_of(document) if level == 0]
    assert titles[: len(real_book(None).parts)] == [
        f"{part.number}. {part.module.title}" for part in real_book(None).parts
    ]
    assert titles[-1] == "Glossary"
    assert len(document) < 2_500_000
