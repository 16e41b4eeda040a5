"""Calls, applications and selections for tests, made by the verbs of the course."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from course import (
    applications,
    attachments,
    calls,
    decision_notices,
    join_codes,
    joining,
    selection,
)
from course.applications import Filed, Words
from course.calls import APPLICATION, OPEN, OpenCall, Terms
from course.models import Application, Cohort, Selection, User
from tests import builders

TODAY = builders.NOW.date()
TOMORROW = date(2026, 3, 3)
PDF = b"%PDF-1.7 a letter of nomination"
TERMS: dict[str, Any] = {
    "for_whom": "Officials of ministries of planning.",
    "focal_point_name": "Amina Diallo",
    "focal_point_address": "amina.diallo@example.org",
}
WORDS: dict[str, Any] = {
    "name": "Ama Mensah",
    "country": "GH",
    "gender": "female",
    "organisation": "Ministry of Planning",
    "motivation": "I write the chapter on labour.",
}


def a_call(
    session: Session, cohort: Cohort | None = None, **overrides: Any
) -> OpenCall:
    """A cohort whose door is open to applications, or as is said."""
    cohort = cohort or builders.a_cohort(session)
    terms = {name: overrides.pop(name) for name in list(overrides) if name in _TERMS}
    said: dict[str, Any] = {
        "op": uuid4(),
        "door": APPLICATION,
        "deadline": TOMORROW,
        "quota": 2,
        "now": builders.NOW,
        "by": cohort.trainers[0],
    }
    calls.open_door(
        session,
        cohort,
        **said | overrides,
        terms=Terms(**TERMS | terms),
    )
    return found(session, cohort)


def an_open_door(session: Session, cohort: Cohort | None = None, **overrides: Any):
    """A cohort that anybody may join, or whoever is said."""
    return a_call(session, cohort, **{"door": OPEN} | overrides)


def a_code(session: Session, cohort: Cohort) -> str:
    """A new join code of the cohort."""
    code, _ = join_codes.renew_code(
        session, cohort, op=uuid4(), now=builders.NOW, by=cohort.trainers[0]
    )
    return code.code


def found(session: Session, cohort: Cohort) -> OpenCall:
    """The call as it stands now."""
    call = calls.find_call(session, cohort.key)
    assert call is not None
    return call


def joined(session: Session, call: OpenCall, person: User, **overrides: Any):
    """A person comes in by the open door."""
    said: dict[str, Any] = {
        "op": uuid4(),
        "today": TODAY,
        "now": builders.NOW,
    } | overrides
    return joining.join_cohort(
        session, found(session, call.cohort), person, **said, office=builders.OFFICE
    )


def an_application(
    session: Session, call: OpenCall, person: User | None = None, **overrides: Any
) -> Application:
    """Somebody has applied."""
    words = {name: overrides.pop(name) for name in list(overrides) if name in _WORDS}
    said: dict[str, Any] = {
        "op": uuid4(),
        "today": TODAY,
        "now": builders.NOW,
    } | overrides
    person = person or builders.a_learner(session)
    made, _ = applications.apply_to_cohort(
        session, call, Words(**WORDS | words), **said, by=person
    )
    return made


def a_letter(session: Session, application: Application, content: bytes = PDF):
    """A letter of nomination that came with an application."""
    made, _ = attachments.attach(
        session,
        application,
        op=uuid4(),
        kind="nomination",
        content=content,
        now=builders.NOW,
        by=application.user,
    )
    return made


def decided(
    session: Session, cohort: Cohort, choices: dict[UUID, str], **overrides: Any
) -> Selection:
    """A selection that was looked at and made."""
    by = overrides.pop("by", cohort.trainers[0])
    preview = selection.preview_selection(
        session, cohort, choices, now=builders.NOW, by=by
    )
    said: dict[str, Any] = {
        "op": uuid4(),
        "token": preview.token,
        "reason": "The panel met.",
        "now": builders.NOW,
        "office": builders.OFFICE,
    }
    made, _ = selection.select_applicants(
        session, cohort, choices, **said | overrides, by=by
    )
    return made


def told(session: Session, cohort: Cohort, op: UUID | None = None) -> int:
    """The notices that wait are sent."""
    return decision_notices.send_notices(
        session,
        cohort,
        op=op or uuid4(),
        letter=lambda application, decision: (decision.verdict, application.name),
        now=builders.NOW,
        by=cohort.trainers[0],
    )


def standing(session: Session, application: Application) -> Filed:
    """How an application stands."""
    [filed] = applications.list_applications(
        session, application.cohort, only=[application.uuid]
    )
    return filed


def every_door_fact(session: Session) -> None:
    """A row of each fact that comes with the two doors."""
    door = an_open_door(session, with_code=True)
    joined(
        session, door, builders.a_learner(session), code=a_code(session, door.cohort)
    )
    call = a_call(session)
    application = an_application(session, call)
    a_letter(session, application)
    decided(session, call.cohort, {application.uuid: "selected"})
    told(session, call.cohort)


_TERMS = set(Terms.__slots__)
_WORDS = set(Words.__slots__)
