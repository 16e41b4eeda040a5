"""What people learned between the test before the course and the test after it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.both_tests import pairs_of
from course.figures.filters import chosen
from course.figures.protected import at_end_of_day, protected_total
from course.figures.query import StatisticsQuery
from course.learning_gain import LearningGain, Pair, learning_gain
from course.models import Attempt, User
from course.outline import Course


def gain(
    session: Session, asker: User, query: StatisticsQuery, course: Course
) -> LearningGain | None:
    """The gain of those who sat both tests, each by the first run in which they did.

    It is in whole steps whatever the detail, as everywhere that it is told. Nothing
    where the course has not both tests or too few sat them. A protected one is of
    everybody, and is not told where the total hides how many started. Raises
    ``ImpossibleFilter``.
    """
    query.require_told("gain")
    if query.detail == "protected":
        query = at_end_of_day(query)
        if protected_total(session, asker, query).started is None:
            return None
    rows = chosen(session, asker, query)
    of_rows = Attempt.enrolment_id.in_(select(rows.c.enrolment_id))
    first: dict[int, Pair] = {}
    for person, pair in pairs_of(session, course, of_rows, query.as_of):
        first.setdefault(person, pair)
    return learning_gain(list(first.values()))
