"""Names in the certificate, glyph by glyph, beside what HarfBuzz makes of them.

HarfBuzz shapes text in browsers and office programs. Each glyph of a name must stand
where HarfBuzz puts it: marks on their letters, letters joined, clusters stacked.
"""

import pymupdf
import pytest
import uharfbuzz

from course.documents import fonts, render_certificate
from tests.course.documents.third import some_claims

NOTO, PLEX = fonts.FIRST
OURS = {each.file_name.removesuffix("-Regular.ttf"): each for each in fonts.EVERY}
CHINESE = fonts.EVERY[-1]
SIZE = 36
# Of the name on the page: no title but that of the certificate is so large.
LARGE = 24
# A hundredth of the size of the letters.
TOLERANCE = SIZE / 100


def shaped(name: str, typeface: fonts.Typeface, **axes: float) -> list[float]:
    """Where HarfBuzz puts the glyphs, from the left, at the size of the certificate."""
    face_number = 3 if typeface is CHINESE else 0
    blob = uharfbuzz.Blob.from_file_path(str(typeface.folder / typeface.file_name))
    font = uharfbuzz.Font(uharfbuzz.Face(blob, face_number))
    font.set_variations(axes)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(name)
    buffer.guess_segment_properties()
    buffer.language = "en"
    uharfbuzz.shape(font, buffer)
    unit = SIZE / font.face.upem
    place, places = 0, []
    for each in buffer.glyph_positions:
        places.append((place + each.x_offset) * unit)
        place += each.x_advance
    return places


def drawn(name: str) -> list[float]:
    """Where the glyphs of the holder's name stand in the certificate."""
    document = render_certificate(some_claims(holder_name=name, kind_title="A"))
    with pymupdf.open(stream=document) as pdf:
        spans = [
            span for span in pdf[0].get_texttrace() if abs(span["size"] - SIZE) < 0.01
        ]
    lowest = max(char[2][1] for span in spans for char in span["chars"])
    near = SIZE / 2
    # A glyph that stands for several letters is told again for each, as no glyph.
    return [
        char[2][0]
        for span in spans
        for char in span["chars"]
        if abs(char[2][1] - lowest) < near and char[1] >= 0
    ]


def from_the_first(places: list[float]) -> list[float]:
    """In order from the left, and measured from there."""
    ordered = sorted(places)
    return [place - ordered[0] for place in ordered]


@pytest.mark.parametrize(
    ("name", "typeface", "axes"),
    [
        ("Nguyễn Thị Ánh", NOTO, {"wght": 600}),
        ("Łukasz Żółć-Đorđević", NOTO, {"wght": 600}),
        ("Екатерина Їжак", NOTO, {"wght": 600}),
        ("नरेन्द्र कृष्णमूर्ति", NOTO, {"wght": 600}),
        ("محمّد عبد الله الشّريف", fonts.Typeface(PLEX.package, PLEX.folder_name,
            "IBMPlexSansArabic-SemiBold.ttf"), {}),
        ("សុខ ចាន់ថា ស្រីមុំ", OURS["NotoSansKhmer"], {}),
        ("အောင်ဆန်းစုကြည်", OURS["NotoSansMyanmar"], {}),
        ("ဦးသန့်", OURS["NotoSansMyanmar"], {}),
        ("ኃይለሥላሴ", OURS["NotoSansEthiopic"], {}),
        ("রবীন্দ্রনাথ", OURS["NotoSansBengali"], {}),
        ("สมชายใจดี", OURS["NotoSansThai"], {}),
        ("欧阳娜娜", CHINESE, {"wght": 600}),
    ],
)  # fmt: skip
def test_every_glyph_stands_where_harfbuzz_puts_it(name, typeface, axes):
    words = name.split(" ")
    if typeface not in (NOTO, CHINESE):
        # The space between is the first font's.
        words = [max(words, key=len)]
    name = " ".join(words)

    ours, theirs = (
        from_the_first(drawn(name)),
        from_the_first(shaped(name, typeface, **axes)),
    )

    assert len(ours) == len(theirs)
    assert ours == pytest.approx(theirs, abs=TOLERANCE)
