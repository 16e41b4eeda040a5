"""Secrets handed out once and kept as hashes: bearer tokens and mailed links."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from course.account_errors import InvitationInvalid
from course.models import AccessToken, Invitation, User

INVITATION_DAYS = 14
RESET_HOURS = 2
TOKEN_DAYS = 365

# Built once, since every request of a program asks it.
_PERSON = (
    select(User)
    .join(AccessToken, AccessToken.user_id == User.id)
    .where(
        AccessToken.token_hash == bindparam("token_hash"),
        AccessToken.revoked_at.is_(None),
        AccessToken.expires_at > bindparam("moment"),
        User.closed_at.is_(None),
    )
)


def hash_secret(secret: str) -> str:
    """The hash under which a secret is kept; secrets here are long and random."""
    return sha256(secret.encode()).hexdigest()


def create_token(
    session: Session, person: User, label: str, *, now: datetime, days: int = TOKEN_DAYS
) -> tuple[AccessToken, str]:
    """A bearer token for a person's program, and its secret, which is shown once."""
    secret = token_urlsafe(32)
    token = AccessToken(
        user_id=person.id,
        label=label,
        token_hash=hash_secret(secret),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(token)
    session.flush()
    return token, secret


def person_of_token(session: Session, secret: str, *, now: datetime) -> User | None:
    """Whose bearer token this is, while it holds."""
    return session.scalar(_PERSON, {"token_hash": hash_secret(secret), "moment": now})


def list_tokens(session: Session, person: User) -> list[AccessToken]:
    """A person's tokens, newest first, the revoked ones too."""
    return list(
        session.scalars(
            select(AccessToken)
            .where(AccessToken.user_id == person.id)
            .order_by(AccessToken.id.desc())
        )
    )


def revoke_token(
    session: Session, person: User, uuid: UUID, *, now: datetime
) -> AccessToken | None:
    """Make a token useless from now on; nothing when it is not this person's."""
    token = session.scalar(
        select(AccessToken).where(
            AccessToken.uuid == uuid, AccessToken.user_id == person.id
        )
    )
    if token is not None and token.revoked_at is None:
        token.revoked_at = now
    return token


def create_invitation(
    session: Session, person: User, purpose: str, *, now: datetime
) -> str:
    """The secret of a link that lets a person choose a password, once."""
    secret = token_urlsafe(32)
    session.add(Invitation(**_invitation(person, purpose, secret, now)))
    return secret


def create_invitations(
    session: Session, people: Sequence[User], purpose: str, *, now: datetime
) -> list[str]:
    """Such a secret for each of these people, however many."""
    secrets = [token_urlsafe(32) for _ in people]
    if people:
        session.execute(
            insert(Invitation),
            [
                _invitation(person, purpose, secret, now)
                for person, secret in zip(people, secrets, strict=True)
            ],
        )
    return secrets


def _invitation(
    person: User, purpose: str, secret: str, now: datetime
) -> dict[str, Any]:
    lasts = (
        timedelta(days=INVITATION_DAYS)
        if purpose == "invitation"
        else timedelta(hours=RESET_HOURS)
    )
    return {
        "user_id": person.id,
        "purpose": purpose,
        "token_hash": hash_secret(secret),
        "created_at": now,
        "expires_at": now + lasts,
    }


def open_invitation(
    session: Session, secret: str, *, now: datetime
) -> tuple[Invitation, User]:
    """The invitation behind a link and its person, or ``InvitationInvalid``.

    The person is locked too: their account may be about to be closed.
    """
    found = session.execute(
        select(Invitation, User)
        .join(User, Invitation.user_id == User.id)
        .where(
            Invitation.token_hash == hash_secret(secret),
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
            User.closed_at.is_(None),
        )
        .with_for_update(of=(Invitation, User), key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise InvitationInvalid
    return found[0], found[1]
