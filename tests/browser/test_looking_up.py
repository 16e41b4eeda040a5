"""Looking something up, with a browser that runs no script and one that does."""

from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect

from learner_api.addresses import course_address, module_address
from learner_api.commands.demo import COURSE
from tests.browser.installation import LEARNER, PASSWORD, Installation
from tests.browser.looking import PHONE
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def scripted(browser: Browser, installation: Installation) -> Iterator[Page]:
    """A page of somebody who has signed in, in a browser that runs scripts."""
    context = browser.new_context(base_url=installation.address)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto("/sign-in")
    page.locator('[name="email"]').fill(LEARNER)
    page.locator('[name="password"]').fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/")
    yield page
    context.close()
    assert faults == []


def test_words_sources_and_lessons_are_found_without_script(
    visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    learner = visitor(PHONE)

    learner.sign_in(LEARNER)
    learner.follow("Search", exact=True)
    learner.fill(q="undaf")
    learner.press("Search")
    learner.follow("United Nations Development Assistance Framework")
    assert learner.path == "/glossary"
    learner.fill(q="coherence")
    learner.press("Show")
    learner.sees("policy coherence")
    learner.follow("Library", exact=True)
    learner.fill(q="no such source")
    learner.press("Show")
    learner.sees("No source holds these words.")
    learner.open("/search?q=zebras")
    learner.sees("Nothing was found.")
    learner.open("/search?q=jamaica+budget")
    learner.sees("places found")

    learner.open(f"{module_address(COURSE, 'setting-up')}/lessons/when-to-start")
    learner.sees("Words of this lesson")
    learner.open(module_address(COURSE, "setting-up"))
    book = learner.download("EPUB", tmp_path)
    assert ZipFile(book).namelist()[0] == "mimetype"
    learner.open(course_address(COURSE))
    learner.sees("Read without a connection")


def test_the_glossary_narrows_as_one_types(scripted: Page) -> None:
    scripted.goto("/glossary")
    shown = scripted.locator("[data-entry]:visible")
    all_of_them = shown.count()

    scripted.locator('[name="q"]').press_sequentially("UNDÁF")

    expect(shown).to_have_count(1)
    expect(scripted.get_by_role("status")).to_have_text(f"1 of {all_of_them} shown")
    expect(scripted.locator("[data-group]:visible")).to_have_count(1)

    scripted.locator('[name="q"]').fill("zebra")
    expect(scripted.locator("#no-entry")).to_be_visible()

    scripted.locator('[name="q"]').fill("")
    expect(shown).to_have_count(all_of_them)
    expect(scripted.locator("#no-entry")).to_be_hidden()


def test_a_link_shows_a_term_that_was_filtered_away(scripted: Page) -> None:
    scripted.goto("/glossary?q=zebra")

    scripted.evaluate("location.hash = '#undaf'")

    expect(scripted.locator("#undaf")).to_be_visible()
    expect(scripted.locator('[name="q"]')).to_have_value("")
