"""Which attempts at a quiz figures are asked of, and which of them the asker may know.

Every figure has an as-of: marks are those of that moment, and so are the cohorts.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select, true
from sqlalchemy.orm import aliased

from course.models import Attempt, Cohort, Enrolment, EnrolmentEvent, Mark, User
from course.places import stands
from course.policy import visible_enrolments

Which: TypeAlias = Literal["counting", "all"]
WHICH: tuple[Which, ...] = ("counting", "all")


@dataclass(frozen=True, slots=True)
class ItemQuery:
    """What is asked: which quiz, as of when, perhaps which cohort, which attempts.

    ``which`` is one attempt of each learner, the one that counts, or all of them.
    """

    quiz_key: str
    as_of: datetime
    cohort: UUID | None = None
    which: Which = "counting"


def of_marked(asker: User, query: ItemQuery, *columns: Any) -> Select[Any]:
    """These columns of the attempts with a mark, beside the latest of the moment."""
    later = aliased(Mark)
    is_superseded = exists(
        select(later.id).where(
            later.supersedes_id == Mark.id, later.recorded_at <= query.as_of
        )
    )
    return (
        of_attempts(asker, query, *columns)
        .join(Mark, Mark.attempt_id == Attempt.id)
        .where(Mark.recorded_at <= query.as_of, ~is_superseded)
    )


def of_attempts(asker: User, query: ItemQuery, *columns: Any) -> Select[Any]:
    """These columns of the attempts at the quiz that the asker may know of."""
    statement = (
        select(*columns)
        .select_from(Attempt)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Attempt.quiz_key == query.quiz_key, _scope(asker))
    )
    if query.cohort is None:
        return statement
    return statement.where(_cohort_at(query.as_of) == query.cohort)


def _scope(asker: User) -> ColumnElement[bool]:
    """Those whom a trainer answers for, never the trainer; for administrators all."""
    if asker.is_administrator:
        return true()
    return visible_enrolments(asker) & (Enrolment.user_id != asker.id)


def _cohort_at(as_of: datetime) -> Any:
    """The name of the cohort that the enrolment was in at the moment."""
    return (
        select(Cohort.uuid)
        .join(EnrolmentEvent, EnrolmentEvent.cohort_id == Cohort.id)
        .where(
            EnrolmentEvent.id
            == select(func.max(EnrolmentEvent.id))
            .where(
                EnrolmentEvent.enrolment_id == Enrolment.id,
                EnrolmentEvent.recorded_at <= as_of,
                stands(as_of=as_of),
            )
            .correlate(Enrolment)
            .scalar_subquery()
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )
