"""Search finds what is taught, the best first, and shows why."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules import Handbook, Lesson, Module, Source, Term
from modules.search import KINDS, Kind, SearchIndex, folded_words

SOURCE = Source(
    "notes", "Field notes on ports", "Institute", 2020, None, None, "official"
)


def a_lesson(key: str, title: str, body: str) -> Lesson:
    return Lesson(
        key=key,
        module_key="ports",
        title=title,
        objectives=("Count boats",),
        exercise_minutes=0,
        words=len(body.split()),
        body=body,
        sources=("notes",),
        figures=(),
        digest=key,
    )


def a_module(*lessons: Lesson) -> Module:
    return Module(
        key="ports",
        title="Ports",
        summary="What harbours record.",
        hours=1,
        objectives={"count": "Tell a boat from a ship"},
        tasks=(),
        lessons=lessons,
        quiz="ports",
        practice=(),
        key_points=("Every harbour keeps a ledger.",),
        discussion_question="Who keeps yours?",
        further_reading=(),
        figures_as_of=date(2026, 1, 1),
        introduction="It begins at the quay.",
    )


def a_term(key: str, name: str, short: str | None, meaning: str) -> Term:
    return Term(key, name, short, meaning, (), ())


TERMS = (
    a_term("gtp", "Global Treaty on Ports", "GTP", "An agreement of 1999."),
    a_term("quay", "quay", None, "Where boats are tied."),
)
LESSONS = (
    a_lesson(
        "ledger",
        "The ledger",
        "A ledger lists arrivals.[@notes]\n\n## What the GTP asked\n\n"
        "States keep ledgers of boats, and of ferries.\n\n"
        "Table: Who writes\n\n| Office | Writes |\n| --- | --- |\n"
        "| Côte office | Daily |\n",
    ),
    a_lesson(
        "arrivals",
        "Arrivals and boats",
        "People arrive.[@notes] The Global Treaty on Ports says how to count them. "
        "The countries agreed.\n\n"
        "::: example A small island\nIt counted in spring.\n:::\n",
    ),
)


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    handbook = Handbook(
        {"ports": a_module(*LESSONS)},
        {"notes": SOURCE},
        {},
        {term.key: term for term in TERMS},
    )
    return SearchIndex.of(handbook)


def keys(index: SearchIndex, text: str, **options) -> list[str]:
    options.setdefault("modules", {"ports"})
    return [hit.document.key for hit in index.find(text, **options).hits]


def shown(index: SearchIndex, text: str) -> str:
    """The snippet of the best hit, with its hits in brackets."""
    pieces = index.find(text, modules={"ports"}).hits[0].snippet.pieces
    return "".join(f"[{each.text}]" if each.is_hit else each.text for each in pieces)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Países", "paises"),
        ("STRASSE", "straße"),
        ("ledgers", "ledger"),
        ("Ledger's", "ledger"),
        ("agencies", "agency"),
        ("GTPs", "gtp"),
    ],
)
def test_words_are_the_same_without_case_accents_and_plural(one, other):
    assert folded_words(one) == folded_words(other)


@pytest.mark.parametrize("word", ["status", "analysis", "process", "gas"])
def test_an_s_that_is_no_plural_stays(word):
    assert folded_words(word) == [word]


def test_a_hyphen_parts_words():
    assert folded_words("inter-ministerial") == ["inter", "ministerial"]


def test_a_title_comes_before_any_number_of_mentions(index):
    assert keys(index, "boats")[0] == "arrivals"


def test_all_words_are_asked_for(index):
    assert keys(index, "ferries ledgers") == ["ledger"]


def test_where_nothing_holds_all_words_the_nearest_are_shown_and_said_so(index):
    found = index.find("ferries spring", modules={"ports"})

    assert {hit.document.key for hit in found.hits} == {"ledger", "arrivals"}
    assert not found.is_whole


def test_accents_need_not_be_typed(index):
    assert keys(index, "cote office") == ["ledger"]


def test_an_acronym_finds_its_term_first_and_what_it_stands_for(index):
    assert keys(index, "GTP") == ["gtp", "ledger", "arrivals"]
    assert "[Global Treaty on Ports]" in "".join(
        f"[{piece.text}]" if piece.is_hit else piece.text
        for piece in index.find("gtp", modules={"ports"}).hits[2].snippet.pieces
    )


def test_what_an_acronym_stands_for_finds_the_acronym(index):
    assert keys(index, "the global treaty on ports") == ["gtp", "ledger", "arrivals"]


def test_key_points_lead_to_their_module(index):
    assert keys(index, "keeps a ledger", kinds=("module",)) == ["ports"]


def test_a_source_is_found_by_its_body(index):
    assert keys(index, "institute") == ["notes"]


def test_only_the_kinds_that_are_asked_for_are_found(index):
    kinds: tuple[Kind, ...] = ("term",)

    found = index.find("boats", modules={"ports"}, kinds=kinds)

    assert [hit.document.kind for hit in found.hits] == ["term"]


def test_lessons_and_modules_of_no_readable_course_are_not_found(index):
    assert keys(index, "boats", modules=()) == ["quay"]


def test_the_limit_cuts_the_hits_and_not_the_count(index):
    found = index.find("boats", modules={"ports"}, limit=1)

    assert len(found.hits) == 1
    assert found.total == 4


def test_the_beginning_of_a_word_is_enough_where_nobody_wrote_it_alone(index):
    assert keys(index, "ferr") == ["ledger"]


def test_a_word_that_is_written_somewhere_is_not_taken_for_a_beginning(index):
    assert keys(index, "port", kinds=("module",)) == ["ports"]


def test_a_misspelt_word_is_answered_with_one_that_is_written(index):
    found = index.find("teh ledgr", modules={"ports"})

    assert found.total == 0
    assert found.meant == "teh ledger"


@pytest.mark.parametrize("text", ["", "  ", "?!", "—"])
def test_nothing_is_found_for_nothing(index, text):
    assert index.find(text, modules={"ports"}).total == 0


def test_a_snippet_marks_the_hit_in_the_words_of_the_text(index):
    assert shown(index, "ferry") == "States keep ledgers of boats, and of [ferries]."


def test_a_snippet_says_which_heading_it_stands_under(index):
    hits = index.find("island counted", modules={"ports"}).hits

    assert hits[0].snippet.heading == "A small island"


def test_a_row_of_a_table_is_a_passage(index):
    assert shown(index, "daily") == "Côte office · [Daily]"


def test_a_long_passage_is_cut_around_the_hit():
    body = " ".join(["stone"] * 60) + " harbour " + " ".join(["sand"] * 60)
    module = a_module(a_lesson("long", "Long", body))
    index = SearchIndex.of(Handbook({"ports": module}, {}, {}))

    words = "".join(
        piece.text
        for hit in index.find("harbour sand", modules={"ports"}).hits
        for piece in hit.snippet.pieces
    )

    assert words.startswith("… stone")
    assert "harbour sand" in words
    assert words.endswith("sand …")
    assert len(words.split()) == 34 + 2


@given(st.text(max_size=60))
def test_whatever_is_typed_is_answered(index, text):
    found = index.find(text, modules={"ports"}, kinds=KINDS)

    assert found.total >= len(found.hits)
    for hit in found.hits:
        whole = "".join(piece.text for piece in hit.snippet.pieces)
        inner = whole.removeprefix("… ").removesuffix(" …")
        assert any(inner in passage.text for passage in hit.document.passages)


@given(st.data())
def test_every_word_of_a_lesson_finds_it(index, data):
    lesson = data.draw(st.sampled_from(LESSONS))
    words = [
        word
        for document in index.documents
        if document.key == lesson.key
        for word in document.body.split()
    ]
    word = data.draw(st.sampled_from(words))

    assert lesson.key in keys(index, word)
