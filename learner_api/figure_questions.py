"""A question of the figures out of an address, and the address of a question."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from course.figures.protected import at_end_of_day
from course.figures.query import COUNTS, StatisticsQuery
from learner_api.clock import now
from learner_api.led_cohorts import require_led
from learner_api.schemas.fields import utc
from learner_api.schemas.figure_questions import FILTERS
from learner_api.site import get_site


def question_of(course: str, asked: Mapping[str, Any]) -> StatisticsQuery:
    """The question that was asked, its moment fixed; somebody else's cohort is 404.

    Protected figures are as of the end of a day, and so is their question.

    Raises ``UnknownCourse`` and ``ImpossibleFilter``.
    """
    get_site().catalogue.course(course)
    cohort = asked.get("cohort")
    require_led(cohort)
    query = StatisticsQuery(
        course_key=course,
        as_of=asked.get("as_of") or now(),
        cohort=cohort,
        edition=asked.get("edition"),
        enrolled_since=asked.get("enrolled_since"),
        enrolled_until=asked.get("enrolled_until"),
        where=tuple((name, asked[name]) for name in FILTERS if asked.get(name)),
        by=tuple(asked.get("by") or ()),
        measures=tuple(asked.get("measures") or COUNTS),
        detail=asked.get("detail") or "exact",
    )
    return at_end_of_day(query) if query.detail == "protected" else query


def address_of(query: StatisticsQuery) -> str:
    """The question as an address asks it, without its course; its moment is fixed."""
    return _written(query, without="course")


def question_of_now(query: StatisticsQuery) -> str:
    """The question without its moment: of the latest there is when it is asked."""
    return _written(query, without="as_of")


def same_question(query: StatisticsQuery) -> str:
    """The question with its course, as the pages and their files ask it."""
    return _written(query)


def _written(query: StatisticsQuery, *, without: str | None = None) -> str:
    """The question as the end of an address; what goes without saying is left out."""
    asked: dict[str, Any] = query.to_data()
    where = asked.pop("where", {})
    asked |= {**where, "as_of": utc(query.as_of)}
    if query.detail == "exact":
        del asked["detail"]
    told = {name: value for name, value in asked.items() if name != without}
    return urlencode(told, doseq=True)
