"""What the tests of an award's life share: editions, awards, acts and letters."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from course import (
    award_acts,
    awards_due,
    editions,
    name_corrections,
    releases,
    superseding,
)
from course.award_acts import Act
from course.models import (
    Achievement,
    Award,
    Cohort,
    CohortRelease,
    Edition,
    Enrolment,
    NameCorrection,
    User,
)
from course.name_corrections import Answered, Asked
from tests import builders
from tests.builders import NOW, OFFICE


def an_edition(session: Session, **life: Any) -> Edition:
    """The miniature course, its certificate with a term or a release."""
    course = builders.miniature_catalogue().course(builders.COURSE)
    rule = replace(course.awards["completion"], **life)
    changed = replace(course, awards={"completion": rule})
    return editions.course_edition(session, changed, now=NOW)


def a_completion(
    session: Session,
    learner: User | None = None,
    *,
    cohort: Cohort | None = None,
    edition: Edition | None = None,
    now: datetime = NOW,
    **life: Any,
) -> Enrolment:
    """Somebody who has done everything under a rule with this term or release."""
    edition = edition or (cohort.edition if cohort else an_edition(session, **life))
    enrolment = builders.an_enrolment(
        session, learner, cohort=cohort, edition=edition, now=now
    )
    do_everything(session, enrolment, now=now)
    return enrolment


def do_everything(
    session: Session, enrolment: Enrolment, *, now: datetime = NOW
) -> None:
    for place in builders.LESSONS:
        builders.a_finished_lesson(session, enrolment, *place, now=now)
    for quiz_key in builders.QUIZZES:
        builders.a_submitted_attempt(session, enrolment, quiz_key, now=now)


def awards_of(session: Session, enrolment: Enrolment) -> list[Award]:
    """The documents of an enrolment, the first at the front."""
    return list(
        session.scalars(
            select(Award)
            .join(Achievement, Award.achievement_id == Achievement.id)
            .where(Achievement.enrolment_id == enrolment.id)
            .order_by(Award.id)
        )
    )


def the_award(session: Session, enrolment: Enrolment) -> Award:
    """The newest document of an enrolment."""
    return awards_of(session, enrolment)[-1]


def act_letter(person: User, act: Act) -> tuple[str, str]:
    return f"{act.event.kind}: {act.newest.number}", f"Dear {person.name}"


def answer_letter(person: User, told: Answered) -> tuple[str, str]:
    return f"{told.answer.verdict}", f"Dear {person.name}: {told.answer.words}"


def release_letter(person: User, award: Award | None, title: str) -> tuple[str, str]:
    return f"Released: {award.number if award else title}", f"Dear {person.name}"


def due_letter(person: User, award: Award, what: str) -> tuple[str, str]:
    return f"{what}: {award.number}", f"Dear {person.name}"


def done(session: Session, act: str, award: Award, **overrides: Any) -> Act:
    """One act by an administrator, with a reason."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "reason": "Seen and decided.",
        "letter": act_letter,
        "now": NOW,
        "office": OFFICE,
    }
    if "by" not in overrides:
        values["by"] = builders.an_administrator(session)
    if act == "supersede":
        values["cause"] = "name"
        if overrides.get("cause", "name") == "name":
            values["name"] = "Ana B. Silva"
        made, _ = superseding.supersede_award(session, award, **values | overrides)
        return made
    verb: Callable[..., tuple[Act, bool]] = getattr(award_acts, f"{act}_award")
    made, _ = verb(session, award, **values | overrides)
    return made


def asked(session: Session, award: Award, **overrides: Any) -> NameCorrection:
    """A holder asks for another name on their certificate."""
    achievement = session.get_one(Achievement, award.achievement_id)
    values: dict[str, Any] = {
        "op": uuid4(),
        "name": "Ana B. Silva",
        "reason": "I have married.",
        "changes_profile": False,
        "now": NOW,
        "by": achievement.enrolment.user,
    }
    made, _ = name_corrections.request_name_correction(
        session, award, **values | overrides
    )
    return made


def answered(
    session: Session, correction: NameCorrection, verdict: str, **overrides: Any
) -> Answered:
    """An administrator answers."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "words": "The passport was seen.",
        "letter": answer_letter,
        "now": NOW,
        "office": OFFICE,
    }
    if "by" not in overrides:
        values["by"] = builders.an_administrator(session)
    found = name_corrections.find_correction(session, correction.uuid)
    assert isinstance(found, Asked)
    made, _ = name_corrections.answer_name_correction(
        session, found, verdict=verdict, **values | overrides
    )
    return made


def released(session: Session, cohort: Cohort, **overrides: Any) -> CohortRelease:
    """An administrator validates the run of a cohort as it is listed now."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "note": "Attendance and marks were checked.",
        "letter": release_letter,
        "now": NOW,
        "office": OFFICE,
    }
    if "by" not in overrides:
        values["by"] = builders.an_administrator(session)
    if "token" not in overrides:
        values["token"] = releases.preview_release(session, cohort).token
    made, _ = releases.release_awards(session, cohort, **values | overrides)
    return made


def due(session: Session, now: datetime = NOW) -> awards_due.Due:
    """One pass over everybody."""
    return awards_due.carry_out_due(session, letter=due_letter, now=now, office=OFFICE)
