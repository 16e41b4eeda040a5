"""When two ways of writing a word are the same word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.folding import Folding

LANGUAGES = ["ar", "de", "en", "es", "fr", "nb", "pl", "ru", "tr", "vi"]

SAME = [
    ("en", "Nairobi", "  nairobi "),
    ("en", "Stra\u00dfe", "STRASSE"),
    ("en", "Addis Ababa", "Addis\u00a0 Ababa"),
    ("en", "co-operate", "co\u2011operate"),
    ("en", "1990-2000", "1990\u20132000"),
    ("en", "learner's", "learner\u2019s"),
    ("en", "coop\u00aderate", "cooperate"),
    ("en", "2010", "\u0662\u0660\u0661\u0660"),
    ("en", "2010", "\u0968\u0966\u0967\u0966"),
    ("fr", "l'\u00e9t\u00e9", "L\u2019\u00c9t\u00e9"),
    ("fr", "l'\u00e9t\u00e9", "l\u00b4e\u0301te\u0301"),
    ("de", "stra\u00dfe", "Strasse"),
    ("de", "STRA\u1e9eE", "strasse"),
    ("tr", "\u0130stanbul", "istanbul"),
    ("tr", "\u0130STANBUL", "istanbul"),
    ("tr", "ISPARTA", "\u0131sparta"),
    ("az", "\u0130ran", "iran"),
    ("ar", "قُرآن", "قرآن"),
    ("ar", "العـــربية", "العربية"),
    ("ar", "مُعَلِّمٌ", "معلم"),
    ("he", "שָׁלוֹם", "שלום"),
    ("fa", "کتاب", "كتاب"),
    ("fa", "می\u200cروم", "میروم"),
    ("ro", "\u015ei", "\u0219i"),
    ("ru", "Москва", "МОСКВА"),
    ("el", "ΛΟΓΟΣ", "λογος"),
    ("ja", "ﾃﾞｰﾀ", "データ"),
]

DIFFERENT = [
    ("en", "Nairobi", "Mombasa"),
    ("en", "Nairobi", "Nairobi!"),
    ("en", "resume", "résumé"),
    ("en", "\u0130stanbul", "istanbul"),
    ("tr", "ISPARTA", "isparta"),
    ("tr", "ılık", "ilik"),
    ("ar", "قرآن", "قران"),
    ("ru", "ещё", "еще"),
    ("ru", "мой", "мои"),
]

SAME_BUT_FOR_ACCENTS = [
    ("en", "Ålesund", "Alesund"),
    ("en", "ÅLESUND", "alesund"),
    ("en", "señor", "senor"),
    ("en", "Łódź", "Lodz"),
    ("en", "Ærø", "Aero"),
    ("en", "\u0130stanbul", "istanbul"),
    ("es", "Bogotá", "Bogota"),
    ("es", "pingüino", "pinguino"),
    ("fr", "l'été", "l\u2019ete"),
    ("fr", "ÉTÉ", "ete"),
    ("fr", "œuvre", "oeuvre"),
    ("fr", "français", "francais"),
    ("pt-BR", "São Tomé", "Sao Tome"),
    ("nb", "idé", "ide"),
    ("de", "Café", "cafe"),
    ("tr", "kâğıt", "kağıt"),
    ("vi", "Việt Nam", "Viêt Nam"),
    ("vi", "Đà Nẵng", "đa năng"),
    ("ru", "ещё", "еще"),
    ("el", "Ελλάδα", "Ελλαδα"),
    ("ar", "أمن", "امن"),
]

LETTERS_OF_THEIR_OWN = [
    ("es", "señor", "senor"),
    ("es", "año", "ano"),
    ("nb", "Ålesund", "Alesund"),
    ("nn", "ære", "aere"),
    ("da", "øl", "ol"),
    ("sv", "Malmö", "Malmo"),
    ("fi", "äiti", "aiti"),
    ("de", "schön", "schon"),
    ("pl", "Łódź", "Lodz"),
    ("pl", "ŁÓDŹ", "lodz"),
    ("tr", "ılık", "ilik"),
    ("tr", "Çeşme", "Cesme"),
    ("vi", "Việt Nam", "Viet Nam"),
    ("ru", "мой", "мои"),
    ("uk", "Київ", "Киів"),
    ("be", "ёлка", "елка"),
    ("en", "мой", "мои"),
    ("ja", "がき", "かき"),
    ("hi", "हिन्दी", "हनद"),
    ("th", "กิน", "กน"),
]


@pytest.mark.parametrize(("language", "one", "other"), SAME)
def test_these_are_always_the_same(language, one, other):
    fold = Folding(language).fold

    assert fold(one) == fold(other)


@pytest.mark.parametrize(("language", "one", "other"), DIFFERENT)
def test_these_are_different_unless_accents_are_folded(language, one, other):
    fold = Folding(language).fold

    assert fold(one) != fold(other)


@pytest.mark.parametrize(("language", "one", "other"), SAME_BUT_FOR_ACCENTS)
def test_these_are_the_same_where_accents_are_folded(language, one, other):
    fold = Folding(language, accents=True).fold

    assert fold(one) == fold(other)


@pytest.mark.parametrize(("language", "one", "other"), LETTERS_OF_THEIR_OWN)
def test_a_letter_of_the_language_is_no_accent(language, one, other):
    fold = Folding(language, accents=True).fold

    assert fold(one) != fold(other)


def test_capitals_count_where_case_is_not_folded():
    fold = Folding(case=False).fold

    assert fold("Polish") != fold("polish")


def test_case_may_count_where_accents_do_not():
    fold = Folding("fr", case=False, accents=True).fold

    assert fold("Émile") == fold("Emile")
    assert fold("Émile") != fold("emile")
    assert Folding("tr", case=False, accents=True).fold("\u0130") == "\u0130"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("accents", [True, False])
@given(words=st.text("aàåâAÅçığIİñøßłёйЁ'’-–é ق\u064fآ٢ộ", max_size=20))
def test_what_is_folded_stays_as_it_is(language, accents, words):
    fold = Folding(language, accents=accents).fold

    assert fold(fold(words)) == fold(words)
