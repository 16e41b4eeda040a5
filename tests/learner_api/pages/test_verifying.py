"""Checking a credential that somebody holds, by the form and by the operation.

Both answer by the same verb, so each case asks both.
"""

import json
from io import BytesIO
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from course.award_states import STATES
from course.credential_checks import ANSWERS
from course.credentials.baking import bake_png, bake_svg
from course.credentials.compact import compact_payload
from course.credentials.issuer import Issuer
from course.credentials.keys import SigningKey, new_key
from course.credentials.linked_data import with_proof
from course.credentials.open_badge import open_badge
from course.credentials.status_list import status_list
from course.credentials.web_token import signed_token
from course.models import Award, AwardEvent, SignInFailure
from course.seals import seal_of, sealed
from learner_api.award_words import refusal_words
from learner_api.credentials import issuer_of
from learner_api.drawn import StillChecking
from learner_api.site import get_site
from tests import builders
from tests.builders import KEY
from tests.conftest import SAME_ORIGIN
from tests.course.credentials.pictures import A_PNG, A_SVG
from tests.html import check_page, parse_page, text_of

STRANGER = new_key(
    Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))), created_at=builders.NOW
)
API = "/api/v1/verifications"


@pytest.fixture
def award(app, session) -> Award:
    """Somebody's award, given by the office of the application that is asked."""
    with app.app_context():
        office = get_site().office
    learner = builders.a_learner(session, name="Ama Mensah")
    builders.a_completed_enrolment(session, learner, office=office)
    session.commit()
    award: Award = session.scalars(select(Award)).one()
    return award


class Made:
    """Everything that can be made of an award: by its own key, or by another."""

    def __init__(self, session, award: Award) -> None:
        seal = seal_of(session, award)
        assert seal is not None
        self.payload = seal.payload
        self.address = f"{award.claims['verify_url']}#{seal.payload}"
        self.unsigned = open_badge(award.claims, sealed(seal))
        self.issuer = Issuer.of(award.claims)
        session.commit()

    def document(self, key: SigningKey = KEY, **changes: Any) -> str:
        signed = with_proof(
            self.unsigned | changes,
            key,
            method=self.issuer.method(key.kid),
            created=self.unsigned["validFrom"],
        )
        return json.dumps(signed)

    def token(self, key: SigningKey = KEY, **changes: Any) -> str:
        method = self.issuer.method(key.kid)
        return signed_token(self.unsigned | changes, key, method=method)


@pytest.fixture
def made(session, award) -> Made:
    return Made(session, award)


@pytest.fixture
def asked(app):
    """Ask by the form, as a file and as a text, and by the operation: one answer."""

    def ask(content: str | bytes) -> tuple[str, str]:
        data = content.encode() if isinstance(content, str) else content
        browser = app.test_client()
        answer = browser.post(API, data=data, content_type="application/octet-stream")
        assert answer.status_code == 200, answer.text
        forms: list[dict[str, Any]] = [{"file": (BytesIO(data), "credential")}]
        if isinstance(content, str):
            forms.append({"text": content})
        shown = [
            browser.post("/verify", data=form, headers=SAME_ORIGIN) for form in forms
        ]
        for page in shown:
            assert page.status_code == 200
            assert page.text == shown[0].text
            assert "noindex" in page.headers["X-Robots-Tag"]
        check_page(shown[0].text, "/verify")
        return answer.json, text_of(parse_page(shown[0].text).find(".//main"))

    return ask


def note(session, award: Award, kind: str) -> None:
    session.add(
        AwardEvent(
            award_id=award.id,
            kind=kind,
            occurred_at=builders.NOW,
            recorded_at=builders.NOW,
        )
    )
    session.commit()


@pytest.mark.parametrize("form", ["json", "token", "png", "svg", "code", "address"])
def test_ours_is_told_to_hold_in_every_form_with_each_claim(asked, made, award, form):
    content = {
        "json": made.document(),
        "token": made.token(),
        "png": bake_png(A_PNG, made.document()),
        "svg": bake_svg(A_SVG, made.document()),
        "code": made.payload,
        "address": made.address,
    }[form]

    answer, page = asked(content)

    assert answer["answer"] == "valid"
    assert answer["verification"]["claims"]["holder_name"] == "Ama Mensah"
    assert "This certificate is valid" in page
    for claim in ("holder_name", "course_title", "kind_title", "issuer_name", "number"):
        assert award.claims[claim] in page
    for sentence in award.claims["rule"]:
        assert sentence in page


def test_no_score_and_no_contact_is_shown(asked, made, award):
    answer, page = asked(made.document())

    for told in (json.dumps(answer), page):
        assert "@" not in told
        assert "points" not in told
        assert "9 of 9" not in told


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        ("suspended", "This certificate is suspended for now"),
        ("revoked", "This certificate has been revoked"),
        ("expired", "This certificate has expired"),
    ],
)
def test_what_is_genuine_and_holds_no_more_is_told_so(
    asked, session, made, award, kind, verdict
):
    note(session, award, kind)

    answer, page = asked(made.token())

    assert answer["answer"] == kind
    assert verdict in page
    assert "The credential was signed here and is unaltered." in page


def test_what_was_replaced_leads_to_the_newest(asked, app, session, made, award):
    claims = {**award.claims, "number": "AAAA-BBBB-CCCC"}
    session.add(
        Award(
            number=claims["number"],
            achievement_id=award.achievement_id,
            claims=claims,
            digest="d" * 64,
            supersedes_id=award.id,
            occurred_at=award.occurred_at,
            recorded_at=builders.NOW,
        )
    )
    note(session, award, "superseded")

    answer, page = asked(made.payload)
    html = app.test_client().post("/verify", data={"text": made.payload}).text

    assert answer["answer"] == "superseded"
    assert answer["verification"]["successor"] == "AAAA-BBBB-CCCC"
    assert "This certificate has been replaced" in page
    assert 'href="/verify/AAAA-BBBB-CCCC"' in html


def spoilt(text: str) -> str:
    return text[:-9] + ("A" if text[-9] != "A" else "B") + text[-8:]


@pytest.mark.parametrize(
    ("wrong", "answer", "words"),
    [
        ("altered json", "altered", "This was altered"),
        ("a number without end", "altered", "This was altered"),
        ("half a letter", "altered", "This was altered"),
        ("many within each other", "altered", "This was altered"),
        ("altered token", "altered", "This was altered"),
        ("altered code", "altered", "This was altered"),
        ("another address", "altered", "This was altered"),
        ("unknown key", "unknown-key", "not signed with a key of ours"),
        ("unknown code", "unknown-key", "not signed with a key of ours"),
        ("other issuer", "other-issuer", "issued by: other.example"),
        ("other code", "other-issuer", "other.example"),
        ("code of nobody known", "other-issuer", STRANGER.kid),
        ("never given", "unregistered", "The register does not know"),
        ("another holder", "contradicted", "The register says something else"),
        ("code of another holder", "contradicted", "register says something else"),
        ("list of states", "unreadable", "This is no credential"),
        ("pdf", "unreadable", "A PDF cannot be checked as a file"),
        ("picture", "unreadable", "This is no credential"),
        ("words", "unreadable", "This is no credential"),
        ("bytes", "unreadable", "This is no credential"),
    ],
)
def test_each_wrong_thing_has_its_own_answer(
    asked, app, made, award, wrong, answer, words
):
    content = _wrong(app, made, award)[wrong]

    found, page = asked(content)

    assert found["answer"] == answer
    assert words in page
    assert "is valid" not in page
    assert found["verification"] is None or answer == "contradicted"


def _with(made: Made, value: str) -> str:
    """The document with one more member."""
    return made.document().replace("{", f'{{"more": {value}, ', 1)


def _wrong(app, made: Made, award: Award) -> dict[str, str | bytes]:
    base = made.issuer.base
    never = f"{base}/verify/ZZZZ-ZZZZ-ZZZZ"
    claims = {**award.claims, "holder_name": "Somebody Else"}
    elsewhere = award.claims["verify_url"].replace(base, "https://other.example")
    subject = json.loads(json.dumps(made.unsigned["credentialSubject"]))
    for each in subject["identifier"]:
        if each["identityType"] == "name":
            each["identityHash"] = "Somebody Else"
    with app.app_context():
        site_issuer = issuer_of(get_site())
    listed = status_list(site_issuer, "revocation", 0, (), since="2026-03-02T12:00:00Z")
    header, told, signature = made.token().split(".")
    return {
        "altered json": made.document().replace("Ama Mensah", "Ama Mensa"),
        "a number without end": _with(made, "9" * 30),
        "half a letter": _with(made, '"\\ud800"'),
        "many within each other": _with(made, "[" * 400 + "]" * 400),
        "altered token": f"{header}.{told}.{signature[:-3]}AAA",
        "altered code": spoilt(made.payload),
        "another address": f"{never}#{made.payload}",
        "unknown key": made.document(STRANGER),
        "unknown code": made.address.split("#")[0]
        + "#"
        + compact_payload(award.claims, STRANGER),
        "other issuer": made.document().replace(
            made.issuer.id, "did:web:other.example:issuer"
        ),
        "other code": f"{elsewhere}#{compact_payload(award.claims, STRANGER)}",
        "code of nobody known": compact_payload(award.claims, STRANGER),
        "never given": made.token(id=never),
        "another holder": made.document(credentialSubject=subject),
        "code of another holder": compact_payload(claims, KEY),
        "list of states": signed_token(listed, KEY, method=site_issuer.method(KEY.kid)),
        "pdf": b"%PDF-1.7 and so on",
        "picture": A_PNG,
        "words": "I completed the course. Believe me.",
        "bytes": b"\xff\xfe\x00",
    }


def test_an_altered_file_leads_to_what_the_register_says_of_its_number(
    app, made, award
):
    altered = made.document().replace("Ama Mensah", "Somebody Else")

    page = app.test_client().post("/verify", data={"text": altered}).text

    assert f'href="/verify/{award.number}"' in page
    assert "Somebody Else" not in page


def test_a_pasted_number_is_looked_up_as_one(client, award):
    for typed in (award.number, award.number.lower(), award.claims["verify_url"]):
        answer = client.post("/verify", data={"text": f" {typed} "})

        assert (answer.status_code, answer.headers["Location"]) == (
            303,
            f"/verify/{award.number}",
        )


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "Choose a file, or paste the text of one."),
        ({"text": "  \n "}, "Choose a file, or paste the text of one."),
        ({"file": (b"", "empty.json")}, "The file is empty."),
        ({"file": (b"{}", "a.json"), "text": "{}"}, "Neither was checked."),
    ],
    ids=range(4),
)
def test_a_form_that_cannot_be_checked_says_what_to_do(client, form, words):
    data = {
        name: (BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value
        for name, value in form.items()
    }

    answer = client.post("/verify", data=data, content_type="multipart/form-data")

    assert answer.status_code == 422
    check_page(answer.text, "/verify")
    assert words in answer.text


@pytest.mark.parametrize(
    ("field", "size"),
    [
        ('"file"; filename="a"', 1_000_001),
        ('"file"; filename="a"', 2_000_000),
        ('"text"', 600_000),
    ],
)
def test_what_is_larger_than_any_credential_is_refused(client, field, size):
    # Written by hand: the test client would leave a file of its own open.
    head = f"--parts\r\nContent-Disposition: form-data; name={field}\r\n\r\n"
    body = head.encode() + b"x" * size + b"\r\n--parts--\r\n"

    answer = client.post(
        "/verify", data=body, content_type="multipart/form-data; boundary=parts"
    )

    assert answer.status_code == 422
    check_page(answer.text, "/verify")
    assert "It is larger than 1 MB" in answer.text


def test_nothing_is_kept_but_that_an_address_missed(app, session, made):
    client = app.test_client()

    client.post("/verify", data={"text": made.token()})
    assert session.scalars(select(SignInFailure)).all() == []
    session.commit()
    client.post("/verify", data={"text": "no credential"})

    [miss] = session.scalars(select(SignInFailure)).all()
    assert len(miss.subject) == 64


def test_whoever_sends_what_is_not_ours_again_and_again_must_wait(
    app, made, monkeypatch
):
    monkeypatch.setattr("course.throttle.MISSES_PER_ADDRESS", 2)
    client = app.test_client()
    for _ in range(2):
        client.post("/verify", data={"text": "no credential"})

    page = client.post("/verify", data={"text": "no credential"})
    told = client.post(API, data=b"{}", content_type="application/octet-stream")
    unproven = client.post("/verify", data={"text": made.document()})
    token = client.post("/verify", data={"text": made.token()})

    assert page.status_code == told.status_code == unproven.status_code == 429
    assert "Too many files that were not issued here." in page.text
    check_page(page.text, "/verify")
    assert int(page.headers["Retry-After"]) > 60
    # What costs nothing to check is answered to everybody.
    assert "This certificate is valid" in token.text


def test_a_machine_without_time_says_so_and_judges_nothing(client, made, monkeypatch):
    def no_time(*_: object, **__: object) -> bytes:
        raise StillChecking

    monkeypatch.setattr("learner_api.checking.checked_apart", no_time)

    page = client.post("/verify", data={"text": made.document()})
    told = client.post(
        API, data=made.document().encode(), content_type="application/octet-stream"
    )

    assert page.status_code == told.status_code == 503
    assert "Another file is being checked." in page.text
    assert told.json["type"] == "/problems/busy"


def test_every_answer_that_is_no_state_has_its_words(app):
    with app.test_request_context():
        told = {refusal_words(each) for each in ANSWERS if each not in STATES}

    assert len(told) == len(ANSWERS) - len(STATES)
