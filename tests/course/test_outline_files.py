"""Outline files: what they become, and every fault with its line."""

import pytest

from course.outline_files import ContentFaults, read_outline
from tests.builders import CONTENT

MINIATURE = CONTENT / "outlines" / "miniature.toml"


@pytest.fixture
def read(catalogue, tmp_path):
    """Read this text as the outline ``outlines/copy.toml``."""

    def read(text: str | bytes):
        path = tmp_path / "outlines" / "copy.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_outline(path, catalogue.handbook.modules, catalogue.quizzes)

    return read


@pytest.fixture
def text() -> str:
    return MINIATURE.read_text(encoding="utf-8")


def faults(read, text: str | bytes) -> list[str]:
    with pytest.raises(ContentFaults) as refusal:
        read(text)
    return [str(fault) for fault in refusal.value.faults]


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_an_outline_is_joined_with_its_modules_and_quizzes(read, text):
    course = read(text)

    assert course.key == "copy"
    assert [module.title for module in course.modules] == [
        "The first module",
        "The second module",
    ]
    assert course.modules[0].lesson_keys() == ("first-lesson", "second-lesson")
    assert course.modules[0].quiz_title == "The first quiz"
    assert course.hours == 3
    assert [each.title for each in course.planned] == ["The third module"]
    assert [rule.kind for rule in course.awards["completion"].requirements] == [
        "lessons",
        "quizzes",
    ]


def test_a_comment_or_a_blank_line_makes_no_new_edition(read, text):
    noted = "# Reviewed in spring.\n\n" + text.replace("\n\n", "\n\n\n")

    assert read(noted).digest == read(text).digest


def test_another_order_of_the_fields_makes_no_new_edition(read, text):
    title, summary, rest = text.split("\n", 2)

    assert read(f"{summary}\n{title}\n{rest}").digest == read(text).digest


def test_another_order_of_the_modules_makes_a_new_edition(read, text):
    turned = text.replace(
        '  "first-module",\n  "second-module",', '"second-module", "first-module"'
    )

    assert read(turned).digest != read(text).digest


def test_a_file_that_is_not_toml_is_a_fault_at_its_line(read, text):
    broken = text.replace('language = "en"', "language = en")

    (fault,) = faults(read, broken)

    assert fault.startswith(f"outlines/copy.toml:{line_of(broken, 'language')}: ")


def test_a_file_that_breaks_off_is_a_fault_at_its_end(read):
    (fault,) = faults(read, 'title = "A course"\ncore = [\n')

    assert fault.startswith("outlines/copy.toml:3: ")


def test_a_file_that_is_not_utf_8_is_a_fault(read, text):
    (fault,) = faults(read, text.replace("small", "petité").encode("latin-1"))

    assert fault.startswith("outlines/copy.toml:2: ")
    assert "UTF-8" in fault


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ('title = "Movement in miniature"\n', "", None, "title: Missing"),
        ('title = "Movement in miniature"', 'title = ""', "title", "title: "),
        ('language = "en"', "language = 7", "language", "language: Not a valid"),
        ('language = "en"', 'language = "en"\ntempo = 1', "tempo", "tempo: Unknown"),
        ('key = "third-module", ', "", "planned", "key: Missing"),
        ('title = "The third module"', "weight = 1", "weight", "weight: Unknown"),
        ('kind = "lessons"', 'kind = "essays"', "kind", "kind: Must be one of"),
        ('of = "core"', 'of = "all"', "of = ", "of: Must be one of: core"),
        (
            "awards.completion",
            "awards.honour",
            "awards.honour",
            "honour: Must be one of",
        ),
        (
            '"second-module"',
            '"lost-module"',
            '"lost-module"',
            "no module 'lost-module'",
        ),
        ('"second-module"', '"first-module"', '"first-module"', "'first-module' twice"),
        ('key = "third-module"', 'key = "first-module"', "planned", "in core too"),
    ],
)
def test_each_kind_of_fault_names_its_line(read, text, old, new, at, words):
    assert old in text
    spoilt = text.replace(old, new)

    found = faults(read, spoilt)

    line = line_of(spoilt, at) if at else 1
    assert any(
        fault.startswith(f"outlines/copy.toml:{line}: ") and words in fault
        for fault in found
    ), found


def test_every_fault_is_reported_at_once(read, text):
    spoilt = text.replace('language = "en"\n', "").replace('"lessons"', '"essays"')

    found = faults(read, spoilt)

    assert len(found) == 2
    assert "language" in found[0] + found[1]
    assert "kind" in found[0] + found[1]


def test_every_unknown_module_is_reported_at_once(read, text):
    spoilt = text.replace('"first-module"', '"one"').replace('"second-module"', '"two"')

    found = faults(read, spoilt)

    assert [fault.split(": ", 1)[1] for fault in found] == [
        "there is no module 'one'",
        "there is no module 'two'",
    ]


def test_a_course_needs_an_award_and_an_award_a_requirement(read, text):
    no_award = text[: text.index("[awards")] + "[awards]\n"
    no_rule = text[: text.index("[[awards")] + "requires = []\n"

    assert "awards: " in faults(read, no_award)[0]
    assert "requires: " in faults(read, no_rule)[0]
