"""What is known of rows of the population beside their own columns, as of a moment.

Each is worked out for one enrolment, and only where rows are listed.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Subquery, exists, func, select
from sqlalchemy.orm import aliased

from course.award_kinds import GOALS
from course.figures.facts import was_revoked
from course.models import (
    Achievement,
    Attempt,
    Award,
    LessonCompletion,
    Mark,
    ProfileEntry,
)


def name_then(known: Subquery) -> ColumnElement[str]:
    """What somebody's name was then.

    It is looked up and not joined: to join the profiles to a stretch of rows,
    PostgreSQL would read all of a million of them for each stretch.
    """
    return (
        select(ProfileEntry.name)
        .where(ProfileEntry.id == known.c.profile_id)
        .correlate(known)
        .scalar_subquery()
    )


def award_number(known: Subquery, as_of: datetime) -> ColumnElement[str]:
    """The number of the document that no later one had superseded by then."""
    successor = aliased(Award)
    return (
        select(Award.number)
        .join(Achievement, Achievement.id == Award.achievement_id)
        .where(
            Achievement.enrolment_id == known.c.enrolment_id,
            Achievement.award_kind.in_(GOALS),
            Award.recorded_at <= as_of,
            ~was_revoked(as_of),
            ~exists(
                select(successor.id).where(
                    successor.supersedes_id == Award.id,
                    successor.recorded_at <= as_of,
                )
            ),
        )
        .order_by(Award.id)
        .limit(1)
        .correlate(known)
        .scalar_subquery()
    )


def lessons_completed(known: Subquery, as_of: datetime) -> ColumnElement[int]:
    """How many lessons were completed by then."""
    return (
        select(func.count())
        .where(
            LessonCompletion.enrolment_id == known.c.enrolment_id,
            LessonCompletion.recorded_at <= as_of,
        )
        .correlate(known)
        .scalar_subquery()
    )


def quizzes_passed(known: Subquery, as_of: datetime) -> ColumnElement[int]:
    """Quizzes with a passing mark that no later mark has superseded by then."""
    later = aliased(Mark)
    return (
        select(func.count(Attempt.quiz_key.distinct()))
        .join(Mark, Mark.attempt_id == Attempt.id)
        .where(
            Attempt.enrolment_id == known.c.enrolment_id,
            Mark.passed,
            Mark.recorded_at <= as_of,
            ~exists(
                select(later.id).where(
                    later.supersedes_id == Mark.id, later.recorded_at <= as_of
                )
            ),
        )
        .correlate(known)
        .scalar_subquery()
    )
