"""Whom a question speaks of: the enrolments that its asker may count.

Rows, counts and totals are all built on this one SELECT and cannot disagree.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, exists, false, select, true

from course.figures.facts import known_from_facts
from course.figures.query import StatisticsQuery
from course.models import Cohort, CohortTrainer, Edition, User


def population(asker: User, query: StatisticsQuery) -> Subquery:
    """One row for each enrolment that the question speaks of, as of its moment.

    Columns: ``enrolment_id``, ``enrolment`` (the public name), ``course_key``,
    ``user_id``, ``run``, ``cohort_id``, ``edition_id``, ``country``, ``gender``,
    ``affiliation``, ``organisation``, ``is_withdrawn``, ``enrolled_at``,
    ``started_at``, ``assessed_at``, ``completed_at``, ``certified_at`` and
    ``participated_at``; each moment is nothing where it had not come. Of the filters
    in ``where`` it knows none: see ``breakdowns``.
    """
    known = known_from_facts(query.as_of).subquery("known")
    asked: Select[Any] = select(known).where(
        known.c.course_key == query.course_key, _scope(asker, known)
    )
    if query.cohort is not None:
        here = select(Cohort.id).where(Cohort.uuid == query.cohort).scalar_subquery()
        asked = asked.where(known.c.cohort_id == here)
    if query.edition is not None:
        held = select(Edition.id).where(
            Edition.kind == "course",
            Edition.key == query.course_key,
            Edition.digest == query.edition,
        )
        asked = asked.where(known.c.edition_id == held.scalar_subquery())
    if query.enrolled_since is not None:
        asked = asked.where(known.c.enrolled_at >= _start(query.enrolled_since))
    if query.enrolled_until is not None:
        after = _start(query.enrolled_until + timedelta(days=1))
        asked = asked.where(known.c.enrolled_at < after)
    return asked.subquery("population")


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _scope(asker: User, known: Subquery) -> ColumnElement[bool]:
    """A trainer counts the cohorts they lead, an administrator everybody."""
    if asker.is_administrator:
        return true()
    if not asker.is_staff:
        return false()
    return exists(
        select(CohortTrainer.cohort_id).where(
            CohortTrainer.cohort_id == known.c.cohort_id,
            CohortTrainer.user_id == asker.id,
        )
    )
