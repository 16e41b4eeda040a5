"""What becomes of a credential that was checked: the register has the last word."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from course.award_states import STATES
from course.award_status import Verification, verify_award
from course.credentials.checking import CheckedCredential
from course.credentials.compact import Printed
from course.errors import UnknownAward

UNREGISTERED: Final = "unregistered"
CONTRADICTED: Final = "contradicted"
# The state of the award, or why there is none to be told.
ANSWERS: Final = (
    *STATES,
    "altered",
    "unknown-key",
    "other-issuer",
    UNREGISTERED,
    CONTRADICTED,
    "unreadable",
)


@dataclass(frozen=True, slots=True)
class CredentialCheck:
    """One of ``ANSWERS``, and what the register says of a credential that is genuine.

    ``named`` is who the file says issued it, and ``number`` the award of ours that it
    names: where it was altered, whoever asks may look that up.
    """

    answer: str
    named: str | None = None
    number: str | None = None
    verification: Verification | None = None


def register_says(
    session: Session, checked: CheckedCredential, *, now: datetime | None = None
) -> CredentialCheck:
    """Whether what was signed here still holds; anything else stays what it is."""
    if checked.standing != "valid" or checked.number is None:
        return CredentialCheck(checked.standing, checked.named, checked.number)
    try:
        found = verify_award(session, checked.number, now=now)
    except UnknownAward:
        return CredentialCheck(UNREGISTERED, checked.named, checked.number)
    agrees = _says_the_same(checked, found.award.claims)
    answer = found.status if agrees else CONTRADICTED
    return CredentialCheck(answer, checked.named, found.award.number, found)


def holder_of(credential: Mapping[str, Any]) -> str | None:
    """The name in a credential of ours."""
    named: str | None = next(
        (
            each["identityHash"]
            for each in credential["credentialSubject"]["identifier"]
            if each["identityType"] == "name"
        ),
        None,
    )
    return named


def _says_the_same(checked: CheckedCredential, claims: Mapping[str, Any]) -> bool:
    """Whether the file and the register agree, as they do unless a key was stolen."""
    if checked.printed is not None:
        return checked.printed == Printed.of(claims)
    credential = checked.credential or {}
    told = (
        credential["name"],
        credential["awardedDate"],
        (credential.get("validUntil") or "")[:10],
        holder_of(credential),
        credential["issuer"]["name"],
    )
    return told == (
        f"{claims['kind_title']}: {claims['course_title']}",
        claims["awarded_at"],
        claims.get("valid_until") or "",
        claims["holder_name"],
        claims["issuer_name"],
    )
