"""Worksheets in a browser: saved while one types, offline too, and from two devices."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import select

from course import editions, worksheets
from course.models import Enrolment
from learner_api.commands.demo import COURSE
from tests import builders
from tests.browser.answering import Device, Tab, drop_replies
from tests.browser.installation import LEARNER, Installation
from tests.browser.sitting import in_record
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

GAP, ASKED = "questions/who-moves/gap", "questions/who-moves/question"
DRIVER = "drivers/economy/judgement"
KEPT = "Waiting to be sent: kept on this device"
ELSEWHERE = "was changed in another window or on another device at"

_numbers = count(1)

# A request that is held back by the browser's driver is let go when its page closes.
_NOTHING_IS_SENT = """
  window.isLineUp = false;
  const send = fetch;
  const isHeld = (address) => !window.isLineUp && address.includes('/enrolments/');
  window.fetch = (address, options) => (isHeld(address)
    ? Promise.reject(new TypeError('The line is down.')) : send(address, options));
"""


@dataclass(frozen=True)
class Desk:
    """One learner's worksheets, and the record of what was saved of them."""

    served: Installation
    email: str
    uuid: UUID

    def path(self, key: str = "scoping-sheet") -> str:
        return f"/enrolments/{self.uuid}/worksheets/{key}"

    def held(self, key: str = "scoping-sheet") -> dict[str, Any]:
        """What counts, by address; what was cleared is left out."""
        with in_record(self.served) as session:
            enrolment = session.scalars(
                select(Enrolment).where(Enrolment.uuid == self.uuid)
            ).one()
            held = worksheets.values_of(worksheets.held_entries(session, enrolment))
        return {f: value for f, value in held.get(key, {}).items() if value is not None}

    def sit(self, device: Device, key: str = "scoping-sheet") -> "Sheet":
        """Sign in as the learner and open a worksheet."""
        device.sign_in(self.email)
        return Sheet(device.open(self.path(key)))


@dataclass(frozen=True)
class Sheet:
    """The page of a worksheet, as its reader uses it."""

    tab: Tab

    def field(self, address: str) -> Locator:
        return self.tab.field(address)

    def section(self, key: str) -> Locator:
        return self.tab.page.locator(f"#section-{key}")

    def says(self, section: str, words: str) -> None:
        """Wait until the line of a section says this."""
        line = self.section(section).locator("[data-status]")
        expect(line).to_contain_text(words)

    @property
    def rows(self) -> Locator:
        """The rows of the list that show."""
        return self.tab.page.locator("[data-row]:visible")

    def cell(self, row: int, column: str) -> Locator:
        return self.rows.nth(row).locator(f'[name$="/{column}"]')


@pytest.fixture
def desk(served: Installation) -> Desk:
    """A new learner who has written nothing yet."""
    now = datetime.now(UTC)
    with in_record(served) as session:
        person = builders.a_learner(
            session,
            email=f"worksheets-{next(_numbers)}@example.org",
            name="Ana Sousa",
            now=now,
        )
        course = served.prepared.catalogue.course(COURSE)
        edition = editions.course_edition(session, course, now=now)
        enrolment = builders.an_enrolment(session, person, edition=edition, now=now)
        session.flush()
        return Desk(served, person.email, enrolment.uuid)


def test_what_is_typed_is_saved_and_said(
    device: Callable[..., Device], desk: Desk
) -> None:
    sheet = desk.sit(device())
    expect(sheet.tab.bar).to_contain_text("What you write is saved as you type")
    sheet.tab.listen()

    sheet.field(GAP).fill("No figures by sex.\nNone by age.")
    sheet.field(DRIVER).select_option("act")

    sheet.says("questions", "Saved")
    sheet.says("drivers", "Saved")
    expect(sheet.tab.bar).to_contain_text("All that you wrote is saved")
    expect(sheet.tab.voice).to_have_text("All that you wrote is saved")
    assert sheet.tab.heard() == ["All that you wrote is saved"]
    assert desk.held() == {GAP: "No figures by sex.\nNone by age.", DRIVER: "act"}
    sheet.tab.page.reload()
    assert sheet.field(GAP).input_value() == "No figures by sex.\nNone by age."


def test_what_was_typed_offline_is_sent_when_somebody_comes_back(
    device: Callable[..., Device], desk: Desk
) -> None:
    learners = device()
    sheet = desk.sit(learners)
    learners.cut()
    sheet.field(GAP).fill("No figures by sex.")
    sheet.field(ASKED).fill("Which nurses left?")
    sheet.says("questions", KEPT)
    expect(sheet.tab.bar).to_contain_text("2 fields wait for the line")
    assert desk.held() == {}
    sheet.tab.close()
    learners.mend()

    start = learners.open("/")

    start.sees("2 answers that waited on this device were sent just now and are saved.")
    assert desk.held() == {GAP: "No figures by sex.", ASKED: "Which nurses left?"}


def test_a_page_that_stays_open_sends_when_the_line_is_back(
    device: Callable[..., Device], desk: Desk
) -> None:
    learners = device()
    sheet = desk.sit(learners, "stakeholder-matrix")
    learners.cut()
    sheet.cell(0, "name").fill("Ministry of Health")
    sheet.tab.press("Add a row")
    sheet.tab.page.keyboard.type("Chamber of Commerce")
    sheet.says("stakeholders", KEPT)
    expect(sheet.tab.bar).to_contain_text("2 fields wait for the line")

    learners.mend()
    sheet.tab.until_sent()

    sheet.says("stakeholders", "Saved")
    assert sorted(desk.held("stakeholder-matrix").values()) == [
        "Chamber of Commerce",
        "Ministry of Health",
    ]


def test_what_waits_is_there_when_the_page_is_opened_again(
    device: Callable[..., Device], desk: Desk
) -> None:
    """The line is there for pages, and for nothing that is sent."""
    learners = device()
    learners.context.add_init_script(_NOTHING_IS_SENT)
    sheet = desk.sit(learners, "stakeholder-matrix")
    sheet.cell(0, "name").fill("Ministry of Health")
    sheet.tab.press("Add a row")
    sheet.tab.page.keyboard.type("Chamber of Commerce")
    sheet.says("stakeholders", KEPT)
    expect(sheet.tab.bar).to_contain_text("2 fields wait for the line")
    sheet.tab.close()

    again = Sheet(learners.open(desk.path("stakeholder-matrix")))

    expect(again.rows).to_have_count(3)
    expect(again.cell(0, "name")).to_have_value("Ministry of Health")
    expect(again.cell(1, "name")).to_have_value("Chamber of Commerce")
    again.says("stakeholders", KEPT)
    again.tab.page.evaluate("window.isLineUp = true")
    again.tab.until_sent()
    assert len(desk.held("stakeholder-matrix")) == 2


def test_a_reply_that_was_lost_is_no_second_entry(
    device: Callable[..., Device], desk: Desk
) -> None:
    sheet = desk.sit(device())
    sheet.tab.page.route("**/api/v1/enrolments/**", drop_replies, times=1)

    sheet.field(GAP).fill("No figures by sex.")
    sheet.says("questions", KEPT)
    sheet.tab.try_again()
    sheet.says("questions", "Saved")

    assert desk.held() == {GAP: "No figures by sex."}
    sheet.tab.sees_no("another device")


def test_rows_are_added_removed_and_put_back_by_keyboard(
    device: Callable[..., Device], desk: Desk
) -> None:
    sheet = desk.sit(device(), "stakeholder-matrix")
    keys = sheet.tab.page.keyboard
    sheet.cell(0, "name").focus()
    keys.type("Ministry of Health")
    sheet.tab.page.get_by_role("button", name="Add a row").focus()
    keys.press("Enter")
    keys.type("Chamber of Commerce")
    expect(sheet.rows).to_have_count(2)
    expect(sheet.rows.nth(1).locator("legend")).to_have_text("Stakeholder 2")
    sheet.says("stakeholders", "Saved")

    sheet.rows.nth(0).get_by_role("button", name="Remove").focus()
    keys.press("Enter")

    expect(sheet.rows).to_have_count(1)
    expect(sheet.rows.nth(0).locator("legend")).to_have_text("Stakeholder 1")
    assert sheet.cell(0, "name").input_value() == "Chamber of Commerce"
    sheet.tab.sees("Stakeholder 1 was removed.")
    sheet.tab.until_sent()
    assert "removed" in desk.held("stakeholder-matrix").values()

    # Where somebody took something away by mistake, the way back has the focus.
    keys.press("Enter")

    expect(sheet.rows).to_have_count(2)
    assert sheet.cell(0, "name").input_value() == "Ministry of Health"
    expect(sheet.cell(0, "name")).to_be_focused()
    sheet.tab.until_sent()
    assert "removed" not in desk.held("stakeholder-matrix").values()
    sheet.tab.page.reload()
    assert sheet.cell(1, "name").input_value() == "Chamber of Commerce"


def test_what_cannot_be_kept_says_why_and_leads_there(
    device: Callable[..., Device], desk: Desk
) -> None:
    sheet = desk.sit(device(), "funding-plan")

    sheet.cell(0, "item").fill("A clerk")
    sheet.says("lines", "Saved")
    sheet.cell(0, "amount").fill("a dozen")

    sheet.says("lines", "Line 1, Amount: Not saved: Write the number in figures")
    expect(sheet.cell(0, "amount")).to_have_attribute("aria-invalid", "true")
    expect(sheet.tab.bar).to_contain_text("1 field is not saved:")
    sheet.tab.bar.get_by_role("link", name="Line 1, Amount").click()
    expect(sheet.cell(0, "amount")).to_be_focused()
    assert list(desk.held("funding-plan").values()) == ["A clerk"]

    sheet.cell(0, "amount").fill("12.50")

    sheet.says("lines", "Saved")
    expect(sheet.cell(0, "amount")).not_to_have_attribute("aria-invalid", "true")
    assert sorted(desk.held("funding-plan").values()) == ["12.50", "A clerk"]


def test_an_indicator_is_chosen_or_written_and_not_both(
    device: Callable[..., Device], desk: Desk
) -> None:
    sheet = desk.sit(device(), "results-framework")
    menu, own = sheet.cell(0, "indicator"), sheet.cell(0, "indicator.own")

    menu.select_option("sdg-10-7-1")
    sheet.says("results", "Saved")
    assert list(desk.held("results-framework").values()) == ["sdg-10-7-1"]
    own.fill("nurses in training")
    own.press("Tab")
    expect(menu).to_have_value("")
    sheet.tab.until_sent()
    expect(sheet.tab.bar).to_contain_text("All that you wrote is saved")
    sheet.tab.page.reload()

    assert own.input_value() == "nurses in training"
    assert list(desk.held("results-framework").values()) == ["nurses in training"]


def test_two_devices_merge_and_people_are_told(
    device: Callable[..., Device], desk: Desk
) -> None:
    here = desk.sit(device(), "stakeholder-matrix")
    there = desk.sit(device(), "stakeholder-matrix")
    here.cell(0, "name").fill("Ministry of Health")
    here.field("agreements").fill("A memorandum.")
    here.says("agreements", "Saved")
    here.says("stakeholders", "Saved")
    here.tab.page.locator("h1").click()
    there.cell(0, "name").fill("Chamber of Commerce")
    there.says("stakeholders", "Saved")
    there.field("agreements").fill("A joint project.")
    there.says("agreements", "Saved")
    expect(there.section("agreements")).to_contain_text("took the place of something")

    here.tab.come_back()

    expect(here.section("agreements")).to_contain_text(ELSEWHERE)
    expect(here.section("agreements")).to_contain_text(
        "Your text here was: A memorandum."
    )
    assert here.field("agreements").input_value() == "A joint project."
    # Each shows both rows, in one order.
    there.tab.come_back()
    for sheet in (here, there):
        expect(sheet.rows).to_have_count(2)
        assert sheet.cell(0, "name").input_value() == "Ministry of Health"
        assert sheet.cell(1, "name").input_value() == "Chamber of Commerce"

    for sheet in (here, there):
        expect(sheet.section("stakeholders")).not_to_contain_text(ELSEWHERE)

    here.tab.press("Save mine instead")

    here.tab.until_sent()
    expect(here.section("agreements")).not_to_contain_text(ELSEWHERE)
    assert desk.held("stakeholder-matrix")["agreements"] == "A memorandum."


def test_going_back_shows_what_one_wrote_oneself_without_a_word(
    device: Callable[..., Device], desk: Desk
) -> None:
    sheet = desk.sit(device())
    sheet.field(GAP).fill("No figures by sex.")
    sheet.says("questions", "Saved")
    sheet.tab.page.goto("/")

    sheet.tab.page.go_back()

    expect(sheet.field(GAP)).to_have_value("No figures by sex.")
    sheet.says("questions", "Saved")
    sheet.tab.sees_no("another device")


def test_what_somebody_is_writing_is_never_changed_under_their_hands(
    device: Callable[..., Device], desk: Desk
) -> None:
    here, there = desk.sit(device()), desk.sit(device())
    here.field(GAP).fill("Mine")
    here.says("questions", "Saved")
    there.field(GAP).fill("Theirs")
    there.says("questions", "Saved")

    here.field(GAP).focus()
    here.tab.come_back()

    expect(here.section("questions")).to_contain_text("was not changed")
    assert here.field(GAP).input_value() == "Mine"
    here.tab.press("Keep the newer one")
    assert here.field(GAP).input_value() == "Theirs"
    assert desk.held() == {GAP: "Theirs"}


def test_who_is_signed_out_keeps_what_they_wrote(
    device: Callable[..., Device], desk: Desk
) -> None:
    learners = device()
    sheet = desk.sit(learners)
    learners.sign_out()

    sheet.field(GAP).fill("No figures by sex.")

    expect(sheet.tab.bar).to_contain_text("You are signed out.")
    assert desk.held() == {}
    learners.sign_in(desk.email)
    sheet.tab.come_back()
    sheet.tab.until_sent()
    assert desk.held() == {GAP: "No figures by sex."}


def test_a_worksheet_without_a_script(visitor: Callable[..., Visitor]) -> None:
    """Each page on the way is looked at: its markup, its width, its contrast."""
    official = visitor()
    official.sign_in(LEARNER)
    official.open(f"/courses/{COURSE}")
    official.follow("My worksheets")
    official.follow("Stakeholder matrix")
    names = official.page.locator('[name^="stakeholders/"][name$="/name"]')
    names.first.fill("Ministry of Health")
    official.press("Add a row")
    official.sees("What you wrote is saved.")
    assert names.first.input_value() == "Ministry of Health"
    assert names.count() == 2

    names.nth(1).fill("x" * 201)
    official.arrive_by(
        official.page.get_by_role("button", name="Save").last.click, status=422
    )
    official.sees("Stakeholder 2, Who: Write at most 200 characters here.")
    names.nth(1).fill("Chamber of Commerce")
    official.arrive_by(official.page.get_by_role("button", name="Save").last.click)

    official.arrive_by(
        official.page.get_by_role("button", name=re.compile("Remove")).first.click
    )
    official.sees("A row was removed.")
    assert names.first.input_value() == "Chamber of Commerce"
    official.press("Put it back")
    assert names.first.input_value() == "Ministry of Health"
    official.open(official.path.replace("stakeholder-matrix", "mechanism-builder"))
    official.sees("From your worksheet: Stakeholder matrix", "Chamber of Commerce")
    official.follow("Read and print")
    official.sees("Ministry of Health")
