"""Naming one another in what is written: an ``@`` and the name, as it stands.

Names are all that anybody learns of the others: no address is asked for or told.
"""

import unicodedata
from collections.abc import Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from course.models import CohortTrainer, Enrolment, User

MOST_MENTIONS = 10
MOST_NAMESAKES = 500
_BEHIND = ".,;:!?)]}*_"


def people_in(cohort_id: int) -> Select[User]:
    """Those who read and write in a cohort's rooms: its learners and its trainers."""
    learners = select(Enrolment.user_id).where(
        Enrolment.cohort_id == cohort_id, Enrolment.withdrawn_at.is_(None)
    )
    trainers = select(CohortTrainer.user_id).where(CohortTrainer.cohort_id == cohort_id)
    return select(User).where(
        or_(User.id.in_(learners), User.id.in_(trainers)), User.closed_at.is_(None)
    )


def names_in(
    session: Session, cohort_id: int, beginning: str, *, limit: int = 8
) -> list[str]:
    """Names of a cohort's people of which some word begins so."""
    words = " ".join(beginning.split())
    if not words:
        return []
    found = session.execute(
        people_in(cohort_id)
        .with_only_columns(User.name)
        .where(
            or_(
                User.name.istartswith(words, autoescape=True),
                User.name.icontains(f" {words}", autoescape=True),
            )
        )
        .distinct()
        .order_by(User.name)
        .limit(limit)
    )
    return [name for (name,) in found]


def mentioned_in(session: Session, cohort_id: int, text: str) -> list[User]:
    """The people of a cohort whom a text names behind an ``@``, whole.

    Of two names that fit, the longer is meant. Where two people bear one name, both
    are meant: nothing tells them apart that might be shown.
    """
    said = [" ".join(each.split()) for each in text.split("@")[1:]][:MOST_MENTIONS]
    firsts = {each.partition(" ")[0].rstrip(_BEHIND) for each in said} - {""}
    if not firsts:
        return []
    people = session.scalars(
        people_in(cohort_id)
        .where(or_(*(User.name.istartswith(each, autoescape=True) for each in firsts)))
        .order_by(User.id)
        .limit(MOST_NAMESAKES)
    ).all()
    names = {_folded(person.name) for person in people}
    meant = {name for each in said if (name := longest_name(each, tuple(names)))}
    return [person for person in people if _folded(person.name) in meant]


def longest_name(said: str, names: Sequence[str]) -> str:
    """The longest of these names with which a text begins, or nothing. Pure."""
    text = _folded(said)
    fitting = [
        name
        for name in map(_folded, names)
        if text.startswith(name) and not text[len(name) :][:1].isalnum()
    ]
    return max(fitting, key=len, default="")


def _folded(text: str) -> str:
    """A name as it is compared, whatever its capitals and its spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
