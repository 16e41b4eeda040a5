"""The attempt that an address names, closed first where its time is over."""

from collections.abc import Iterable
from uuid import UUID

from flask import abort, g, request

from course import attempts, enrolments, person_marks
from course.models import Attempt, User
from course.submissions import close_if_over
from learner_api.auth import asker
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.site import get_site


def read_with_attempt(user_id: int) -> User | None:
    """The asker, read in one statement with the attempt that the address names.

    Nothing where it is not the asker's own: then the asker is read alone.
    """
    named = dict(request.view_args or {})
    uuid: UUID = named.get("attempt") or named["uuid"]
    found = attempts.find_own_attempt(get_database().session, user_id, uuid)
    if found is None:
        return None
    g.own_attempt = found
    return found.enrolment.user


def own_attempt(uuid: UUID) -> Attempt:
    """The asker's own attempt, locked for writing, or 404."""
    database = get_database()
    found: Attempt | None = g.pop("own_attempt", None)
    if found is None:
        found = attempts.find_own_attempt(database.session, asker().id, uuid)
    if found is None:
        abort(404)
    if found.is_over(now()):
        enrolments.lock(database.session, found.enrolment)
        if close_if_over(database.session, found, now=now(), office=get_site().office):
            # What is refused next must not undo this.
            database.commit()
    return found


def visible_attempt(uuid: UUID) -> Attempt:
    """An attempt that the asker may see, for reading, or 404."""
    session = get_database().session
    found = attempts.find_attempt(session, asker(), uuid)
    overdue = found if found is not None and found.is_over(now()) else None
    if found is None:
        # Nobody but its learner sees an attempt that is open, unless its time is over.
        overdue = attempts.find_overdue(session, asker(), uuid, now=now())
    if overdue is not None:
        close_overdue([overdue])
        found = attempts.find_attempt(session, asker(), uuid)
    if found is None:
        abort(404)
    return found


def attempt_to_mark(uuid: UUID) -> Attempt:
    """A submitted attempt of a learner whom the asker sees, locked, or 404."""
    session = get_database().session
    found = person_marks.find_to_mark(session, asker(), uuid)
    if found is not None:
        close_if_over(session, found, now=now(), office=get_site().office)
    if found is None or found.submitted_at is None:
        abort(404)
    return found


def close_overdue(sittings: Iterable[Attempt]) -> bool:
    """Close those whose time is over, in a transaction of its own; whether any was.

    The reading session then sees what was written.
    """
    overdue = [each.uuid for each in sittings if each.is_over(now())]
    if not overdue:
        return False
    database = get_database()
    office = get_site().office
    with database.writing() as session:
        for found in attempts.lock_attempts(session, overdue, office):
            close_if_over(session, found, now=now(), office=office)
    database.session.rollback()
    return True
