"""The pages of figures: who came how far on a course, and how far by lesson."""

from dataclasses import replace
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from course.figures.counting import figures
from course.figures.days import days_to_complete
from course.figures.gain import gain
from course.figures.lessons import lessons
from course.figures.outlines import kept_by, outline_edition
from course.figures.overview import overview
from course.figures.protection import LEAST_OF_LESSON
from course.figures.query import StatisticsQuery
from course.models import Edition
from learner_api.addresses import item_statistics_address
from learner_api.auth import asker, staff
from learner_api.dashboard import counted_section, sections
from learner_api.figure_forms import read_question
from learner_api.figure_pages import Known, page_of_figures
from learner_api.lesson_sections import (
    days_needed,
    hours_words,
    learned,
    lesson_by_lesson,
    modules_completed,
)
from learner_api.sections import LONGEST_TOLD
from learner_api.shares import number_words
from learner_api.site import get_site
from learner_api.translation import long_date

bp = Blueprint("statistics", __name__, url_prefix="/statistics")


@bp.get("")
@staff
def show_figures() -> ResponseReturnValue:
    """How many enrolled, began, completed and were certified, in plots and tables."""
    return page_of_figures("pages/statistics.html", read_question(), _dashboard)


@bp.get("/lessons")
@staff
def show_lessons() -> ResponseReturnValue:
    """How far people came by lesson, in how many days, and what they learned."""
    form = read_question(is_counted=False)
    return page_of_figures("pages/lesson_figures.html", form, _lessons)


def _dashboard(
    session: Session, query: StatisticsQuery, known: Known
) -> dict[str, Any]:
    told_at_once = overview(
        session, asker(), replace(query, by=()), most_cohorts=LONGEST_TOLD
    )
    told: dict[str, Any] = {"quizzes": _quizzes(query), "sections": ()}
    if told_at_once.total.enrolled:
        keys = (each.keys[0] for each in told_at_once.by["cohort"])
        compared = [key for key in keys if key is not None]
        told["sections"] = sections(told_at_once, known.names(session, compared))
    if query.by:
        # Of nobody too: what cannot be counted is refused whoever is there.
        found = figures(session, asker(), query)
        if told["sections"]:
            names = known.names(session, None if "cohort" in query.by else ())
            told["counted"] = counted_section(query, found.groups, found.total, names)
    return told


def _lessons(session: Session, query: StatisticsQuery, _known: Known) -> dict[str, Any]:
    query = replace(query, by=())
    # Of nobody too: what is not published is refused whoever is there.
    query.require_told("lessons", "days", "gain")
    total = figures(session, asker(), query).total
    edition = outline_edition(session, query)
    course = kept_by(session, edition)
    if course is None or total is None or not total.enrolled:
        return {"sections": ()}
    found = lessons(session, asker(), query, course)
    return {
        "outline_known": _recorded(edition) if query.edition is None else None,
        "began": number_words(total.started),
        "hours": hours_words(found.hours),
        "least": LEAST_OF_LESSON,
        "sections": (
            modules_completed(query, course, total, found),
            lesson_by_lesson(query, course, found),
            days_needed(query, days_to_complete(session, asker(), query)),
            learned(query, gain(session, asker(), query, course)),
        ),
    }


def _recorded(edition: Edition | None) -> str | None:
    return long_date(edition.recorded_at.date()) if edition else None


def _quizzes(query: StatisticsQuery) -> list[tuple[str, str]]:
    """The quizzes of the course, each with the page that tells of its questions."""
    course = get_site().catalogue.course(query.course_key)
    asked = f"?cohort={query.cohort}" if query.cohort else ""
    return [
        (title, f"{item_statistics_address(key)}{asked}")
        for key, title in course.quizzes()
    ]
