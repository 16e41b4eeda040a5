"""Which names a certificate can show."""

import pytest

from course.documents import missing_glyphs


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
        "e\N{COMBINING ACUTE ACCENT}",
        "",
    ],
)
def test_a_name_in_a_script_that_the_fonts_hold_misses_nothing(name: str) -> None:
    assert missing_glyphs(name) == ()


def test_a_name_in_chinese_misses_each_of_its_characters_once() -> None:
    assert missing_glyphs("王小明 Wang 王") == ("王", "小", "明")


def test_letters_are_told_apart_from_those_the_fonts_hold() -> None:
    assert missing_glyphs("Иван გია") == ("გ", "ი", "ა")


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
