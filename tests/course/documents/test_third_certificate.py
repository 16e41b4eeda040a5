"""What the third template adds: signatories, logos, a term, a code with a payload."""

import json
import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import typst
import zxingcpp
from PIL import Image, ImageFilter

from course import documents
from course.documents import NoPicture, render_certificate
from course.documents.qr_code import qr_code
from tests.course.credentials.printed_claims import DIPLOMA
from tests.course.documents import third
from tests.course.documents.conftest import CLAIMS
from tests.course.documents.test_certificate import (
    FRAME_IN_POINTS,
    catalogue_of,
    figures_of,
    read,
    text_boxes,
    words_of,
)

ADDRESS = "https://course.example.org/verify/7KQM-X4TR-9WHD"


def drawn(claims: dict[str, Any], payload: str | None = third.PAYLOAD) -> bytes:
    return render_certificate(claims, payload=payload, pictures=third.PICTURES)


def printed(document: bytes, dots: int) -> Image.Image:
    """The first page in grey, at so many dots to the inch."""
    with pypdfium2.PdfDocument(document) as pdf:
        picture: Image.Image = pdf[0].render(scale=dots / 72).to_pil()
    return picture.convert("L")


def test_the_ornament_is_what_its_source_draws():
    folder = Path(documents.__file__).parent / documents.TEMPLATE
    source = b'#import "ornament.typ": drawn\n#drawn'

    drawing = typst.compile(  # type: ignore[call-overload]  # it takes a text and a path
        source, root=str(folder), format="svg"
    )

    assert drawing == (folder / "ornament.svg").read_bytes()


def test_everybody_who_signs_is_named_with_their_office():
    words = words_of(drawn(third.all_claims()), page=0)

    assert "Amina Diallo-Ouedraogo" in words
    assert "Director, Department of Migration, Ministry of Planning" in words
    assert "Jean-Baptiste Nguema Head of Unit" in words
    assert "Chief of Mission" in words
    assert "Efua Mensah" not in words


def test_term_and_predecessor_are_told_where_there_are_any():
    told = words_of(drawn(third.all_claims()), page=0)
    plain = words_of(drawn(third.some_claims()), page=0)

    assert "Valid until 23 November 2029" in told
    assert "Replaces certificate 2222-3333-4444: the name was corrected" in told
    assert "Valid until" not in plain
    assert "Replaces" not in plain


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"supersedes": "2222-3333-4444"}, "Replaces certificate 2222-3333-4444"),
        (
            {"supersedes": "2222-3333-4444", "supersedes_reason": "Misspelt."},
            "Replaces certificate 2222-3333-4444: Misspelt.",
        ),
    ],
)
def test_a_predecessor_may_be_told_by_its_number(told, words):
    assert words in words_of(drawn(third.some_claims(**told)), page=0)


def test_the_rules_own_name_heads_its_sentences():
    words = words_of(drawn(third.all_claims()), page=1)

    assert (
        "What was required Completion under the rule of 2026 • All lessons completed"
        in words
    )


def test_every_logo_and_signature_has_words_in_its_place():
    root = catalogue_of(drawn(third.all_claims()))

    told = [str(figure["/Alt"]) for figure in figures_of(root["/StructTreeRoot"])]

    assert told == [
        "Logo of Handbook course demonstration",
        "Logo of A partner",
        "Signature of Amina Diallo-Ouedraogo",
        "QR code that opens the page where this certificate can be checked: " + ADDRESS,
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Ánh",
        "Екатерина Їжак",
        "عبد الرحمن بن محمد",
        "नरेन्द्र मोदी",
        "欧阳娜娜",
        "山田さくら",
        "အောင်ဆန်းစုကြည်",
        "ኃይለ ሥላሴ",
        "สมชาย ใจดี",
        "রবীন্দ্রনাথ ঠাকুর",
        "გიორგი",
        "דוד בן־גוריון",
    ],
)
def test_a_name_can_be_searched_for_and_copied_out(name):
    document = drawn(third.some_claims(holder_name=name))

    with pypdfium2.PdfDocument(document) as pdf:
        text = pdf[0].get_textpage().get_text_range()

    assert name in " ".join(text.split())


def test_a_picture_that_is_not_the_one_of_its_day_is_refused():
    changed = third.PICTURES | {third.LOGO_DIGEST: third.SIGNATURE}

    for pictures in ({}, changed):
        with pytest.raises(NoPicture, match="not among those kept"):
            render_certificate(third.all_claims(), pictures=pictures)


def test_claims_of_an_earlier_certificate_are_drawn_whole():
    earlier = CLAIMS["template_1"]() | {"template": "template_3"}

    words = words_of(drawn(earlier), page=1)

    assert "Setting up 7 hours" in words
    assert "Choose the sources that a situation analysis can rest on" in words


def test_the_code_holds_the_address_and_behind_it_the_payload():
    (code,) = zxingcpp.read_barcodes(printed(drawn(third.all_claims()), 300))

    assert code.text == f"{ADDRESS}#{third.PAYLOAD}"


@pytest.mark.parametrize("turned", [0.0, 1.5, 90.0])
def test_the_code_is_read_from_a_print_that_was_scanned(turned):
    page = printed(drawn(third.all_claims()), 600)

    # Ink spreads, the sheet lies askew, and the scanner is out of focus.
    scanned = page.filter(ImageFilter.GaussianBlur(3)).rotate(
        turned, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255
    )
    scanned = scanned.resize((scanned.width // 2, scanned.height // 2))
    noisy = Image.blend(scanned, Image.effect_noise(scanned.size, 60), 0.2)

    (code,) = zxingcpp.read_barcodes(noisy)
    assert code.text == f"{ADDRESS}#{third.PAYLOAD}"


@pytest.mark.parametrize("length", [400, 600, 800, 1000])
def test_a_module_is_half_a_millimetre_and_the_zone_is_quiet(length):
    code = qr_code(ADDRESS, "A2" * (length // 2))

    across = float(code.svg.partition('width="')[2].partition('"')[0])
    assert code.millimetres == across / 2
    assert code.millimetres <= 55


def test_all_there_is_to_show_stays_within_the_frame():
    claims = third.all_claims(
        holder_name="Екатерина Александровна Константинопольская-Преображенская "
        "Вознесенская",
        course_title="Mainstreaming migration into development planning, " * 4,
    )

    document = drawn(claims)

    boxes = text_boxes(document)
    assert len(read(document).pages) == 2
    assert min(left for left, _, _, _ in boxes) > FRAME_IN_POINTS
    assert min(bottom for _, bottom, _, _ in boxes) > FRAME_IN_POINTS
    assert max(right for _, _, right, _ in boxes) < 842 - FRAME_IN_POINTS
    assert max(top for _, _, _, top in boxes) < 595 - FRAME_IN_POINTS


def test_twelve_modules_take_three_pages():
    module = third.some_claims()["modules"][0]
    objectives = ["Explain how the matter relates to the plans of a country"] * 4
    modules = [
        module | {"title": f"Module {n}", "objectives": objectives} for n in range(12)
    ]

    document = drawn(third.some_claims(modules=modules))

    assert len(read(document).pages) == 3
    assert "How to check this certificate" in words_of(document, page=2)


def test_no_process_zone_locale_or_hash_seed_changes_a_byte():
    claims = third.all_claims()
    pictures = {
        digest: b64encode(content).decode()
        for digest, content in third.PICTURES.items()
    }
    data = {"claims": claims, "payload": third.PAYLOAD, "pictures": pictures}

    elsewhere = [
        subprocess.run(
            [sys.executable, "-m", "course.documents", "certificate"],
            input=json.dumps(data).encode(),
            env=os.environ | environ,
            capture_output=True,
            check=True,
            cwd=Path(documents.__file__).parents[2],
        ).stdout
        for environ in (
            {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
            {"TZ": "America/Anchorage", "LC_ALL": "ar_EG.UTF-8", "PYTHONHASHSEED": "2"},
        )
    ]

    assert elsewhere == [drawn(claims)] * 2


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_a_diploma_tells_its_courses_with_their_certificates_and_the_paper(language):
    document = drawn(third.some_claims(**DIPLOMA, language=language))

    words = words_of(document, 1)
    for told in ("First steps", "2222-3333-4444", "Second steps", "5555-6666-7777"):
        assert told in words
    assert "What nurses found" in words
    if language == "en":
        assert "First steps 2 hours Certificate 2222-3333-4444" in words
        assert "In all 3 hours" in words
        assert "Edition of the programme" in words
        first = words_of(document, 0)
        assert "has met all requirements of the programme" in first
