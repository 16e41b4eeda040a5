"""What a change of the rule does to those it was decided for, chunk by chunk.

Each chunk is moved, recorded and told with a few statements, whatever its size: only
those whom the change brings something are loaded as records of their own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session, joinedload, load_only, selectinload

from course import outbox
from course.awards import AwardOffice
from course.enrolments import kept_columns
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
from course.rule_change_listing import Decision, Effect, EnrolmentChange
from course.rule_change_plan import Compared, RuleScope, cohorts_concerned
from course.standing import Standing


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

    learner: Callable[[LearnerTold], outbox.Words]
    trainer: Callable[[TrainerTold], outbox.Words]


@dataclass(frozen=True, slots=True)
class Applying:
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
        if not chunk:
            return set()
        effects = {
            each.enrolment_id: each.listed.effect(self.decision.choice)
            for each in chunk
        }
        touched = [each for each in chunk if effects[each.enrolment_id] != "kept"]
        self._record(chunk, effects)
        self._move(each for each in touched if effects[each.enrolment_id] == "moved")
        return self._tell(touched, effects)

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
        outbox.tell_all(
            self.session,
            [
                self._letter(person, "trainer", self._trainer_told(person, theirs))
                for person, theirs in led.items()
            ],
            now=self.now,
        )

    def _trainer_told(self, person: User, cohorts: Sequence[Cohort]) -> outbox.Words:
        told = TrainerTold(person, self.to, tuple(cohorts), self.decision)
        return self.letters.trainer(told)

    def _move(self, moved: Iterable[Compared]) -> None:
        """Hold them to the new edition, and keep where they stand under it.

        For whom nothing is earned and nothing holds again a row is enough.
        """
        rows, rewarded = [], {}
        for each in moved:
            if each.listed.earned or each.listed.reinstated:
                rewarded[each.enrolment_id] = each.after
            else:
                edition = {"edition_id": self.change.to_edition_id}
                kept = kept_columns(each.after)
                rows.append({"id": each.enrolment_id, **edition, **kept})
        if rows:
            self.session.execute(update(Enrolment), rows)
            self._forget_enrolments()
        folded = [(one, rewarded[one.id]) for one in self._enrolments(rewarded)]
        for enrolment, _after in folded:
            hold_to(enrolment, self.change.to_edition)
        note_standings(
            self.session, folded, now=self.now, office=self.office, by=self.by
        )
        self.session.flush()

    def _forget_enrolments(self) -> None:
        """Whoever holds one of them reads anew what the rows say by now."""
        for each in list(self.session):
            if isinstance(each, Enrolment):
                self.session.expire(each)

    def _enrolments(self, ids: Mapping[int, Any]) -> Sequence[Enrolment]:
        if not ids:
            return []
        return self.session.scalars(
            select(Enrolment)
            .where(Enrolment.id.in_(ids))
            .order_by(Enrolment.id)
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

    def _tell(
        self, touched: Sequence[Compared], effects: Mapping[int, Effect]
    ) -> set[int]:
        """Write to each learner once; the cohorts that they are in."""
        by_id = {each.enrolment_id: each for each in touched}
        if not by_id:
            return set()
        letters, cohorts = [], set()
        people = self.session.execute(
            select(Enrolment.id, Enrolment.cohort_id, User)
            .join(Enrolment.user)
            .where(Enrolment.id.in_(by_id))
            .order_by(Enrolment.id)
            .options(load_only(User.uuid, User.name, User.email, User.closed_at))
        )
        for enrolment_id, cohort_id, person in people:
            each, effect = by_id[enrolment_id], effects[enrolment_id]
            told = LearnerTold(
                person=person,
                course=self.to,
                change=each.listed,
                effect=effect,
                outstanding=outstanding_titles(each.after, each.listed, effect),
                top_up_by=self.change.top_up_by,
                reason=self.change.reason,
            )
            letters.append(self._letter(person, "learner", self.letters.learner(told)))
            if cohort_id is not None:
                cohorts.add(cohort_id)
        outbox.tell_all(self.session, letters, now=self.now)
        return cohorts

    def _letter(
        self, person: User, role: str, words: outbox.Words
    ) -> tuple[User, outbox.Words, str]:
        return person, words, f"rule change {self.change.uuid} {role} {person.uuid}"


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
