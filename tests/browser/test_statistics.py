"""An administrator narrows the figures, shares what is shown, and takes it out."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.installation import ADMINISTRATOR, TRAINER
from tests.browser.looking import PHONE
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

STEPS = "From enrolling to the certificate"


def test_figures_are_narrowed_shared_and_taken_out(
    visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    administrator = visitor()
    administrator.sign_in(ADMINISTRATOR)
    administrator.follow("Statistics", exact=True)
    administrator.sees(
        STEPS, "Month by month", "Where learners work", "Cohorts compared"
    )
    everybody = _enrolled(administrator)

    administrator.page.locator("summary", has_text="Choose what is shown").click()
    administrator.choose("gender", "Woman")
    administrator.page.locator("#by").select_option(label="Region")
    administrator.press("Show the figures")
    administrator.sees("Gender: Woman", "Counted by region")
    women = _enrolled(administrator)
    assert 0 < women < everybody

    administrator.follow("Link to exactly these figures")
    shared = administrator.page.url
    assert "as_of=" in shared
    file = administrator.download(re.compile("CSV.*Counted by region"), tmp_path)
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    assert sum(int(row["enrolled"]) for row in rows) == women

    somebody = visitor(PHONE)
    somebody.sign_in(ADMINISTRATOR)
    somebody.open(shared)
    assert _enrolled(somebody) == women
    somebody.follow("Where learners stop")
    somebody.sees("Gender: Woman", "Modules completed", "Days to complete")


def test_a_trainer_reads_figures_of_their_cohorts_with_the_keyboard(
    visitor: Callable[..., Visitor],
) -> None:
    trainer = visitor(PHONE)
    trainer.sign_in(TRAINER)
    trainer.open("/statistics")
    trainer.sees("Of the cohorts that you lead.")

    trainer.page.locator("summary", has_text="Choose what is shown").focus()
    trainer.page.keyboard.press("Enter")
    assert trainer.page.get_by_label("Cohort").first.is_visible()
    trainer.open("/statistics?gender=purple", 422)
    trainer.sees("Choose one of the options.")


def _enrolled(visitor: Visitor) -> int:
    """How many are enrolled, by the table of the steps."""
    table = visitor.page.locator(
        "table", has=visitor.page.locator("caption", has_text=STEPS)
    )
    return int(table.locator("tbody td").first.inner_text())
