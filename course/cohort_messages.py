"""Writing to a group of a cohort: one letter for each, to exactly those who were seen.

Whoever was withdrawn or whose account is closed is not written to. What was written
stays on the record with everybody whom it went to.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeAlias
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from course import outbox
from course.canonical import canonical_json
from course.cohort_overview import cohort_overview
from course.learners_seen import CohortOverview, LearnerSeen
from course.models import (
    Cohort,
    CohortMessage,
    CohortMessageLetter,
    Enrolment,
    User,
)
from course.operations import made_by
from course.overview_errors import NobodyToWriteTo, StaleAudience
from course.trainer_groups import WITHDRAWN

ALL = "all"
_CHUNK = 1000

MessageLetter: TypeAlias = Callable[[User, CohortMessage], outbox.Words]
"""The words of a letter to one of the group, made at the edge."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom a message is for: a group, or all, and words that narrow their names."""

    audience: str = ALL
    days: int = 7
    search: str = ""


@dataclass(frozen=True, slots=True)
class Audience:
    """Exactly who would get a message, by name, and the token that stands for them."""

    learners: tuple[LearnerSeen, ...]
    token: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that was sent: by whom, and to how many."""

    message: CohortMessage
    by: str
    letters: int


def audience_of(overview: CohortOverview, cohort: Cohort, choice: Choice) -> Audience:
    """Who would get a message to this choice. Nobody gets it twice."""
    group = None if choice.audience == ALL else choice.audience
    found = {
        each.user_id: each
        for each in overview.found(group=group, search=choice.search)
        if WITHDRAWN not in each.groups and not each.is_closed
    }
    told = {
        "cohort": str(cohort.uuid),
        "audience": choice.audience,
        "search": choice.search,
        "learners": sorted(str(each.enrolment) for each in found.values()),
    }
    token = sha256(canonical_json(told).encode()).hexdigest()
    return Audience(tuple(found.values()), token)


def message_cohort(
    session: Session,
    cohort: Cohort,
    choice: Choice,
    *,
    op: UUID,
    token: str,
    subject: str,
    body: str,
    letter: MessageLetter,
    office: ZoneInfo,
    now: datetime,
    by: User,
) -> tuple[CohortMessage, bool]:
    """Write to everybody of a group, or hand over what ``op`` sent; whether it is new.

    The cohort is locked by the caller. Raises ``StaleAudience`` where the group is no
    longer the one that ``token`` stands for, ``NobodyToWriteTo`` where nobody is in
    it, ``OperationConflict`` where ``op`` sent something else.
    """
    said = {
        "cohort_id": cohort.id,
        "audience": choice.audience,
        "days": choice.days,
        "search": choice.search,
        "token": token,
        "subject": subject,
        "body": body,
        "actor_id": by.id,
    }
    earlier = made_by(session, CohortMessage, op, said)
    if earlier is not None:
        return earlier, False
    overview = cohort_overview(
        session, cohort, days=choice.days, now=now, office=office
    )
    audience = audience_of(overview, cohort, choice)
    if audience.token != token:
        raise StaleAudience
    if not audience.learners:
        raise NobodyToWriteTo
    message = CohortMessage(uuid=op, occurred_at=now, recorded_at=now, **said)
    session.add(message)
    session.flush()
    _write(session, message, audience.learners, letter, now=now, by=by)
    return message, True


def messages_of(
    session: Session,
    cohort: Cohort,
    *,
    after: CohortMessage | None = None,
    limit: int = 50,
) -> list[Sent]:
    """What was written to groups of a cohort, the latest first: one statement."""
    query = _sent().where(CohortMessage.cohort_id == cohort.id).limit(limit)
    if after is not None:
        query = query.where(CohortMessage.id < after.id)
    return [Sent(*row) for row in session.execute(query)]


def find_message(session: Session, cohort: Cohort, uuid: UUID) -> Sent | None:
    """One message to a group of this cohort."""
    row = session.execute(
        _sent().where(CohortMessage.cohort_id == cohort.id, CohortMessage.uuid == uuid)
    ).one_or_none()
    return None if row is None else Sent(*row)


def readers_of(session: Session, message: CohortMessage) -> list[tuple[UUID, str, str]]:
    """Everybody whom a message went to: enrolment, name and address of today."""
    rows = session.execute(
        select(Enrolment.uuid, User.name, User.email)
        .join(CohortMessageLetter, CohortMessageLetter.enrolment_id == Enrolment.id)
        .join(User, User.id == Enrolment.user_id)
        .where(CohortMessageLetter.message_id == message.id)
        .order_by(User.name, Enrolment.id)
    )
    return [(uuid, name, email) for uuid, name, email in rows]


def _sent() -> Any:
    letters = (
        select(func.count())
        .where(CohortMessageLetter.message_id == CohortMessage.id)
        .correlate(CohortMessage)
        .scalar_subquery()
    )
    return (
        select(CohortMessage, User.name, letters)
        .join(User, User.id == CohortMessage.actor_id)
        .order_by(CohortMessage.id.desc())
    )


def _write(
    session: Session,
    message: CohortMessage,
    learners: Sequence[LearnerSeen],
    letter: MessageLetter,
    *,
    now: datetime,
    by: User,
) -> None:
    """One letter for each, and the row that says whom it went to."""
    for first in range(0, len(learners), _CHUNK):
        chunk = learners[first : first + _CHUNK]
        people = {
            each.id: each
            for each in session.scalars(
                select(User).where(User.id.in_([one.user_id for one in chunk]))
            )
        }
        session.execute(
            insert(CohortMessageLetter),
            [
                {
                    "uuid": uuid5(message.uuid, str(each.enrolment)),
                    "message_id": message.id,
                    "enrolment_id": each.id,
                    "actor_id": by.id,
                    "occurred_at": now,
                    "recorded_at": now,
                }
                for each in chunk
            ],
        )
        outbox.tell_all(
            session,
            [
                (
                    people[each.user_id],
                    letter(people[each.user_id], message),
                    f"cohort-message:{message.uuid}:{each.enrolment}",
                )
                for each in chunk
            ],
            now=now,
        )
