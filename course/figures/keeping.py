"""The kept rows that figures read, written anew from the facts.

Triggers keep them from fact to fact (``course.migrations.keepers``). What is here says
what they must hold, for the doctor, and for whoever loads a great deal at once.
"""

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, exists, func, insert, select, union_all
from sqlalchemy.orm import Session, aliased

from course.award_kinds import GOALS, PARTICIPATION
from course.figures import facts
from course.models import (
    Achievement,
    Award,
    AwardEvent,
    CountedEnrolment,
    Enrolment,
    EnrolmentEvent,
    ProfileEntry,
    RuleChangeEntry,
    UndoneEvent,
)

EVER: Final = datetime(9999, 12, 31, tzinfo=UTC)


def rebuild_counted(session: Session) -> int:
    """Throw the kept rows away and write them from the facts: how many there are.

    Whoever adds a fact waits meanwhile: on PostgreSQL for the lock, on SQLite always.
    """
    if session.get_bind().dialect.name == "postgresql":
        # Readers read on.
        session.connection().exec_driver_sql(
            "LOCK TABLE counted_enrolment IN SHARE ROW EXCLUSIVE MODE"
        )
    session.execute(delete(CountedEnrolment))
    written = kept_as_facts_say().order_by(Enrolment.id)
    names = list(written.selected_columns.keys())
    session.execute(insert(CountedEnrolment).from_select(names, written))
    session.expire_all()
    return session.scalar(select(func.count()).select_from(CountedEnrolment)) or 0


def kept_as_facts_say() -> Any:
    """One row for each enrolment, with the columns of ``CountedEnrolment``."""
    event, profile = aliased(EnrolmentEvent), aliased(ProfileEntry)
    return (
        select(
            Enrolment.id.label("enrolment_id"),
            Enrolment.uuid,
            Enrolment.course_key,
            Enrolment.user_id,
            Enrolment.run,
            _several().label("is_several"),
            Enrolment.edition_id,
            Enrolment.enrolled_at,
            event.id.label("event_id"),
            event.cohort_id,
            (event.kind == "withdrawn").label("is_withdrawn"),
            profile.id.label("profile_id"),
            profile.country,
            profile.gender,
            profile.affiliation,
            profile.organisation,
            profile.age_band,
            _known().label("known_at"),
            _changed().label("changed_at"),
            facts.started(EVER).label("started_at"),
            facts.assessed(EVER).label("assessed_at"),
            facts.completed(EVER).label("completed_at"),
            _completed_known().label("completed_known_at"),
            facts.awarded(GOALS, EVER).label("certified_at"),
            facts.awarded((PARTICIPATION,), EVER).label("participated_at"),
        )
        .select_from(Enrolment)
        .outerjoin(event, event.id == facts.latest_event(EVER))
        .outerjoin(profile, profile.id == facts.latest_profile(EVER))
    )


def _several() -> ColumnElement[bool]:
    """Whether the learner has, or had, another run: the first alone is numbered 1."""
    other = aliased(Enrolment)
    return exists(
        select(other.id).where(
            other.user_id == Enrolment.user_id,
            other.course_key == Enrolment.course_key,
            other.run != 1,
        )
    ).correlate(Enrolment)


def _known() -> ColumnElement[datetime]:
    return (
        select(func.min(EnrolmentEvent.recorded_at))
        .where(EnrolmentEvent.enrolment_id == Enrolment.id)
        .correlate(Enrolment)
        .scalar_subquery()
    )


def _completed_known() -> ColumnElement[datetime]:
    return (
        select(func.min(Achievement.recorded_at))
        .where(
            Achievement.enrolment_id == Enrolment.id,
            Achievement.award_kind.in_(GOALS),
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )


def _changed() -> ColumnElement[datetime]:
    """The last fact that moved what can move: the rest only ever appears.

    That is events and their taking back, the profile, the edition, a document that was
    revoked, and a second goal, which may have been reached before the first.
    """
    moves = (
        select(EnrolmentEvent.recorded_at.label("at")).where(
            EnrolmentEvent.enrolment_id == Enrolment.id
        ),
        select(UndoneEvent.recorded_at)
        .join(EnrolmentEvent, EnrolmentEvent.id == UndoneEvent.event_id)
        .where(EnrolmentEvent.enrolment_id == Enrolment.id),
        select(ProfileEntry.recorded_at).where(
            ProfileEntry.user_id == Enrolment.user_id
        ),
        select(RuleChangeEntry.recorded_at).where(
            RuleChangeEntry.enrolment_id == Enrolment.id,
            RuleChangeEntry.from_edition_id != RuleChangeEntry.to_edition_id,
        ),
        select(AwardEvent.recorded_at)
        .join(Award, Award.id == AwardEvent.award_id)
        .join(Achievement, Achievement.id == Award.achievement_id)
        .where(Achievement.enrolment_id == Enrolment.id, AwardEvent.kind == "revoked"),
        select(func.max(Achievement.recorded_at))
        .where(
            Achievement.enrolment_id == Enrolment.id,
            Achievement.award_kind.in_(GOALS),
        )
        .having(func.count() > 1),
    )
    changes = union_all(*(each.correlate(Enrolment) for each in moves)).subquery()
    return select(func.max(changes.c["at"])).scalar_subquery()
