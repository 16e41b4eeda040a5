"""How good the questions of a quiz are, as the attempts at it tell."""

from typing import Any

from course.errors import UnknownQuiz
from course.item_query import ItemQuery
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.item_statistics import item_statistics
from learner_api.led_cohorts import require_led
from learner_api.resources import Resource
from learner_api.schemas.item_statistics import (
    ItemStatisticsQuerySchema,
    ItemStatisticsSchema,
    statistics_data,
)
from learner_api.site import get_site
from quizzes.analysis import NotAnalysed

bp = Resource(
    "api-item-statistics", __name__, description="How good the questions of a quiz are."
)


@bp.get("/quizzes/<quiz>/statistics")
@staff
@bp.refuses(UnknownQuiz, NotAnalysed)
@bp.tagged(apart_from=("as_of",))
@bp.asks(ItemStatisticsQuerySchema)
@bp.gives(ItemStatisticsSchema)
def get_item_statistics(asked: dict[str, Any], quiz: str) -> dict[str, Any]:
    """How hard each question is, whom it tells apart, and who answered what.

    Each figure comes with its interval, or is refused where it would rest on too
    little. A trainer is told of the cohorts they lead, an administrator of everybody.
    """
    title = get_site().catalogue.quiz(quiz).title
    cohort = asked.get("cohort")
    require_led(cohort)
    query = ItemQuery(quiz, asked.get("as_of") or now(), cohort, asked["which"])
    return statistics_data(item_statistics(asker(), query), title)
