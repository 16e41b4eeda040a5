"""A rule in words: every kind of requirement in every language of certificates."""

import re
import string
import tomllib
from pathlib import Path
from typing import Any

import pytest

from course import documents
from course.documents import TEMPLATE
from course.requirements.phrases import WORDING, Phrase, languages, said
from quizzes import MEASURES
from tests.course.requirements.test_requirements import ASKED, rule_of

LANGUAGES = sorted(languages())
RULES = [rule_of(kind, **asked) for kind, several in ASKED.items() for asked in several]


def leaves(words: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], str]:
    """Every text of a file of words, by its place."""
    if isinstance(words, str):
        return {path: words}
    return {
        place: text
        for name, part in words.items()
        for place, text in leaves(part, (*path, name)).items()
    }


def in_file(language: str) -> dict[tuple[str, ...], str]:
    written = (WORDING / f"{language}.toml").read_text(encoding="utf-8")
    return leaves(tomllib.loads(written))


def places_in(text: str) -> set[str]:
    return {name for _, name, *_ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_words_with_the_same_places(language):
    english, other = in_file("en"), in_file(language)

    assert {place[0] for place in other} == {place[0] for place in english}
    for place, text in other.items():
        assert places_in(text) == places_in(english[place]), place


def test_a_rule_is_said_in_every_language_that_a_certificate_is():
    certificates = (Path(documents.__file__).parent / TEMPLATE / "wording").iterdir()

    assert languages() == {path.stem for path in certificates}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_every_rule_names_its_titles_and_numbers(rule, language):
    sentence = rule.sentence_in(language)

    for told in (*rule.phrase.titles, *map(str, rule.phrase.numbers.values())):
        assert told in sentence
    assert "{" not in sentence
    if language != "en":
        assert sentence != rule.sentence


@pytest.mark.parametrize("language", ["ar", "ru", "zh"])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_no_english_is_left_in_another_script(rule, language):
    sentence = rule.sentence_in(language)
    for title in rule.phrase.titles:
        sentence = sentence.replace(title, "")

    assert not re.search("[A-Za-z]", sentence)


@pytest.mark.parametrize("purposes", [[one] for one in MEASURES] + [list(MEASURES)])
def test_every_test_that_only_measures_has_its_words(purposes):
    for order in (purposes, purposes[::-1]):
        assert said(Phrase("_".join(order)), "fr")


@pytest.mark.parametrize(
    ("count", "language", "sentence"),
    [
        (1, "en", "At least 1 post of 20 words or more written in the discussion"),
        (2, "en", "At least 2 posts of 20 words or more written in the discussion"),
        (1, "fr", "Au moins 1 message de 20 mots ou plus écrit dans la discussion"),
        (5, "ru", "Сообщения в обсуждении длиной от 20 слов: не менее 5"),
    ],
)
def test_a_number_takes_its_plural_form(count, language, sentence):
    numbers = {"count": count, "words": 20}

    assert said(Phrase("posts", (), numbers, "count"), language) == sentence


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The quizzes “A”, “B” and “C” passed"),
        ("es", "Los cuestionarios «A», «B» y «C» aprobados"),
        ("zh", "通过测验“A”、“B”和“C”"),
        ("ar", "النجاح في الاختبارات «A»، «B» و«C»"),
        ("pt", "The quizzes “A”, “B” and “C” passed"),
    ],
)
def test_titles_are_listed_as_the_language_lists_them(language, sentence):
    assert said(Phrase("quizzes", ("A", "B", "C")), language) == sentence
