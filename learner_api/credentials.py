"""The credentials of awards and the lists of their states, signed and ready to send."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy.orm import Session

from course.award_credentials import Signed, credential_of, keep_credentials
from course.awards import AwardOffice
from course.credentials.issuer import Issuer
from course.credentials.keys import KeyRing, SigningKey, private_pem
from course.credentials.status_list import status_list
from course.models import Award, AwardSeal
from course.seals import seal_award, seal_of, sealed
from course.status_lists import bits_of
from learner_api.database import Database
from learner_api.drawn import drawn
from learner_api.site import Site

Pair = tuple[Award, AwardSeal]


def credential_file(
    database: Database,
    session: Session,
    award: Award,
    office: AwardOffice,
    at: datetime,
) -> Signed:
    """The credential of an award. The first who asks for it has it signed and kept.

    It is kept in a short transaction of its own, which begins only once the signature
    is there: nobody waits for the signing of somebody else's.
    """
    held = credential_of(session, award)
    if held is not None:
        return held
    seal = seal_of(session, award)
    if seal is None:
        with database.writing() as writer:
            seal = seal_award(writer, writer.get_one(Award, award.id), office, at)
    made = sign_awards([(award, seal)], office.keys)
    with database.writing() as writer:
        keep_credentials(writer, made, now=at)
        return credential_of(writer, award) or made[0]


def sign_awards(pairs: Sequence[Pair], ring: KeyRing) -> list[Signed]:
    """The credentials of these awards, each signed by the key of its seal.

    Where that key signs no more, the one of today does: an award is no less given.
    """
    by_key: dict[SigningKey, list[Pair]] = {}
    for award, seal in pairs:
        own = ring.find(seal.key_id)
        key = own if own is not None and own.can_sign else ring.current
        by_key.setdefault(key, []).append((award, seal))
    return [
        Signed(award.id, key.kid, answer["document"], answer["token"])
        for key, mine in by_key.items()
        for (award, _), answer in zip(mine, _signed(_wanted(mine), key), strict=True)
    ]


def _wanted(pairs: Iterable[Pair]) -> list[dict[str, Any]]:
    return [
        {"claims": award.claims, "seal": asdict(sealed(seal))} for award, seal in pairs
    ]


def status_list_file(
    session: Session, site: Site, purpose: str, number: int
) -> Mapping[str, str]:
    """The list as it stands, as JSON with its proof and as a token.

    The same bits are signed once by each process that serves, however often they are
    asked for.
    """
    bits = bits_of(session, purpose, number)
    key = site.office.keys.current
    since = (bits.since or key.created_at).isoformat(timespec="seconds")
    issuer = issuer_of(site)
    document = status_list(
        issuer, purpose, number, bits.places, since=since.replace("+00:00", "Z")
    )
    return _signed_list(orjson.dumps(document), issuer, key)


def issuer_of(site: Site) -> Issuer:
    """The installation as its credentials name it."""
    return Issuer(site.office.issuer_name, site.settings.public_url)


@lru_cache(maxsize=32)
def _signed_list(document: bytes, issuer: Issuer, key: SigningKey) -> Mapping[str, str]:
    wanted = {"issuer": asdict(issuer), "document": orjson.loads(document)}
    return _signed([wanted], key)[0]


def _signed(
    wanted: Sequence[Mapping[str, Any]], key: SigningKey
) -> list[dict[str, str]]:
    """Each credential as JSON with its proof and as a token."""
    asked = {
        "pem": private_pem(key).decode(),
        "created_at": key.created_at.isoformat(),
        "credentials": wanted,
    }
    made: list[dict[str, str]] = orjson.loads(
        drawn("credentials", asked, by="course.credentials")
    )
    return made
