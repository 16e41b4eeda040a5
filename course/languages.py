"""The language in which somebody reads the letters that are written to them.

Whoever said nothing reads the language of the office that gives the course: English.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from course.account_errors import UnknownLanguage
from course.models import LanguageChoice, User
from course.operations import made_by

OFFICE: Final = "en"
LANGUAGES: Final = ("ar", "zh", "en", "fr", "ru", "es")
"""Those of the United Nations, in the order of their English names."""


def chosen_language(session: Session, person: User) -> str | None:
    """The language that somebody chose, or nothing where they said nothing."""
    return session.scalar(
        select(LanguageChoice.language)
        .where(LanguageChoice.user_id == person.id)
        .order_by(LanguageChoice.number.desc())
        .limit(1)
    )


def languages_of(session: Session, people: Collection[int]) -> Mapping[int, str]:
    """The languages of many by their id: one statement."""
    later = aliased(LanguageChoice)
    is_latest = LanguageChoice.number == (
        select(func.max(later.number))
        .where(later.user_id == LanguageChoice.user_id)
        .correlate(LanguageChoice)
        .scalar_subquery()
    )
    said = session.execute(
        select(LanguageChoice.user_id, LanguageChoice.language).where(
            LanguageChoice.user_id.in_(people), is_latest
        )
    )
    chosen = {row.user_id: row.language for row in said}
    return {person: chosen.get(person, OFFICE) for person in people}


def choose_language(
    session: Session, person: User, language: str, *, op: UUID, now: datetime
) -> tuple[LanguageChoice, bool]:
    """Read letters in this language from now on; whether this made a new row.

    Raises ``UnknownLanguage`` and ``OperationConflict``.
    """
    if language not in LANGUAGES:
        raise UnknownLanguage(language)
    session.execute(select(User.id).where(User.id == person.id).with_for_update())
    said = {"user_id": person.id, "language": language}
    repeated = made_by(session, LanguageChoice, op, said)
    if repeated is not None:
        return repeated, False
    number = session.scalar(
        select(func.max(LanguageChoice.number)).where(
            LanguageChoice.user_id == person.id
        )
    )
    row = LanguageChoice(
        uuid=op,
        user_id=person.id,
        number=(number or 0) + 1,
        language=language,
        actor_id=person.id,
        occurred_at=now,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    return row, True
