"""Every enrolment as the facts told of it at a moment: the definition of each column.

``recorded_at`` is never edited and facts are only added, so what was known at a moment
is a WHERE clause. What is kept for speed elsewhere is checked against this.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select, union_all
from sqlalchemy.orm import aliased

from course.award_kinds import GOALS, PARTICIPATION
from course.models import (
    Achievement,
    Attempt,
    Award,
    AwardEvent,
    Edition,
    Enrolment,
    EnrolmentEvent,
    LessonCompletion,
    LessonOpening,
    Mark,
    ProfileEntry,
    RuleChangeEntry,
)
from course.places import stands

FINAL_ASSESSMENT = "final-assessment"
# Found once in a statement: to look into the content of every quiz for each enrolment
# would take nearly all the time of the statement.
_FINAL = (
    select(Edition.id)
    .where(
        Edition.kind == "quiz",
        Edition.content["purpose"].as_string() == FINAL_ASSESSMENT,
    )
    .cte("final_assessment")
    .prefix_with("MATERIALIZED")
)


def known_from_facts(as_of: datetime) -> Any:
    """One row for each enrolment that the record knew at ``as_of``.

    Its columns are those of ``population``. What came later is nothing.
    """
    profile, event = aliased(ProfileEntry), aliased(EnrolmentEvent)
    return (
        select(
            Enrolment.id.label("enrolment_id"),
            Enrolment.uuid.label("enrolment"),
            Enrolment.course_key,
            Enrolment.user_id,
            Enrolment.run,
            event.cohort_id,
            edition_at(as_of).label("edition_id"),
            profile.id.label("profile_id"),
            profile.country,
            profile.gender,
            profile.affiliation,
            profile.organisation,
            profile.age_band,
            (event.kind == "withdrawn").label("is_withdrawn"),
            Enrolment.enrolled_at,
            started(as_of).label("started_at"),
            assessed(as_of).label("assessed_at"),
            completed(as_of).label("completed_at"),
            awarded(GOALS, as_of).label("certified_at"),
            awarded((PARTICIPATION,), as_of).label("participated_at"),
        )
        .select_from(Enrolment)
        .join(event, event.id == latest_event(as_of))
        .join(profile, profile.id == latest_profile(as_of))
    )


def latest_event(as_of: datetime) -> ColumnElement[int]:
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


def latest_profile(as_of: datetime) -> ColumnElement[int]:
    """What the learner of an enrolment had last said of themselves by then."""
    return (
        select(func.max(ProfileEntry.id))
        .where(
            ProfileEntry.user_id == Enrolment.user_id,
            ProfileEntry.recorded_at <= as_of,
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )


def edition_at(as_of: datetime) -> ColumnElement[int]:
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


def started(as_of: datetime) -> ColumnElement[datetime]:
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


def completed(as_of: datetime) -> ColumnElement[datetime]:
    """When the last thing that the goal needed was done."""
    return (
        select(func.min(Achievement.occurred_at))
        .where(
            Achievement.enrolment_id == Enrolment.id,
            Achievement.award_kind.in_(GOALS),
            Achievement.recorded_at <= as_of,
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )


def assessed(as_of: datetime) -> ColumnElement[datetime]:
    """When a final assessment was first marked, whatever came of it."""
    return (
        select(func.min(Mark.recorded_at))
        .join(Attempt, Attempt.id == Mark.attempt_id)
        .where(
            Attempt.enrolment_id == Enrolment.id,
            Attempt.edition_id.in_(select(_FINAL.c["id"])),
            Mark.recorded_at <= as_of,
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )


def awarded(kinds: tuple[str, ...], as_of: datetime) -> ColumnElement[datetime]:
    """When the first document of such a kind was given, unless it was revoked since.

    One that was superseded counts by the document that took its place; one that is
    suspended or has expired was given all the same.
    """
    award = aliased(Award)
    return (
        select(func.min(award.recorded_at))
        .join(Achievement, Achievement.id == award.achievement_id)
        .where(
            Achievement.enrolment_id == Enrolment.id,
            Achievement.award_kind.in_(kinds),
            award.recorded_at <= as_of,
            ~was_revoked(as_of),
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )


def was_revoked(as_of: datetime) -> ColumnElement[bool]:
    """Whether a document of an achievement had been taken back for good."""
    revoked = aliased(Award)
    return exists(
        select(AwardEvent.id)
        .join(revoked, revoked.id == AwardEvent.award_id)
        .where(
            revoked.achievement_id == Achievement.id,
            AwardEvent.kind == "revoked",
            AwardEvent.recorded_at <= as_of,
        )
    )
