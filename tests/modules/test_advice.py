"""Advice is given on what is valid and could be better."""

import pytest

from modules import check_handbook, load_handbook
from modules.advice import reading_grade

LESSON = "second-module/third-lesson.md"


def advice(copy) -> list[str]:
    return [str(one) for one in check_handbook(load_handbook(copy.folder))]


def test_a_good_handbook_draws_no_advice_but_on_its_size(copy):
    copy.replace(LESSON, "Two offices", "Two [offices](term:bureau-of-samples)")

    assert advice(copy) == [
        "first-module/module.md:1: A good module has 3 to 6 lessons; this has 2.",
        "first-module/module.md:1: The introduction has 15 words; aim for 60 to 150.",
        "second-module/module.md:1: A good module has 3 to 6 lessons; this has 1.",
        "second-module/module.md:1: The introduction has 5 words; aim for 60 to 150.",
    ]


def test_an_objective_nobody_can_observe_is_named(copy):
    copy.replace(LESSON, "List two offices", "Understand two offices")

    assert (
        f"{LESSON}:1: The objective 'Understand two offices' opens with 'Understand': "
        "open with a verb that can be observed, such as explain, compare, draft or "
        "list."
    ) in advice(copy)


def test_the_reading_grade_is_the_published_formula():
    assert reading_grade(letters=500, words=100, sentences=5) == pytest.approx(12.12)


def test_a_lesson_that_is_hard_to_read_is_named_with_its_grade(copy):
    sentence = "Interministerial coordination institutionalises intergovernmental " * 4
    copy.write_lesson(f"\n{sentence}.[@almanac]\n")

    found = advice(copy)

    assert any(
        one.startswith(f"{LESSON}:6: The lesson reads at school grade ")
        and "Automated Readability Index" in one
        for one in found
    )


def test_a_long_sentence_is_named_with_its_line(copy):
    copy.write_lesson(
        "Short.[@almanac]\n\n" + "one two three four five six " * 6 + ".\n"
    )

    assert (
        f"{LESSON}:7: The sentence 'one two three four five …' has 36 words: "
        "make two of it."
    ) in advice(copy)


def test_a_picture_described_at_great_length_is_named(copy):
    copy.write("second-module/map.png", "")
    copy.write_lesson(f"Look.[@almanac]\n\n![{'far ' * 40}](map.png)\n")

    assert any(
        one.startswith(f"{LESSON}:7: The image's alternative text has 160 letters")
        for one in advice(copy)
    )


def test_a_figure_described_at_great_length_is_named(copy):
    copy.replace("figures/measures.toml", "Of the five", "Of " + "the " * 150 + "five")
    copy.redraw()

    assert any(
        one.startswith("figures/measures.toml:1: The alternative has ")
        for one in advice(copy)
    )


def test_what_is_registered_and_never_used_is_named(copy):
    copy.replace("first-module/second-lesson.md", "[[figure:measures]]\n", "")
    copy.write(
        "sources.toml",
        (copy.folder / "sources.toml").read_text()
        + '\n[[sources]]\nkey = "idle"\ntitle = "T"\nbody = "B"\nkind = "official"\n',
    )

    found = advice(copy)

    assert "figures/measures.toml:1: No lesson places the figure 'measures'." in found
    assert "sources.toml:1: Nothing cites the source 'idle'." in found
