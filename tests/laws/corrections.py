"""Corrections: of questions by the verb for it, of awards as the record holds them.

No verb gives a corrected certificate yet. The laws speak of it all the same.
"""

from datetime import datetime
from hashlib import sha256
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.awards import new_number
from course.canonical import canonical_json
from course.models import Attempt, Award, AwardEvent, User
from course.regrade_listing import MODES
from course.wordings import Asked
from tests.builders import miniature_catalogue
from tests.course.regrades import applied

OTHER_KEYS: dict[str, dict[str, Any]] = {
    "one-colour": {"correct": "red"},
    "even-numbers": {"correct": ["two"]},
    "week": {"correct": False},
    "young-animals": {"pairs": {"goat": "Foal"}},
    "seasons": {"items": ["june", "march", "october"]},
    "year": {"correct": 12},
    "capital": {"accepted": ["Mombasa", "Nairobi"]},
    "opposite-of-hot": {"correct": "tall"},
    "opposite-of-open": {"correct": "wide"},
}
"""For each question of the miniature quizzes a key that is not its own."""

WAYS = ("drop", "credit", "key", "as-filed")
modes = st.sampled_from(MODES)


def asked_for(question: str, way: str) -> Asked:
    """A question corrected in one of the ways; in the last it is as its file says."""
    match way:
        case "as-filed":
            return Asked(question, "key")
        case "drop":
            return Asked(question, "drop")
        case "credit":
            return Asked(question, "credit")
        case _:
            return Asked(question, "key", OTHER_KEYS[question])


def corrections_at(quiz_key: str) -> st.SearchStrategy[tuple[Asked, ...]]:
    """Some corrections of the questions of a quiz, at most one of each."""
    keys = [question.key for question in miniature_catalogue().quiz(quiz_key).questions]
    ways = st.dictionaries(st.sampled_from(keys), st.sampled_from(WAYS), min_size=1)
    return ways.map(
        lambda chosen: tuple(asked_for(key, way) for key, way in chosen.items())
    )


def regrade(
    session: Session,
    quiz_key: str,
    asked: tuple[Asked, ...],
    mode: str,
    *,
    now: datetime,
    by: User,
) -> bool:
    """Regrade a quiz, whether or not anything comes of it; not one never begun."""
    begun = select(Attempt.id).where(Attempt.quiz_key == quiz_key).limit(1)
    if session.scalar(begun) is None:
        return False
    applied(session, *asked, quiz=quiz_key, mode=mode, now=now, by=by)
    return True


def supersede(session: Session, old: Award, *, now: datetime, by: User) -> None:
    """Give a corrected document in place of an award."""
    number = new_number()
    claims = {**old.claims, "number": number, "holder_name": "A mended name"}
    new = Award(
        number=number,
        achievement_id=old.achievement_id,
        claims=claims,
        digest=sha256(canonical_json(claims).encode()).hexdigest(),
        supersedes_id=old.id,
        actor_id=by.id,
        occurred_at=old.occurred_at,
        recorded_at=now,
    )
    session.add(new)
    session.flush()
    for award, kind in ((old, "superseded"), (new, "issued")):
        session.add(
            AwardEvent(
                award_id=award.id,
                kind=kind,
                reason="The name was mended.",
                actor_id=by.id,
                occurred_at=now,
                recorded_at=now,
            )
        )
    session.flush()
