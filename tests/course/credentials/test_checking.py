"""Checking what somebody holds: each wrong thing has an answer of its own."""

import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from course.credentials.baking import bake_png, bake_svg
from course.credentials.checking import check_credential
from course.credentials.issuer import Issuer
from course.credentials.keys import KeyRing, SigningKey, new_key
from course.credentials.linked_data import with_proof
from course.credentials.web_token import signed_token
from tests.builders import KEY, KEYS, NOW
from tests.course.credentials.claims import ISSUER, METHOD, signed, token, unsigned
from tests.course.credentials.pictures import A_PNG, A_SVG

STRANGER = new_key(
    Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))), created_at=NOW
)
TEXT = json.dumps(signed())


def standing(file: bytes | str, ring: KeyRing = KEYS) -> str:
    content = file.encode() if isinstance(file, str) else file
    return check_credential(content, ISSUER, ring).standing


@pytest.mark.parametrize(
    "file",
    [TEXT, f"\n{TEXT}\n", token(), bake_png(A_PNG, TEXT), bake_svg(A_SVG, TEXT)],
    ids=["json", "json with blanks", "token", "png", "svg"],
)
def test_ours_is_known_in_every_form(file):
    assert standing(file) == "valid"


def test_a_badge_from_elsewhere_may_hold_a_token():
    svg = A_SVG.decode().replace(
        ">",
        '><o:credential xmlns:o="https://purl.imsglobal.org/ob/v3p0" '
        f'verify="{token()}"/>',
        1,
    )

    assert standing(svg) == "valid"
    assert standing(bake_png(A_PNG, token())) == "valid"


def test_a_key_that_was_retired_and_lost_its_private_half_still_vouches():
    retired = SigningKey(KEY.kid, KEY.public, None, NOW, NOW + timedelta(days=1))

    assert standing(TEXT, KeyRing((retired, STRANGER))) == "valid"
    assert standing(token(), KeyRing((retired, STRANGER))) == "valid"


def test_a_stranger_who_calls_himself_by_our_name_has_an_unknown_key():
    forged = with_proof(
        unsigned(),
        STRANGER,
        method=ISSUER.method(STRANGER.kid),
        created="2026-03-02T12:00:00Z",
    )

    assert standing(json.dumps(forged)) == "unknown-key"
    method = ISSUER.method(STRANGER.kid)
    assert standing(signed_token(unsigned(), STRANGER, method=method)) == "unknown-key"


def test_a_stranger_who_names_our_key_is_found_out():
    forged = with_proof(
        unsigned(), STRANGER, method=METHOD, created="2026-03-02T12:00:00Z"
    )

    assert standing(json.dumps(forged)) == "altered"
    assert standing(signed_token(unsigned(), STRANGER, method=METHOD)) == "altered"


def test_another_issuer_is_named():
    elsewhere = Issuer("Another office", "https://other.example")

    checked = check_credential(TEXT.encode(), elsewhere, KeyRing((STRANGER,)))

    assert checked.standing == "other-issuer"
    assert checked.named == "did:web:course.example.org:issuer"
    assert checked.credential is None


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"%PDF-1.7",
        b"\xff\xfe",
        b"{",
        b"[]",
        b"{}",
        b'{"issuer": 7}',
        b'{"issuer": "did:web:course.example.org:issuer", "proof": []}',
        b"a.b.c",
        b"....",
        b"{" * 5000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        A_PNG,
        A_PNG[:40],
        A_SVG,
        b"<svg",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><svg>&a;</svg>',
    ],
    ids=range(17),
)
def test_what_is_no_credential_is_said_to_be_none(file):
    assert standing(file) == "unreadable"


def test_a_proof_of_another_kind_is_not_taken():
    spoilt = signed()
    spoilt["proof"]["cryptosuite"] = "eddsa-jcs-2022"

    assert standing(json.dumps(spoilt)) == "altered"


def test_two_proofs_are_none():
    spoilt = signed()
    spoilt["proof"] = [spoilt["proof"], spoilt["proof"]]

    assert standing(json.dumps(spoilt)) == "unreadable"


def test_a_vocabulary_from_elsewhere_is_not_fetched():
    spoilt = signed()
    spoilt["@context"].append("https://evil.example/context.json")

    assert standing(json.dumps(spoilt)) == "altered"


def test_a_vocabulary_of_their_own_is_not_taken():
    spoilt = signed()
    spoilt["@context"].append({"note": "https://schema.org/description"})
    spoilt["note"] = "Also a doctor."

    assert standing(json.dumps(spoilt)) == "altered"


def test_nothing_is_named_twice():
    assert standing(TEXT.replace("{", '{"name": "A doctor",', 1)) == "unreadable"
