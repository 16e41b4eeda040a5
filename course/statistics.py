"""Completion figures: one question, asked once, for screen, API and file alike.

Every figure has an as-of. Rows, counts and totals below are all built on the one SELECT
of ``course.figures.population``, as every other figure is, and cannot disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, exists, func, select
from sqlalchemy.orm import Session, aliased

from course.award_kinds import GOALS
from course.figures.facts import was_revoked
from course.figures.population import population
from course.figures.query import StatisticsQuery
from course.models import (
    Achievement,
    Attempt,
    Award,
    Cohort,
    Edition,
    LessonCompletion,
    Mark,
    ProfileEntry,
    User,
)

BREAKDOWNS = ("cohort", "country", "gender", "affiliation")


@dataclass(frozen=True, slots=True)
class CompletionQuery:
    """What is asked: which course, perhaps which cohort, and as of which moment."""

    course_key: str
    as_of: datetime
    cohort: UUID | None = None


@dataclass(frozen=True, slots=True)
class CompletionRow:
    """One enrolment as it was known at the as-of. A renewal is one of its own.

    ``award_number`` is that of the certificate; one that was revoked is none.
    """

    enrolment: UUID
    name: str
    email: str
    country: str | None
    gender: str | None
    affiliation: str | None
    organisation: str | None
    cohort: str | None
    edition: str
    enrolled_at: datetime
    withdrawn: bool
    started_at: datetime | None
    lessons_completed: int
    quizzes_passed: int
    completed_at: datetime | None
    award_number: str | None


@dataclass(frozen=True, slots=True)
class CompletionCount:
    """How many people of one group enrolled, started, completed and hold an award."""

    group: str | None
    enrolled: int
    started: int
    completed: int
    certified: int


def completion_rows(
    session: Session, asker: User, query: CompletionQuery
) -> Iterator[CompletionRow]:
    """The rows, one at a time with flat memory, in the order of enrolling."""
    rows = completion_statement(asker, query)
    # A reader may leave midway: the server's cursor is closed all the same.
    with session.execute(rows, execution_options={"yield_per": 500}) as result:
        for row in result:
            yield CompletionRow(*row)


def completion_statement(asker: User, query: CompletionQuery) -> Select[Any]:
    """The rows as a SELECT: the columns of ``CompletionRow``, in order of enrolling."""
    rows: Select[Any] = _rows(_known(asker, query), query.as_of)
    return rows


def completion_counts(
    session: Session, asker: User, query: CompletionQuery, breakdown: str
) -> list[CompletionCount]:
    """The same rows counted by one of ``BREAKDOWNS``, the unnamed group last."""
    known = _known(asker, query)
    group = Cohort.key if breakdown == "cohort" else known.c[breakdown]
    grouped: Any = (
        select(group, *_measures(known))
        .select_from(known)
        .outerjoin(Cohort, Cohort.id == known.c.cohort_id)
        .group_by(group)
    )
    counts = [CompletionCount(*row) for row in session.execute(grouped)]
    return sorted(counts, key=lambda count: (count.group is None, count.group or ""))


def completion_total(
    session: Session, asker: User, query: CompletionQuery
) -> CompletionCount:
    """The same rows counted all together."""
    known = _known(asker, query)
    total: Any = session.execute(select(*_measures(known))).one()
    return CompletionCount(None, *total)


def _known(asker: User, query: CompletionQuery) -> Subquery:
    asked = StatisticsQuery(query.course_key, query.as_of, cohort=query.cohort)
    return population(asker, asked)


def _measures(known: Subquery) -> tuple[ColumnElement[int], ...]:
    return (
        func.count(),
        func.count(known.c.started_at),
        func.count(known.c.completed_at),
        func.count(known.c.certified_at),
    )


def _rows(known: Subquery, as_of: datetime) -> Any:
    """Whom the question speaks of, with the names and numbers that go with them."""
    profile = aliased(ProfileEntry)
    return (
        select(
            known.c.enrolment,
            profile.name,
            User.email,
            known.c.country,
            known.c.gender,
            known.c.affiliation,
            known.c.organisation,
            Cohort.key.label("cohort"),
            Edition.digest,
            known.c.enrolled_at,
            known.c.is_withdrawn,
            known.c.started_at,
            _lessons(known, as_of).label("lessons_completed"),
            _quizzes(known, as_of).label("quizzes_passed"),
            known.c.completed_at,
            _award_number(known, as_of).label("award_number"),
        )
        .select_from(known)
        .join(User, User.id == known.c.user_id)
        .join(Edition, Edition.id == known.c.edition_id)
        .join(profile, profile.id == _latest_profile(known, as_of))
        .outerjoin(Cohort, Cohort.id == known.c.cohort_id)
        .order_by(known.c.enrolment_id)
    )


def _latest_profile(known: Subquery, as_of: datetime) -> ColumnElement[int]:
    return (
        select(func.max(ProfileEntry.id))
        .where(
            ProfileEntry.user_id == known.c.user_id, ProfileEntry.recorded_at <= as_of
        )
        .correlate(known)
        .scalar_subquery()
    )


def _award_number(known: Subquery, as_of: datetime) -> ColumnElement[str]:
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


def _lessons(known: Subquery, as_of: datetime) -> ColumnElement[int]:
    return (
        select(func.count())
        .where(
            LessonCompletion.enrolment_id == known.c.enrolment_id,
            LessonCompletion.recorded_at <= as_of,
        )
        .correlate(known)
        .scalar_subquery()
    )


def _quizzes(known: Subquery, as_of: datetime) -> ColumnElement[int]:
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
