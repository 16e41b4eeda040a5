"""A run from its announcements to its farewell: told, reported on, validated."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import docx
import pypdf
import pytest
from sqlalchemy import select

from course.models import Award, User
from tests import builders
from tests.browser.installation import (
    ADMINISTRATOR,
    LEARNER,
    TRAINER,
    Installation,
)
from tests.browser.looking import PHONE
from tests.browser.sitting import in_record
from tests.browser.visitor import Visitor
from tests.course.award_lives import a_completion, an_edition

pytestmark = pytest.mark.browser

RUN = "Spring run for ministries"
GRADUATE = "graduate@example.org"
DONE = "Six weeks were held, with two experts from the region."
ADVICE = "Begin after the budget is voted."
COHORT = "Planning officials"
SESSION = "Who counts those who return"


def test_a_report_is_written_validated_and_lets_the_certificates_leave(
    visitor: Callable[..., Visitor], installation: Installation, tmp_path: Path
) -> None:
    trainer, administrator = visitor(PHONE), visitor()
    _a_run_has_ended(installation)

    _is_written_and_handed_in(trainer)
    _is_read_as_files(trainer, tmp_path)
    _is_validated(administrator)

    trainer.open(trainer.path)
    trainer.sees("Validated: Figures and words were read.")
    [told] = installation.letters_to(TRAINER)
    assert "1 certificate that waited was released." in told
    assert installation.letters_to(GRADUATE)
    with in_record(installation) as session:
        names = [each.claims["holder_name"] for each in session.scalars(select(Award))]
    assert "Zeinab Haidara" in names


def test_the_report_of_the_demonstration_waits_and_releases_nothing(
    visitor: Callable[..., Visitor], installation: Installation
) -> None:
    administrator = visitor()
    administrator.sign_in(ADMINISTRATOR)
    administrator.open("/reports")
    administrator.follow("Two-day workshop")
    administrator.sees(
        "No certificate waits to be released.",
        "Sent back: Say what you recommend for the next workshop.",
    )
    administrator.sees_no("Validate it and release")
    administrator.tick("Validate it")
    administrator.fill(reason="Read.")
    administrator.press("Record the decision")

    administrator.sees("Validated: Read.")
    [told] = [
        each for each in installation.letters_to(TRAINER) if "was validated" in each
    ]
    assert "No certificate was waiting, so none was released." in told


def test_a_learner_reads_what_is_announced_and_has_the_session_in_a_calendar(
    visitor: Callable[..., Visitor], installation: Installation
) -> None:
    trainer, learner = visitor(), visitor(PHONE)
    trainer.sign_in(TRAINER)
    trainer.follow("Cohorts", exact=True)
    trainer.follow(COHORT, exact=True)
    cohort = trainer.path
    trainer.follow("Announcements", exact=True)
    trainer.fill(title="Bring your draft", body="On Friday we read **all** drafts.")
    trainer.press("Announce and mail it")
    day = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    trainer.open(f"{cohort}/sessions")
    trainer.follow("Schedule a session")
    trainer.fill(title=SESSION, expert="Dr Ama Owusu", place="Room 4")
    trainer.fill(day=day, starts="14:00", ends="15:30")
    trainer.press("Schedule it")

    [letter] = [
        each for each in installation.letters_to(LEARNER) if "On Friday we read" in each
    ]
    learner.sign_in(LEARNER)
    learner.open(urlsplit(re.findall(r"http\S+", letter)[0]).path)
    learner.sees("Bring your draft", "On Friday we read all drafts.")
    learner.open(f"{cohort}/sessions")
    learner.sees(SESSION, "Dr Ama Owusu", "Room 4")
    learner.follow("Have these dates in your own calendar")
    learner.press("Make an address")
    address = learner.page.locator("code.address").inner_text()
    calendar = visitor().context.request.get(urlsplit(address).path)
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert f"SUMMARY:{SESSION}" in calendar.text()
    assert f"DTSTART:{day.replace('-', '')}T140000Z" in calendar.text()


def _a_run_has_ended(installation: Installation) -> None:
    """Its certificates wait, and so does the report that nobody has written."""
    with in_record(installation) as session:
        trainer = session.scalars(select(User).where(User.email == TRAINER)).one()
        cohort = builders.a_cohort(
            session,
            trainer=trainer,
            edition=an_edition(session, held_for_release="moderated"),
            title=RUN,
            key="spring-run",
        )
        learner = builders.a_learner(session, email=GRADUATE, name="Zeinab Haidara")
        a_completion(session, learner, cohort=cohort)
        session.commit()


def _is_written_and_handed_in(trainer: Visitor) -> None:
    trainer.sign_in(TRAINER)
    trainer.follow("Cohorts", exact=True)
    trainer.follow(RUN, exact=True)
    trainer.follow("End-of-run report")
    trainer.press("Hand in the report", 409)
    trainer.sees("Write at least what was done before the report is handed in.")
    for section, words in {"done": DONE, "recommendations": ADVICE}.items():
        form = trainer.page.locator(f"#section-{section}")
        form.locator("textarea").fill(words)
        trainer.arrive_by(form.get_by_role("button").click)
    trainer.press("Hand in the report")
    trainer.sees("The newest version waits for an administrator.")


def _is_read_as_files(trainer: Visitor, folder: Path) -> None:
    pdf = trainer.download("PDF", folder)
    word = trainer.download("Word", folder)

    pages = pypdf.PdfReader(pdf).pages
    printed = " ".join(" ".join(page.extract_text().split()) for page in pages)
    document = docx.Document(str(word))
    written = "\n".join(each.text for each in document.paragraphs)
    for each in ("End-of-run report", RUN, DONE, ADVICE, "The run in numbers"):
        assert each in printed
        assert each in written
    cells = [cell.text for cell in document.tables[0].rows[1].cells]
    assert cells == ["Enrolled", "1"]
    assert pdf.name == "report-spring-run-version-1.pdf"


def _is_validated(administrator: Visitor) -> None:
    administrator.sign_in(ADMINISTRATOR)
    administrator.follow("Cohorts", exact=True)
    administrator.open("/reports")
    administrator.follow(RUN)
    administrator.sees("Certificates that leave with the validation", "Zeinab Haidara")
    administrator.press("Record the decision", 422)
    administrator.sees("Say whether you validate the report or send it back.")
    administrator.tick("Validate it and release")
    administrator.fill(reason="Figures and words were read.")
    administrator.press("Record the decision")
    administrator.sees("Validated: Figures and words were read.")
