"""People: registering, finding and changing them, and what was done to an account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course.account_errors import EmailTaken, LastAdministrator
from course.documents import missing_glyphs
from course.errors import NameNotPrintable
from course.models import AccountEvent, ProfileEntry, User

PROFILE = ("name", "country", "gender", "affiliation", "organisation", "age_band")


def normalised_email(email: str) -> str:
    """The one spelling under which an address is kept and looked up."""
    return email.strip().lower()


def find_person(session: Session, email: str) -> User | None:
    """The person of this address, whatever its capitals."""
    return session.scalar(select(User).where(User.email == normalised_email(email)))


def register_person(
    session: Session,
    *,
    email: str,
    name: str,
    role: str,
    now: datetime,
    by: User | None = None,
    password_hash: str | None = None,
    is_demonstration: bool = False,
    profile: Mapping[str, str | None] | None = None,
) -> User:
    """Add somebody who can sign in, once they have a password.

    Raises ``EmailTaken`` when the address is another's, ``NameNotPrintable`` when a
    certificate could not show the name.
    """
    name = _spaced_once(name)
    refuse_unprintable(name)
    person = User(
        email=normalised_email(email),
        name=name,
        role=role,
        created_at=now,
        password_hash=password_hash,
        is_demonstration=is_demonstration,
        **(profile or {}),
    )
    try:
        with session.begin_nested():
            session.add(person)
    except IntegrityError:
        if find_person(session, email) is None:
            raise
        raise EmailTaken(normalised_email(email)) from None
    note_account(session, person, "created", {"role": role}, now=now, by=by)
    _note_profile(session, person, now=now, by=by)
    return person


@dataclass(frozen=True, slots=True)
class Draft:
    """Somebody to be registered: a name that can be printed, and a profile."""

    email: str
    name: str
    profile: Mapping[str, str | None]


def register_learners(
    session: Session, drafts: Sequence[Draft], *, now: datetime, by: User
) -> list[User]:
    """Add learners who are invited, however many, in the order of their drafts.

    Raises ``IntegrityError`` when one of the addresses is another's.
    """
    people = [
        User(
            email=normalised_email(draft.email),
            name=_spaced_once(draft.name),
            role="learner",
            created_at=now,
            is_demonstration=by.is_demonstration,
            **draft.profile,
        )
        for draft in drafts
    ]
    session.add_all(people)
    session.flush()
    if not people:
        return []
    told = {"actor_id": by.id, "occurred_at": now, "recorded_at": now}
    created = {"kind": "created", "detail": {"role": "learner"}, **told}
    session.execute(
        insert(AccountEvent), [{"user_id": each.id, **created} for each in people]
    )
    session.execute(
        insert(ProfileEntry),
        [
            {
                "user_id": each.id,
                **{field: getattr(each, field) for field in PROFILE},
                **told,
            }
            for each in people
        ],
    )
    return people


def change_profile(
    session: Session,
    person: User,
    changes: Mapping[str, str | None],
    *,
    now: datetime,
    by: User,
) -> None:
    """Change what a person says of themselves; awards given keep their words."""
    if changes.get("name"):
        changes = {**changes, "name": _spaced_once(str(changes["name"]))}
    changed = {
        field: value
        for field, value in changes.items()
        if field in PROFILE and getattr(person, field) != value
    }
    if changed.get("name"):
        refuse_unprintable(str(changed["name"]))
    for field, value in changed.items():
        setattr(person, field, value)
    if changed:
        detail = {"fields": sorted(changed)}
        note_account(session, person, "profile-changed", detail, now=now, by=by)
        _note_profile(session, person, now=now, by=by)


def person_to_change(session: Session, uuid: UUID) -> User | None:
    """The person of this name, locked together with the administrators.

    All in one order, so that two who demote or close each other take turns.
    """
    concerned = or_(User.uuid == uuid, _is_acting_administrator())
    people = session.scalars(
        select(User)
        .where(concerned)
        .order_by(User.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return next((each for each in people.all() if each.uuid == uuid), None)


def change_role(
    session: Session, person: User, role: str, *, now: datetime, by: User
) -> None:
    """Give somebody another role and end their sessions.

    Raises ``LastAdministrator`` when nobody would be left to manage the platform.
    """
    if person.role == role:
        return
    _refuse_losing_last_administrator(session, person)
    detail = {"from": person.role, "to": role}
    person.role = role
    person.session_epoch += 1
    note_account(session, person, "role-changed", detail, now=now, by=by)


def close_account(
    session: Session,
    person: User,
    *,
    now: datetime,
    by: User,
    detail: dict[str, Any] | None = None,
) -> None:
    """Stop somebody from signing in. What they did stays on the record."""
    if person.closed_at is not None:
        return
    _refuse_losing_last_administrator(session, person)
    person.closed_at = now
    person.session_epoch += 1
    note_account(session, person, "closed", detail or {}, now=now, by=by)


def reopen_account(session: Session, person: User, *, now: datetime, by: User) -> None:
    """Let somebody whose account was closed sign in again."""
    if person.closed_at is None:
        return
    person.closed_at = None
    note_account(session, person, "reopened", {}, now=now, by=by)


def spare_accounts(session: Session, closed: Sequence[int]) -> frozenset[int]:
    """Those of these closed accounts that an undone list had made and closed.

    Nobody ever signed in with them: whoever comes by another way takes one up.
    """
    if not closed:
        return frozenset()
    rows = session.execute(
        select(AccountEvent.user_id, AccountEvent.detail)
        .where(AccountEvent.user_id.in_(closed), AccountEvent.kind == "closed")
        .order_by(AccountEvent.id)
    )
    latest = {row[0]: row[1] for row in rows}
    return frozenset(each for each, detail in latest.items() if "roster" in detail)


def is_to_be_taken_up(session: Session, person: User) -> bool:
    """Whether an account was made for somebody who has not come yet, and may still."""
    if person.password_hash is not None:
        return False
    return person.closed_at is None or bool(spare_accounts(session, [person.id]))


def set_password(
    session: Session, person: User, password_hash: str, *, now: datetime
) -> None:
    """Keep a new password and end every other session of this person."""
    person.password_hash = password_hash
    person.session_epoch += 1
    note_account(session, person, "password-set", {}, now=now, by=person)


def list_people(
    session: Session, *, search: str = "", role: str = "", after: str = "", limit: int
) -> list[User]:
    """People by address, a page at a time; ``after`` is the last address seen."""
    query = select(User).order_by(User.email).limit(limit)
    if search:
        words = search.strip()
        query = query.where(
            or_(
                User.email.icontains(words, autoescape=True),
                User.name.icontains(words, autoescape=True),
            )
        )
    if role:
        query = query.where(User.role == role)
    if after:
        query = query.where(User.email > after)
    return list(session.scalars(query))


def name_of(session: Session, person: User, as_of: datetime | None = None) -> str:
    """What somebody is called, or was called as it was known at a moment."""
    if as_of is None:
        return person.name
    known = session.scalar(
        select(ProfileEntry.name)
        .where(ProfileEntry.user_id == person.id, ProfileEntry.recorded_at <= as_of)
        .order_by(ProfileEntry.id.desc())
        .limit(1)
    )
    return known or person.name


def refuse_unprintable(name: str) -> None:
    """Raise ``NameNotPrintable`` when a certificate could not show the name."""
    missing = missing_glyphs(name)
    if missing:
        raise NameNotPrintable(missing)


def note_account(
    session: Session,
    person: User,
    kind: str,
    detail: dict[str, Any],
    *,
    now: datetime,
    by: User | None,
) -> None:
    """Add to the account's history what was done to it and by whom."""
    session.add(
        AccountEvent(
            user_id=person.id,
            kind=kind,
            detail=detail,
            actor_id=by.id if by else None,
            occurred_at=now,
            recorded_at=now,
        )
    )


def _note_profile(
    session: Session, person: User, *, now: datetime, by: User | None
) -> None:
    session.add(
        ProfileEntry(
            user_id=person.id,
            **{field: getattr(person, field) for field in PROFILE},
            actor_id=by.id if by else None,
            occurred_at=now,
            recorded_at=now,
        )
    )


def _refuse_losing_last_administrator(session: Session, person: User) -> None:
    if not person.is_administrator:
        return
    administrators = session.scalars(
        select(User.id)
        .where(_is_acting_administrator())
        .order_by(User.id)
        .with_for_update(key_share=True)
    ).all()
    if set(administrators) <= {person.id}:
        raise LastAdministrator


def _is_acting_administrator() -> ColumnElement[bool]:
    return (User.role == "administrator") & User.closed_at.is_(None)


def _spaced_once(name: str) -> str:
    return " ".join(name.split())
