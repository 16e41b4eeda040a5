"""Creating cohorts, naming their trainers, and seeing where their learners stand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload, selectinload

from course import editions
from course.accommodations import Allowances, allowances_of
from course.errors import CohortKeyTaken
from course.learner_states import learner_state
from course.models import (
    Attempt,
    Cohort,
    CohortTrainer,
    Edition,
    Enrolment,
    Mark,
    User,
)
from course.operations import made_by
from course.policy import visible_cohorts
from course.steps import Step, outstanding_of


@dataclass(frozen=True, slots=True)
class CohortName:
    """What a cohort is called: in addresses, in files, and by people."""

    uuid: UUID
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class CohortSize:
    """A cohort with how many learners it has and how many of them have completed."""

    cohort: Cohort
    learners: int
    completed: int


@dataclass(frozen=True, slots=True)
class QuizSittings:
    """A learner's attempts at one quiz: all, those open, those waiting for a mark."""

    begun: int = 0
    still_open: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class LearnerStanding:
    """One learner of a cohort: how far they are and what blocks them.

    ``allowances`` are what accommodations add to the rules for this learner.
    """

    enrolment: Enrolment
    outstanding: tuple[Step, ...] = ()
    failed_quizzes: tuple[str, ...] = ()
    sittings: Mapping[str, QuizSittings] = field(default_factory=dict)
    allowances: Allowances = field(default_factory=Allowances)

    @property
    def waiting_quizzes(self) -> tuple[str, ...]:
        """The quizzes at which an attempt waits for a person to mark it."""
        return tuple(key for key, each in self.sittings.items() if each.waiting)

    @property
    def state(self) -> str:
        """Withdrawn, completed, under way, not started, or invited."""
        enrolment = self.enrolment
        return learner_state(
            withdrawn_at=enrolment.withdrawn_at,
            completed_at=enrolment.completed_at,
            last_active_at=enrolment.last_active_at,
            has_password=enrolment.user.password_hash is not None,
        )


def create_cohort(
    session: Session,
    edition: Edition,
    *,
    op: UUID,
    key: str,
    title: str,
    mode: str,
    opens_on: date,
    closes_on: date,
    now: datetime,
    by: User,
) -> tuple[Cohort, bool]:
    """Make a cohort led by its maker, or return the one that ``op`` made before.

    Raises ``CohortKeyTaken`` when another cohort has the key, ``OperationConflict``
    when ``op`` made a different one.
    """
    asked = {
        "key": key,
        "title": title,
        "course_key": edition.key,
        "mode": mode,
        "opens_on": opens_on,
        "closes_on": closes_on,
        "created_by": by.id,
    }
    earlier = _made_by(session, op, asked)
    if earlier is not None:
        return earlier, False
    cohort = Cohort(uuid=op, edition=edition, created_at=now, **asked)
    try:
        with session.begin_nested():
            session.add(cohort)
    except IntegrityError:
        # The same operation, sent twice at once, may have won.
        earlier = _made_by(session, op, asked)
        if earlier is None:
            if session.scalar(select(Cohort.id).where(Cohort.key == key)) is None:
                raise
            raise CohortKeyTaken(key) from None
        return earlier, False
    if by.is_trainer:
        add_trainer(session, cohort, by)
    return cohort, True


def add_trainer(session: Session, cohort: Cohort, trainer: User) -> None:
    """Let a trainer lead the cohort."""
    if session.get(CohortTrainer, (cohort.id, trainer.id)) is None:
        session.add(CohortTrainer(cohort_id=cohort.id, user_id=trainer.id))
        session.flush()


def remove_trainer(session: Session, cohort: Cohort, trainer: User) -> None:
    """Stop a trainer from leading the cohort."""
    led = session.get(CohortTrainer, (cohort.id, trainer.id))
    if led is not None:
        session.delete(led)
        session.flush()


def find_cohort(
    session: Session, asker: User, uuid: UUID, *, for_update: bool = False
) -> Cohort | None:
    """The cohort of this name if the asker may see it."""
    query = (
        select(Cohort)
        .where(Cohort.uuid == uuid, visible_cohorts(asker))
        .options(joinedload(Cohort.edition), selectinload(Cohort.trainers))
    )
    if for_update:
        # Learners in it go on: PostgreSQL looks for the cohort when they are updated.
        query = query.with_for_update(of=Cohort, key_share=True)
    return session.scalar(query)


def lock_cohort(session: Session, cohort: Cohort) -> None:
    """Hold a cohort still, so that one at a time counts its places and gives them."""
    session.execute(
        select(Cohort.id).where(Cohort.id == cohort.id).with_for_update(key_share=True)
    )


def list_cohorts(
    session: Session, asker: User, *, after: int = 0, limit: int = 100
) -> list[CohortSize]:
    """The cohorts that the asker leads, or all for an administrator, newest first.

    ``after`` is the ``id`` of the last cohort seen, or 0 for the first page.
    """
    query = (
        select(Cohort, func.count(Enrolment.id), func.count(Enrolment.completed_at))
        .outerjoin(
            Enrolment,
            (Enrolment.cohort_id == Cohort.id) & Enrolment.withdrawn_at.is_(None),
        )
        .where(visible_cohorts(asker))
        .group_by(Cohort.id)
        .order_by(Cohort.id.desc())
        .limit(limit)
        .options(joinedload(Cohort.edition))
    )
    if after:
        query = query.where(Cohort.id < after)
    return [CohortSize(*row) for row in session.execute(query)]


def name_cohorts(
    session: Session,
    asker: User,
    course_key: str,
    *,
    most: int,
    besides: UUID | None = None,
) -> list[CohortName]:
    """The newest cohorts of a course that the asker leads, and one ``besides``.

    Nobody in them is counted: it takes as long where there are a million.
    """
    led = (Cohort.course_key == course_key, visible_cohorts(asker))
    newest = select(Cohort.id).where(*led).order_by(Cohort.id.desc()).limit(most)
    query = (
        select(Cohort.uuid, Cohort.key, Cohort.title)
        .where(*led, Cohort.id.in_(newest) | (Cohort.uuid == besides))
        .order_by(Cohort.id.desc())
    )
    return [CohortName(*row) for row in session.execute(query)]


def cohort_titles(
    session: Session,
    asker: User,
    course_key: str,
    keys: Collection[str] | None = None,
) -> dict[str, str]:
    """What cohorts of a course that the asker leads are called, by their keys.

    Those of these ``keys``, or all of them.
    """
    query = select(Cohort.key, Cohort.title).where(
        Cohort.course_key == course_key, visible_cohorts(asker)
    )
    if keys is not None:
        if not keys:
            return {}
        query = query.where(Cohort.key.in_(keys))
    return {row[0]: row[1] for row in session.execute(query)}


def cohort_progress(
    session: Session, cohort: Cohort, *, after: UUID | None = None, limit: int = 1000
) -> list[LearnerStanding]:
    """Every learner of the cohort by name: standing, what is left, what was failed.

    Three statements, whatever the size. ``after`` is the last enrolment seen.
    """
    query = (
        select(Enrolment)
        .join(Enrolment.user)
        .where(Enrolment.cohort_id == cohort.id)
        .options(joinedload(Enrolment.user), joinedload(Enrolment.edition))
        .order_by(User.name, Enrolment.id)
        .limit(limit)
    )
    if after is not None:
        name, last_id = session.execute(
            select(User.name, Enrolment.id)
            .join(Enrolment.user)
            .where(Enrolment.uuid == after)
        ).one()
        query = query.where(
            (User.name > name) | ((User.name == name) & (Enrolment.id > last_id))
        )
    enrolments = session.scalars(query).all()
    sittings = _sittings_of(session, [each.id for each in enrolments])
    allowances = allowances_of(session, enrolments)
    return [
        _standing_of(session, each, sittings.get(each.id, {}), allowances[each.id])
        for each in enrolments
    ]


def _made_by(session: Session, op: UUID, asked: Mapping[str, Any]) -> Cohort | None:
    """The cohort that this operation made, or ``OperationConflict`` if another."""
    return made_by(session, Cohort, op, asked)


def _standing_of(
    session: Session,
    enrolment: Enrolment,
    sittings: Mapping[str, QuizSittings],
    allowances: Allowances,
) -> LearnerStanding:
    """What is kept of a learner's standing: no statement asks for more."""
    course = editions.course_of(session, enrolment.edition)
    outstanding = outstanding_of(course, enrolment)
    tried = enrolment.standing["quizzes"]
    return LearnerStanding(
        enrolment=enrolment,
        outstanding=outstanding,
        failed_quizzes=tuple(
            step.key
            for step in outstanding
            if step.kind == "quiz" and step.key in tried
        ),
        sittings=sittings,
        allowances=allowances,
    )


def _sittings_of(
    session: Session, enrolment_ids: list[int]
) -> dict[int, dict[str, QuizSittings]]:
    """For each enrolment its attempts, counted by quiz: one statement."""
    begun, submitted = func.count(Attempt.id), func.count(Attempt.submitted_at)
    # Of several marks of one attempt the first alone supersedes none.
    marked = func.count(Mark.id)
    rows = session.execute(
        select(Attempt.enrolment_id, Attempt.quiz_key, begun, submitted, marked)
        .outerjoin(Mark, (Mark.attempt_id == Attempt.id) & Mark.supersedes_id.is_(None))
        .where(Attempt.enrolment_id.in_(enrolment_ids))
        .group_by(Attempt.enrolment_id, Attempt.quiz_key)
        .order_by(Attempt.enrolment_id, Attempt.quiz_key)
    )
    found: dict[int, dict[str, QuizSittings]] = {}
    for enrolment_id, quiz_key, all_of_them, handed_in, with_mark in rows:
        found.setdefault(enrolment_id, {})[quiz_key] = QuizSittings(
            begun=all_of_them,
            still_open=all_of_them - handed_in,
            waiting=handed_in - with_mark,
        )
    return found
