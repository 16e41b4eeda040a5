"""Taking a course again, for a certificate whose time runs out.

The new run earns a new achievement and a new award. Nothing of the old ones is changed.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from course import editions, enrolments
from course.award_acts import lock_enrolment
from course.award_errors import NotYetToRenew
from course.catalogue import Catalogue
from course.errors import NotPermitted
from course.models import Award, Enrolment, User

BEFORE = timedelta(days=180)


def is_to_renew(award: Award, *, now: datetime) -> bool:
    """Whether the time of an award is over or will be within half a year."""
    return award.expires_at is not None and now >= award.expires_at - BEFORE


def renew_award(
    session: Session, award: Award, catalogue: Catalogue, *, now: datetime, by: User
) -> tuple[Enrolment, bool]:
    """Begin the course again as it is taught today; whether this began it.

    Raises ``NotPermitted`` for anybody but the holder, ``NotYetToRenew`` while the
    award holds for long, and ``UnknownCourse`` when the course is taught no more.
    """
    enrolment = lock_enrolment(session, award)
    if enrolment.user_id != by.id:
        raise NotPermitted
    if not is_to_renew(award, now=now):
        raise NotYetToRenew
    course = catalogue.course(enrolment.course_key)
    edition = editions.course_edition(session, course, now=now)
    return enrolments.renew(session, enrolment, edition, now=now, by=by)
