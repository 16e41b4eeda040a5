"""Holding learners to another edition of a course: decided, applied, told, recorded.

A preview lists what the other rule makes of everybody. Applying a change works the
same out again, with the record held still, and refuses where that is no longer what was
listed. Nothing that was earned is taken away; everything is one transaction of the
caller's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, joinedload, selectinload

from course import editions, outbox
from course.awards import AwardOffice
from course.errors import OperationConflict, StalePreview
from course.models import (
    Cohort,
    Edition,
    Enrolment,
    RuleChange,
    RuleChangeEntry,
    User,
)
from course.outline import Course
from course.progress import note_standings
from course.rule_change_listing import Decision, EnrolmentChange, RulePreview
from course.rule_change_plan import (
    Compared,
    RuleScope,
    cohorts_concerned,
    compared,
    preview_rule_change,
    previewed,
)
from course.rule_errors import NoTopUpDate
from course.standing import Standing

__all__ = [
    "LearnerTold",
    "Letters",
    "RuleScope",
    "TrainerTold",
    "apply_rule_change",
    "find_rule_change",
    "preview_rule_change",
    "rule_changes_of",
]


@dataclass(frozen=True, slots=True)
class LearnerTold:
    """What a letter says to a learner whose rule changed, or who is asked to top up.

    ``outstanding`` are the titles of what the new rule still finds missing.
    """

    person: User
    course: Course
    change: EnrolmentChange
    effect: str
    outstanding: tuple[str, ...]
    top_up_by: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class TrainerTold:
    """What a letter says to a trainer: the cohorts of theirs, and what was decided."""

    person: User
    course: Course
    cohorts: tuple[Cohort, ...]
    decision: Decision


@dataclass(frozen=True, slots=True)
class Letters:
    """The words of the letters, subject and body, made at the edge."""

    learner: Callable[[LearnerTold], tuple[str, str]]
    trainer: Callable[[TrainerTold], tuple[str, str]]


def apply_rule_change(
    session: Session,
    to: Course,
    scope: RuleScope,
    decision: Decision,
    *,
    op: UUID,
    token: str,
    letters: Letters,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[RuleChange, bool]:
    """Do what a preview listed, or return the change of this ``op``, and which.

    Raises ``StalePreview`` when something else would be done than ``token`` names,
    ``NoTopUpDate`` and ``OperationConflict``. Two walks, so that memory stays flat: the
    first locks and fingerprints, the second does.
    """
    asked = _asked(scope, decision, token)
    earlier = _applied_by(session, op, asked)
    if earlier is not None:
        return earlier, False
    today = now.astimezone(office.zone).date()
    is_due = decision.top_up_by is not None and decision.top_up_by > today
    if (decision.choice == "top-up") != is_due or (decision.top_up_by and not is_due):
        raise NoTopUpDate
    preview = previewed(session, to, scope, now=now, for_update=True)
    # Sent twice at once, the second has waited for the first by now.
    earlier = _applied_by(session, op, asked)
    if earlier is not None:
        return earlier, False
    if preview.token != token:
        raise StalePreview
    change = _decide(session, to, scope, decision, preview, op=op, now=now, by=by)
    applying = _Applying(session, change, to, decision, letters, now, office, by)
    # Before anybody moves: the cohorts are known by the edition they were held to.
    cohorts = {cohort.id for cohort, _ in cohorts_concerned(session, to, scope)}
    if decision.choice != "finish":
        for chunk in compared(session, to, scope, now=now):
            cohorts |= applying.do(chunk)
    applying.move_cohorts(scope)
    applying.tell_trainers(cohorts)
    session.flush()
    return change, True


def find_rule_change(
    session: Session, course_key: str, uuid: UUID
) -> RuleChange | None:
    """The change of a course's rule of this name."""
    return session.scalar(
        select(RuleChange)
        .where(RuleChange.uuid == uuid, RuleChange.course_key == course_key)
        .options(joinedload(RuleChange.to_edition), joinedload(RuleChange.cohort))
    )


def rule_changes_of(session: Session, course_key: str) -> list[RuleChange]:
    """Every change of a course's rule, the latest first."""
    return list(
        session.scalars(
            select(RuleChange)
            .where(RuleChange.course_key == course_key)
            .order_by(RuleChange.id.desc())
            .options(joinedload(RuleChange.to_edition), joinedload(RuleChange.cohort))
        )
    )


def _asked(scope: RuleScope, decision: Decision, token: str) -> dict[str, Any]:
    """What makes two requests the same. The token names the edition too."""
    return {
        "course_key": scope.course_key,
        "cohort_id": scope.cohort_id,
        "choice": decision.choice,
        "top_up_by": decision.top_up_by,
        "reason": decision.reason,
        "token": token,
    }


def _applied_by(session: Session, op: UUID, asked: dict[str, Any]) -> RuleChange | None:
    """What this operation changed, or ``OperationConflict`` if it was another thing."""
    found = session.scalar(
        select(RuleChange)
        .where(RuleChange.uuid == op)
        .options(joinedload(RuleChange.to_edition), joinedload(RuleChange.cohort))
    )
    if found is not None and any(
        getattr(found, name) != value for name, value in asked.items()
    ):
        raise OperationConflict
    return found


def _decide(
    session: Session,
    to: Course,
    scope: RuleScope,
    decision: Decision,
    preview: RulePreview,
    *,
    op: UUID,
    now: datetime,
    by: User,
) -> RuleChange:
    edition = editions.course_edition(session, to, now=now)
    change = RuleChange(
        uuid=op,
        to_edition_id=edition.id,
        to_edition=edition,
        outcome=preview.outcome(),
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
        **_asked(scope, decision, preview.token),
    )
    session.add(change)
    session.flush()
    return change


@dataclass(frozen=True, slots=True)
class _Applying:
    """A change of the rule while it is carried out, chunk by chunk."""

    session: Session
    change: RuleChange
    to: Course
    decision: Decision
    letters: Letters
    now: datetime
    office: AwardOffice
    by: User

    def do(self, chunk: Sequence[Compared]) -> set[int]:
        """Move, ask and tell these learners; the cohorts that this concerns."""
        effects = {
            each.enrolment_id: each.listed.effect(self.decision.choice)
            for each in chunk
        }
        ids = [number for number, effect in effects.items() if effect != "kept"]
        enrolments = {each.id: each for each in self._enrolments(ids)}
        self._record(chunk, effects)
        folded = []
        for each in chunk:
            if effects[each.enrolment_id] == "moved":
                enrolment = enrolments[each.enrolment_id]
                hold_to(enrolment, self.change.to_edition)
                folded.append((enrolment, each.after))
        note_standings(
            self.session, folded, now=self.now, office=self.office, by=self.by
        )
        for each in chunk:
            if each.enrolment_id in enrolments:
                person = enrolments[each.enrolment_id].user
                self._tell(person, each, effects[each.enrolment_id])
        self.session.flush()
        return {
            each.cohort_id for each in enrolments.values() if each.cohort_id is not None
        }

    def move_cohorts(self, scope: RuleScope) -> None:
        """Whoever joins these cohorts from now on is held to the new edition."""
        for cohort, _ in cohorts_concerned(self.session, self.to, scope):
            cohort.edition = self.change.to_edition
        self.session.flush()

    def tell_trainers(self, cohort_ids: set[int]) -> None:
        """One letter to each trainer, whatever the number of their cohorts."""
        cohorts = self.session.scalars(
            select(Cohort)
            .where(Cohort.id.in_(cohort_ids))
            .order_by(Cohort.id)
            .options(selectinload(Cohort.trainers))
        )
        led: dict[User, list[Cohort]] = {}
        for cohort in cohorts:
            for trainer in cohort.trainers:
                led.setdefault(trainer, []).append(cohort)
        for person, theirs in led.items():
            if person.closed_at is None:
                told = TrainerTold(person, self.to, tuple(theirs), self.decision)
                self._write(person, "trainer", self.letters.trainer(told))

    def _enrolments(self, ids: Sequence[int]) -> Sequence[Enrolment]:
        if not ids:
            return []
        return self.session.scalars(
            select(Enrolment)
            .where(Enrolment.id.in_(ids))
            .options(
                joinedload(Enrolment.user),
                joinedload(Enrolment.edition),
                joinedload(Enrolment.cohort),
            )
            .execution_options(populate_existing=True)
        ).all()

    def _record(self, chunk: Sequence[Compared], effects: dict[int, Any]) -> None:
        rows = [
            {
                "rule_change_id": self.change.id,
                "enrolment_id": each.enrolment_id,
                "from_edition_id": each.edition_id,
                "to_edition_id": self.change.to_edition_id
                if effects[each.enrolment_id] == "moved"
                else each.edition_id,
                "effect": effects[each.enrolment_id],
                "listed": each.listed.to_data(),
                "actor_id": self.by.id,
                "occurred_at": self.now,
                "recorded_at": self.now,
            }
            for each in chunk
        ]
        self.session.execute(insert(RuleChangeEntry), rows)

    def _tell(self, person: User, each: Compared, effect: str) -> None:
        told = LearnerTold(
            person=person,
            course=self.to,
            change=each.listed,
            effect=effect,
            outstanding=outstanding_titles(each.after, each.listed, effect),
            top_up_by=self.change.top_up_by,
            reason=self.change.reason,
        )
        self._write(person, "learner", self.letters.learner(told))

    def _write(self, person: User, role: str, words: tuple[str, str]) -> None:
        subject, body = words
        outbox.write_message(
            self.session,
            person,
            subject=subject,
            body=body,
            now=self.now,
            occasion=f"rule change {self.change.uuid} {role} {person.uuid}",
        )


def hold_to(enrolment: Enrolment, edition: Edition) -> None:
    """From now on this enrolment is judged by another edition."""
    enrolment.edition = edition
    enrolment.edition_id = edition.id


def outstanding_titles(
    standing: Standing, change: EnrolmentChange, effect: str
) -> tuple[str, ...]:
    """What is missing, in the order of the rule: for what was fallen short of, or
    else for completion."""
    kinds = change.falls_short if effect == "asked" else (standing.completion.kind,)
    titles = [
        each.title
        for award in standing.awards
        if award.kind in kinds
        for each in award.outstanding
    ]
    return tuple(dict.fromkeys(titles))
