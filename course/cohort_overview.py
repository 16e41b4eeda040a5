"""A cohort as its trainer looks after it: who is on track, who needs a word, and why.

Everything is read from what the enrolments keep and from a handful of statements, so
that two thousand learners cost no more of them than two. Who is in which group is said
by ``trainer_groups`` alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session, aliased

from course import editions
from course.last_acts import last_acts
from course.learners_seen import CohortOverview, LearnerSeen
from course.models import Attempt, Cohort, Enrolment, Mark, User
from course.module_states import ModuleState, module_states
from course.outline import Course
from course.run_calendar import ModuleWeek, weeks_of
from course.steps import Step, is_own, steps_left, steps_of
from course.trainer_groups import (
    FINISHED,
    WITHDRAWN,
    LearnerFacts,
    QuizFacts,
    failed_twice,
    groups_of,
    late_modules,
)
from course.waiting import work_waiting
from course.zones import zones_of
from quizzes import MEASURES

_AGAIN = 2
_NOTHING: frozenset[str] = frozenset()


def cohort_overview(
    session: Session, cohort: Cohort, *, days: int, now: datetime, office: ZoneInfo
) -> CohortOverview:
    """Where everybody of a cohort stands now; ``days`` without an act are silence.

    A day ends where the learner lives; in the zone of the ``office`` for those who
    said nothing.
    """
    rows = session.execute(_rows(cohort)).all()
    gathering = _Gathering(
        calendar=weeks_of(session, cohort),
        days=days,
        now=now,
        opens_at=datetime.combine(cohort.opens_on, time(), UTC),
        acts=last_acts(session, cohort),
        waiting=work_waiting(session, cohort),
        marks=_marks(session, cohort),
        zones=zones_of(session, [row.user_id for row in rows], office),
    )
    held = editions.find_editions(session, {row.edition_id for row in rows})
    for key, edition in held.items():
        gathering.teach(key, editions.course_of(session, edition))
    return CohortOverview(
        course=editions.course_of(session, cohort.edition),
        calendar=gathering.calendar,
        days=days,
        as_of=now,
        learners=tuple(
            sorted(map(gathering.seen, rows), key=lambda each: each.name.casefold())
        ),
    )


def _rows(cohort: Cohort) -> Any:
    return (
        select(
            Enrolment.id,
            Enrolment.uuid,
            Enrolment.user_id,
            Enrolment.edition_id,
            Enrolment.enrolled_at,
            Enrolment.withdrawn_at,
            Enrolment.completed_at,
            Enrolment.last_active_at,
            # As text: thousands taken apart at once would fill the memory with parts.
            cast(Enrolment.standing, String).label("kept"),
            Enrolment.met,
            Enrolment.needed,
            User.name,
            User.email,
            User.closed_at,
        )
        .join(User, User.id == Enrolment.user_id)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.run > 0)
        .order_by(User.name, Enrolment.id)
    )


@dataclass(frozen=True, slots=True)
class _Taught:
    """An edition as every learner who is held to it is measured by it."""

    course: Course
    steps: Sequence[Step]
    quizzes: tuple[str, ...]


@dataclass(slots=True)
class _Gathering:
    """What was read of a cohort, from which each learner is put together."""

    calendar: tuple[ModuleWeek, ...]
    days: int
    now: datetime
    opens_at: datetime
    acts: Mapping[int, datetime]
    waiting: Mapping[int, frozenset[str]]
    zones: Mapping[int, ZoneInfo]
    marks: Mapping[int, Mapping[str, tuple[bool, ...]]]
    taught: dict[int, _Taught] = field(default_factory=dict)

    def teach(self, edition_id: int, course: Course) -> None:
        asked = [each.quiz_key for each in course.modules if each.quiz_key]
        asked += [
            each.key for each in course.assessments if each.purpose not in MEASURES
        ]
        self.taught[edition_id] = _Taught(course, steps_of(course), tuple(asked))

    def seen(self, row: Any) -> LearnerSeen:
        """One learner, from their row and what was read besides."""
        taught, standing = self.taught[row.edition_id], orjson.loads(row.kept)
        waiting = self.waiting.get(row.id, _NOTHING)
        modules = module_states(taught.course, standing, waiting)
        facts = self._facts(row, standing["quizzes"], taught, modules)
        groups = groups_of(facts, self.calendar, days=self.days, now=self.now)
        is_under_way = not {FINISHED, WITHDRAWN} & set(groups)
        block, waits = (
            _block(steps_left(taught.steps, standing), waiting)
            if is_under_way
            else (None, False)
        )
        return LearnerSeen(
            id=row.id,
            enrolment=row.uuid,
            user_id=row.user_id,
            name=row.name,
            email=row.email,
            is_closed=row.closed_at is not None,
            groups=groups,
            late=late_modules(facts, self.calendar) if is_under_way else (),
            failed=failed_twice(facts.quizzes) if is_under_way else (),
            acted_at=facts.last_act_at,
            block=block,
            waits=waits,
            met=row.met,
            needed=row.needed,
            modules=modules,
        )

    def _facts(
        self,
        row: Any,
        tried: Mapping[str, Any],
        taught: _Taught,
        modules: Sequence[ModuleState],
    ) -> LearnerFacts:
        marks = self.marks.get(row.id, {})
        acts = [each for each in (row.last_active_at, self.acts.get(row.id)) if each]
        return LearnerFacts(
            since=max(row.enrolled_at, self.opens_at),
            today=self.now.astimezone(self.zones[row.user_id]).date(),
            last_act_at=max(acts, default=None),
            is_finished=row.completed_at is not None,
            is_withdrawn=row.withdrawn_at is not None,
            to_do=[each.module for each in modules if not each.is_done],
            quizzes={
                key: QuizFacts(passed=tried[key][3], marks=marks.get(key, ()))
                for key in taught.quizzes
                if key in tried
            },
        )


def _block(left: Sequence[Step], waiting: frozenset[str]) -> tuple[Step | None, bool]:
    """What comes next, and whether that is for somebody else to do."""
    own = [each for each in left if is_own(each) and each.key not in waiting]
    if own:
        return own[0], False
    return (left[0], left[0].key in waiting) if left else (None, False)


def _marks(session: Session, cohort: Cohort) -> dict[int, dict[str, tuple[bool, ...]]]:
    """Whether each attempt at a quiz that was tried again passed, by today's mark."""
    second = aliased(Attempt)
    latest = (
        select(func.max(Mark.id))
        .join(Attempt, Attempt.id == Mark.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(
            second,
            (second.enrolment_id == Attempt.enrolment_id)
            & (second.quiz_key == Attempt.quiz_key)
            & (second.number == _AGAIN),
        )
        .where(Enrolment.cohort_id == cohort.id)
        .group_by(Mark.attempt_id)
    )
    found: dict[int, dict[str, tuple[bool, ...]]] = {}
    for enrolment_id, quiz_key, passed in session.execute(
        select(Attempt.enrolment_id, Attempt.quiz_key, Mark.passed)
        .join(Mark, Mark.attempt_id == Attempt.id)
        .where(Mark.id.in_(latest))
        .order_by(Attempt.enrolment_id, Attempt.quiz_key, Attempt.number)
    ):
        quizzes = found.setdefault(enrolment_id, {})
        quizzes[quiz_key] = (*quizzes.get(quiz_key, ()), passed)
    return found
