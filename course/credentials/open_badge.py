"""An award as an Open Badges 3.0 credential, from its frozen claims and its seal.

No score stands in it, and no e-mail address: what identifies the holder is the name as
it was awarded and a salted digest of the address they had that day, so that whoever is
told the address can see that it is theirs, and nobody can read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from course.canonical import canonical_json
from course.credentials.issuer import CREDENTIALS_V2, OPEN_BADGES, PURPOSES, Issuer
from course.documents.errors import NoWording
from course.documents.words import wording

_HERE = Path(__file__).resolve().parent
# What the standard's own list of kinds calls ours.
_KINDS = {"completion": "CertificateOfCompletion", "diploma": "Diploma"}
_EDITION_SHOWN = 12
_SALT_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a seal adds to the claims: the key, the recipient, the place on the list.

    ``recipient`` is nothing where the holder had no address left when it was sealed.
    """

    kid: str
    recipient: str | None
    status_list: int
    status_index: int


def salt_of(claims: Mapping[str, Any]) -> str:
    """The salt of an award: no other has it, since no other has these claims."""
    words = f"recipient\0{canonical_json(claims)}"
    return sha256(words.encode()).hexdigest()[:_SALT_LENGTH]


def hashed_recipient(email: str, claims: Mapping[str, Any]) -> str:
    """The digest of an e-mail address, as an ``IdentityObject`` writes it."""
    salted = email.strip().lower() + salt_of(claims)
    return f"sha256${sha256(salted.encode()).hexdigest()}"


def open_badge(claims: Mapping[str, Any], seal: Sealed) -> dict[str, Any]:
    """The credential, not signed yet. The same claims and seal give the same."""
    issuer = Issuer.of(claims)
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        "id": claims["verify_url"],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": _name(claims),
        "issuer": issuer.profile(),
        "validFrom": claims["awarded_at"],
        "awardedDate": claims["awarded_at"],
        **_valid_until(claims),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": _identifiers(claims, seal),
            "achievement": _achievement(claims, issuer),
        },
        "credentialStatus": [
            {
                "id": f"{issuer.status_list(purpose, seal.status_list)}"
                f"#{seal.status_index}",
                "type": "BitstringStatusListEntry",
                "statusPurpose": purpose,
                "statusListIndex": str(seal.status_index),
                "statusListCredential": issuer.status_list(purpose, seal.status_list),
            }
            for purpose in PURPOSES
        ],
    }


def _name(claims: Mapping[str, Any]) -> str:
    return f"{claims['kind_title']}: {claims['course_title']}"


def _valid_until(claims: Mapping[str, Any]) -> dict[str, str]:
    """The end of the last day. The claims know a date and no zone, so UTC closes it."""
    last_day = claims.get("valid_until")
    return {"validUntil": f"{last_day}T23:59:59Z"} if last_day else {}


def _identifiers(claims: Mapping[str, Any], seal: Sealed) -> list[dict[str, Any]]:
    named = {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": claims["holder_name"],
        "identityType": "name",
    }
    if seal.recipient is None:
        return [named]
    hashed = {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": seal.recipient,
        "identityType": "emailAddress",
        "salt": salt_of(claims),
    }
    return [hashed, named]


def _achievement(claims: Mapping[str, Any], issuer: Issuer) -> dict[str, Any]:
    edition = str(claims["edition"]).removeprefix("sha256:")[:_EDITION_SHOWN]
    course, kind = claims["course_key"], claims["kind"]
    return {
        "id": f"{issuer.base}/courses/{course}#{kind}-{edition}",
        "type": ["Achievement"],
        "achievementType": _KINDS.get(kind, "Certificate"),
        "name": _name(claims),
        "description": _description(claims),
        "criteria": {"narrative": _narrative(claims)},
        "image": {
            "id": issuer.badge(claims["number"]),
            "type": "Image",
            "caption": _name(claims),
        },
        "inLanguage": claims["language"],
        "humanCode": course,
        "version": edition,
    }


def _description(claims: Mapping[str, Any]) -> str:
    """How long was studied, and what the holder is able to do since."""
    words = _words(claims["language"])
    objectives = _objectives(claims)
    parts = [_studied(claims, words)]
    if objectives:
        parts += ["", words["able"], "", *(f"- {each}" for each in objectives)]
    return "\n".join([*parts, *_rests_on(claims, words)])


def _rests_on(claims: Mapping[str, Any], words: Mapping[str, Any]) -> list[str]:
    """Of a diploma: the certificates that it stands for, and the paper."""
    told = []
    if claims.get("courses"):
        listed = (
            f"- {each['title']} ({each['certificate']})" for each in claims["courses"]
        )
        told += ["", words["courses"], "", *listed]
    if claims.get("paper"):
        told += ["", words["paper"], "", f"- {claims['paper']['title']}"]
    return told


def _narrative(claims: Mapping[str, Any]) -> str:
    """The rule that was met, sentence for sentence, as Markdown."""
    words = _words(claims["language"])
    return "\n".join([words["required"], "", *(f"- {each}" for each in claims["rule"])])


def _studied(claims: Mapping[str, Any], words: Mapping[str, Any]) -> str:
    from babel import Locale

    count = claims["hours"]
    forms: Mapping[str, str] = words["studied"]
    form = Locale.parse(claims["language"]).plural_form(count)
    return forms.get(form, forms["other"]).format(count=count)


def _objectives(claims: Mapping[str, Any]) -> list[str]:
    """The first awards held the objectives apart from the modules."""
    if "objectives" in claims:
        return list(claims["objectives"])
    return [each for module in claims["modules"] for each in module["objectives"]]


def _words(language: str) -> dict[str, Any]:
    """Our few words in the award's language; English where nobody has written them."""
    try:
        return wording(_HERE, language)
    except NoWording:
        return wording(_HERE, "en")
