"""An award as an Open Badges credential: what it says, and what it never does."""

import json
from hashlib import sha256

from course.credentials.open_badge import Sealed, hashed_recipient, open_badge, salt_of
from tests.course.credentials.claims import CLAIMS, EMAIL, SEAL, unsigned
from tests.course.credentials.printed_claims import DIPLOMA

LIST = "https://course.example.org/issuer/status"


def test_it_says_who_gave_what_to_whom_and_why():
    credential = unsigned()
    achievement = credential["credentialSubject"]["achievement"]

    assert credential["id"] == CLAIMS["verify_url"]
    assert credential["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert credential["issuer"]["id"] == "did:web:course.example.org:issuer"
    assert credential["issuer"]["name"] == "Office of Examples"
    assert credential["validFrom"] == "2026-03-02T12:00:00Z"
    assert achievement["achievementType"] == "CertificateOfCompletion"
    assert achievement["name"] == "Certificate of Completion: Mainstreaming migration"
    assert achievement["inLanguage"] == "en"
    assert achievement["description"].startswith("45 hours of study.")
    assert "- Explain why\n" in achievement["description"]
    assert "- Every quiz was passed." in achievement["criteria"]["narrative"]
    assert achievement["image"]["id"].endswith("/verify/AAAA-BBBB-CCCC/badge.png")


def test_it_points_to_its_place_on_both_lists():
    entries = {each["statusPurpose"]: each for each in unsigned()["credentialStatus"]}

    assert set(entries) == {"revocation", "suspension"}
    for purpose, entry in entries.items():
        assert entry["statusListCredential"] == f"{LIST}/{purpose}/0"
        assert entry["statusListIndex"] == "77777"
        assert entry["id"] == f"{LIST}/{purpose}/0#77777"


def test_it_holds_no_address_no_score_and_no_signatory():
    written = json.dumps(unsigned())

    assert EMAIL not in written
    assert "example.org" not in written.replace("course.example.org", "")
    assert "points" not in written
    assert "Amina" not in written


def test_whoever_is_told_the_address_can_see_that_it_is_theirs():
    hashed, named = unsigned()["credentialSubject"]["identifier"]

    told = sha256((EMAIL + hashed["salt"]).encode()).hexdigest()

    assert hashed["hashed"] is True
    assert hashed["identityHash"] == f"sha256${told}"
    assert named["identityHash"] == "Ana Silva"
    assert named["hashed"] is False


def test_the_same_address_is_hashed_otherwise_for_another_award():
    other = {**CLAIMS, "number": "DDDD-EEEE-FFFF"}

    assert salt_of(other) != salt_of(CLAIMS)
    assert hashed_recipient(EMAIL, other) != hashed_recipient(EMAIL, CLAIMS)
    assert hashed_recipient(" Ana.Silva@Example.org", CLAIMS) == SEAL.recipient


def test_without_an_address_the_name_alone_identifies():
    seal = Sealed(SEAL.kid, None, 0, 1)

    (named,) = open_badge(CLAIMS, seal)["credentialSubject"]["identifier"]

    assert named["identityType"] == "name"


def test_it_ends_when_the_award_does_and_never_where_that_has_no_end():
    endless = {**CLAIMS, "valid_until": None}
    older = {name: value for name, value in CLAIMS.items() if name != "valid_until"}

    assert unsigned()["validUntil"] == "2099-03-02T23:59:59Z"
    assert "validUntil" not in open_badge(endless, SEAL)
    assert "validUntil" not in open_badge(older, SEAL)


def test_one_hour_is_no_hours_and_a_language_without_words_has_the_english_ones():
    one = open_badge({**CLAIMS, "hours": 1, "language": "km"}, SEAL)
    achievement = one["credentialSubject"]["achievement"]

    assert "1 hour" in achievement["description"]
    assert achievement["inLanguage"] == "km"


def test_the_first_awards_held_objectives_apart_from_modules():
    old = {**CLAIMS, "objectives": ["Do it"], "modules": [{"title": "Why", "hours": 2}]}

    described = open_badge(old, SEAL)["credentialSubject"]["achievement"]["description"]

    assert "- Do it" in described


def test_the_same_claims_and_seal_give_the_same():
    assert open_badge(CLAIMS, SEAL) == open_badge(CLAIMS, SEAL)


def test_a_diploma_is_one_and_says_what_it_rests_on():
    achievement = open_badge(CLAIMS | DIPLOMA, SEAL)["credentialSubject"]["achievement"]

    assert achievement["achievementType"] == "Diploma"
    assert "- First steps (2222-3333-4444)" in achievement["description"]
    assert "- What nurses found" in achievement["description"]
    assert achievement["description"].startswith("3 hours of study.")
