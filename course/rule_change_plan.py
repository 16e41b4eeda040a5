"""What another edition's rule makes of every learner, worked out and not yet done.

The listing that is shown before and the changes that are then made both come from
``compared``, so that the two cannot differ. Nothing is written here. Enrolments are
read in chunks: the number of statements does not grow with the learners of a chunk,
nor memory with their number.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from course import editions
from course.award_status import has_expired
from course.enrolments import is_newest_run
from course.evidence import Evidence
from course.gathering import evidences_of
from course.jobs import Progress, no_progress
from course.models import Achievement, Award, Cohort, Edition, Enrolment, User
from course.outline import Course
from course.rule_change_listing import (
    CohortChange,
    EnrolmentChange,
    RulePreview,
    Tally,
    progress_of,
)
from course.standing import Standing, fold
from course.suspensions import Holding, holdings_of

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class RuleScope:
    """Whom a change of the rule concerns: everybody on the course, or one cohort."""

    course_key: str
    cohort_id: int | None = None
    cohort: UUID | None = None

    @classmethod
    def of(cls, course_key: str, cohort: Cohort | None = None) -> "RuleScope":
        if cohort is None:
            return cls(course_key)
        return cls(course_key, cohort.id, cohort.uuid)


@dataclass(frozen=True, slots=True)
class Compared:
    """One enrolment: its row, and what both rules make of it."""

    enrolment_id: int
    edition_id: int
    listed: EnrolmentChange
    after: Standing


def preview_rule_change(
    session: Session,
    to: Course,
    scope: RuleScope,
    *,
    now: datetime,
    progress: Progress = no_progress,
) -> RulePreview:
    """What holding everybody in scope to this edition would change. Nothing is written.

    Whoever is held to it already is not compared.
    """
    return previewed(session, to, scope, now=now, progress=progress)


def previewed(
    session: Session,
    to: Course,
    scope: RuleScope,
    *,
    now: datetime,
    for_update: bool = False,
    seen: set[int] | None = None,
    progress: Progress = no_progress,
) -> RulePreview:
    """The preview; ``for_update`` holds what it was made of still until the end.

    The ids of the enrolments that it compared are added to ``seen``.
    """
    tally = Tally(
        scope.course_key,
        to.digest,
        scope.cohort,
        tuple(
            CohortChange(cohort.uuid, cohort.title, digest)
            for cohort, digest in cohorts_concerned(
                session, to, scope, for_update=for_update
            )
        ),
    )
    for chunk in compared(session, to, scope, now=now, for_update=for_update):
        for each in chunk:
            tally.note(each.listed)
        if seen is not None:
            seen.update(each.enrolment_id for each in chunk)
        progress(len(chunk))
    return tally.preview()


def how_many_concerned(session: Session, to: Course, scope: RuleScope) -> int:
    """How many enrolments a preview would compare: one statement."""
    concerned = _concerned(scope, to).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(concerned)) or 0


def listed(
    session: Session, to: Course, scope: RuleScope, group: str, *, now: datetime
) -> Iterator[EnrolmentChange]:
    """One list of a preview, whole, one enrolment after another."""
    for chunk in compared(session, to, scope, now=now):
        for each in chunk:
            if group in each.listed.groups:
                yield each.listed


def held_editions(
    session: Session, course_key: str, cohort_id: int | None = None
) -> dict[str, int]:
    """How many active enrolments are held to each edition, the newest edition first."""
    query = (
        select(Edition.digest, func.count(Enrolment.id).label("held"))
        .join(Enrolment, Enrolment.edition_id == Edition.id)
        .where(
            Enrolment.course_key == course_key,
            Enrolment.withdrawn_at.is_(None),
            is_newest_run(),
        )
        .group_by(Edition.id, Edition.digest)
        .order_by(Edition.id.desc())
    )
    if cohort_id is not None:
        query = query.where(Enrolment.cohort_id == cohort_id)
    found: Iterable[Any] = session.execute(query)
    return {row.digest: row.held for row in found}


def cohorts_concerned(
    session: Session, to: Course, scope: RuleScope, *, for_update: bool = False
) -> Sequence[tuple[Cohort, str]]:
    """The cohorts that are held to another edition, each with its digest."""
    query = (
        select(Cohort, Edition.digest)
        .join(Cohort.edition)
        .where(Cohort.course_key == scope.course_key, Edition.digest != to.digest)
        .order_by(Cohort.id)
    )
    if scope.cohort_id is not None:
        query = query.where(Cohort.id == scope.cohort_id)
    if for_update:
        query = query.with_for_update(of=Cohort, key_share=True)
    found = session.execute(query.execution_options(populate_existing=for_update))
    return [(cohort, digest) for cohort, digest in found]


def compared(
    session: Session,
    to: Course,
    scope: RuleScope,
    *,
    now: datetime,
    for_update: bool = False,
) -> Iterator[list[Compared]]:
    """Everybody in scope, in chunks, by the order of enrolling."""
    last = 0
    while rows := _rows(session, to, scope, last, for_update=for_update):
        last = rows[-1].id
        ids = [row.id for row in rows]
        evidences = evidences_of(
            session, ids, on_programme=to.is_programme, named=False
        )
        holdings = _by_enrolment(holdings_of(session, ids))
        expired = _expired(session, ids, now)
        known = editions.find_editions(session, {row.edition_id for row in rows})
        yield [
            _compared(
                row,
                known[row.edition_id].digest,
                to,
                evidences[row.id],
                holdings.get(row.id, {}),
                expired,
            )
            for row in rows
        ]


def _rows(
    session: Session, to: Course, scope: RuleScope, last: int, *, for_update: bool
) -> Sequence[Any]:
    query = _concerned(scope, to).where(Enrolment.id > last).limit(CHUNK)
    if for_update:
        # What refers to an enrolment can be written meanwhile: answers, lessons opened.
        query = query.with_for_update(of=Enrolment, key_share=True)
    return session.execute(query).all()


def learners_in(scope: RuleScope) -> Select[int]:
    """Whoever was ever enrolled in scope: at least everybody whom a change concerns."""
    there = aliased(Enrolment)
    query = select(there.user_id).where(there.course_key == scope.course_key)
    if scope.cohort_id is not None:
        query = query.where(there.cohort_id == scope.cohort_id)
    return query


def _concerned(scope: RuleScope, to: Course) -> Any:
    """Who is held to another edition, and is on the course or has earned something."""
    has_earned = exists(
        select(Achievement.id).where(Achievement.enrolment_id == Enrolment.id)
    )
    is_active = and_(Enrolment.withdrawn_at.is_(None), is_newest_run())
    query = (
        select(
            Enrolment.id,
            Enrolment.uuid,
            User.uuid.label("learner"),
            Enrolment.edition_id,
            Enrolment.met,
            Enrolment.needed,
            and_(is_active, User.closed_at.is_(None)).label("is_open"),
        )
        .join(User, User.id == Enrolment.user_id)
        .join(Edition, Edition.id == Enrolment.edition_id)
        .where(
            Enrolment.course_key == scope.course_key,
            Edition.digest != to.digest,
            or_(is_active, has_earned),
        )
        .order_by(Enrolment.id)
    )
    if scope.cohort_id is not None:
        query = query.where(Enrolment.cohort_id == scope.cohort_id)
    return query


def _compared(
    row: Any,
    digest: str,
    to: Course,
    evidence: Evidence,
    held: Mapping[str, Holding],
    expired: frozenset[int],
) -> Compared:
    # Where they stand is kept with the enrolment: only the other rule is judged.
    after = fold(to, evidence)
    met = [award.kind for award in after.awards if award.met_at is not None]
    waits = [kind for kind, one in held.items() if one.award_id is None]
    valid = [
        kind
        for kind, one in held.items()
        if one.is_valid and one.award_id not in expired
    ]
    change = EnrolmentChange(
        enrolment=row.uuid,
        learner=row.learner,
        from_edition=digest,
        is_open=bool(row.is_open),
        before=(row.met, row.needed),
        after=progress_of(after.completion),
        achieved=tuple(sorted(held)),
        certified=tuple(sorted((*valid, *waits))),
        undocumented=tuple(sorted(waits)),
        lacking=tuple(sorted(kind for kind in held if kind not in met)),
        earned=tuple(kind for kind in met if kind not in held),
        reinstated=tuple(
            sorted(
                held[kind].number or ""
                for kind in met
                if kind in held and held[kind].is_suspended_by_regrade
            )
        ),
    )
    return Compared(row.id, row.edition_id, change, after)


def _by_enrolment(
    holdings: Mapping[tuple[int, str], Holding],
) -> dict[int, dict[str, Holding]]:
    found: dict[int, dict[str, Holding]] = {}
    for (enrolment_id, kind), holding in holdings.items():
        found.setdefault(enrolment_id, {})[kind] = holding
    return found


def _expired(session: Session, ids: Sequence[int], now: datetime) -> frozenset[int]:
    """The awards on these enrolments that held only until a day that is past."""
    return frozenset(
        session.scalars(
            select(Award.id)
            .join(Award.achievement)
            .where(Achievement.enrolment_id.in_(ids), has_expired(now))
        )
    )
