"""The page that hands out the checker, and what the public page tells its script."""

import json
import re
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select

from course.credentials.compact import Printed
from course.models import Award
from learner_api.checker.writing import Checker, fingerprint, languages
from learner_api.site import get_site
from tests import builders
from tests.html import parse_page

FILE = "/verify/certificate-checker.html"


@pytest.fixture
def award(session):
    enrolment = builders.a_completed_enrolment(
        session, builders.a_learner(session, name="Ama <Mensah>")
    )
    session.commit()
    award = session.scalars(select(Award)).one()
    assert award.achievement.enrolment_id == enrolment.id
    return award


def facts_in(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="facts">(.*)</script>', html)
    assert found is not None
    facts: dict[str, Any] = json.loads(found[1])
    return facts


def test_the_page_shows_whose_keys_it_trusts_and_leads_to_the_file(client, app):
    with app.app_context():
        [key] = get_site().office.keys.keys

    html = client.get("/verify/checker").text

    assert fingerprint(key) in html
    assert fingerprint(key).replace(" ", "").startswith(key.kid)
    assert f'href="{FILE}" download' in html
    assert 'href="/verify/checker"' in client.get("/verify").text


def test_the_file_is_handed_out_to_be_kept_and_is_asked_for_once_a_day(client):
    answer = client.get(FILE)

    assert answer.mimetype == "text/html"
    kept = answer.headers["Content-Disposition"]
    assert kept == 'attachment; filename="certificate-checker.html"'
    again = client.get(FILE, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert "Set-Cookie" not in answer.headers


def test_the_file_holds_public_keys_alone(client, app):
    with app.app_context():
        [key] = get_site().office.keys.keys
    assert key.private is not None

    html = client.get(FILE).text

    [told] = facts_in(html)["keys"]
    assert set(told) == {"kid", "public"}
    secret = key.private.private_bytes_raw()
    assert secret.hex() not in html
    assert "PRIVATE" not in html


def test_the_file_knows_the_later_pages_and_no_holder(client, award):
    html = client.get(FILE).text

    told = facts_in(html)["laterPages"]
    assert list(told["pages"]) == [Printed.of(award.claims).second_page.hex()]
    [[edition, _, rule, modules]] = told["pages"].values()
    assert told["parts"][edition] == award.claims["edition"]
    assert told["parts"][rule] == award.claims["rule"]
    assert [told["parts"][each]["title"] for each in modules] == [
        each["title"] for each in award.claims["modules"]
    ]
    assert award.number not in html
    assert "Mensah" not in html


def test_an_award_given_since_is_in_the_next_file(client, session):
    assert facts_in(client.get(FILE).text)["laterPages"]["pages"] == {}

    builders.a_completed_enrolment(session)
    session.commit()

    assert len(facts_in(client.get(FILE).text)["laterPages"]["pages"]) == 1


def test_its_own_policy_lets_it_ask_one_place_alone(client):
    html = unescape(client.get(FILE).text)

    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    rules = dict(each.split(" ", 1) for each in policy[1].split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == "http://127.0.0.1:8000"
    assert "unsafe" not in policy[1]
    assert re.fullmatch(r"('sha256-\S+' ?)+", rules["script-src"])


def test_the_file_is_a_page_that_can_be_read(client):
    page = parse_page(client.get(FILE).text)

    assert page.find(".//{*}h1") is not None


@pytest.mark.parametrize("language", languages())
def test_the_file_is_written_in_every_language_there_is(language):
    checker = Checker(
        issuer_name='Office "of" <Examples>',
        public_url="https://course.example.org",
        verify_base="https://course.example.org/verify",
        keys=builders.KEYS,
        later_pages={},
        made_on=builders.NOW.date(),
        language=language,
    )

    html = checker.written().decode()

    assert f'<html lang="{language}"' in html
    assert "<Examples>" not in html.replace("\\u003c", "<")[:2000]
    assert facts_in(html)["words"]["hours"]["other"].startswith("{num}")
    assert checker.written().decode() == html


def test_the_public_page_hands_its_script_the_record(client, award):
    html = client.get(f"/verify/{award.number}").text

    record = re.search(r"data-record='([^']*)'", html)
    assert record is not None
    told = json.loads(unescape(record[1]))
    assert told["holder_name"] == "Ama <Mensah>"
    assert told["verify_url"] == award.claims["verify_url"]
    assert told["second_page"] == Printed.of(award.claims).second_page.hex()
    assert "result" not in told


def test_a_number_that_never_was_has_no_script_to_compare(client):
    answer = client.get("/verify/AAAA-AAAA-AAAA")

    assert answer.status_code == 404
    assert "verified.js" not in answer.text
