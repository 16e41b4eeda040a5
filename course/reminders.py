"""Reminding the learners of runs of what is due: each letter once, in their day.

A letter tells of everything that one learner is to be reminded of now. The rows that
note it are written with it, in one transaction, so that a pass that runs twice writes
nothing twice.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, joinedload

from course import editions, outbox
from course.evidence import MODERATED
from course.letter_choices import REMINDERS, unwilling
from course.models import (
    Cohort,
    Enrolment,
    Reminder,
    User,
)
from course.pace import studied_modules
from course.reminding import DAYS_AFTER, QuietHours, Reader, Told, due_reminders
from course.run_calendar import weeks_of
from course.waiting import work_waiting
from course.zones import zones_of

ReminderLetter: TypeAlias = Callable[[User, Enrolment, Sequence[Told]], outbox.Words]
"""The words of a letter, made at the edge."""


def running_cohorts(session: Session, *, now: datetime) -> list[int]:
    """The led runs in which something may be due: those open now, or lately."""
    today = now.date()
    return list(
        session.scalars(
            select(Cohort.id)
            .where(
                Cohort.mode == MODERATED,
                # A day earlier and later, since it is another day elsewhere.
                Cohort.opens_on <= today + timedelta(days=1),
                Cohort.closes_on >= today - timedelta(days=DAYS_AFTER + 1),
            )
            .order_by(Cohort.id)
        )
    )


def write_reminders(
    session: Session,
    cohort_id: int,
    *,
    letter: ReminderLetter,
    quiet: QuietHours,
    office: ZoneInfo,
    now: datetime,
) -> int:
    """Remind those of a cohort who have something to do; how many letters.

    The same few statements, however many learners there are. One pass at a time: the
    cohort is held meanwhile, and whoever is studying is not kept waiting.
    """
    cohort = session.scalars(
        select(Cohort)
        .where(Cohort.id == cohort_id)
        .options(joinedload(Cohort.edition))
        .with_for_update(of=Cohort, key_share=True)
    ).one()
    weeks = weeks_of(session, cohort)
    learners = _learners(session, cohort) if weeks else []
    if not learners:
        return 0
    zones = zones_of(session, [each.user_id for each in learners], office)
    before, waiting = _told(session, cohort), work_waiting(session, cohort)
    found: list[tuple[Enrolment, tuple[Told, ...]]] = []
    for each in learners:
        zone = zones[each.user_id]
        if quiet.hold(now, zone):
            continue
        studied = studied_modules(
            editions.course_of(session, each.edition),
            each.standing,
            waiting.get(each.id, ()),
        )
        reader = Reader(zone, each.enrolled_at, studied, before.get(each.id, ()))
        told = due_reminders(weeks, reader, now)
        if told:
            found.append((each, told))
    _write(session, found, letter, now=now)
    return len(found)


def _learners(session: Session, cohort: Cohort) -> Sequence[Enrolment]:
    """Those on their way who have an account, and did not say no to letters."""
    return session.scalars(
        select(Enrolment)
        .join(Enrolment.user)
        .where(
            Enrolment.cohort_id == cohort.id,
            Enrolment.run > 0,
            Enrolment.withdrawn_at.is_(None),
            Enrolment.completed_at.is_(None),
            User.closed_at.is_(None),
            User.password_hash.is_not(None),
            User.id.not_in(unwilling(REMINDERS)),
        )
        .options(joinedload(Enrolment.user), joinedload(Enrolment.edition))
        .order_by(Enrolment.id)
    ).all()


def _told(session: Session, cohort: Cohort) -> Mapping[int, set[tuple[str, str]]]:
    """Of what each learner of a cohort was reminded before."""
    found: dict[int, set[tuple[str, str]]] = {}
    for enrolment_id, module, stage in session.execute(
        select(Reminder.enrolment_id, Reminder.module_key, Reminder.stage)
        .join(Enrolment, Enrolment.id == Reminder.enrolment_id)
        .where(Enrolment.cohort_id == cohort.id)
    ):
        found.setdefault(enrolment_id, set()).add((module, stage))
    return found


def _write(
    session: Session,
    found: Sequence[tuple[Enrolment, tuple[Told, ...]]],
    letter: ReminderLetter,
    *,
    now: datetime,
) -> None:
    rows = [
        {
            "uuid": uuid4(),
            "enrolment_id": each.id,
            "module_key": one.week.module,
            "stage": one.stage,
            "actor_id": None,
            "occurred_at": now,
            "recorded_at": now,
        }
        for each, told in found
        for one in told
    ]
    if not rows:
        return
    session.execute(insert(Reminder), rows)
    outbox.tell_all(
        session,
        [
            (each.user, letter(each.user, each, told), _occasion(each, told))
            for each, told in found
        ],
        now=now,
    )


def _occasion(enrolment: Enrolment, told: Sequence[Told]) -> str:
    first = told[0]
    return f"reminder:{enrolment.uuid}:{first.stage}:{first.week.module}"
