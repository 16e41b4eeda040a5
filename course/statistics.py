"""Completion figures: one question, asked once, for screen, API and file alike.

Every figure has an as-of. ``recorded_at`` is never edited and facts are only added,
so what was known at a moment is a WHERE clause: rows, counts and totals below are all
built on the same SELECT and cannot disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    exists,
    func,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from course.models import (
    Achievement,
    Attempt,
    Award,
    Cohort,
    CohortTrainer,
    Edition,
    Enrolment,
    EnrolmentEvent,
    LessonCompletion,
    LessonOpening,
    Mark,
    ProfileEntry,
    RuleChangeEntry,
    User,
)
from course.places import stands
from course.standing import GOALS

BREAKDOWNS = ("cohort", "country", "gender", "affiliation")


@dataclass(frozen=True, slots=True)
class CompletionQuery:
    """What is asked: which course, perhaps which cohort, and as of which moment."""

    course_key: str
    as_of: datetime
    cohort: UUID | None = None


@dataclass(frozen=True, slots=True)
class CompletionRow:
    """One enrolment as it was known at the as-of. A renewal is one of its own."""

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
    rows: Select[Any] = _base(asker, query).order_by(Enrolment.id)
    return rows


def completion_counts(
    session: Session, asker: User, query: CompletionQuery, breakdown: str
) -> list[CompletionCount]:
    """The same rows counted by one of ``BREAKDOWNS``, the unnamed group last."""
    rows = _base(asker, query).subquery()
    group = rows.c[breakdown]
    found = session.execute(select(group, *_measures(rows)).group_by(group))
    counts = [CompletionCount(*row) for row in found]
    return sorted(counts, key=lambda count: (count.group is None, count.group or ""))


def completion_total(
    session: Session, asker: User, query: CompletionQuery
) -> CompletionCount:
    """The same rows counted all together."""
    rows = _base(asker, query).subquery()
    total: Any = session.execute(select(*_measures(rows))).one()
    return CompletionCount(None, *total)


def _measures(rows: Subquery) -> tuple[ColumnElement[int], ...]:
    return (
        func.count(),
        func.count(rows.c.started_at),
        func.count(rows.c.completed_at),
        func.count(rows.c.award_number),
    )


def _base(asker: User, query: CompletionQuery) -> Any:
    as_of = query.as_of
    profile = aliased(ProfileEntry)
    event = aliased(EnrolmentEvent)
    latest_profile = (
        select(func.max(ProfileEntry.id))
        .where(ProfileEntry.user_id == User.id, ProfileEntry.recorded_at <= as_of)
        .correlate(User)
        .scalar_subquery()
    )
    award, successor = aliased(Award), aliased(Award)
    statement = (
        select(
            Enrolment.uuid,
            profile.name,
            User.email,
            profile.country,
            profile.gender,
            profile.affiliation,
            profile.organisation,
            Cohort.key.label("cohort"),
            Edition.digest,
            Enrolment.enrolled_at,
            (event.kind == "withdrawn").label("withdrawn"),
            _started(as_of).label("started_at"),
            _lessons(as_of).label("lessons_completed"),
            _quizzes(as_of).label("quizzes_passed"),
            Achievement.occurred_at.label("completed_at"),
            award.number.label("award_number"),
        )
        .join(User, User.id == Enrolment.user_id)
        .join(Edition, Edition.id == _edition(as_of))
        .join(event, event.id == _latest_event(as_of))
        .join(profile, profile.id == latest_profile)
        .outerjoin(Cohort, Cohort.id == event.cohort_id)
        .outerjoin(
            Achievement,
            and_(
                Achievement.enrolment_id == Enrolment.id,
                Achievement.award_kind.in_(GOALS),
                Achievement.recorded_at <= as_of,
            ),
        )
        .outerjoin(
            award,
            and_(
                award.achievement_id == Achievement.id,
                award.recorded_at <= as_of,
                ~exists(
                    select(successor.id).where(
                        successor.supersedes_id == award.id,
                        successor.recorded_at <= as_of,
                    )
                ),
            ),
        )
        .where(Enrolment.course_key == query.course_key, _scope(asker))
    )
    if query.cohort is not None:
        statement = statement.where(Cohort.uuid == query.cohort)
    return statement


def _latest_event(as_of: datetime) -> ColumnElement[int]:
    """The last that moved an enrolment by then and was not taken back by then."""
    return (
        select(func.max(EnrolmentEvent.id))
        .where(
            EnrolmentEvent.enrolment_id == Enrolment.id,
            EnrolmentEvent.recorded_at <= as_of,
            stands(as_of=as_of),
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )


def _scope(asker: User) -> ColumnElement[bool]:
    """A trainer counts the cohorts they lead, an administrator everybody."""
    if asker.is_administrator:
        return true()
    return exists(
        select(CohortTrainer.cohort_id).where(
            CohortTrainer.cohort_id == Cohort.id, CohortTrainer.user_id == asker.id
        )
    )


def _edition(as_of: datetime) -> ColumnElement[int]:
    """The edition that an enrolment was held to then, whatever rule came since."""
    left = (
        select(RuleChangeEntry.from_edition_id)
        .where(
            RuleChangeEntry.enrolment_id == Enrolment.id,
            RuleChangeEntry.from_edition_id != RuleChangeEntry.to_edition_id,
            RuleChangeEntry.recorded_at > as_of,
        )
        .order_by(RuleChangeEntry.id)
        .limit(1)
        .correlate(Enrolment)
        .scalar_subquery()
    )
    return func.coalesce(left, Enrolment.edition_id)


def _started(as_of: datetime) -> ColumnElement[datetime]:
    """The first sign of life: a lesson opened or finished, or an attempt begun.

    A program may finish a lesson that it never opened.
    """
    signs = union_all(
        *(
            select(fact.recorded_at.label("at"))
            .where(fact.enrolment_id == Enrolment.id, fact.recorded_at <= as_of)
            .correlate(Enrolment)
            for fact in (LessonOpening, LessonCompletion, Attempt)
        )
    ).subquery()
    return select(func.min(signs.c["at"])).scalar_subquery()


def _lessons(as_of: datetime) -> ColumnElement[int]:
    return (
        select(func.count())
        .where(
            LessonCompletion.enrolment_id == Enrolment.id,
            LessonCompletion.recorded_at <= as_of,
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )


def _quizzes(as_of: datetime) -> ColumnElement[int]:
    """Quizzes with a passing mark that no later mark has superseded by then."""
    later = aliased(Mark)
    return (
        select(func.count(Attempt.quiz_key.distinct()))
        .join(Mark, Mark.attempt_id == Attempt.id)
        .where(
            Attempt.enrolment_id == Enrolment.id,
            Mark.passed,
            Mark.recorded_at <= as_of,
            ~exists(
                select(later.id).where(
                    later.supersedes_id == Mark.id, later.recorded_at <= as_of
                )
            ),
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )
