"""An administrator manages people and takes the figures out."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.installation import (
    ADMINISTRATOR,
    OTHER_COHORT,
    OTHER_TRAINER,
    TRAINER,
    Installation,
)
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

INVITED = "kirra.wright@example.org"
BREAKDOWNS = ("Cohort", "Country", "Gender", "Affiliation")
MEASURES = ("enrolled", "started", "assessed", "completed", "certified")
# On the page a share follows those who completed, and those who were certified.
COLUMNS = (1, 2, 3, 4, 6)


def test_an_administrator_keeps_the_books(
    visitor: Callable[..., Visitor], installation: Installation, tmp_path: Path
) -> None:
    administrator = visitor()

    administrator.sign_in(ADMINISTRATOR)
    _invites_somebody(administrator, installation)
    _changes_a_role(administrator)
    _closes_and_reopens_an_account(administrator)
    _adds_a_trainer_to_a_cohort(administrator)
    for breakdown in BREAKDOWNS:
        _takes_figures_out(administrator, breakdown, tmp_path)
    _looks_at_yesterday(administrator)
    _takes_names_out(administrator, tmp_path)


def _invites_somebody(administrator: Visitor, installation: Installation) -> None:
    administrator.follow("People", exact=True)
    administrator.sees("Farida Chowdhury", "Асель Токтогулова", "سلمى بن يوسف")
    administrator.follow("Invite somebody")
    administrator.fill(email="nobody")
    administrator.press("Invite", 422)
    administrator.sees("Write the whole address, such as name@example.org.")
    administrator.fill(email=TRAINER, name="Kirra Wright")
    administrator.press("Invite", 422)
    administrator.fill(email=INVITED)
    administrator.press("Invite")

    assert administrator.heading == "Kirra Wright"
    administrator.sees(INVITED, "Invited", "Learner", "Account created as learner")
    (letter,) = installation.letters_to(INVITED)
    assert f"{installation.address}/welcome/" in letter


def _changes_a_role(administrator: Visitor) -> None:
    administrator.tick("Trainer")
    administrator.press("Change the role")
    administrator.sees("Role changed from learner to trainer", "Tomasz Nowicki")

    administrator.open("/people")
    administrator.fill(search="kirra")
    administrator.choose("role", "Trainer")
    administrator.press("Search")
    expect(administrator.page.locator("tbody tr")).to_have_count(1)
    administrator.fill(search="nobody of this name")
    administrator.press("Search")
    administrator.sees("Nobody was found.")

    administrator.open("/people?search=administrator@")
    administrator.follow("Tomasz Nowicki")
    administrator.tick("Learner")
    administrator.press("Change the role", 422)


def _closes_and_reopens_an_account(administrator: Visitor) -> None:
    administrator.open("/people?search=farida")
    administrator.follow("Farida Chowdhury")
    administrator.sees("Bangladesh", "Certificate of Completion", "Completed")
    person = administrator.path
    administrator.press("Close the account Farida Chowdhury")
    administrator.sees("Account closed", "Reopen the account")
    administrator.press("Reopen Farida Chowdhury")
    administrator.sees("Account reopened")
    assert administrator.path == person


def _adds_a_trainer_to_a_cohort(administrator: Visitor) -> None:
    administrator.open("/cohorts")
    administrator.sees(OTHER_COHORT, "Planning officials")
    administrator.follow("Planning officials")
    administrator.fill(email="nobody@example.org")
    administrator.press("Add the trainer", 422)
    administrator.sees("No trainer has this address.")
    administrator.fill(email=OTHER_TRAINER)
    administrator.press("Add the trainer")
    administrator.sees("Ingrid Solberg")
    administrator.press("Remove Ingrid Solberg")
    administrator.sees_no("Ingrid Solberg")


def _takes_figures_out(administrator: Visitor, breakdown: str, folder: Path) -> None:
    """The numbers on the screen are those of both files, group by group."""
    administrator.open("/statistics")
    administrator.page.locator("summary").first.click()
    administrator.page.locator("#by").select_option(label=breakdown)
    administrator.press("Show the figures")
    assert administrator.page.locator("th").first.inner_text() == breakdown
    *groups, _total = _figures_shown(administrator)

    words = f"Counted by {breakdown.lower()}"
    counts = administrator.download(re.compile(rf"^CSV\W+{words}"), folder)
    rows = list(csv.DictReader(io.StringIO(counts.read_text("utf-8-sig"))))
    in_csv = [tuple(int(row[name]) for name in MEASURES) for row in rows]
    data = administrator.download(re.compile(rf"^JSON\W+{words}"), folder)
    document = json.loads(data.read_text("utf-8"))
    in_json = [tuple(row[name] for name in MEASURES) for row in document["rows"]]

    assert sorted(in_csv) == sorted(groups)
    assert sorted(in_json) == sorted(groups)
    assert document["by"] == [breakdown.lower()]


def _looks_at_yesterday(administrator: Visitor) -> None:
    """Whoever was put on the list today was not on it yesterday."""
    administrator.open("/statistics?by=gender")
    administrator.choose("cohort", OTHER_COHORT)
    administrator.press("Show the figures")
    assert _figures_shown(administrator)[-1][:2] == (1, 0)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    administrator.fill(as_of=yesterday.strftime("%Y-%m-%dT%H:%M"))
    administrator.press("Show the figures")
    administrator.sees("Nobody is left under these filters")

    administrator.open("/statistics?by=gender")
    today = _figures_shown(administrator)[-1]
    administrator.fill(as_of=yesterday.strftime("%Y-%m-%dT%H:%M"))
    administrator.press("Show the figures")
    assert _figures_shown(administrator)[-1][0] == today[0] - 1
    administrator.sees("as it was known on")

    administrator.open("/statistics?as_of=2999-01-01T00:00", 422)
    administrator.open("/statistics?as_of=last+week", 422)


def _takes_names_out(administrator: Visitor, folder: Path) -> None:
    administrator.open("/statistics?by=gender")
    enrolled = _figures_shown(administrator)[-1][0]
    administrator.follow("Take this out as a file")
    administrator.tick("Learners by name: one row for each enrolment")
    administrator.fill(purpose="The yearly report to the board")
    administrator.press("Have it written")
    administrator.sees("Ready", "The yearly report to the board")
    named = administrator.download("Download the file", folder)
    rows = list(csv.DictReader(io.StringIO(named.read_text("utf-8-sig"))))

    assert len(rows) == enrolled
    assert {row["name"] for row in rows} >= {"Асель Токтогулова", "سلمى بن يوسف"}
    moments = [row["enrolled_at"] for row in rows]
    assert all(
        re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", one) for one in moments
    )


def _figures_shown(administrator: Visitor) -> list[tuple[int, ...]]:
    """The counts of the first table, row by row; the last is the total."""
    rows = administrator.page.locator("table").first.locator("tbody tr").all()
    cells = [row.locator("th, td").all_inner_texts() for row in rows]
    return [tuple(int(row[at]) for at in COLUMNS) for row in cells]
