"""One journey by each door: from the catalogue into the course."""

import re
from collections.abc import Callable

from tests.browser.installation import PASSWORD, TRAINER, Installation
from tests.browser.looking import PHONE
from tests.browser.visitor import Visitor

ADDRESS = "sione.taufa@planning.gov.example"
ACCEPT = "I have read the privacy notice and accept it"


def test_somebody_registers_by_the_open_door_and_is_in_the_course(
    visitor: Callable[..., Visitor], installation: Installation
) -> None:
    newcomer = visitor(PHONE)
    newcomer.open("/")
    newcomer.follow("Open calls")
    newcomer.follow("Open run for ministries and partners")
    newcomer.fill(email=ADDRESS)
    newcomer.press("Register", 422)
    newcomer.tick(ACCEPT)
    newcomer.press("Register")
    assert newcomer.heading == "Look into your mail"

    (letter,) = installation.letters_to(ADDRESS)
    link = re.search(r"http\S+/registrations/\S+", letter)
    assert link is not None
    newcomer.open(link.group())
    newcomer.fill(name="Sione Taufa", password=PASSWORD)
    newcomer.press("Save and go on")

    assert newcomer.heading == "Mainstreaming migration into development planning"
    newcomer.open("/calls/open-run")
    newcomer.sees("You are in this cohort.")


def test_officials_apply_and_are_selected(
    visitor: Callable[..., Visitor], installation: Installation
) -> None:
    trainer = visitor()
    trainer.sign_in(TRAINER)
    trainer.follow("Cohorts")
    trainer.follow("Senior planners, next run")
    trainer.follow("Applications")
    trainer.sees("0 of 4 taken, 4 free", "Hemi Tupou")
    for select in trainer.page.locator("select[name^='choice.']").all():
        select.select_option("selected")
    trainer.press("See what this would do")
    trainer.sees("every place is taken")
    trainer.press("Decide this", 422)
    trainer.fill(reason="The panel met.")
    trainer.press("Decide this")
    trainer.sees("4 of 4 taken, 0 free", "6 applicants do not know")

    trainer.press("Send the notices")

    (letter,) = installation.letters_to("hemi.tupou@example.org")
    assert "You were selected for" in letter
    (letter,) = installation.letters_to("ibrahim.coulibaly@example.org")
    assert "you are on the waiting list" in letter
