"""Working out again what an enrolment keeps: standing, cohort, edition and limits."""

from collections.abc import Iterator
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from course import editions
from course.accommodations import Allowances, allowances_of
from course.award_audit import unlike
from course.models import (
    Achievement,
    Attempt,
    Enrolment,
    EnrolmentEvent,
    RuleChangeEntry,
)
from course.places import stands
from course.progress import standing_of


def enrolment_faults(session: Session, enrolment: Enrolment) -> Iterator[str]:
    """What is kept of this enrolment otherwise than its facts say."""
    return chain(
        _of_standing(session, enrolment),
        _of_events(session, enrolment),
        _of_edition(session, enrolment),
        _of_achievements(session, enrolment),
        _of_limits(session, enrolment),
    )


def _of_standing(session: Session, enrolment: Enrolment) -> Iterator[str]:
    standing = standing_of(session, enrolment)
    folded = standing.kept()
    for part in sorted(folded.keys() | enrolment.standing.keys()):
        kept = enrolment.standing.get(part)
        if kept != folded.get(part):
            yield unlike(f"standing.{part}", kept, folded.get(part))
    completion = standing.completion
    for field, expected in (
        ("met", completion.met),
        ("needed", completion.needed),
        ("completed_at", completion.met_at),
    ):
        if getattr(enrolment, field) != expected:
            yield unlike(field, getattr(enrolment, field), expected)


def _of_events(session: Session, enrolment: Enrolment) -> Iterator[str]:
    latest = session.scalar(
        select(EnrolmentEvent)
        .where(EnrolmentEvent.enrolment_id == enrolment.id, stands())
        .order_by(EnrolmentEvent.id.desc())
        .limit(1)
    )
    if latest is None:
        if enrolment.run > 0 or enrolment.withdrawn_at is None or enrolment.cohort_id:
            yield "no event says that it began"
        return
    withdrawn_at = latest.recorded_at if latest.kind == "withdrawn" else None
    if enrolment.withdrawn_at != withdrawn_at:
        yield unlike("withdrawn_at", enrolment.withdrawn_at, withdrawn_at)
    if enrolment.cohort_id != latest.cohort_id:
        yield unlike("cohort_id", enrolment.cohort_id, latest.cohort_id)


def _of_edition(session: Session, enrolment: Enrolment) -> Iterator[str]:
    """Whoever a change of the rule moved is held to where it moved them last."""
    moved_to = session.scalar(
        select(RuleChangeEntry.to_edition_id)
        .where(
            RuleChangeEntry.enrolment_id == enrolment.id,
            RuleChangeEntry.from_edition_id != RuleChangeEntry.to_edition_id,
        )
        .order_by(RuleChangeEntry.id.desc())
        .limit(1)
    )
    if moved_to is not None and enrolment.edition_id != moved_to:
        yield unlike("edition_id", enrolment.edition_id, moved_to)


def _of_achievements(session: Session, enrolment: Enrolment) -> Iterator[str]:
    """What was earned must have been noted; what was noted stays, come what may.

    Who was taken off a programme earns it once they are put on it again.
    """
    course = editions.course_of(session, enrolment.edition)
    if course.is_programme and enrolment.withdrawn_at is not None:
        return
    noted = set(
        session.scalars(
            select(Achievement.award_kind).where(
                Achievement.enrolment_id == enrolment.id
            )
        )
    )
    for award in standing_of(session, enrolment).awards:
        if award.met_at is not None and award.kind not in noted:
            yield f"the award '{award.kind}' is earned and no achievement says so"


def _of_limits(session: Session, enrolment: Enrolment) -> Iterator[str]:
    """An open attempt ends no sooner than the extra time of its learner's own says.

    A cohort's is left out: who joins one while an attempt is open keeps the limit that
    the attempt began with.
    """
    still_open = session.scalars(
        select(Attempt)
        .where(
            Attempt.enrolment_id == enrolment.id,
            Attempt.submitted_at.is_(None),
            Attempt.closes_at.is_not(None),
        )
        .options(joinedload(Attempt.edition))
    ).all()
    if not still_open:
        return
    held = allowances_of(session, [enrolment])[enrolment.id].given
    own = Allowances(tuple(each for each in held if each.user_id is not None))
    for attempt in still_open:
        quiz = editions.quiz_of(session, attempt.edition)
        due = own.at(attempt.quiz_key).closes_at(quiz, attempt.recorded_at)
        known = attempt.limit_at
        if due is not None and known is not None and known < due:
            name = f"the limit of attempt {attempt.number} at '{attempt.quiz_key}'"
            yield unlike(name, known, due)
