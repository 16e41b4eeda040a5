"""Who was certified on a day, as it was known at another moment.

Two clocks: ``occurred_at`` orders what was so in the world, and only what was recorded
by a moment was known then. Nothing is ever edited, so the same question is answered the
same for ever, whatever rule, name or award changes afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from course.award_status import has_expired
from course.models import (
    Achievement,
    Award,
    AwardEvent,
    Cohort,
    Enrolment,
    EnrolmentEvent,
    User,
)
from course.places import stands
from course.suspensions import HOLDING

# The end of an award is in its words; this event only repeats it.
_EXPIRED = "expired"
_EARLIEST, _LATEST = date(1900, 1, 1), date(9998, 12, 31)


@dataclass(frozen=True, slots=True)
class CertifiedQuery:
    """What is asked: on which day, as known when, and perhaps of whom.

    The day ends at midnight in ``zone``, which is the issuing office's.
    """

    day: date
    as_known_on: datetime
    zone: tzinfo
    course_key: str | None = None
    cohort: UUID | None = None

    @property
    def end(self) -> datetime:
        """The first moment that is no longer of the day."""
        # Nothing was recorded so early or late, and the calendar of programs ends.
        day = min(max(self.day, _EARLIEST), _LATEST)
        return datetime(day.year, day.month, day.day, tzinfo=self.zone) + timedelta(
            days=1
        )

    @property
    def last_moment(self) -> datetime:
        """The last that still is: as late as a database tells moments apart."""
        return self.end - timedelta.resolution


@dataclass(frozen=True, slots=True)
class Certified:
    """Somebody who held an award of a course: in its words, as they were frozen."""

    learner: UUID
    name: str
    course: str
    kind: str
    number: str
    run: int
    awarded_on: str
    valid_until: str | None


def certified_on(
    session: Session,
    day: date,
    *,
    as_known_on: datetime,
    zone: tzinfo,
    course_key: str | None = None,
    cohort: UUID | None = None,
) -> Iterator[Certified]:
    """Whoever held a valid award at the end of a day, once for each course and kind.

    Valid is what was issued and is not suspended, revoked, expired or superseded; a
    successor is an award of its own. The last day of an award ends where its office
    was when it was written. Of two valid runs the newer is told.
    """
    query = CertifiedQuery(day, as_known_on, zone, course_key, cohort)
    yield from certified_rows(session, query)


def certified_rows(session: Session, query: CertifiedQuery) -> Iterator[Certified]:
    """The same: one statement, one row at a time, with flat memory."""
    statement = _held(query).order_by(
        Enrolment.user_id,
        Enrolment.course_key,
        Achievement.award_kind,
        Enrolment.run.desc(),
        Award.id.desc(),
    )
    told = None
    # A reader may leave midway: the server's cursor is closed all the same.
    with session.execute(statement, execution_options={"yield_per": 500}) as found:
        for row in found:
            certified = Certified(*row)
            place = (certified.learner, certified.course, certified.kind)
            if place != told:
                told = place
                yield certified


def certified_count(session: Session, query: CertifiedQuery) -> int:
    """How many ``certified_rows`` gives: one statement."""
    held = (
        _held(query)
        .with_only_columns(
            Enrolment.user_id, Enrolment.course_key, Achievement.award_kind
        )
        .distinct()
        .subquery()
    )
    return session.scalar(select(func.count()).select_from(held)) or 0


def _held(query: CertifiedQuery) -> Any:
    known = query.as_known_on
    earlier, event = aliased(AwardEvent), aliased(AwardEvent)
    latest = (
        select(earlier.id)
        .where(
            earlier.award_id == Award.id,
            earlier.kind != _EXPIRED,
            earlier.occurred_at < query.end,
            earlier.recorded_at <= known,
        )
        .order_by(earlier.occurred_at.desc(), earlier.id.desc())
        .limit(1)
        .correlate(Award)
        .scalar_subquery()
    )
    statement = (
        select(
            User.uuid,
            Award.claims["holder_name"].as_string(),
            Enrolment.course_key,
            Achievement.award_kind,
            Award.number,
            Enrolment.run,
            Award.claims["awarded_on"].as_string(),
            Award.claims["valid_until"].as_string(),
        )
        .select_from(Award)
        .join(event, event.id == latest)
        .join(Achievement, Achievement.id == Award.achievement_id)
        .join(Enrolment, Enrolment.id == Achievement.enrolment_id)
        .join(User, User.id == Enrolment.user_id)
        .where(
            Award.recorded_at <= known,
            event.kind.in_(HOLDING),
            ~has_expired(query.last_moment),
        )
    )
    if query.course_key is not None:
        statement = statement.where(Enrolment.course_key == query.course_key)
    if query.cohort is not None:
        statement = statement.join(
            EnrolmentEvent,
            and_(
                EnrolmentEvent.enrolment_id == Enrolment.id,
                EnrolmentEvent.id == _latest_move(query),
            ),
        ).join(
            Cohort,
            and_(Cohort.id == EnrolmentEvent.cohort_id, Cohort.uuid == query.cohort),
        )
    return statement


def _latest_move(query: CertifiedQuery) -> Any:
    """The last that was known to have moved the enrolment by the end of the day."""
    move = aliased(EnrolmentEvent)
    return (
        select(move.id)
        .where(
            move.enrolment_id == Enrolment.id,
            move.occurred_at < query.end,
            move.recorded_at <= query.as_known_on,
            stands(move, query.as_known_on),
        )
        .order_by(move.occurred_at.desc(), move.id.desc())
        .limit(1)
        .correlate(Enrolment)
        .scalar_subquery()
    )
