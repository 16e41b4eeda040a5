"""What a certificate shows of those who give it: signatories, logos, signatures.

Names and titles are frozen in the claims as words. A picture is frozen by its SHA-256,
and its bytes are kept in the record beside the awards, once each: an award is drawn the
same for ever, whatever becomes of the file that the settings named on its day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.database import insert_once
from course.models import Picture, User


@dataclass(frozen=True, slots=True)
class Signatory:
    """Somebody who signs, in which office, and their signature as a picture if any."""

    name: str
    title: str
    signature: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody whose logo stands beside the issuer's."""

    name: str
    logo: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who signs, and whose logos are shown."""

    signatories: tuple[Signatory, ...] = ()
    issuer_logo: bytes | None = field(default=None, repr=False)
    partners: tuple[Partner, ...] = ()

    def claims(self) -> dict[str, Any]:
        """What is frozen in an award. What is not shown is not mentioned."""
        told: dict[str, Any] = {}
        if self.signatories:
            told["signatories"] = [_signatory(each) for each in self.signatories]
        if self.issuer_logo is not None:
            told["issuer_logo"] = _digest(self.issuer_logo)
        if self.partners:
            told["partners"] = [
                {"name": each.name, "logo": _digest(each.logo)}
                for each in self.partners
            ]
        return told

    @property
    def pictures(self) -> dict[str, bytes]:
        """Every picture by its SHA-256."""
        shown = (
            self.issuer_logo,
            *(each.logo for each in self.partners),
            *(each.signature for each in self.signatories),
        )
        return {_digest(each): each for each in shown if each is not None}


def keep_pictures(
    session: Session, letterhead: Letterhead, *, now: datetime, by: User | None
) -> None:
    """Keep what an award that is written now shows, unless it is kept already.

    Two awards may be written at once; the unique digest decides, and both may go on.
    """
    shown = letterhead.pictures
    if not shown:
        return
    kept = session.scalars(select(Picture.digest).where(Picture.digest.in_(shown)))
    for digest in shown.keys() - set(kept):
        session.execute(
            insert_once(session, Picture)
            .values(
                digest=digest,
                content=shown[digest],
                actor_id=by.id if by else None,
                occurred_at=now,
                recorded_at=now,
            )
            .on_conflict_do_nothing(index_elements=["digest"])
        )


def pictures_of(session: Session, claims: Mapping[str, Any]) -> dict[str, bytes]:
    """The bytes of every picture that these claims name, by its SHA-256."""
    named = {
        claims.get("issuer_logo"),
        *(each.get("signature") for each in claims.get("signatories", ())),
        *(each["logo"] for each in claims.get("partners", ())),
    } - {None}
    if not named:
        return {}
    found = session.execute(
        select(Picture.digest, Picture.content).where(Picture.digest.in_(named))
    )
    return {row.digest: row.content for row in found}


def _signatory(signatory: Signatory) -> dict[str, str]:
    told = {"name": signatory.name, "title": signatory.title}
    if signatory.signature is not None:
        told["signature"] = _digest(signatory.signature)
    return told


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
