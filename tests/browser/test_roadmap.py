"""A roadmap, from filling in to acceptance: on a phone, at a desk, without a script."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from sqlalchemy import select

from course import worksheets
from course.models import Enrolment, User
from learner_api.addresses import course_address
from learner_api.commands.demo import COURSE
from modules import Section
from tests import builders
from tests.browser.installation import LEARNER, TRAINER, Installation
from tests.browser.looking import PHONE
from tests.browser.sitting import in_record
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

NAME = "Lina Baptiste"
VISION = "In five years nurses who come home work at the grade that they earned abroad."
COMMENTS = "Say who pays for the second year."
ANSWER = "The budget pays from the second year on."
WORDS = {
    "line": "Ministry of Labour",
    "text": "A register of recruiters is public.",
    "number": "120000",
    "date": "2027-03-31",
}


def test_a_learner_hands_in_a_roadmap_and_it_is_accepted_in_the_end(
    visitor: Callable[..., Visitor], installation: Installation, tmp_path: Path
) -> None:
    learner, trainer = visitor(PHONE), visitor()
    _has_filled_in_all_but_the_summary(installation)
    learner.sign_in(LEARNER)

    _finds_what_is_missing(learner)
    _fills_the_summary_in(learner)
    _takes_it_along_and_hands_it_in(learner, tmp_path)
    _is_read_and_sent_back(trainer)
    _is_told_and_hands_in_anew(learner, installation)
    _is_accepted(trainer)
    _keeps_what_was_accepted(learner, installation, tmp_path)


def _has_filled_in_all_but_the_summary(installation: Installation) -> None:
    """The seven worksheets before it hold the least that is handed in."""
    now = datetime.now(UTC)
    with in_record(installation) as session:
        enrolment = session.scalars(
            select(Enrolment)
            .join(Enrolment.user)
            .where(User.email == LEARNER, Enrolment.course_key == COURSE)
        ).one()
        for sheet in installation.prepared.catalogue.handbook.worksheets.values():
            if sheet.key == "roadmap":
                continue
            values = {
                field: value
                for section in sheet.sections
                for field, value in _values(section)
            }
            worksheets.save_entries(
                session,
                enrolment,
                sheet,
                [builders.an_entry(field, value) for field, value in values.items()],
                now=now,
                by=enrolment.user,
            )
        session.commit()


def _values(section: Section) -> Any:
    """Something for the first columns of every row."""
    if section.kind == "text":
        yield section.key, WORDS["text"]
    rows = [row.key for row in section.rows]
    if section.kind == "list":
        rows = [f"k2m4x9q1{number:04d}" for number in range(section.fewest)]
    for row in rows:
        for column in section.columns[:4]:
            words = next(iter(column.options), "") or WORDS[column.kind]
            yield section.field(row, column.key), words


def _finds_what_is_missing(learner: Visitor) -> None:
    learner.open(course_address(COURSE))
    learner.follow("My roadmap")

    assert learner.heading == "My roadmap"
    learner.sees(
        "Draft", "It was not handed in yet.", "Before you hand it in, fill in:"
    )
    learner.sees("Whose roadmap this is: 0 of 3 rows are filled in")
    learner.sees_no("Hand in my roadmap")
    learner.follow("My country's mainstreaming roadmap, Whose roadmap this is")
    assert learner.path.endswith("/worksheets/roadmap")


def _fills_the_summary_in(learner: Visitor) -> None:
    cover = {"country": "Saint Lucia", "office": "Planning", "group": "Steering group"}
    learner.fill(**{f"cover/{row}/answer": words for row, words in cover.items()})
    learner.fill(vision=VISION, decision="That the group adopts this roadmap.")
    for place in ("first", "second", "third"):
        learner.fill(**{f"objectives/{place}/objective": f"The {place} objective."})
    for number in range(1, 4):
        boxes = learner.page.locator('[name^="steps/"][name$="/step"]')
        boxes.last.fill(f"Step {number}")
        button = learner.page.locator('[name="_do"][value="add:steps"]')
        learner.arrive_by(button.click)


def _takes_it_along_and_hands_it_in(learner: Visitor, folder: Path) -> None:
    learner.follow("My worksheets")
    learner.follow("My roadmap")
    learner.sees_no("Before you hand it in")

    learner.follow("Read it as it stands")
    learner.sees("Saint Lucia", NAME, VISION, "Summary for the steering group")
    learner.follow("My roadmap")
    file = learner.download("Word file (DOCX), to edit", folder)
    words = [paragraph.text for paragraph in docx.Document(str(file)).paragraphs]
    assert VISION in words
    assert file.name.startswith("roadmap-saint-lucia-")

    learner.press("Hand in my roadmap")
    learner.sees("Your roadmap is handed in.", "Waits to be read")
    learner.sees_no("Hand in my roadmap")


def _is_read_and_sent_back(trainer: Visitor) -> None:
    trainer.sign_in(TRAINER)
    trainer.follow("Roadmaps", exact=True)
    trainer.sees(re.compile("waits? to be read"), NAME)
    trainer.follow(NAME)
    trainer.sees(VISION, "Saint Lucia", "Step 3", "Results and indicators")

    trainer.press("Record my review", 422)
    trainer.sees("Choose whether to accept it or send it back.")
    trainer.tick("I send it back with comments")
    trainer.press("Record my review", 422)
    trainer.sees("Say what should change.")
    trainer.fill(comments=COMMENTS)
    trainer.press("Record my review")

    trainer.sees("Your review is recorded, and the learner is told by mail.")


def _is_told_and_hands_in_anew(learner: Visitor, installation: Installation) -> None:
    [letter] = [each for each in installation.letters_to(LEARNER) if COMMENTS in each]
    link = letter.rpartition("http")[2].strip().partition("/enrolments")[2]

    learner.open(f"/enrolments{link}")
    learner.sees("Sent back with comments", COMMENTS)
    learner.follow("The decision asked for")
    learner.fill(decision=ANSWER)
    learner.press("Save")
    learner.open(f"/enrolments{link}")
    learner.press("Hand in my roadmap")

    learner.sees("No. 2, handed in on", "No. 1, handed in on")


def _is_accepted(trainer: Visitor) -> None:
    trainer.follow("Roadmaps", exact=True)
    trainer.follow(NAME)
    trainer.sees(ANSWER)
    trainer.follow("What this learner handed in before, and where it stands")
    trainer.sees(f"Roadmap of {NAME}", COMMENTS)
    trainer.follow("No. 2, handed in on")
    trainer.tick("I accept it")
    trainer.press("Record my review")

    trainer.sees("Your review is recorded")


def _keeps_what_was_accepted(
    learner: Visitor, installation: Installation, folder: Path
) -> None:
    letters = installation.letters_to(LEARNER)
    assert [each for each in letters if "read and accepted" in each]
    learner.open(learner.path)
    learner.sees("Accepted", "It is accepted, and that stays.")
    learner.follow("No. 2, handed in on")
    file = learner.download("PDF, to print and to send", folder)

    pages = pypdf.PdfReader(file).pages
    words = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert VISION in words
    assert ANSWER in words
