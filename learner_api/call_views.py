"""Calls as anybody may read them, on the page and by the API alike."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from course import calls
from course.calls import OpenCall
from course.models import Cohort
from course.outline import Course
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.site import get_site
from modules import Module


def office_day() -> date:
    """What day it is at the office, where deadlines are set."""
    return now().astimezone(get_site().office.zone).date()


def course_of(cohort: Cohort) -> Course | None:
    """The course of a cohort as it is offered now, if it still is."""
    return get_site().catalogue.courses.get(cohort.course_key)


def objectives_of(course: Course | None) -> list[str]:
    """What somebody will be able to do: the objectives of each module, in order."""
    if course is None:
        return []
    book = get_site().catalogue.handbook
    return [
        objective
        for place in course.modules
        for objective in book.modules[place.key].objectives.values()
    ]


def call_data(found: OpenCall) -> dict[str, Any]:
    """A call as ``CallSchema`` dumps it."""
    cohort, call = found.cohort, found.call
    course = course_of(cohort)
    return {
        "key": cohort.key,
        "title": cohort.title,
        "course": cohort.course_key,
        "course_title": course.title if course else cohort.course_key,
        "summary": course.summary if course else "",
        "objectives": objectives_of(course),
        "hours": course.hours if course else 0,
        "mode": cohort.mode,
        "opens_on": cohort.opens_on,
        "closes_on": cohort.closes_on,
        "door": call.door,
        "deadline": call.deadline,
        "is_open": calls.is_open(call, today=office_day()),
        "quota": call.quota,
        "is_full": found.free == 0,
        "terms": found.terms,
    }


def listed_calls(session: Session, course_key: str | None = None) -> list[OpenCall]:
    """The calls that take people today."""
    return calls.open_calls(session, today=office_day(), course_key=course_key)


def locked_call(key: str) -> OpenCall | None:
    """The call of this key with its cohort locked."""
    return calls.lock_call(get_database().session, key)


def modules_of(cohort: Cohort) -> list[Module]:
    """The modules of the course, in order, with what each lets one do."""
    course = course_of(cohort)
    book = get_site().catalogue.handbook
    return [book.modules[place.key] for place in course.modules] if course else []
