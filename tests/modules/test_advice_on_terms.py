"""Words of the field are explained where they are used, and used at all."""

import pytest

from modules import check_handbook, load_handbook

GLOSSARY = """
[[terms]]
key = "unct"
name = "United Nations country team"
short = "UNCT"
meaning = "The United Nations bodies that work in one country."
see = ["sdg"]

[[terms]]
key = "sdg"
name = "Sustainable Development Goal"
short = "SDG"
meaning = "One of seventeen goals."
sources = ["almanac"]

[[terms]]
key = "stock"
name = "stock"
meaning = "How many there are at one moment."
see = ["bureau-of-samples"]
"""
LESSON = "second-module/third-lesson.md"


@pytest.fixture
def glossary(copy):
    """A copy of the miniature Handbook with three more terms."""
    own = (copy.folder / "glossary.toml").read_text(encoding="utf-8")
    copy.write("glossary.toml", f"{own}\n{GLOSSARY}")
    return copy


def advice(copy, kind: str) -> list[str]:
    handbook = load_handbook(copy.folder)
    return [str(each) for each in check_handbook(handbook) if each.kind == kind]


def test_a_term_that_nothing_leads_to_is_named(glossary):
    glossary.write_lesson("Ask the [team](term:unct).[@almanac]\n")

    assert advice(glossary, "terms") == [
        "glossary.toml:1: No lesson leads to the term 'stock'."
    ]


def test_an_introduction_and_another_term_lead_to_a_term_too(glossary):
    module = glossary.folder / "second-module" / "module.md"
    module.write_text(f"{module.read_text()}\nA [stock](term:stock) is counted.\n")

    assert advice(glossary, "terms") == [
        "glossary.toml:1: No lesson leads to the term 'unct'."
    ]


def test_a_term_cites_its_sources(glossary):
    register = (glossary.folder / "sources.toml").read_text()
    glossary.write(
        "sources.toml",
        f'{register}\n[[sources]]\nkey = "idle"\ntitle = "T"\nbody = "B"\n'
        'kind = "official"\n',
    )
    assert len(advice(glossary, "sources")) == 1

    glossary.replace("glossary.toml", 'sources = ["almanac"]', 'sources = ["idle"]')

    assert advice(glossary, "sources") == []


def test_what_is_cited_elsewhere_is_no_idle_source(copy):
    register = (copy.folder / "sources.toml").read_text()
    copy.write(
        "sources.toml",
        f'{register}\n[[sources]]\nkey = "asked"\ntitle = "T"\nbody = "B"\n'
        'kind = "official"\n',
    )
    handbook = load_handbook(copy.folder)

    told = [each.kind for each in check_handbook(handbook, {"asked"})]

    assert "sources" not in told
    assert "sources" in [each.kind for each in check_handbook(handbook)]


@pytest.mark.parametrize(
    "text",
    [
        "Ask the [UNCT](term:unct). The UNCT knows.",
        "Ask the [United Nations country team (UNCT)](term:unct).",
        "Ask the United Nations country team. The UNCT knows.",
        "Ask the UN country team (UNCT). The UNCT knows.",
        "Ask the *team* (UNCT).",
        "The UNCT, the United Nations country team, knows.",
        "Ask the team.",
        "It is a matter of UNCTAD and of pre-UNCT times.",
        "The Sustainable Development Goals (SDGs) are many. One SDG is enough.",
    ],
)
def test_an_acronym_that_is_explained_at_its_first_use_is_left_alone(glossary, text):
    glossary.write_lesson(f"{text}[@almanac]\n")

    assert advice(glossary, "acronyms") == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Ask the UNCT.", 5),
        ("Ask them.\n\nAsk the UNCTs.", 7),
        ("Ask them.\nAsk the UNCT.", 6),
        ("Ask the UNCT. It is the United\n\nNations country team.", 5),
        ("Ask the UNCT.\n\nIt is the [UNCT](term:unct).", 5),
        ("## The UNCT\n\nIt is the United Nations country team.", 5),
        ("::: note The UNCT\nIt is the United Nations country team.\n:::", 5),
        ("Table: Who\n\n| Who | What |\n| --- | --- |\n| UNCT | Knows |", 9),
        ("See [the UNCT](lesson:first-module/first-lesson).", 5),
    ],
)
def test_an_acronym_that_comes_before_its_words_is_named_with_its_line(
    glossary, text, line
):
    glossary.write_lesson(f"{text}\n\nIt is so.[@almanac]\n")

    assert advice(glossary, "acronyms") == [
        f"{LESSON}:{line}: 'UNCT' is used before it is explained: write "
        "[United Nations country team (UNCT)](term:unct) at its first use."
    ]
