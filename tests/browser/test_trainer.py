"""A trainer makes a cohort, fills it, and sees where its learners stand."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from course.catalogue import Catalogue
from course.settled import SETTLES_AFTER
from learner_api.commands.demo import COURSE
from tests.browser.installation import (
    KNOWN,
    LEARNER,
    OTHER_COHORT,
    PASSWORD,
    TRAINER,
    Installation,
)
from tests.browser.looking import PHONE
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

TITLE = "Planning officers, second intake"
INVITED = "mele.tupou@example.org"
BAD_LIST = f"""Mele Tupou <{INVITED}>
not an address

{KNOWN}
tomasi@example
"""
TAKEN_LIST = f"""Mele Tupou <{INVITED}>
{KNOWN}
{LEARNER}
"""
WHY = "A certificate was seen on Monday."
GOOD_LIST = f"""Mele Tupou <{INVITED}>
{KNOWN}
{INVITED}
"""
FILE = "email;name\r\nzarina@example.org;Зарина Рахимова\r\njose@example.org;José Ortiz"


def test_a_trainer_leads_a_cohort(
    visitor: Callable[..., Visitor],
    installation: Installation,
    handbook: Catalogue,
    tmp_path: Path,
) -> None:
    trainer, invited = visitor(), visitor(PHONE)

    _creates_a_cohort(trainer)
    cohort = trainer.path
    _pastes_a_list_with_bad_rows(trainer, cohort)
    _corrects_the_list(trainer)
    _uploads_a_file(trainer, tmp_path)
    _sees_who_has_not_come(trainer, cohort)
    _takes_up_the_invitation(invited, installation, handbook)
    _sees_what_the_newcomer_did(trainer, cohort)
    _grants_more_time_and_ends_that(trainer, installation)
    _withdraws_and_restores(trainer)
    _takes_the_list_out(trainer, cohort, tmp_path)
    _sees_nobody_else_s_cohort(trainer, installation)


def _creates_a_cohort(trainer: Visitor) -> None:
    today = datetime.now(UTC).date()
    trainer.sign_in(TRAINER)
    trainer.sees("Your work")
    trainer.follow("Cohorts", exact=True)
    trainer.sees("Planning officials")
    trainer.follow("Create a cohort")
    trainer.fill(opens_on=str(today), closes_on=str(today - timedelta(days=1)))
    trainer.press("Create the cohort", 422)
    trainer.sees("Write what the cohort is called.")
    trainer.fill(title=TITLE)
    trainer.press("Create the cohort", 422)
    trainer.sees("The last day comes before the first.")
    assert trainer.field("title").input_value() == TITLE

    trainer.fill(closes_on=str(today + timedelta(days=40)))
    trainer.press("Create the cohort")

    assert trainer.heading == TITLE
    trainer.sees("planning-officers-second-intake", "No learner is in this cohort yet")


def _pastes_a_list_with_bad_rows(trainer: Visitor, cohort: str) -> None:
    """Each bad row is named by its number and its reason, and nothing is done yet."""
    trainer.follow("Add the first learners")
    trainer.fill(list=BAD_LIST)
    trainer.press("Show what would happen")

    assert trainer.heading == "What the list would do"
    rows = trainer.page.locator("tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.nth(1)).to_contain_text("“not an address” is not an e-mail address.")
    expect(rows.nth(3)).to_contain_text("“tomasi@example” is not an e-mail address.")
    trainer.sees("2 rows cannot be used and are left out.")

    trainer.open(cohort)
    trainer.sees("No learner is in this cohort yet")


def _corrects_the_list(trainer: Visitor) -> None:
    """Another cohort's learner is not taken; what was planned is done, taken back and
    done again."""
    trainer.follow("Add the first learners")
    trainer.fill(list=TAKEN_LIST)
    trainer.press("Show what would happen")
    trainer.sees("1 row cannot be used and is left out.")

    trainer.follow("Send another list")
    trainer.fill(list=GOOD_LIST)
    trainer.press("Show what would happen")
    trainer.press("Yes, do this")

    assert trainer.heading == "What became of the list"
    rows = trainer.page.locator("tbody tr")
    expect(rows.nth(0)).to_contain_text("invited by mail")
    expect(rows.nth(1)).to_contain_text("put into the cohort, and told")
    expect(rows.nth(2)).to_contain_text("The same as row 1: counted once.")

    trainer.press("Take the list back", 422)
    trainer.fill(reason="It was last year's list.")
    trainer.press("Take the list back")
    trainer.sees("Learners set back to where they were before: 2")
    trainer.follow("Add more learners")
    trainer.fill(list=GOOD_LIST)
    trainer.press("Show what would happen")
    trainer.sees("its account is opened again")
    trainer.press("Yes, do this")


def _uploads_a_file(trainer: Visitor, folder: Path) -> None:
    file = folder / "learners.csv"
    file.write_bytes(FILE.encode("utf-16"))
    trainer.follow("Add more learners")
    trainer.field("file").set_input_files(file)
    trainer.press("Show what would happen")
    trainer.press("Yes, do this")

    trainer.sees("zarina@example.org", "jose@example.org", "invited by mail")


def _sees_who_has_not_come(trainer: Visitor, cohort: str) -> None:
    trainer.follow("Back to the cohort")
    assert trainer.path == cohort
    trainer.sees("Зарина Рахимова", "José Ortiz", "Mele Tupou", "Not signed in yet")
    trainer.follow("Not signed in yet (3)")
    trainer.sees_no("Hone Walker")
    trainer.follow("Last active")
    trainer.sees("Mele Tupou")


def _takes_up_the_invitation(
    invited: Visitor, installation: Installation, handbook: Catalogue
) -> None:
    (letter,) = installation.letters_to(INVITED)
    link = re.search(r"http\S+/welcome/\S+", letter)
    assert link is not None
    assert TITLE in letter

    invited.open(link.group())
    assert invited.heading == "Welcome"
    assert invited.field("name").input_value() == "Mele Tupou"
    invited.fill(name="", password="short")
    invited.press("Save and sign in", 422)
    invited.fill(name="Mele Tupou Fifita", organisation="Planning unit")
    invited.fill(password="short")
    invited.press("Save and sign in", 422)
    invited.choose("country", "Tonga")
    invited.choose("gender", "Woman")
    invited.choose("affiliation", "National government")
    invited.fill(password=PASSWORD)
    invited.press("Save and sign in")
    # Before anything else.
    assert invited.heading == "Privacy notice"
    invited.press("I have read this and accept it")

    assert invited.heading == "My courses"
    invited.sees("Mele Tupou Fifita", TITLE, re.compile(r"\b0 of \d+ done"))
    invited.follow("Continue")
    first = handbook.module(handbook.course(COURSE).modules[0].key).lessons[0]
    assert invited.heading == first.title
    invited.press("Mark as finished")

    stranger = invited
    stranger.press("Sign out")
    stranger.open(link.group(), 410)
    stranger.sees("sign-in page")


def _sees_what_the_newcomer_did(trainer: Visitor, cohort: str) -> None:
    trainer.open(cohort)
    row = trainer.page.locator("tr", has_text="Mele Tupou Fifita")
    expect(row).to_contain_text("Under way")
    expect(row).to_contain_text(re.compile(r"\b1 of \d+"))

    trainer.follow("Mele Tupou Fifita")

    assert trainer.heading == "Mele Tupou Fifita"
    trainer.sees(INVITED, "Tonga", "National government", "Not finished", "Enrolled")


def _grants_more_time_and_ends_that(
    trainer: Visitor, installation: Installation
) -> None:
    """The learner is told what was granted; why, nobody but staff reads."""
    here = trainer.path
    trainer.follow("Give this learner more time or attempts")
    trainer.press("Give it and tell the learner by mail", 422)
    trainer.sees("Write how much more time, how many more attempts, or both.")
    trainer.fill(extra_time_percent="25", extra_attempts="1", reason=WHY)
    trainer.press("Give it and tell the learner by mail")

    assert trainer.path == here
    trainer.sees("25 per cent more time, 1 more attempt", "Every quiz", WHY)
    letters = installation.letters_to(INVITED)
    assert sum("25 per cent more time" in letter for letter in letters) == 1
    assert not any(WHY in letter for letter in letters)

    trainer.follow("End it")
    trainer.press("End it", 422)
    trainer.fill(reason="No longer asked for")
    trainer.press("End it")
    trainer.sees("Ended", "No longer asked for")
    trainer.follow("To mark")
    trainer.sees("Nothing waits to be marked.")
    trainer.open(here)


def _withdraws_and_restores(trainer: Visitor) -> None:
    trainer.press("Withdraw", 422)
    trainer.sees("Write why.")
    trainer.fill(reason="Moved to another ministry")
    trainer.press("Withdraw")
    trainer.sees("Withdrawn: Moved to another ministry")
    trainer.press("Restore Mele Tupou Fifita")
    trainer.sees("Restored")


def _takes_the_list_out(trainer: Visitor, cohort: str, folder: Path) -> None:
    trainer.open(cohort)
    # The file is of a moment that is settled: what was just done is not in it yet.
    trainer.page.wait_for_timeout(SETTLES_AFTER / timedelta(milliseconds=1))
    trainer.follow("Take learners out as a file")
    trainer.tick("Learners by name: one row for each enrolment")
    trainer.press("Have it written", 422)
    trainer.sees("10 to 500 characters")
    trainer.fill(purpose="The attendance list for the ministry")
    trainer.press("Have it written")
    trainer.sees("Ready", "The attendance list for the ministry")
    file = trainer.download("Download the file", folder)
    text = file.read_bytes().decode("utf-8-sig")

    assert text.count("\r\n") >= 4
    assert "Mele Tupou Fifita" in text
    assert "Зарина Рахимова" in text
    assert "Farida Chowdhury" not in text


def _sees_nobody_else_s_cohort(trainer: Visitor, installation: Installation) -> None:
    foreign = installation.prepared.other_cohort
    trainer.open("/cohorts")
    trainer.sees(TITLE)
    trainer.sees_no(OTHER_COHORT)
    trainer.open(f"/cohorts/{foreign}", 404)
    trainer.open(f"/cohorts/{foreign}/learners", 404)
    trainer.open(f"/statistics?cohort={foreign}", 404)
    trainer.open("/statistics")
    trainer.sees(TITLE)
    trainer.sees_no(OTHER_COHORT)
    trainer.open("/people", 403)
