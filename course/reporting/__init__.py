"""The views that analysts read on PostgreSQL: what each shows, and who may read them.

They are a schema of their own, ``reporting``, whose names and columns stay while the
tables beneath them change. ``VIEWS`` is the one place where they are defined; the
migrations lay them anew after every upgrade, as they lay the guards of the facts, so
that a migration may change whatever table it must. On SQLite there are none.
"""

from course.reporting.awards import AWARD_VIEWS
from course.reporting.countries import COUNTRY_VIEWS
from course.reporting.courses import COURSE_VIEWS
from course.reporting.learning import LEARNING_VIEWS
from course.reporting.people import PEOPLE_VIEWS
from course.reporting.version import ABOUT, VERSION
from course.reporting.view import SCHEMA, Column, View

__all__ = ["SCHEMA", "VERSION", "VIEWS", "Column", "View"]

VIEWS: tuple[View, ...] = (
    ABOUT,
    *COURSE_VIEWS,
    *PEOPLE_VIEWS,
    *LEARNING_VIEWS,
    *AWARD_VIEWS,
    *COUNTRY_VIEWS,
)
