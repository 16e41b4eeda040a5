"""Credentials, badges, status lists and the issuer, over HTTP."""

import json

import pytest
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, OB3Verifier
from sqlalchemy import select

from course.award_credentials import credential_of
from course.credentials.baking import baked_in
from course.credentials.multibase import multikey
from course.models import Award, AwardCredential, AwardEvent
from course.seals import seal_of
from tests import builders
from tests.builders import KEY, NOW, how_many

API = "/api/v1"


@pytest.fixture
def award(session, app, sign_in) -> Award:
    """An award of the person who is signed in, given by this installation."""
    office = app.extensions["course.site"].office
    enrolment = builders.a_completed_enrolment(session, office=office)
    award: Award = session.scalars(select(Award)).one()
    # A session that goes on reading would hold the turn of whoever writes.
    session.commit()
    sign_in(enrolment.user)
    return award


@pytest.fixture
def download(client):
    """What a verifier fetches, from this installation instead of the network."""

    def fetch(address: str) -> bytes:
        path = address.partition("//")[2].partition("/")[2]
        accepted = {"Accept": "application/vc+jwt"} if "status" in path else {}
        return bytes(client.get(f"/{path}", headers=accepted).data)

    return fetch


def verify(document, download) -> None:
    OB3LdpVerifier().verify(document, download=download)


def check_status(token: str, issuer: str, download) -> None:
    verifier = OB3Verifier.for_issuer_did(issuer, download=download)
    verifier.verify(token, check_status=True, download=download)


def note(session, award: Award, kind: str) -> None:
    session.add(
        AwardEvent(award_id=award.id, kind=kind, occurred_at=NOW, recorded_at=NOW)
    )
    session.commit()


def test_a_stranger_verifies_what_was_downloaded(client, award, download):
    answer = client.get(f"{API}/awards/{award.number}/credential.json")

    verify(answer.get_json(), download)
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.get_json()["id"] == award.claims["verify_url"]


def test_the_token_says_the_same_and_its_status_is_checked(
    client, award, download, session
):
    token = client.get(f"{API}/awards/{award.number}/credential.jwt").text
    issuer = client.get(f"{API}/issuer").get_json()["id"]

    check_status(token, issuer, download)

    for kind in ("suspended", "reinstated", "revoked"):
        note(session, award, kind)
        if kind == "reinstated":
            check_status(token, issuer, download)
        else:
            with pytest.raises(OB3VerificationError, match="status"):
                check_status(token, issuer, download)


def test_it_is_signed_once_and_kept(client, award, session):
    first = client.get(f"{API}/awards/{award.number}/credential.json")
    second = client.get(f"/awards/{award.number}/credential.json")
    held = client.get(
        f"{API}/awards/{award.number}/credential.json",
        headers={"If-None-Match": first.headers["ETag"]},
    )

    assert first.data == second.data
    assert held.status_code == 304
    assert how_many(session, AwardCredential) == 1
    kept = credential_of(session, award)
    session.rollback()
    assert kept is not None
    assert kept.document.encode() == first.data


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_a_badge_holds_the_credential(client, award, suffix):
    document = client.get(f"{API}/awards/{award.number}/credential.json").text

    badge = client.get(f"{API}/awards/{award.number}/badge.{suffix}")
    shown = client.get(f"/verify/{award.number}/badge.{suffix}")

    assert json.loads(baked_in(badge.data)) == json.loads(document)
    assert badge.mimetype == shown.mimetype
    assert award.claims["holder_name"].encode() not in shown.data
    assert len(shown.data) < len(badge.data)
    assert shown.headers["Cache-Control"].startswith("public")


def test_what_nobody_offers_is_not_there(client, award):
    for path in (
        f"{API}/awards/{award.number}/credential.xml",
        f"{API}/awards/{award.number}/badge.gif",
        f"/verify/{award.number}/badge.gif",
        f"{API}/awards/AAAA-AAAA-AAAA/credential.json",
        "/verify/AAAA-AAAA-AAAA/badge.png",
        f"{API}/issuer/status/revocation/1",
        f"{API}/issuer/status/revocation/{10**30}",
        f"{API}/issuer/status/whim/0",
    ):
        assert client.get(path).status_code == 404, path


def test_the_issuer_publishes_its_keys_in_every_form(client):
    profile = client.get(f"{API}/issuer").get_json()
    did = client.get("/issuer/did.json").get_json()
    keys = client.get("/.well-known/jwks.json").get_json()

    (method,) = did["verificationMethod"]
    assert client.get("/issuer").get_json() == profile
    assert client.get("/issuer/jwks.json").get_json() == keys
    assert profile["id"] == did["id"] == "did:web:127.0.0.1%3A8000:issuer"
    assert method["publicKeyMultibase"] == multikey(KEY.public)
    assert did["assertionMethod"] == [method["id"]] == [keys["keys"][0]["kid"]]
    assert "d" not in keys["keys"][0]


def test_a_list_is_fresh_for_a_while_and_unchanged_until_something_happens(
    client, award, session
):
    address = f"{API}/issuer/status/revocation/0"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    note(session, award, "revoked")
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.mimetype == "application/vc"
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert again.status_code == 304
    assert changed.status_code == 200
    assert json.loads(changed.data)["id"].endswith("/issuer/status/revocation/0")


def test_an_award_from_before_there_were_seals_is_sealed_when_it_is_asked_for(
    client, award, session, download
):
    claims = {**award.claims, "number": "BBBB-CCCC-DDDD"}
    old = Award(
        number="BBBB-CCCC-DDDD",
        achievement_id=award.achievement_id,
        claims=claims,
        digest="0" * 64,
        supersedes_id=award.id,
        occurred_at=NOW,
        recorded_at=NOW,
    )
    session.add(old)
    session.flush()
    note(session, old, "issued")

    answer = client.get(f"{API}/awards/{old.number}/credential.json")

    verify(answer.get_json(), download)
    session.rollback()
    assert seal_of(session, old) is not None
