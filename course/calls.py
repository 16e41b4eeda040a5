"""The doors of cohorts: opening one, saying who may come in, and closing it again.

A cohort is by invitation until its door is opened. Every change is a new version of
the call, so that what people were told when they came stays on the record.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from course.door_errors import CallClosed, WrongDoor
from course.models import Call, Cohort, Enrolment, User
from course.models.call import APPLICATION, INVITATION, OPEN
from course.operations import made_by

NOMINATION, LETTER, RELEASE = "nomination", "letter", "release"
ASKS = (NOMINATION, LETTER, RELEASE)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a call says: whom it is for, what it asks, and who lets in whom.

    An open door lets in whoever has its code, if there is one, and whoever has a
    confirmed address at one of its ``domains``; without either it lets in anybody.
    ``asks`` is what an application must come with.
    """

    for_whom: str = ""
    languages: tuple[str, ...] = ("en",)
    focal_point_name: str = ""
    focal_point_address: str = ""
    with_code: bool = False
    domains: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    waiting_list: bool = True

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Terms":
        """The terms made again from what the record keeps."""
        lists = {
            name: tuple(data.get(name, ())) for name in ("languages", "domains", "asks")
        }
        return cls(**{**data, **lists})


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call as it stands: the cohort, the version in force, and its places."""

    call: Call
    taken: int

    @property
    def cohort(self) -> Cohort:
        return self.call.cohort

    @property
    def terms(self) -> Terms:
        return terms_of(self.call)

    @property
    def free(self) -> int | None:
        """The places that are free, or nothing where no number was set."""
        if self.call.quota is None:
            return None
        return max(self.call.quota - self.taken, 0)


def terms_of(call: Call) -> Terms:
    """What this version of a call says."""
    return Terms.from_data(call.terms)


def open_door(
    session: Session,
    cohort: Cohort,
    *,
    op: UUID,
    door: str,
    terms: Terms,
    deadline: date | None = None,
    quota: int | None = None,
    now: datetime,
    by: User,
) -> tuple[Call, bool]:
    """Say from now on who may come in and how; whether this made a new version.

    The cohort is locked by the caller. Raises ``OperationConflict``.
    """
    said = {
        "door": door,
        "deadline": deadline,
        "quota": quota,
        "terms": _data_of(terms),
        "reason": None,
    }
    return _say(session, cohort, op, said, now=now, by=by)


def close_door(
    session: Session,
    cohort: Cohort,
    *,
    op: UUID,
    reason: str,
    now: datetime,
    by: User,
) -> tuple[Call, bool]:
    """Let nobody in from now on but by invitation. Applications stay as they are.

    What the call said of itself is kept with it. Raises ``WrongDoor`` where the door
    is closed already, and ``OperationConflict``.
    """
    repeated = _said_by(session, cohort, op, {"door": INVITATION, "reason": reason})
    if repeated is not None:
        return repeated, False
    latest = call_of(session, cohort)
    if latest is None or latest.door == INVITATION:
        raise WrongDoor(INVITATION)
    said = {
        "door": INVITATION,
        "deadline": latest.deadline,
        "quota": latest.quota,
        "terms": latest.terms,
        "reason": reason,
    }
    return _say(session, cohort, op, said, now=now, by=by)


def call_of(session: Session, cohort: Cohort) -> Call | None:
    """The version of a cohort's call that is in force, if there ever was one."""
    return session.scalar(
        select(Call)
        .where(Call.cohort_id == cohort.id)
        .order_by(Call.number.desc())
        .limit(1)
        .options(joinedload(Call.cohort))
    )


def versions_of(session: Session, cohort: Cohort) -> list[tuple[Call, str]]:
    """All that was ever said of a cohort's door, the latest first, and by whom."""
    rows = session.execute(
        select(Call, User.name)
        .join(User, User.id == Call.actor_id)
        .where(Call.cohort_id == cohort.id)
        .order_by(Call.number.desc())
    )
    return [(call, name) for call, name in rows]


def open_calls(
    session: Session, *, today: date, course_key: str | None = None
) -> list[OpenCall]:
    """Every call that takes people today, the nearest deadline first: one statement."""
    query = (
        _in_force()
        .where(
            Call.door != INVITATION,
            Call.deadline.is_(None) | (Call.deadline >= today),
            Cohort.closes_on >= today,
        )
        .order_by(Call.deadline.is_(None), Call.deadline, Cohort.opens_on, Call.id)
    )
    if course_key:
        query = query.where(Cohort.course_key == course_key)
    return [OpenCall(*row) for row in session.execute(query)]


def find_call(session: Session, key: str) -> OpenCall | None:
    """The call of the cohort of this key, while its door is not closed.

    A call whose deadline is over is found still: it says so.
    """
    query = (
        _in_force()
        .where(Cohort.key == key, Call.door != INVITATION)
        .options(
            contains_eager(Call.cohort).joinedload(Cohort.edition),
            contains_eager(Call.cohort).selectinload(Cohort.trainers),
        )
    )
    row = session.execute(query).one_or_none()
    return OpenCall(*row) if row else None


def lock_call(session: Session, key: str) -> OpenCall | None:
    """The same with its cohort locked, so that no two take the last place at once."""
    cohort_id = session.scalar(
        select(Cohort.id).where(Cohort.key == key).with_for_update(key_share=True)
    )
    return find_call(session, key) if cohort_id is not None else None


def is_open(call: Call, *, today: date) -> bool:
    """Whether the call takes people today."""
    return (
        call.door != INVITATION
        and (call.deadline is None or today <= call.deadline)
        and today <= call.cohort.closes_on
    )


def require_open(call: Call, door: str, *, today: date) -> None:
    """Raise ``CallClosed`` or ``WrongDoor`` unless people come in by this door today.

    ``today`` is the day at the office, where deadlines are set.
    """
    if not is_open(call, today=today):
        raise CallClosed
    if call.door != door:
        raise WrongDoor(call.door)


def places_taken(session: Session, cohort: Cohort) -> int:
    """How many are in the cohort and have not left it, however they came in."""
    return (
        session.scalar(
            select(func.count(Enrolment.id)).where(
                Enrolment.cohort_id == cohort.id, Enrolment.withdrawn_at.is_(None)
            )
        )
        or 0
    )


def _in_force() -> Any:
    """The latest version of every cohort's call, with the places that are taken."""
    later = (
        select(func.max(Call.number))
        .where(Call.cohort_id == Cohort.id)
        .correlate(Cohort)
        .scalar_subquery()
    )
    taken = (
        select(func.count(Enrolment.id))
        .where(Enrolment.cohort_id == Cohort.id, Enrolment.withdrawn_at.is_(None))
        .correlate(Cohort)
        .scalar_subquery()
    )
    holds: ColumnElement[bool] = Call.number == later
    return (
        select(Call, taken)
        .join(Call.cohort)
        .where(holds)
        .options(contains_eager(Call.cohort))
    )


def _say(
    session: Session,
    cohort: Cohort,
    op: UUID,
    said: dict[str, Any],
    *,
    now: datetime,
    by: User,
) -> tuple[Call, bool]:
    repeated = _said_by(session, cohort, op, said)
    if repeated is not None:
        return repeated, False
    latest = call_of(session, cohort)
    call = Call(
        uuid=op,
        cohort=cohort,
        number=latest.number + 1 if latest else 1,
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
        **said,
    )
    session.add(call)
    session.flush()
    return call, True


def _said_by(
    session: Session, cohort: Cohort, op: UUID, said: dict[str, Any]
) -> Call | None:
    """The version that this operation made, or ``OperationConflict`` if another."""
    return made_by(session, Call, op, {"cohort_id": cohort.id, **said})


def _data_of(terms: Terms) -> dict[str, Any]:
    """The terms as the record keeps them."""
    return {
        name: list(value)
        if isinstance(value, Sequence) and not isinstance(value, str)
        else value
        for name, value in asdict(terms).items()
    }


__all__ = [
    "APPLICATION",
    "ASKS",
    "INVITATION",
    "LETTER",
    "NOMINATION",
    "OPEN",
    "RELEASE",
    "OpenCall",
    "Terms",
    "call_of",
    "close_door",
    "find_call",
    "is_open",
    "lock_call",
    "open_calls",
    "open_door",
    "places_taken",
    "require_open",
    "terms_of",
    "versions_of",
]
