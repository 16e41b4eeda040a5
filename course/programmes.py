"""Acts that can complete a programme besides what is done on it."""

from datetime import datetime

from sqlalchemy.orm import Session

from course import awards, enrolments
from course.award_kinds import COMPLETION
from course.awards import AwardOffice
from course.models import Award, Enrolment, User
from course.progress import note_programmes


def request_award(
    session: Session,
    enrolment: Enrolment,
    kind: str,
    *,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[Award, bool]:
    """The award that was earned, as ``awards.request_award`` gives it.

    What a new one completes in turn is completed with it.
    """
    award, is_new = awards.request_award(
        session, enrolment, kind, now=now, office=office, by=by
    )
    if is_new and kind == COMPLETION:
        note_programmes(session, {enrolment.user_id}, now=now, office=office, by=by)
    return award, is_new


def restore(
    session: Session,
    enrolment: Enrolment,
    *,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> None:
    """Let somebody who was withdrawn go on where they stopped.

    On a programme that may be its end: courses go on while one is off it.
    """
    enrolments.restore(session, enrolment, now=now, by=by)
    if enrolment.course_key in office.programmes:
        note_programmes(session, {enrolment.user_id}, now=now, office=office, by=by)
