"""The language in which somebody reads the letters that are written to them.

Whoever said nothing reads the language of the office that gives the course: English.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from course.account_errors import UnknownLanguage
from course.models import LanguageChoice, User
from course.said_of_oneself import said_last, say

OFFICE: Final = "en"
LANGUAGES: Final = ("ar", "zh", "en", "fr", "ru", "es")
"""Those of the United Nations, in the order of their English names."""


def chosen_language(session: Session, person: User) -> str | None:
    """The language that somebody chose, or nothing where they said nothing."""
    return said_last(session, LanguageChoice.language, [person.id]).get(person.id)


def languages_of(session: Session, people: Collection[int]) -> Mapping[int, str]:
    """The languages of many by their id: one statement."""
    chosen = said_last(session, LanguageChoice.language, people)
    return {person: chosen.get(person, OFFICE) for person in people}


def choose_language(
    session: Session, person: User, language: str, *, op: UUID, now: datetime
) -> tuple[LanguageChoice, bool]:
    """Read letters in this language from now on; whether this made a new row.

    Raises ``UnknownLanguage`` and ``OperationConflict``.
    """
    if language not in LANGUAGES:
        raise UnknownLanguage(language)
    said = {"language": language}
    return say(session, LanguageChoice, person, said, op=op, now=now)
