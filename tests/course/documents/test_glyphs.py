"""Which names a certificate can show."""

import pytest
from fontTools.ttLib import TTFont

from course.documents import fonts, missing_glyphs


@pytest.mark.parametrize(
    "name",
    [
        "Ama Owusu",
        "Łukasz Żółć-Đorđević",
        "Nguyễn Thị Ánh",
        "Екатерина Їжак",
        "Αθηνά Παπαδοπούλου",
        "عبد الرحمن بن محمّد الأنصاري",
        "پروانه می‌خواهم",  # Persian, with a zero-width non-joiner
        "नरेन्द्र शर्मा",
        "王小明",
        "陳鳳珠",
        "山田さくら",
        "김민준",
        "សុខ ចាន់ថា",
        "အောင်ဆန်းစုကြည်",
        "ኃይለ ሥላሴ",
        "สมชาย ใจดี",
        "ສົມສັກ",
        "রবীন্দ্রনাথ ঠাকুর",
        "გიორგი",
        "Հայկ",
        "דוד בן־גוריון",
        "e\N{COMBINING ACUTE ACCENT}",
        "",
    ],
)
def test_a_name_in_a_script_that_the_fonts_hold_misses_nothing(name: str) -> None:
    assert missing_glyphs(name) == ()


def test_a_name_in_a_script_that_no_font_holds_misses_each_character_once() -> None:
    assert missing_glyphs("ᏣᎳᎩ Ana Ꮳ") == ("Ꮳ", "Ꮃ", "Ꭹ")


def test_letters_are_told_apart_from_those_the_fonts_hold() -> None:
    assert missing_glyphs("Иван გია Ꮳ") == ("Ꮳ",)


def test_a_latin_name_opens_no_font_but_the_first() -> None:
    fonts._repertoire.cache_clear()

    missing_glyphs("Ama Owusu")

    assert fonts._repertoire.cache_info().currsize == 1


def test_what_each_font_draws_is_read_as_a_font_library_reads_it() -> None:
    for typeface in fonts.EVERY:
        path = typeface.folder / typeface.file_name
        number = 0 if path.suffix == ".ttc" else -1
        with TTFont(path, fontNumber=number, lazy=True) as font:
            theirs = set(font.getBestCmap())

        # Between the ends of its ranges nothing changes, so the ends are asked alone.
        ours, repertoire = set[int](), typeface.repertoire
        for first, last in repertoire.ranges:
            assert first in repertoire
            assert last in repertoire
            assert first - 1 not in repertoire
            assert last + 1 not in repertoire
            ours.update(range(first, last + 1))
        assert ours == theirs, typeface.file_name


@pytest.mark.parametrize(
    "unseen",
    ["\x00", "\n", "\t", "\u202e", "\u2028", "\ue000", "\ufeff", "\ud800", "\u0378"],
)
def test_what_has_no_shape_or_turns_a_name_round_is_missing(unseen: str) -> None:
    assert missing_glyphs(f"Ama{unseen}Owusu") == (unseen,)


def test_a_mark_is_missing_where_no_font_holds_it_with_its_letter() -> None:
    arabic_letter, devanagari_mark = "\u0628", "\u093e"

    missing = missing_glyphs(arabic_letter + devanagari_mark)

    assert missing == (devanagari_mark,)
