"""Letters leave whole in one language: each catalogue has every sentence of them."""

from datetime import UTC, date, datetime

import pytest
from babel.messages.extract import extract

from course.languages import LANGUAGES, OFFICE
from course.models import User
from learner_api import translation
from learner_api.letters import password_reset
from learner_api.rule_choice_words import choice_word
from learner_api.translation import (
    gettext,
    language,
    long_date,
    long_moment,
    ngettext,
    weekday_moment,
    worded,
    written_in,
)
from learner_api.translations import KEYWORDS
from learner_api.translations.letters import (
    faults,
    letter_files,
    letter_sentences,
)

OTHERS = [each for each in LANGUAGES if each != OFFICE]
CERTIFICATE = "Your certificate is there"


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    """Writes the French catalogue of a test."""
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    monkeypatch.setattr(translation, "FOLDER", tmp_path)

    def write(words):
        head = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
        (folder / "messages.po").write_text(head + words, encoding="utf-8")

    return write


@pytest.mark.parametrize("each", OTHERS)
def test_every_sentence_of_every_letter_is_translated(each):
    assert faults(each) == []


def test_every_file_of_letters_is_looked_at():
    names = {path.name for path in letter_files()}

    assert {"reminder_letters.py", "letters.py", "door_letters.py"} <= names
    assert CERTIFICATE in letter_sentences()
    for path in letter_files():
        with path.open("rb") as file:
            assert list(extract("python", file, keywords=KEYWORDS)), path


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("", "not translated"),
        (f'msgid "{CERTIFICATE}"\nmsgstr ""\n', "not translated"),
        (f'#, fuzzy\nmsgid "{CERTIFICATE}"\nmsgstr "Là"\n', "not translated"),
        (f'msgid "{CERTIFICATE}"\nmsgstr "%(x)s"\n', "other places for values"),
    ],
)
def test_a_sentence_that_lacks_is_a_fault(catalogue, words, fault):
    catalogue(words)

    assert f"fr: {fault}: {CERTIFICATE}" in faults("fr")


def test_a_sentence_that_is_there_is_none(catalogue):
    catalogue(f'msgid "{CERTIFICATE}"\nmsgstr "Votre certificat est là"\n')

    assert not [each for each in faults("fr") if each.endswith(CERTIFICATE)]


def test_each_form_for_a_number_must_be_there(catalogue):
    one, many = next(each for each in letter_sentences() if isinstance(each, tuple))
    catalogue(f'msgid "{one}"\nmsgid_plural "{many}"\nmsgstr[0] "{one}"\n')

    assert [each for each in faults("fr") if each.endswith(one)] == [
        f"fr: not translated: {one}"
    ]


def test_what_is_written_meanwhile_is_in_the_language_and_then_no_more():
    with written_in("fr"):
        assert gettext(CERTIFICATE) == "Votre certificat est disponible"
        with written_in("en"):
            assert gettext(CERTIFICATE) == CERTIFICATE
        assert language() == "fr"

    assert gettext(CERTIFICATE) == CERTIFICATE


@pytest.mark.parametrize(
    ("each", "one", "five"),
    [
        ("ar", "محاولة إضافية واحدة", "5 محاولات إضافية"),
        ("zh", "增加 1 次作答机会", "增加 5 次作答机会"),
        ("en", "1 more attempt", "5 more attempts"),
        ("fr", "1 tentative de plus", "5 tentatives de plus"),
        ("ru", "ещё 1 попытка", "ещё 5 попыток"),
        ("es", "1 intento más", "5 intentos más"),
    ],
)
def test_numbers_have_the_forms_of_the_language(each, one, five):
    words = ("%(num)d more attempt", "%(num)d more attempts")

    with written_in(each):
        assert [ngettext(*words, count) for count in (1, 5)] == [one, five]


@pytest.mark.parametrize(
    ("each", "day", "with_weekday"),
    [
        ("ar", "30 نوفمبر 2026", "الاثنين، 30 نوفمبر 2026، 14:05"),
        ("zh", "2026年11月30日", "2026年11月30日星期一 14:05"),
        ("en", "30 November 2026", "Monday 30 November 2026, 14:05"),
        ("fr", "30 novembre 2026", "lundi 30 novembre 2026, 14:05"),
        ("ru", "30 ноября 2026 г.", "понедельник, 30 ноября 2026 г., 14:05"),
        ("es", "30 de noviembre de 2026", "lunes, 30 de noviembre de 2026, 14:05"),
    ],
)
def test_days_are_written_in_the_manner_of_the_language(each, day, with_weekday):
    moment = datetime(2026, 11, 30, 14, 5, tzinfo=UTC)

    with written_in(each):
        told = [long_date(date(2026, 11, 30)), weekday_moment(moment)]
        moment_told = long_moment(moment)

    # Which kind of space stands before a unit is for the locale to say.
    assert [" ".join(each.split()) for each in told] == [day, with_weekday]
    assert moment_told.startswith(told[0])
    assert moment_told.endswith("14:05 UTC")


@pytest.mark.parametrize("each", OTHERS)
def test_what_becomes_of_those_on_a_course_is_told_in_the_language(each):
    with written_in(each):
        told = choice_word("top-up", date(2026, 11, 30))

    assert told != choice_word("top-up", date(2026, 11, 30))


def test_a_letter_waits_for_the_language_of_its_reader():
    letter = worded(lambda title: (gettext(CERTIFICATE), title))("A title")

    assert letter("fr") == ("Votre certificat est disponible", "A title")
    assert letter("en") == (CERTIFICATE, "A title")


@pytest.mark.parametrize("each", LANGUAGES)
def test_a_letter_names_its_reader_and_holds_its_link(each):
    person = User(name="Amélie Müller-谷", email="a@example.org")

    subject, body = password_reset("https://course.example.org", person, "abc")(each)

    assert "Amélie Müller-谷" in body
    assert "\nhttps://course.example.org/welcome/abc\n" in body
    assert "%" not in subject + body
