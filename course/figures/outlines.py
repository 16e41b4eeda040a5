"""The outline by which lessons and modules are counted."""

from sqlalchemy.orm import Session

from course import editions
from course.figures.query import StatisticsQuery
from course.models import Edition
from course.outline import Course


def outline_edition(session: Session, query: StatisticsQuery) -> Edition | None:
    """The edition that is asked for, or else the latest that was known then.

    Nothing where none was known: nobody can have been on the course.
    """
    if query.edition is None:
        return editions.latest_course_edition(session, query.course_key, query.as_of)
    return editions.find_course_edition(session, query.course_key, query.edition)


def kept_by(session: Session, edition: Edition | None) -> Course | None:
    """What the edition kept; of none nothing."""
    return None if edition is None else editions.course_of(session, edition)


def outline_of(session: Session, query: StatisticsQuery) -> Course | None:
    """What that edition kept."""
    return kept_by(session, outline_edition(session, query))
