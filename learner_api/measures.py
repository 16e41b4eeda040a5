"""The answer to a question of the figures as the API gives it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy.orm import Session

from course.figures.counting import figures
from course.figures.days import days_to_complete
from course.figures.gain import gain
from course.figures.lessons import lessons
from course.figures.months import months
from course.figures.outlines import kept_by, outline_edition
from course.figures.query import StatisticsQuery
from course.figures.results import Counts, Lessons
from course.models import User
from learner_api.shares import per_cent, rate

_BY_OUTLINE: Final = frozenset({"lessons", "modules", "gain"})


def measured(session: Session, asker: User, query: StatisticsQuery) -> dict[str, Any]:
    """The counts, and whatever else the question measures."""
    measures = frozenset(query.measures)
    found = figures(session, asker, query)
    told: dict[str, Any] = {
        "query": query.to_data(),
        "digest": query.digest,
        "as_of": query.as_of,
        "groups": [
            {
                "keys": dict(zip(query.by, group.keys, strict=True)),
                "counts": counts_data(group.counts),
            }
            for group in found.groups
        ],
        "total": found.total and counts_data(found.total),
    }
    if "months" in measures:
        told["months"] = months(session, asker, query)
    if "days" in measures:
        told["days"] = days_to_complete(session, asker, query)
    if _BY_OUTLINE & measures:
        told |= _by_outline(session, asker, query, measures)
    return told


def _by_outline(
    session: Session, asker: User, query: StatisticsQuery, measures: frozenset[str]
) -> dict[str, Any]:
    """How far people came by lesson, and their gain; of no outline nothing."""
    edition = outline_edition(session, query)
    outline = kept_by(session, edition)
    told: dict[str, Any] = {"outline": edition and edition.digest}
    if {"lessons", "modules"} & measures:
        told["lessons"] = (
            lessons(session, asker, query, outline) if outline else Lessons((), ())
        )
    if "gain" in measures:
        told["gain"] = gain(session, asker, query, outline) if outline else None
    return told


def counts_data(counts: Counts) -> Mapping[str, Any]:
    """Counts with their rates."""
    return {
        **asdict(counts),
        "completion_rate": _rate(counts.completed, counts.enrolled),
        "certification_rate": _rate(counts.certified, counts.enrolled),
    }


def _rate(part: int | None, whole: int | None) -> dict[str, Any] | None:
    share = rate(part, whole)
    if share is None:
        return None
    return {
        "numerator": part,
        "denominator": whole,
        "per_cent": float(per_cent(share)),
    }
