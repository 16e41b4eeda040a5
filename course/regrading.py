"""Correcting questions and judging anew whatever was judged by them.

A dry run lists what would change. Applying it works the same out again, with the
record held still, and refuses where that is no longer what was listed. Marks are added
and none is edited; everything is one transaction of the caller's.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session, aliased

from course import editions, outbox
from course.awards import AwardOffice
from course.corrections import correction_in
from course.errors import StalePreview
from course.gathering import evidences_of
from course.marking import columns_of
from course.models import Attempt, Cohort, Enrolment, Mark, Regrade, User
from course.models import Correction as CorrectionRow
from course.operations import made_by
from course.progress import note_programmes, note_standings
from course.regrade_listing import LearnerChange, Mode, Preview
from course.regrade_plan import CHUNK, Concerned, Plan, plan_regrade
from course.standing import fold
from course.suspensions import suspend
from course.turns import hold_programmes
from quizzes import Correction, Quiz

_TOLD_AFTERWARDS = ("at-once", "after-submission")
_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Told:
    """What a letter says to one learner of a regrade.

    ``tells_marks`` is whether the quiz lets learners see marks once they have
    submitted; where it does not, a letter may not either.
    """

    person: User
    quiz_title: str
    changes: tuple[LearnerChange, ...]
    reason: str
    tells_marks: bool


Letter = Callable[[Told], outbox.Words]
"""The words of a letter, subject and body, made at the edge."""


def preview_regrade(
    session: Session,
    quiz_key: str,
    corrections: Sequence[Correction],
    mode: Mode,
    *,
    now: datetime,
) -> Preview:
    """What applying these corrections would change. Nothing is written."""
    return plan_regrade(session, quiz_key, corrections, mode, now=now).preview


def apply_regrade(
    session: Session,
    quiz_key: str,
    corrections: Sequence[Correction],
    mode: Mode,
    *,
    op: UUID,
    reason: str,
    token: str,
    letter: Letter,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[Regrade, bool]:
    """Do what a preview listed, or return the regrade of this ``op``, and which.

    Raises ``StalePreview`` when something else would be done than ``token`` names, and
    ``OperationConflict`` when ``op`` did something else.
    """
    _hold_still(session, quiz_key, office)
    asked = {"quiz_key": quiz_key, "mode": mode, "reason": reason, "token": token}
    earlier = made_by(session, Regrade, op, asked)
    if earlier is not None:
        return earlier, False
    plan = plan_regrade(session, quiz_key, corrections, mode, now=now)
    if plan.preview.token != token:
        raise StalePreview
    regrade = Regrade(
        uuid=op,
        quiz_key=quiz_key,
        mode=mode,
        reason=reason,
        token=token,
        outcome=plan.preview.outcome(),
        actor_id=by.id,
        occurred_at=now,
        recorded_at=_moment_after(plan.latest, now),
    )
    session.add(regrade)
    session.flush()
    _add_corrections(session, regrade, corrections)
    _add_marks(session, regrade, plan)
    _note_standings(session, regrade, plan, office=office, by=by)
    _write_letters(session, regrade, plan, letter, now=now)
    session.flush()
    return regrade, True


def find_regrade(session: Session, quiz_key: str, uuid: UUID) -> Regrade | None:
    """The regrade of this name at this quiz."""
    return session.scalar(
        select(Regrade).where(Regrade.uuid == uuid, Regrade.quiz_key == quiz_key)
    )


def regrades_of(session: Session, quiz_key: str) -> list[Regrade]:
    """Every regrade that a quiz has had, the latest first."""
    return list(
        session.scalars(
            select(Regrade)
            .where(Regrade.quiz_key == quiz_key)
            .order_by(Regrade.id.desc())
        )
    )


def corrections_in(session: Session, regrade: Regrade) -> tuple[Correction, ...]:
    """What a regrade corrected."""
    rows = session.scalars(
        select(CorrectionRow)
        .where(CorrectionRow.regrade_id == regrade.id)
        .order_by(CorrectionRow.id)
    )
    return tuple(map(correction_in, rows))


@dataclass(frozen=True, slots=True)
class Known:
    """What a listing does not hold and a reader wants: who somebody is, and where."""

    name: str
    cohort: str | None


class Listed(Protocol):
    """A row of a listing: it names an enrolment."""

    @property
    def enrolment(self) -> UUID: ...


def known_learners(session: Session, changes: Iterable[Listed]) -> dict[UUID, Known]:
    """The learners of a listing by their enrolments."""
    uuids = [each.enrolment for each in changes]
    known: dict[UUID, Known] = {}
    for first in range(0, len(uuids), CHUNK):
        found = session.execute(
            select(Enrolment.uuid, User.name, Cohort.title)
            .join(User, User.id == Enrolment.user_id)
            .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
            .where(Enrolment.uuid.in_(uuids[first : first + CHUNK]))
        )
        known |= {uuid: Known(name, cohort) for uuid, name, cohort in found}
    return known


def _hold_still(session: Session, quiz_key: str, office: AwardOffice) -> None:
    """Let nobody mark or hand in an attempt at this quiz until the transaction ends.

    Whoever marks holds the enrolment; whoever begins or hands in writes to the table of
    attempts, which is locked for the moment: also those who begin only now are then
    judged by the corrections. Saving answers goes on. In this order, as everybody who
    needs both takes them. SQLite has one writer at a time in any case.
    """
    sitting = select(Attempt.enrolment_id).where(Attempt.quiz_key == quiz_key)
    session.execute(
        select(Enrolment.id)
        .where(Enrolment.id.in_(sitting))
        .order_by(Enrolment.id)
        .with_for_update(key_share=True)
    )
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE attempt IN SHARE ROW EXCLUSIVE MODE"))
    sat = aliased(Enrolment)
    learners = select(sat.user_id).where(sat.id.in_(sitting))
    hold_programmes(session, learners, office.programmes)


def _moment_after(latest: datetime | None, now: datetime) -> datetime:
    """Now, or just after the latest mark if the clock of another server is ahead.

    So each mark bears an earlier moment than the corrections it was not judged by.
    """
    return now if latest is None else max(now, latest + _A_MOMENT)


def _add_corrections(
    session: Session, regrade: Regrade, corrections: Sequence[Correction]
) -> None:
    session.add_all(
        CorrectionRow(
            regrade_id=regrade.id,
            quiz_key=regrade.quiz_key,
            question_key=each.question_key,
            question_digest=each.question_digest,
            action=each.action,
            value=None if each.value is None else dict(each.value),
            actor_id=regrade.actor_id,
            occurred_at=regrade.occurred_at,
            recorded_at=regrade.recorded_at,
        )
        for each in corrections
    )


def _add_marks(session: Session, regrade: Regrade, plan: Plan) -> None:
    rows = [
        {
            **columns_of(change.grade),
            "attempt_id": change.attempt.id,
            "edition_id": change.attempt.edition_id,
            "supersedes_id": change.attempt.mark.id if change.attempt.mark else None,
            "reason": regrade.reason,
            "regrade_id": regrade.id,
            "actor_id": regrade.actor_id,
            "occurred_at": change.attempt.submitted_at,
            "recorded_at": regrade.recorded_at,
        }
        for each in plan.concerned
        for change in each.changes
    ]
    if rows:
        session.execute(insert(Mark), rows)


def _note_standings(
    session: Session, regrade: Regrade, plan: Plan, *, office: AwardOffice, by: User
) -> None:
    """Fold every learner concerned anew, from the record as it now is."""
    enrolments = [each.enrolment for each in plan.concerned]
    for first in range(0, len(enrolments), CHUNK):
        chunk = enrolments[first : first + CHUNK]
        evidences = evidences_of(session, [each.id for each in chunk])
        folded = [
            (each, fold(editions.course_of(session, each.edition), evidences[each.id]))
            for each in chunk
        ]
        note_standings(session, folded, now=regrade.recorded_at, office=office, by=by)
    suspended = set()
    for each in plan.concerned:
        for holding in each.suspended:
            suspend(session, holding, regrade, by=by)
            suspended.add(each.enrolment.user_id)
    note_programmes(session, suspended, now=regrade.recorded_at, office=office, by=by)


def _write_letters(
    session: Session, regrade: Regrade, plan: Plan, letter: Letter, *, now: datetime
) -> None:
    """One letter for each learner whose result changed and whose account is open."""
    by_person: dict[int, list[Concerned]] = {}
    for each in plan.concerned:
        if all(mark.before == mark.after for mark in each.listed.attempts):
            continue
        by_person.setdefault(each.enrolment.user_id, []).append(each)
    for concerned in by_person.values():
        person = concerned[0].enrolment.user
        sheets = [
            plan.quizzes[change.attempt.edition_id]
            for each in concerned
            for change in each.changes
        ]
        told = Told(
            person=person,
            quiz_title=sheets[-1].title,
            changes=tuple(each.listed for each in concerned),
            reason=regrade.reason,
            tells_marks=all(map(_tells_marks, sheets)),
        )
        outbox.tell(
            session,
            person,
            letter(told),
            now=now,
            occasion=f"regrade {regrade.uuid} {person.uuid}",
        )


def _tells_marks(quiz: Quiz) -> bool:
    return quiz.showing.marks in _TOLD_AFTERWARDS
