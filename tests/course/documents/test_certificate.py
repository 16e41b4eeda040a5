"""A certificate, read back as a person, a machine and an archive would read it."""

import json
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from hashlib import sha256
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from course import documents
from course.documents import (
    NoWording,
    UnprintableText,
    missing_glyphs,
    render_certificate,
)
from tests.course.documents.conftest import CLAIMS

Claims = dict[str, Any]

QUIZ_PASSED = {
    "template_1": "Quizzes passed • First quiz",
    "template_2": "Why migration and development 4 hours · quiz passed •",
    "template_3": "Why migration and development 4 hours · quiz passed •",
}
TOTAL = {
    "template_1": "Whole course 12 hours",
    "template_2": "Whole course 12 hours",
    "template_3": "In all 12 hours",
}
DIGESTS = {
    "template_1": "eb66c5fe23e3fd0395358ef48701001c232003ca48f40b02dd957774da2a4258",
    "template_3": "256fe4e3c93808bb2217fc738538fa6e7f2dfa49caeba7233e9190aab7b41d9d",
    "template_2": "6febb7e2df8be9359f5fdcf56c8190700f00c8532a289433ff5b1f69224f6104",
}

FRAME_IN_POINTS = 14 * 72 / 25.4

LATIN = st.characters(min_codepoint=0x20, max_codepoint=0x36F)
CYRILLIC = st.characters(min_codepoint=0x400, max_codepoint=0x52F)
ARABIC = st.characters(min_codepoint=0x600, max_codepoint=0x8FF)
ALPHABETS = [LATIN, CYRILLIC, ARABIC, LATIN | CYRILLIC | ARABIC]
NAMES = st.one_of([st.text(each, min_size=1, max_size=80) for each in ALPHABETS])


def read(document: bytes) -> PdfReader:
    return PdfReader(BytesIO(document))


def words_of(document: bytes, page: int) -> str:
    """The text of a page, on one line."""
    return " ".join(read(document).pages[page].extract_text().split())


def text_boxes(document: bytes) -> list[tuple[float, float, float, float]]:
    """Where the first page's characters stand: left, bottom, right, top."""
    with pypdfium2.PdfDocument(document) as pdf:
        text = pdf[0].get_textpage()
        return [text.get_charbox(place) for place in range(text.count_chars())]


def catalogue_of(document: bytes) -> Any:
    """The root of the file, from which everything in it hangs."""
    return read(document).root_object


def fonts_of(document: bytes) -> list[Any]:
    """The description of every font on every page."""
    pages: list[Any] = list(read(document).pages)
    return [
        font["/DescendantFonts"][0]["/FontDescriptor"]
        for page in pages
        for font in page["/Resources"]["/Font"].values()
    ]


def figures_of(node: Any) -> list[Any]:
    """Every figure beneath a node of the tree that assistive technology reads."""
    found = [node] if node.get("/S") == "/Figure" else []
    children = node.get("/K", ())
    for child in children if isinstance(children, list) else [children]:
        child = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(child, dict):
            found += figures_of(child)
    return found


def test_the_first_page_says_who_completed_what_and_when(claims: Claims) -> None:
    words = words_of(render_certificate(claims), page=0)

    assert "Handbook course demonstration" in words
    assert "Certificate of Completion" in words
    assert "This certifies that Ama Owusu has completed the course" in words
    assert "Mainstreaming migration into development planning" in words
    assert "Awarded on 23 November 2026 · 12 hours of study" in words
    assert "Efua Mensah Course director" in words
    assert "7KQM-X4TR-9WHD" in words
    assert "https://course.example.org/verify/7KQM-X4TR-9WHD" in words


def test_the_second_page_says_what_it_stands_for(claims: Claims) -> None:
    words = words_of(render_certificate(claims), page=1)

    assert "Choose the sources that a situation analysis can rest on" in words
    assert "Setting up 7 hours" in words
    assert "Situation analysis and data 1 hour " in words
    assert TOTAL[claims["template"]] in words
    assert "Every quiz passed at 70 per cent" in words
    assert QUIZ_PASSED[claims["template"]] in words
    assert "Edition of the course: 7f3c9a1b20de. " in words
    assert "https://course.example.org/verify/7KQM-X4TR-9WHD" in words
    assert "Page 2 of 2" in words


def test_no_points_are_printed(claims: Claims) -> None:
    document = render_certificate(claims)

    assert "971" not in words_of(document, page=0) + words_of(document, page=1)
    assert "983" not in words_of(document, page=0) + words_of(document, page=1)


def test_participation_is_not_called_completion(claims: Claims) -> None:
    claims |= {"kind": "participation", "kind_title": "Certificate of Participation"}
    claims["result"] = {}

    document = render_certificate(claims)

    assert "Ama Owusu has taken part in the course" in words_of(document, page=0)
    assert "Quizzes passed" not in words_of(document, page=1)


def test_it_is_two_landscape_pages_of_a4(claims: Claims) -> None:
    pages = read(render_certificate(claims)).pages

    sizes = [
        (round(page.mediabox.width), round(page.mediabox.height)) for page in pages
    ]
    assert sizes == [(842, 595), (842, 595)]


def test_very_many_objectives_flow_on_rather_than_shrink(claims: Claims) -> None:
    objectives = [f"Explain the matter of number {n}" * 3 for n in range(60)]
    told = claims["modules"][0] if claims["template"] == "template_2" else claims
    told["objectives"] = objectives

    document = render_certificate(claims)

    assert len(read(document).pages) == 3
    assert "How to check this certificate" in words_of(document, page=2)


def test_title_language_and_date_are_in_the_metadata(claims: Claims) -> None:
    document = render_certificate(claims)

    about: Any = read(document).metadata
    assert about.title == "Certificate of Completion \N{EN DASH} Ama Owusu"
    assert about.author == "Handbook course demonstration"
    assert about.creation_date.isoformat() == "2026-11-23T09:30:00+00:00"
    assert catalogue_of(document)["/Lang"] == "en"


def test_it_declares_itself_archivable_and_accessible(claims: Claims) -> None:
    root = catalogue_of(render_certificate(claims))

    declared = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in declared
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in declared
    assert "<pdfuaid:part>1</pdfuaid:part>" in declared
    assert root["/MarkInfo"]["/Marked"]


def test_the_code_has_words_for_those_who_cannot_see_it(claims: Claims) -> None:
    root = catalogue_of(render_certificate(claims))

    (figure,) = figures_of(root["/StructTreeRoot"])
    assert claims["verify_url"] in figure["/Alt"]


def test_the_code_opens_the_verification_page(claims: Claims) -> None:
    with pypdfium2.PdfDocument(render_certificate(claims)) as pdf:
        picture = pdf[0].render(scale=2).to_pil()

    (code,) = zxingcpp.read_barcodes(picture)

    assert code.text == claims["verify_url"]


def test_only_the_bundled_fonts_are_used_and_they_are_embedded(claims: Claims) -> None:
    claims["holder_name"] = "Ama عبد"

    document = render_certificate(claims)

    fonts = fonts_of(document)
    families = {font["/FontName"].split("+")[1].split("-")[0] for font in fonts}
    assert families == {"NotoSans", "IBMPlexSansArabic"}
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def test_markup_in_a_name_is_printed_as_it_was_written(claims: Claims) -> None:
    claims["holder_name"] = r'#panic() *x* "q" \ $y$ <z> @a _b_ `c` // [d] {e}'

    words = words_of(render_certificate(claims), page=0)

    assert claims["holder_name"] in words


def test_the_same_claims_give_the_same_bytes(claims: Claims) -> None:
    first = render_certificate(claims)
    render_certificate(claims | {"holder_name": "Somebody Else"})

    assert render_certificate(dict(reversed(claims.items()))) == first


def test_another_process_gives_the_same_bytes(claims: Claims) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
        theirs = elsewhere.submit(render_certificate, claims).result(timeout=60)

    assert theirs == render_certificate(claims)


def test_threads_that_draw_at_once_all_get_the_same_bytes(claims: Claims) -> None:
    with ThreadPoolExecutor(4) as threads:
        documents = list(threads.map(render_certificate, [claims] * 10))

    assert set(documents) == {render_certificate(claims)}


@pytest.mark.parametrize(
    "name",
    [
        "Maria Fernanda Guadalupe de los Angeles Rodriguez-Villavicencio Montenegro",
        "W" * 80,
        "Екатерина Александровна Константинопольская-Преображенская Вознесенская",
        "عبد الرحمن بن محمد بن عبد العزيز بن سليمان الأنصاري الخزرجي المدني",
    ],
)
def test_a_long_name_under_a_long_title_stays_within_the_frame(
    claims: Claims, name: str
) -> None:
    claims["holder_name"] = name
    claims["course_title"] = "Mainstreaming migration into development planning, " * 4

    document = render_certificate(claims)

    boxes = text_boxes(document)
    assert len(read(document).pages) == 2
    assert min(left for left, _, _, _ in boxes) > FRAME_IN_POINTS
    assert min(bottom for _, bottom, _, _ in boxes) > FRAME_IN_POINTS
    assert max(right for _, _, right, _ in boxes) < 842 - FRAME_IN_POINTS
    assert max(top for _, _, _, top in boxes) < 595 - FRAME_IN_POINTS


def test_an_arabic_name_runs_from_right_to_left(claims: Claims) -> None:
    claims["holder_name"] = "سلمى Karim"

    with pypdfium2.PdfDocument(render_certificate(claims)) as pdf:
        text = pdf[0].get_textpage()
        written = text.get_text_range()
        arabic = text.get_charbox(written.index("س"))
        latin = text.get_charbox(written.index("Karim"))

    assert arabic[0] > latin[0]


def test_a_name_the_fonts_cannot_draw_is_refused_by_its_characters(
    claims: Claims,
) -> None:
    claims["holder_name"] = "ᏣᎳᎩ"

    with pytest.raises(UnprintableText, match=r"U\+13E3, U\+13B3, U\+13A9") as refusal:
        render_certificate(claims)

    assert refusal.value.characters == ("Ꮳ", "Ꮃ", "Ꭹ")


@pytest.mark.parametrize("template", ["template_1", "template_2"])
def test_the_first_templates_keep_to_the_fonts_of_their_day(template: str) -> None:
    claims = CLAIMS[template]() | {"holder_name": "王小明"}

    with pytest.raises(UnprintableText, match=r"U\+738B, U\+5C0F, U\+660E"):
        render_certificate(claims)


def test_every_text_of_the_claims_is_looked_at_and_not_the_name_alone(
    claims: Claims,
) -> None:
    claims["modules"][0]["title"] = "ᏣᎳᎩ"

    with pytest.raises(UnprintableText):
        render_certificate(claims)


def test_a_language_without_wording_is_refused(claims: Claims) -> None:
    claims["language"] = "xx"

    with pytest.raises(NoWording, match="'xx'"):
        render_certificate(claims)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(name=NAMES)
def test_a_name_is_either_refused_beforehand_or_drawn(
    claims: Claims, name: str
) -> None:
    claims = claims | {"holder_name": name}
    missing = missing_glyphs(name)

    if missing:
        with pytest.raises(UnprintableText) as refusal:
            render_certificate(claims)
        assert refusal.value.characters == missing
    else:
        assert len(read(render_certificate(claims)).pages) == 2


@pytest.mark.parametrize("template", DIGESTS)
def test_a_template_that_awards_were_given_by_is_never_edited(template: str) -> None:
    # A new look is a new folder, and TEMPLATE names it; these stay as they are.
    folder = Path(documents.__file__).parent / template
    files = sorted(path for path in folder.rglob("*") if path.is_file())

    text = b"".join(path.name.encode() + path.read_bytes() for path in files)

    assert sha256(text).hexdigest() == DIGESTS[template]


def test_every_template_is_held_to_its_digest() -> None:
    folders = Path(documents.__file__).parent.glob("template_*")

    assert {folder.name for folder in folders} == set(DIGESTS)
    assert documents.TEMPLATE in DIGESTS


def test_an_unknown_template_is_refused(claims: Claims) -> None:
    claims |= {"template": "template_0"}

    with pytest.raises(documents.NoTemplate):
        render_certificate(claims)


def test_the_module_draws_what_the_function_draws(claims: Claims) -> None:
    data = {"claims": claims, "payload": None, "pictures": {}}
    drawn = subprocess.run(
        [sys.executable, "-m", "course.documents", "certificate"],
        input=json.dumps(data).encode(),
        capture_output=True,
        check=True,
        cwd=Path(documents.__file__).parents[2],
    )

    assert drawn.stdout == render_certificate(claims)
