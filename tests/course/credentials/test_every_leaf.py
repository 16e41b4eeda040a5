"""Every claim of a credential, flipped: no verifier may take it any more.

Two of the verifiers are not ours: openbadgeslib, and PyJWT for the token. A third,
which is of another family altogether, stands in ``test_other_verifiers.py``.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, OB3Verifier

from course.credentials.checking import check_credential
from course.credentials.issuer import did_document, key_set
from tests.builders import KEY, KEYS, NOW
from tests.course.credentials.claims import (
    ISSUER,
    METHOD,
    flipped,
    leaves,
    signed,
    token,
    unsigned,
    without,
)

DOCUMENT = signed()
TOKEN = token()
LEAVES = list(leaves(DOCUMENT))
JWKS = jwt.PyJWKSet.from_dict(key_set(ISSUER, KEYS))


def named(place: tuple[str | int, ...]) -> str:
    return "/".join(map(str, place))


def download(address: str) -> bytes:
    assert address == "https://course.example.org/issuer/did.json"
    return json.dumps(did_document(ISSUER, KEYS)).encode()


def standing(document: dict[str, Any]) -> str:
    return check_credential(json.dumps(document).encode(), ISSUER, KEYS).standing


def accepted_by_openbadgeslib(document: dict[str, Any]) -> bool:
    try:
        OB3LdpVerifier().verify(document, download=download)
    except OB3VerificationError:
        return False
    return True


def test_the_credential_itself_is_accepted_by_both():
    assert standing(DOCUMENT) == "valid"
    assert accepted_by_openbadgeslib(DOCUMENT)


@pytest.mark.parametrize("place", LEAVES, ids=named)
def test_a_flipped_claim_is_refused_by_both(place):
    spoilt = flipped(DOCUMENT, place)

    assert standing(spoilt) in ("altered", "other-issuer", "unknown-key", "unreadable")
    assert not accepted_by_openbadgeslib(spoilt)


# Of a list of one kind, or of what a verifier need not have, less may be left.
@pytest.mark.parametrize("place", LEAVES, ids=named)
def test_a_claim_that_is_taken_away_is_missed(place):
    assert standing(without(DOCUMENT, place)) != "valid"


@pytest.mark.parametrize(
    "added",
    [
        {"note": "Also a doctor."},
        {"expirationDate": "2099-01-01T00:00:00Z"},
        {"@graph": []},
        {"https://schema.org/award": "Also a doctor."},
    ],
    ids=lambda added: next(iter(added)),
)
def test_nothing_can_be_added_that_the_signature_does_not_cover(added):
    assert standing({**DOCUMENT, **added}) == "altered"


def test_a_claim_cannot_be_added_deep_inside():
    spoilt = signed()
    spoilt["credentialSubject"]["achievement"]["grade"] = "with distinction"

    assert standing(spoilt) == "altered"


# The token


def decoded(text: str) -> dict[str, Any]:
    key = JWKS[METHOD]
    found: dict[str, Any] = jwt.decode(
        text, key, algorithms=["EdDSA"], issuer=ISSUER.id, options={"verify_aud": False}
    )
    return found


def packed(value: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def unpacked(part: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(urlsafe_b64decode(part + "=="))
    return found


HEADER, CLAIMS, SIGNATURE = TOKEN.split(".")
CLAIM_LEAVES = list(leaves(unpacked(CLAIMS)))
HEADER_LEAVES = list(leaves(unpacked(HEADER)))


def test_the_token_is_the_credential_for_two_who_did_not_write_it():
    credential = OB3Verifier.for_issuer_did(ISSUER.id, download=download).verify(TOKEN)
    claims = decoded(TOKEN)

    assert credential.id == unsigned()["id"] == claims["jti"]
    assert claims["iss"] == ISSUER.id
    assert claims["nbf"] == int(NOW.timestamp())
    assert datetime.fromtimestamp(claims["exp"], UTC).isoformat() == (
        "2099-03-02T23:59:59+00:00"
    )
    assert {name: claims[name] for name in unsigned()} == unsigned()
    assert check_credential(TOKEN.encode(), ISSUER, KEYS).standing == "valid"


@pytest.mark.parametrize("place", CLAIM_LEAVES, ids=named)
def test_a_flipped_claim_of_the_token_is_refused(place):
    spoilt = f"{HEADER}.{packed(flipped(unpacked(CLAIMS), place))}.{SIGNATURE}"

    assert check_credential(spoilt.encode(), ISSUER, KEYS).standing != "valid"
    with pytest.raises(jwt.InvalidTokenError):
        decoded(spoilt)
    with pytest.raises(OB3VerificationError):
        OB3Verifier.for_issuer_did(ISSUER.id, download=download).verify(spoilt)


@pytest.mark.parametrize("place", HEADER_LEAVES, ids=named)
def test_a_flipped_header_of_the_token_is_refused(place):
    spoilt = f"{packed(flipped(unpacked(HEADER), place))}.{CLAIMS}.{SIGNATURE}"

    assert check_credential(spoilt.encode(), ISSUER, KEYS).standing != "valid"


@pytest.mark.parametrize("algorithm", ["none", "HS256", "ES256"])
def test_a_token_does_not_choose_how_it_is_checked(algorithm):
    header = packed({"alg": algorithm, "kid": METHOD, "typ": "JWT"})

    for signature in ("", SIGNATURE):
        spoilt = f"{header}.{CLAIMS}.{signature}"
        checked = check_credential(spoilt.encode(), ISSUER, KEYS)
        assert checked.standing == "unreadable"


def test_a_signature_has_one_spelling():
    last = SIGNATURE[-1]
    for other in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_":
        if other != last:
            spoilt = f"{HEADER}.{CLAIMS}.{SIGNATURE[:-1]}{other}"
            checked = check_credential(spoilt.encode(), ISSUER, KEYS)
            assert checked.standing == "altered"


def test_the_key_is_the_one_that_the_proof_names():
    assert DOCUMENT["proof"]["verificationMethod"] == METHOD
    assert METHOD.endswith(f"#{KEY.kid}")
