"""How an invented learner writes worksheets, hands the roadmap in, and has it read."""

import string
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from course import (
    enrolments,
    roadmap_appeals,
    roadmap_reviews,
    roadmaps,
    second_markers,
    worksheets,
)
from course.models import RoadmapSubmission, User
from learner_api.demonstration.people import Official
from learner_api.demonstration.roadmap_texts import ROADMAP, SCOPING
from learner_api.demonstration.student import (
    Student,
    Telling,
    at_work,
    operation,
)
from learner_api.labels import country_name

SCOPING_SHEET = "scoping-sheet"
_ROW_SYMBOLS = string.ascii_lowercase + string.digits
_SAID_BACK = "Say who pays for the survey, and hand it in again."
_APPEAL = (
    "The survey is paid for by the partner that the funding plan names in its third "
    "line. Please read it once more."
)
_SAID = "Clear priorities, and every line has somebody who answers for it."


def write_scoping(student: Student, official: Official, moment: datetime) -> Telling:
    """Fill a part of the first sheet in, as most do after the module that asks it."""
    return (yield from _write(student, official, SCOPING_SHEET, SCOPING, moment))


def write_roadmap(student: Student, official: Official, moment: datetime) -> Telling:
    """Write the other sheets, hand the roadmap in, and go on as its reader says."""
    for key, texts in ROADMAP.items():
        moment = yield from _write(student, official, key, texts, moment)
    moment = yield from _hand_in(student, moment)
    if official.roadmap == "waiting":
        return moment
    if official.roadmap == "second":
        return (yield from _ask_for_a_second_review(student, moment))
    if official.roadmap == "appealed":
        by = student.world.administrator
        moment = yield from _review(student, "sent-back", moment, by=by)
        return (yield from _appeal(student, moment))
    if official.roadmap == "sent-back":
        moment = yield from _review(student, "sent-back", moment)
        later = {"lines/3/source": "partner", "lines/3/state": "asked"}
        moment = yield from _write(student, official, "funding-plan", later, moment)
        moment = yield from _hand_in(student, moment)
    return (yield from _review(student, "accepted", moment))


def _write(
    student: Student,
    official: Official,
    key: str,
    texts: Mapping[str, str],
    moment: datetime,
) -> Telling:
    """Save one sheet, a section at a time as a page does."""
    world, random = student.world, student.random
    words = {
        "country": country_name(official.country),
        "office": official.organisation,
        "soon": (moment + timedelta(days=60)).date().isoformat(),
        "later": (moment + timedelta(days=700)).date().isoformat(),
    }
    sections = dict.fromkeys(address.partition("/")[0] for address in texts)
    for section in sections:
        moment += timedelta(seconds=random.randint(300, 1200))
        yield moment
        worksheets.save_entries(
            world.session,
            student.enrolment,
            world.catalogue.worksheet(key),
            [
                worksheets.NewEntry(
                    _address(student, key, address),
                    text.format(**words),
                    operation(random),
                )
                for address, text in texts.items()
                if address.partition("/")[0] == section
            ],
            now=moment,
            by=student.learner,
        )
    return moment


def _address(student: Student, key: str, address: str) -> str:
    """The address with a key in place of the number of a list's row."""
    section, *steps = address.split("/")
    if not steps or not steps[0].isdecimal():
        return address
    # The same row has the same key whenever the learner comes back to it.
    chance = Random(f"{student.learner.email} {key} {section} {steps[0]}")  # noqa: S311  # nothing secret is drawn from it
    row = "".join(chance.choices(_ROW_SYMBOLS, k=12))
    return "/".join((section, row, *steps[1:]))


def _hand_in(student: Student, moment: datetime) -> Telling:
    world = student.world
    moment += timedelta(seconds=student.random.randint(300, 1200))
    yield moment
    enrolments.lock(world.session, student.enrolment)
    roadmaps.submit_roadmap(
        world.session,
        student.enrolment,
        world.catalogue,
        op=operation(student.random),
        language=world.course.language,
        dated=moment.date(),
        now=moment,
        by=student.learner,
    )
    return moment


def _latest(student: Student) -> RoadmapSubmission:
    """The roadmap as it was handed in last."""
    standing = roadmaps.standing_of(student.world.session, student.enrolment)
    return standing.history[0].submission


def _review(
    student: Student, verdict: str, moment: datetime, *, by: User | None = None
) -> Telling:
    """The trainer, or who reads in their place, says so a working day or two later."""
    world, random = student.world, student.random
    moment = at_work(
        student.world, moment + timedelta(days=random.randint(1, 2)), random
    )
    yield moment
    roadmap_reviews.review_roadmap(
        world.session,
        _latest(student),
        op=operation(random),
        verdict=verdict,
        comments=_SAID if verdict == "accepted" else _SAID_BACK,
        letter=None,
        now=moment,
        office=world.office,
        by=by or world.trainer,
    )
    return moment


def _appeal(student: Student, moment: datetime) -> Telling:
    """The learner asks somebody else to look at the roadmap again."""
    world, random = student.world, student.random
    moment = at_work(student.world, moment + timedelta(days=1), random)
    yield moment
    enrolments.lock(world.session, student.enrolment)
    roadmap_appeals.appeal_review(
        world.session,
        _latest(student),
        op=operation(random),
        words=_APPEAL,
        now=moment,
        by=student.learner,
    )
    return moment


def _ask_for_a_second_review(student: Student, moment: datetime) -> Telling:
    """The administrator, who is to read it first, asks the trainer as well."""
    world, random = student.world, student.random
    moment = at_work(student.world, moment + timedelta(days=1), random)
    yield moment
    enrolments.lock(world.session, student.enrolment)
    second_markers.ask_second_marker(
        world.session,
        _latest(student),
        world.trainer.uuid,
        op=operation(random),
        letter=None,
        now=moment,
        by=world.administrator,
    )
    return moment
