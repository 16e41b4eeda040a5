"""The picture of an award, and the credential put into it."""

from io import BytesIO

import pytest
from lxml import etree
from PIL import Image

from course.credentials.badge import draw_badge, face_of
from course.credentials.baking import NotBaked, bake_png, bake_svg, baked_in
from course.credentials.multibase import base58, from_base58
from tests.course.credentials.claims import CLAIMS
from tests.course.credentials.pictures import A_PNG, A_SVG

# What might end a literal section, an element or a text too early.
TEXT = '{"name": "A ]]> B </svg> & \U0001f600 \u1019\u103c"}'
ARABIC = {"language": "ar", "course_title": "تعميم مراعاة الهجرة"}


@pytest.mark.parametrize("changes", [{}, ARABIC, {"issuer_name": "Ministry " * 12}])
def test_it_is_a_square_that_shows_through_at_its_corners(changes):
    drawn = draw_badge(face_of({**CLAIMS, **changes}), "png")

    picture = Image.open(BytesIO(drawn)).convert("RGBA")

    corner, middle = picture.getpixel((0, 0)), picture.getpixel((300, 300))
    assert picture.size == (600, 600)
    assert isinstance(corner, tuple)
    assert isinstance(middle, tuple)
    assert corner[3] == 0
    assert middle[3] == 255


def test_the_drawing_is_told_to_those_who_hear_it():
    root = etree.fromstring(draw_badge(face_of(CLAIMS), "svg"))

    title = root.findtext("{http://www.w3.org/2000/svg}title")
    assert root.get("role") == "img"
    assert title is not None
    assert "Certificate of Completion" in title
    assert "2026" in title


def test_the_same_words_give_the_same_picture():
    assert draw_badge(face_of(CLAIMS), "png") == draw_badge(face_of(CLAIMS), "png")


def test_it_says_nothing_of_the_holder():
    assert set(face_of(CLAIMS)) == {
        *("kind_title", "course_title", "issuer_name", "awarded_on", "language")
    }
    assert face_of(CLAIMS)["awarded_on"] == "2026"


def test_what_was_put_in_comes_out():
    assert baked_in(bake_png(A_PNG, TEXT)) == TEXT
    assert baked_in(bake_svg(A_SVG, TEXT)) == TEXT.replace("]]>", "]]\\u003e")


def test_the_picture_stays_a_picture():
    baked = Image.open(BytesIO(bake_png(A_PNG, TEXT)))
    baked.load()

    assert baked.size == (2, 2)
    assert baked.info["openbadgecredential"] == TEXT


@pytest.mark.parametrize("picture", [A_PNG, A_SVG, A_PNG[:30], b"<svg", b""])
def test_a_picture_without_one_is_told_apart(picture):
    with pytest.raises(NotBaked):
        baked_in(picture)


@pytest.mark.parametrize("data", [b"", b"\0", b"\0\0\x01", b"\xff" * 64])
def test_bytes_are_written_in_one_manner(data):
    assert from_base58(base58(data), len(data)) == data
    with pytest.raises(ValueError, match=r"spelling|base 58|substring"):
        from_base58(f"{base58(data)}0", len(data))
