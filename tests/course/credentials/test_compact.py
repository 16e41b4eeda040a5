"""The code on a certificate: what it carries, and that nothing in it can be changed."""

from base64 import b32decode, b32encode
from dataclasses import fields, replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from course.credentials.cbor import encode
from course.credentials.compact import (
    Printed,
    compact_payload,
    read_payload,
    second_page_digest,
)
from course.credentials.keys import KeyRing, new_key
from tests.builders import KEY, KEYS, NOW
from tests.course.credentials.printed_claims import CLAIMS

OTHER = new_key(Ed25519PrivateKey.from_private_bytes(b"\7" * 32), created_at=NOW)

WORDS = st.text(st.characters(codec="utf-8"), max_size=80)
MAYBE = st.none() | WORDS
NUMBERS = st.from_regex(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", fullmatch=True)


@st.composite
def some_claims(draw):
    number = draw(NUMBERS)
    base = draw(st.sampled_from(["https://course.example.org/verify", "urn:x"]))
    signatory = st.fixed_dictionaries({"name": WORDS, "title": WORDS})
    superseded = st.fixed_dictionaries({"number": NUMBERS, "reason": MAYBE})
    module = st.fixed_dictionaries(
        {"title": WORDS, "hours": st.integers(0, 99), "quiz": MAYBE}
    )
    return {
        **{name: draw(WORDS) for name in _TOLD},
        "number": number,
        "verify_url": draw(st.sampled_from([f"{base}/{number}", base, f"{base}/"])),
        "hours": draw(st.integers(0, 5000)),
        "valid_until": draw(MAYBE),
        "rule_title": draw(MAYBE),
        "signatories": draw(st.lists(signatory, min_size=1, max_size=3)),
        "supersedes": draw(st.none() | superseded),
        "edition": draw(WORDS),
        "modules": draw(st.lists(module, max_size=3)),
        "rule": draw(st.lists(WORDS, max_size=3)),
    }


_TOLD = (
    "language",
    "kind",
    "kind_title",
    "holder_name",
    "course_title",
    "awarded_on",
    "issuer_name",
)


@given(claims=some_claims())
def test_claims_in_any_script_are_read_as_they_were_printed(claims):
    payload = compact_payload(claims, KEY)

    checked = read_payload(payload, KEYS)

    assert checked.standing == "valid"
    assert checked.printed == Printed.of(claims)
    assert compact_payload(claims, KEY) == payload


def test_it_is_read_behind_its_address_and_however_it_was_copied():
    payload = compact_payload(CLAIMS, KEY)
    broken = "\n".join(payload[at : at + 60].lower() for at in range(0, 900, 60))

    for text in (f"{CLAIMS['verify_url']}#{payload}", f"  {broken} \n", f"#{payload}"):
        checked = read_payload(text, KEYS)
        assert checked.standing == "valid"
        assert checked.printed is not None
        assert checked.printed.holder_name == CLAIMS["holder_name"]


def test_every_flipped_bit_is_rejected():
    payload = compact_payload(CLAIMS, KEY)
    start, rest = payload[:12], payload[12:]
    data = b32decode(rest + "=" * (-len(rest) % 8))

    for bit in range(len(data) * 8):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        text = start + b32encode(flipped).decode().rstrip("=")
        checked = read_payload(text, KEYS)
        assert checked.standing == ("altered" if bit >= 8 else "unreadable"), bit
        assert checked.printed is None


def test_every_changed_letter_is_rejected():
    payload = compact_payload(CLAIMS, KEY)

    for at, letter in enumerate(payload):
        other = "A" if letter != "A" else "B"
        changed = payload[:at] + other + payload[at + 1 :]
        wanted = {"unknown-issuer"} if at < 12 else {"altered", "unreadable"}
        assert read_payload(changed, KEYS).standing in wanted, at


@pytest.mark.parametrize("name", [each.name for each in fields(Printed)])
def test_every_changed_claim_is_rejected(name):
    printed = Printed.of(CLAIMS)
    old = getattr(printed, name)
    new = {
        int: lambda: old + 1,
        bytes: lambda: bytes(32),
        str: lambda: f"{old}'",
        tuple: lambda: (*old, ("Somebody", "Else")),
    }.get(type(old), lambda: "2036-01-01")()
    if name == "supersedes":
        new = ("AAAA-BBBB-CCCC", None)
    elif name == "verify_url":
        new = "https://fake.example.org/verify/" + printed.number
    assert new != old
    body = encode(replace(printed, **{name: new}).to_list())
    payload = compact_payload(CLAIMS, KEY)
    signed = b32decode(payload[12:] + "=" * (-len(payload[12:]) % 8))

    forged = payload[:12] + b32encode(signed[:65] + body).decode().rstrip("=")

    assert read_payload(forged, KEYS).standing == "altered"


def test_another_address_before_the_code_is_an_alteration():
    payload = compact_payload(CLAIMS, KEY)
    fake = CLAIMS["verify_url"].replace("course.", "course-")

    assert read_payload(f"{fake}#{payload}", KEYS).standing == "altered"


def test_a_key_that_nobody_knows_is_no_known_issuer():
    checked = read_payload(compact_payload(CLAIMS, OTHER), KEYS)

    assert checked.standing == "unknown-issuer"
    assert checked.kid == OTHER.kid
    assert checked.printed is None


def test_a_payload_that_borrows_the_name_of_a_key_is_altered():
    payload = compact_payload(CLAIMS, OTHER)

    borrowed = KEY.kid.upper() + payload[12:]

    assert read_payload(borrowed, KEYS).standing == "altered"


def test_a_retired_key_without_its_private_half_still_vouches():
    retired = replace(KEY, private=None, retired_at=NOW)
    ring = KeyRing((OTHER, retired))

    assert read_payload(compact_payload(CLAIMS, KEY), ring).standing == "valid"


@pytest.mark.parametrize(
    "text",
    ["", "#", "Hello", "7K3M-PQRS-TVWX", "https://example.org/", "A" * 200, "é" * 99],
)
def test_anything_else_is_no_payload(text):
    assert read_payload(text, KEYS).standing == "unreadable"


@given(text=st.text(max_size=300) | st.text("ABCDEFGH234567", max_size=300))
def test_no_text_makes_it_stumble(text):
    assert read_payload(text, KEYS).standing != "valid"


def test_what_is_signed_and_of_another_form_is_not_read():
    body = encode(["a", 1])
    signature = KEY.sign(b"handbook-course certificate\0\1" + KEY.kid.encode() + body)
    text = KEY.kid + b32encode(b"\1" + signature + body).decode().rstrip("=")

    assert read_payload(text, KEYS).standing == "unreadable"


@pytest.mark.parametrize(
    "change",
    [
        {"rule": ["Less."]},
        {"edition": "sha256:other"},
        {"modules": CLAIMS["modules"][:1]},
        {"modules": [{**CLAIMS["modules"][0], "quiz": None}, *CLAIMS["modules"][1:]]},
    ],
)
def test_whatever_the_later_pages_say_changes_their_fingerprint(change):
    assert second_page_digest(CLAIMS | change) != second_page_digest(CLAIMS)


def test_the_first_certificates_had_one_signatory_and_no_list():
    one = {name: CLAIMS[name] for name in CLAIMS if name != "signatories"}

    [signed] = Printed.of(one).signatories

    assert signed == (CLAIMS["signatory_name"], CLAIMS["signatory_title"])
    assert Printed.of(one | {"signatories": []}).signatories == (signed,)


def test_scores_are_in_no_part_of_it():
    scored = CLAIMS | {"result": {"quizzes": [{"points": 19, "out_of": 20}]}}

    assert compact_payload(scored, KEY) == compact_payload(CLAIMS, KEY)
