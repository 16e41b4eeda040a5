"""Beginning a course anew and topping up: one act behind the page and the API."""

from uuid import UUID

from flask import abort

from course import editions, enrolments, renewals, top_ups
from course.models import Enrolment, RuleChangeEntry
from learner_api.auth import asker
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.site import get_site


def begin_anew(
    enrolment: UUID, *, op: UUID, reason: str | None
) -> tuple[Enrolment, bool]:
    """The run that follows, on the edition of today's files, and whether it is new."""
    session = get_database().session
    found = enrolments.find_enrolment(session, asker(), enrolment) or abort(404)
    course = get_site().catalogue.course(found.course_key)
    office = get_site().office
    return renewals.renew(
        session,
        found,
        editions.course_edition(session, course, now=now()),
        op=op,
        reason=reason,
        today=now().astimezone(office.zone).date(),
        now=now(),
        by=asker(),
    )


def begin_top_up(enrolment: UUID, *, op: UUID) -> tuple[Enrolment, RuleChangeEntry]:
    """The enrolment that goes over to the newer rule, and the record of that."""
    session = get_database().session
    found = enrolments.find_enrolment(session, asker(), enrolment) or abort(404)
    entry = top_ups.begin_top_up(
        session, found, op=op, now=now(), office=get_site().office, by=asker()
    )
    return found, entry
