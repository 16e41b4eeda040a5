"""Certificates of a real installation: its checker, and its public page."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from course.credentials.compact import compact_payload
from course.database import make_engine
from course.models import Award
from learner_api.database import Database
from learner_api.keys import read_ring
from tests.browser.answering import Device
from tests.browser.checking import Clerk
from tests.browser.installation import Installation
from tests.browser.looking import PHONE
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def claims(installation: Installation) -> dict[str, Any]:
    """What an award of the demonstration says."""
    database = Database(make_engine(installation.settings.database_url))
    try:
        with database.reading() as session:
            award = session.scalars(select(Award).order_by(Award.id.desc())).first()
            assert award is not None
            return award.claims
    finally:
        database.engine.dispose()


@pytest.fixture
def payload(installation: Installation, claims: dict[str, Any]) -> str:
    return signed(installation, claims)


def signed(installation: Installation, claims: dict[str, Any]) -> str:
    ring = read_ring(installation.settings.keys_dir)
    return compact_payload(claims, ring.current)


@pytest.fixture
def clerk(
    browser: Browser, visitor: Callable[..., Visitor], tmp_path: Path
) -> Iterator[Clerk]:
    """A clerk who has downloaded the checker of the installation."""
    stranger = visitor()
    stranger.open("/verify")
    stranger.follow("Check certificates without a connection")
    fingerprints = stranger.page.locator("main").inner_text()
    file = stranger.download("Download the checker", tmp_path)
    clerk = Clerk(browser, file, online=True)
    for code in clerk.page.locator(".key code").all_inner_texts():
        assert code in fingerprints
    yield clerk
    clerk.close()


def test_a_clerk_downloads_the_checker_and_asks_the_register(clerk, claims, payload):
    assert clerk.type(f"{claims['verify_url']}#{payload}").startswith("Valid: issued")
    expect(clerk.page.locator("#later")).to_contain_text("The code vouches for it too")
    clerk.page.locator("#later summary").click()
    expect(clerk.page.locator("#later")).to_contain_text(claims["modules"][0]["title"])
    assert clerk.asked == []

    clerk.ask()
    expect(clerk.page.locator("#verdict")).to_contain_text("the register says")
    expect(clerk.page.locator("#online-result .warning")).to_have_count(0)

    clerk.type("AAAA-AAAA-AAAA")
    clerk.ask()
    expect(clerk.page.locator("#verdict")).to_contain_text("no certificate with this")


def test_a_telephone_that_scans_a_certificate_is_told_whether_it_agrees(
    device: Callable[..., Device], installation: Installation, claims, payload
):
    telephone = device(size=PHONE)
    number = claims["number"]

    page = telephone.open(f"/verify/{number}#{payload}").page

    told = page.locator("#paper")
    expect(told).to_contain_text("the same as this page")
    expect(page.locator("main")).to_contain_text(claims["holder_name"])

    forged = signed(installation, claims | {"holder_name": "Somebody Else"})
    page.goto(f"/verify/{number}#{forged}")
    expect(told).to_contain_text("something else than the register")
    expect(told).to_contain_text("Holder: the code says “Somebody Else”")
    expect(told.locator("li")).to_have_count(1)

    page.goto(f"/verify/{number}#{payload[:150]}")
    expect(told).to_contain_text("could not be read")

    page.goto(f"/verify/{number}")
    expect(told).to_be_empty()


def test_without_scripts_the_page_shows_the_record(visitor, claims, payload):
    stranger = visitor(PHONE)

    stranger.open(f"/verify/{claims['number']}#{payload}")

    stranger.sees(claims["holder_name"], "This certificate is valid")
