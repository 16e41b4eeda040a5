"""Completion figures: one question, asked once, for screen, API and file alike.

Every figure has an as-of. Rows, counts and totals below are all built on the one SELECT
of ``course.figures.population``, as every other figure is, and cannot disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, func, select
from sqlalchemy.orm import Session, aliased

from course.figures.known_of_rows import (
    award_number,
    latest_profile,
    lessons_completed,
    quizzes_passed,
)
from course.figures.population import population
from course.figures.query import StatisticsQuery
from course.models import (
    Cohort,
    Edition,
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
            lessons_completed(known, as_of).label("lessons_completed"),
            quizzes_passed(known, as_of).label("quizzes_passed"),
            known.c.completed_at,
            award_number(known, as_of).label("award_number"),
        )
        .select_from(known)
        .join(User, User.id == known.c.user_id)
        .join(Edition, Edition.id == known.c.edition_id)
        .join(profile, profile.id == latest_profile(known, as_of))
        .outerjoin(Cohort, Cohort.id == known.c.cohort_id)
        .order_by(known.c.enrolment_id)
    )
