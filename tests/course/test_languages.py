"""The language of letters: what each reader chose last, and theirs in it."""

from datetime import UTC, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from course.account_errors import UnknownLanguage
from course.discussion_digests import SETTLING, digests_due, write_digests
from course.errors import OperationConflict
from course.languages import choose_language, chosen_language, languages_of
from course.models import LanguageChoice, OutgoingMessage
from course.reminders import write_reminders
from course.reminding import QuietHours
from learner_api.announcement_letters import announcement_letter
from learner_api.cohort_letters import message_letter
from learner_api.discussion_letters import digest_letter
from learner_api.reminder_letters import reminder_letter
from learner_api.stop_tokens import StopTokens
from tests import builders
from tests.builders import NOW, how_many, miniature_catalogue
from tests.calendars import a_calendar, reads
from tests.cohort_letters import a_message
from tests.discussing import a_post
from tests.statements import statements_of
from tests.telling import BODY, an_announcement

HERE = "https://course.example.org"
TOKENS = StopTokens(["k" * 32])
# The first module is due on 8 March.
NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
GREETINGS = {
    "ar": "تحية طيبة إلى Learner ar،",
    "zh": "Learner zh，您好！",
    "en": "Hello Learner en,",
    "fr": "Bonjour Learner fr,",
    "ru": "Здравствуйте, Learner ru!",
    "es": "Hola, Learner es:",
}


@pytest.fixture
def cohort(session):
    cohort = builders.a_cohort(session)
    a_calendar(session, cohort)
    return cohort


@pytest.fixture
def readers(session, cohort):
    """Learners of a cohort, one for each language; who reads English said nothing."""
    for language in GREETINGS:
        learner = builders.a_learner(session, name=f"Learner {language}")
        builders.an_enrolment(session, learner, cohort=cohort)
        if language != "en":
            reads(session, learner, language)
    session.flush()


def letters_to_learners(session):
    """The letters to the readers, by the last word of their names."""
    session.flush()
    rows = session.scalars(
        select(OutgoingMessage).where(
            OutgoingMessage.recipient_name.startswith("Learner ")
        )
    )
    return {each.recipient_name.split()[1]: each for each in rows}


def remind(session, cohort):
    return write_reminders(
        session,
        cohort.id,
        letter=reminder_letter(HERE, miniature_catalogue(), TOKENS),
        quiet=QuietHours(0, 0),
        office=ZoneInfo("UTC"),
        now=NOON,
    )


def test_the_language_said_last_holds(session):
    people = [builders.a_learner(session) for _ in range(3)]
    reads(session, people[0], "ar")
    reads(session, people[0], "fr")
    reads(session, people[1], "en")
    session.flush()

    with statements_of(session.get_bind()) as statements:
        found = languages_of(session, [each.id for each in people])

    assert list(found.values()) == ["fr", "en", "en"]
    assert len(statements) == 1
    assert [chosen_language(session, each) for each in people] == ["fr", "en", None]


def test_a_language_is_chosen_once_for_an_operation(session):
    person, op = builders.a_learner(session), uuid4()
    choose_language(session, person, "fr", op=op, now=NOW)

    _row, is_new = choose_language(session, person, "fr", op=op, now=NOW)

    assert not is_new
    assert how_many(session, LanguageChoice) == 1
    with pytest.raises(OperationConflict):
        choose_language(session, person, "es", op=op, now=NOW)


@pytest.mark.parametrize("language", ["de", "FR", "", "../fr"])
def test_a_language_without_a_catalogue_is_refused(session, language):
    with pytest.raises(UnknownLanguage):
        choose_language(
            session, builders.a_learner(session), language, op=uuid4(), now=NOW
        )

    assert how_many(session, LanguageChoice) == 0


def test_each_is_reminded_in_their_language_in_one_pass(session, cohort, readers):
    assert remind(session, cohort) == len(GREETINGS)

    found = letters_to_learners(session)
    for language, greeting in GREETINGS.items():
        assert found[language].body.startswith(f"{greeting}\n\n")
        assert f"\n{HERE}/courses/{builders.COURSE}/continue\n" in found[language].body
        assert len(found[language].body.encode()) < 20_000
    assert "à terminer avant la fin du 8 mars 2026" in found["fr"].body
    assert "is to be finished by 8 March 2026" in found["en"].body
    assert "2026年3月8日" in found["zh"].body


def test_the_languages_of_all_readers_are_one_statement(session, cohort, readers):
    with statements_of(session.get_bind()) as statements:
        remind(session, cohort)

    assert len([each for each in statements if "language_choice" in each]) == 1


def test_what_is_new_is_told_in_the_language_of_each(session, cohort, readers):
    writer = builders.an_enrolment(session, cohort=cohort)
    a_post(session, writer, "Look at the road.")
    session.flush()
    due = digests_due(session, now=NOW + SETTLING)
    letter = digest_letter(HERE, miniature_catalogue(), TOKENS)

    with statements_of(session.get_bind()) as statements:
        write_digests(session, due, letter=letter, now=NOW + SETTLING)

    found = letters_to_learners(session)
    for language, greeting in GREETINGS.items():
        assert found[language].body.startswith(greeting)
        assert "Look at the road." in found[language].body
    assert found["fr"].subject.startswith("Du nouveau dans la discussion\xa0:")
    assert found["en"].subject.startswith("New in the discussion:")
    assert len([each for each in statements if "language_choice" in each]) == 1


def test_the_words_of_a_trainer_stay_as_they_were_written(session, cohort, readers):
    trainer = builders.a_trainer(session, name="Femi Ade")
    an_announcement(
        session, cohort, by=trainer, letter=announcement_letter(HERE, trainer)
    )

    found = letters_to_learners(session)
    for language, greeting in GREETINGS.items():
        assert found[language].body.startswith(greeting)
        assert f"\n{BODY}\n" in found[language].body
    assert "Femi Ade écrit à toutes les personnes" in found["fr"].body
    assert "Femi Ade writes to everybody" in found["en"].body


def test_a_letter_to_a_group_is_framed_in_the_language_of_each(
    session, cohort, readers
):
    trainer = builders.a_trainer(session)
    a_message(session, cohort, by=trainer, letter=message_letter(HERE, cohort, trainer))

    found = letters_to_learners(session)
    for language, greeting in GREETINGS.items():
        assert found[language].subject == "Are you still there?"
        assert found[language].body.startswith(f"{greeting}\n\nWe miss you.\n\n")
