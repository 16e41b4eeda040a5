"""The fixed words of a certificate in each language it can be given in."""

import tomllib
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale

from course import documents
from course.documents import missing_glyphs, render_certificate
from course.documents.words import texts_in
from tests.course.documents.test_certificate import catalogue_of, words_of
from tests.course.documents.third import PAYLOAD, PICTURES, all_claims, some_claims

FOLDER = Path(documents.__file__).parent / documents.TEMPLATE / "wording"
WORDINGS = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in FOLDER.glob("*.toml")
}
TOLD = {
    "en": ("Awarded on 23 November 2026", "Valid until 23 November 2029"),
    "fr": ("Délivré le 23 novembre 2026", "Valable jusqu’au 23 novembre 2029"),
    "es": (
        "Expedido el 23 de noviembre de 2026",
        "Válido hasta el 23 de noviembre de 2029",
    ),
    "ru": ("Дата выдачи: 23 ноября 2026 г.", "Действителен до 23 ноября 2029 г."),
    "zh": ("颁发日期：2026年11月23日", "有效期至2029年11月23日"),
}
HOURS = {
    "en": {1: "1 hour", 2: "2 hours"},
    "fr": {0: "0 heure", 1: "1 heure", 2: "2 heures"},
    "es": {1: "1 hora", 2: "2 horas"},
    "ar": {1: "ساعة واحدة", 2: "ساعتان", 3: "3 ساعات", 11: "11 ساعة", 100: "100 ساعة"},
    "ru": {1: "1 час", 2: "2 часа", 5: "5 часов", 21: "21 час", 112: "112 часов"},
    "zh": {1: "1 小时", 2: "2 小时"},
}


def fields_of(value: object) -> list[str]:
    """The places that are filled in, in a text or in a table of texts."""
    return sorted(
        {
            name
            for text in texts_in(value)
            for _, name, _, _ in Formatter().parse(text)
            if name
        }
    )


def test_the_six_languages_of_the_united_nations_are_there():
    assert set(WORDINGS) == {"ar", "en", "es", "fr", "ru", "zh"}


@pytest.mark.parametrize("language", WORDINGS)
def test_each_language_says_all_that_english_says(language):
    english, words = WORDINGS["en"], WORDINGS[language]

    assert words.keys() == english.keys()
    for key in english.keys() - {"date", "hours"}:
        assert fields_of(words[key]) == fields_of(english[key]), key
    assert words["causes"].keys() == english["causes"].keys()
    assert words["achieved"].keys() == english["achieved"].keys()


@pytest.mark.parametrize("language", WORDINGS)
def test_each_language_has_the_plural_forms_that_it_needs(language):
    assert WORDINGS[language]["hours"].keys() == Locale.parse(
        language
    ).plural_form.tags | {"other"}


@pytest.mark.parametrize("language", WORDINGS)
def test_the_fonts_hold_every_word(language):
    assert missing_glyphs("".join(texts_in(WORDINGS[language]))) == ()


@pytest.mark.parametrize("language", TOLD)
def test_dates_are_written_as_the_language_writes_them(language):
    document = render_certificate(
        all_claims(language=language), payload=PAYLOAD, pictures=PICTURES
    )

    words = words_of(document, page=0).replace(" ", "")
    for told in TOLD[language]:
        assert told.replace(" ", "") in words
    assert catalogue_of(document)["/Lang"] == language


def test_an_arabic_certificate_runs_leftwards():
    document = render_certificate(
        all_claims(language="ar"), payload=PAYLOAD, pictures=PICTURES
    )

    assert catalogue_of(document)["/Lang"] == "ar"
    assert "2026" in words_of(document, page=0)
    assert "2029" in words_of(document, page=0)


@pytest.mark.parametrize(
    ("language", "count"),
    [(language, count) for language, said in HOURS.items() for count in said],
)
def test_hours_are_counted_in_the_plural_forms_of_the_language(language, count):
    from course.documents.words import counted_hours

    claims = some_claims(language=language, hours=count, modules=[])

    said = counted_hours(claims, WORDINGS[language])

    assert said == {str(count): HOURS[language][count]}
