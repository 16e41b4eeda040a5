"""What a learner has done, where that leaves them, and what it completes."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, contains_eager, load_only

from course import awards, editions
from course.awards import AwardOffice
from course.database import insert_once
from course.enrolments import edition_at, keep_standing, require_active
from course.errors import NameNotPrintable, OperationConflict, UnknownLesson
from course.gathering import evidence_of, evidences_of
from course.models import (
    Achievement,
    Cohort,
    Enrolment,
    LessonCompletion,
    LessonOpening,
    User,
)
from course.standing import COMPLETION, AwardStanding, Standing, fold
from course.suspensions import holdings_of, reinstate

# Built once, since lessons are read more often than anything else.
_OPENED = (
    select(Enrolment, LessonOpening.id)
    .outerjoin(
        LessonOpening,
        (LessonOpening.enrolment_id == Enrolment.id)
        & (LessonOpening.module_key == bindparam("module"))
        & (LessonOpening.lesson_key == bindparam("lesson")),
    )
    .where(
        Enrolment.user_id == bindparam("learner"),
        Enrolment.course_key == bindparam("course"),
        Enrolment.run > 0,
    )
    .outerjoin(Enrolment.cohort)
    .options(
        load_only(Enrolment.standing, Enrolment.withdrawn_at, Enrolment.cohort_id),
        contains_eager(Enrolment.cohort).load_only(Cohort.opens_on),
    )
    .order_by(Enrolment.run.desc())
    .limit(1)
)


def standing_of(
    session: Session, enrolment: Enrolment, *, as_of: datetime | None = None
) -> Standing:
    """Where the learner stands, folded afresh from the facts.

    As of a moment it is by the rule of that moment too.
    """
    held = edition_at(session, enrolment, as_of) if as_of else enrolment.edition
    course = editions.course_of(session, held)
    evidence = evidence_of(
        session, enrolment.id, as_of=as_of, on_programme=course.is_programme
    )
    return fold(course, evidence)


def open_lesson(
    session: Session,
    enrolment_id: int,
    module_key: str,
    lesson_key: str,
    *,
    now: datetime,
    by: User,
) -> None:
    """Note that a lesson was opened for the first time, so that it can be resumed."""
    session.execute(
        insert_once(session, LessonOpening)
        .values(
            enrolment_id=enrolment_id,
            module_key=module_key,
            lesson_key=lesson_key,
            actor_id=by.id,
            occurred_at=now,
            recorded_at=now,
        )
        .on_conflict_do_nothing()
    )


def was_opened(
    session: Session,
    learner: User,
    course_key: str,
    module_key: str,
    lesson_key: str,
) -> tuple[Enrolment, bool] | None:
    """The learner's enrolment and whether it has opened this lesson: one statement."""
    row = session.execute(
        _OPENED,
        {
            "learner": learner.id,
            "course": course_key,
            "module": module_key,
            "lesson": lesson_key,
        },
    ).one_or_none()
    return None if row is None else (row[0], row[1] is not None)


def complete_lesson(
    session: Session,
    enrolment: Enrolment,
    module_key: str,
    lesson_key: str,
    *,
    op: UUID,
    now: datetime,
    office: AwardOffice,
    by: User,
    occurred_at: datetime | None = None,
) -> LessonCompletion:
    """Record that a lesson is finished, or return the record of it.

    ``enrolment`` is locked by the caller. Raises ``UnknownLesson`` when the edition
    has no such lesson, ``OperationConflict`` when ``op`` named something else.
    """
    course = editions.course_of(session, enrolment.edition)
    module = course.module(module_key)
    if module is None or lesson_key not in module.lesson_keys():
        raise UnknownLesson(lesson_key)
    place = (enrolment.id, module_key, lesson_key)
    known = session.scalars(
        select(LessonCompletion).where(
            or_(
                LessonCompletion.uuid == op,
                (LessonCompletion.enrolment_id == enrolment.id)
                & (LessonCompletion.module_key == module_key)
                & (LessonCompletion.lesson_key == lesson_key),
            )
        )
    ).all()
    if any((e.enrolment_id, e.module_key, e.lesson_key) != place for e in known):
        raise OperationConflict
    if known:
        return known[0]
    require_active(enrolment, now=now)
    completion = LessonCompletion(
        uuid=op,
        enrolment_id=enrolment.id,
        module_key=module_key,
        lesson_key=lesson_key,
        actor_id=by.id,
        occurred_at=occurred_at or now,
        recorded_at=now,
    )
    session.add(completion)
    session.flush()
    note_standing(session, enrolment, now=now, office=office, by=by)
    return completion


def note_standing(
    session: Session,
    enrolment: Enrolment,
    *,
    now: datetime,
    office: AwardOffice,
    by: User | None,
) -> Standing:
    """Fold the facts, keep the result, and complete what is now complete.

    Called in the transaction of the fact that moved the standing, with the enrolment
    locked. What others do, or the end of a time limit, is no sign of life of the
    learner's.
    """
    standing = standing_of(session, enrolment)
    if by is not None and by.id == enrolment.user_id:
        enrolment.last_active_at = now
    note_standings(session, [(enrolment, standing)], now=now, office=office, by=by)
    return standing


def note_standings(
    session: Session,
    folded: Sequence[tuple[Enrolment, Standing]],
    *,
    now: datetime,
    office: AwardOffice,
    by: User | None,
) -> None:
    """Keep these standings and complete what is now complete, for many at once.

    An award whose holder's name cannot be printed is left to be asked for once the
    name is mended, and one that waits for the validation of the run is left to its
    release; the achievement stands all the same. An award that was suspended
    since the marks did not support it holds again once they do.
    """
    met = []
    for enrolment, standing in folded:
        keep_standing(enrolment, standing)
        met += [(enrolment, one) for one in standing.awards if one.met_at is not None]
    if not met:
        return
    held = holdings_of(session, {enrolment.id for enrolment, _award in met})
    certified = set()
    for enrolment, award in met:
        holding = held.get((enrolment.id, award.kind))
        if holding is None:
            _achieve(session, enrolment, award, now=now, office=office, by=by)
        elif holding.is_suspended_by_regrade:
            reinstate(session, holding, now=now, by=by)
        else:
            continue
        if award.kind == COMPLETION:
            certified.add(enrolment.user_id)
    note_programmes(session, certified, now=now, office=office, by=by)


def note_programmes(
    session: Session,
    learners: Collection[int],
    *,
    now: datetime,
    office: AwardOffice,
    by: User | None,
) -> None:
    """Fold the programmes of these learners anew: a certificate of theirs has moved.

    Called in the transaction in which it moved, with its enrolment locked; those on
    programmes come after. Where there are no programmes it asks nothing.
    """
    if not learners or not office.programmes:
        return
    session.flush()
    found = session.scalars(
        select(Enrolment)
        .join(Enrolment.user)
        .join(Enrolment.edition)
        .outerjoin(Enrolment.cohort)
        .where(
            Enrolment.user_id.in_(learners),
            Enrolment.course_key.in_(office.programmes),
        )
        .order_by(Enrolment.id)
        .options(
            contains_eager(Enrolment.user),
            contains_eager(Enrolment.edition),
            contains_eager(Enrolment.cohort),
        )
        .with_for_update(of=Enrolment)
        .execution_options(populate_existing=True)
    ).all()
    if not found:
        return
    evidences = evidences_of(session, [each.id for each in found], on_programme=True)
    folded = [
        (each, fold(editions.course_of(session, each.edition), evidences[each.id]))
        for each in found
    ]
    for enrolment, standing in folded:
        # Nobody earns a diploma on a programme that they were taken off.
        if enrolment.withdrawn_at is not None:
            keep_standing(enrolment, standing)
    note_standings(
        session,
        [each for each in folded if each[0].withdrawn_at is None],
        now=now,
        office=office,
        by=by,
    )


def _achieve(
    session: Session,
    enrolment: Enrolment,
    award: AwardStanding,
    *,
    now: datetime,
    office: AwardOffice,
    by: User | None,
) -> None:
    rule = editions.course_of(session, enrolment.edition).awards[award.kind]
    mode = enrolment.cohort.mode if enrolment.cohort else None
    achievement = Achievement(
        enrolment_id=enrolment.id,
        award_kind=award.kind,
        edition_id=enrolment.edition_id,
        is_held=rule.is_held_for_release(mode),
        actor_id=by.id if by else None,
        occurred_at=award.met_at,
        recorded_at=now,
    )
    session.add(achievement)
    session.flush()
    if achievement.is_held:
        return
    with suppress(NameNotPrintable):
        awards.issue_award(
            session, enrolment, achievement, now=now, office=office, by=None
        )
