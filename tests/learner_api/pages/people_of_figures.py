"""People whom the figures count."""

from sqlalchemy.orm import Session

from course import progress
from course.models import Cohort
from tests import builders


def some_people(session: Session) -> dict[str, Cohort]:
    """Two cohorts and somebody in none: five enrolled, four begun, two completed."""
    first = builders.a_cohort(session, key="first", title="First cohort")
    second = builders.a_cohort(session, key="second", title="Second cohort")
    places = (
        (first, "GH", "female", True),
        (first, "JM", "male", False),
        (first, "JM", None, False),
        (second, None, "female", True),
        (None, "GH", "undisclosed", False),
    )
    for number, (cohort, country, gender, completed) in enumerate(places):
        person = builders.a_learner(
            session,
            name="=1+1" if number == 1 else f"Person {number}",
            country=country,
            gender=gender,
            affiliation="government",
        )
        make = builders.a_completed_enrolment if completed else builders.an_enrolment
        enrolment = make(session, person, cohort=cohort)
        if number != 4:
            progress.open_lesson(
                session,
                enrolment.id,
                "first-module",
                "first-lesson",
                now=builders.NOW,
                by=person,
            )
    session.commit()
    return {"first": first, "second": second}
