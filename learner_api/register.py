"""Who was certified on a day, as known on another: one question for all faces."""

from datetime import date, datetime
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from course import editions
from course.certified import CertifiedQuery
from course.exports.certified import certified_table
from course.exports.file_names import moment_in_name
from learner_api.clock import now
from learner_api.led_cohorts import require_led
from learner_api.site import get_site
from learner_api.table_files import AsOf, table_file


def register_query(
    session: Session,
    course_key: str,
    *,
    on: date | None,
    as_known_on: datetime | None,
    cohort: UUID | None,
) -> CertifiedQuery:
    """The question, if the asker may ask it. Left out, the day and the moment are now.

    What the record knows can be asked even when the files of a course are gone.
    """
    if not editions.editions_of_course(session, course_key):
        get_site().catalogue.course(course_key)
    require_led(cohort)
    zone = get_site().office.zone
    today = now().astimezone(zone).date()
    return CertifiedQuery(on or today, as_known_on or now(), zone, course_key, cohort)


def register_file(query: CertifiedQuery, suffix: str) -> Response:
    """Everybody of the register, by name, as a file."""
    known = moment_in_name(query.as_known_on)
    return table_file(
        f"certified-{query.course_key}-on-{query.day}-as-known-on-{known}",
        suffix,
        lambda session: certified_table(session, query),
        AsOf(query.as_known_on, "as_known_on"),
    )
