"""Many learners at once, as facts written straight down: figures read nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from course.figures.query import StatisticsQuery
from course.models import (
    Achievement,
    Attempt,
    Award,
    Cohort,
    Edition,
    Enrolment,
    EnrolmentEvent,
    LessonCompletion,
    LessonOpening,
    Mark,
    ProfileEntry,
    User,
)
from tests import builders
from tests.builders import COURSE, LESSONS

BEGINNING = datetime(2026, 1, 5, 9, tzinfo=UTC)
FAR = 100_000
LATER = BEGINNING + timedelta(days=200)
COUNTRIES = ("KE", "UG", "FR", "BO", "FJ", "NA", None)
ORGANISATIONS = ("Ministry of Land", "ministry  of land", "-", "None", "Élan", None)


@dataclass(frozen=True, slots=True)
class Run:
    """One run: in which cohort, and how many days after it began what happened.

    ``sat`` are the points of ten in the test before the course and the one after it.
    """

    cohort: int | None = None
    day: int = 0
    edition: int = 0
    started: int | None = None
    assessed: int | None = None
    completed: int | None = None
    certified: int | None = None
    participated: int | None = None
    withdrawn: int | None = None
    sat: tuple[int, int] | None = None
    opened: tuple[int, ...] = ()
    finished: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with what they said of themselves, and their runs in order."""

    country: str | None = None
    gender: str | None = None
    affiliation: str | None = None
    organisation: str | None = None
    age_band: str | None = None
    runs: tuple[Run, ...] = (Run(),)


@dataclass(frozen=True, slots=True)
class Ground:
    """What people need to be on: cohorts, two editions, a final test and another."""

    cohorts: tuple[Cohort, ...]
    editions: tuple[Edition, ...]
    final: Edition
    other_test: Edition
    administrator: User


def a_ground(session: Session) -> Ground:
    """Cohorts of both modes, and a second edition of the course in French."""
    first = builders.an_edition(session, now=BEGINNING)
    content = {**first.content, "language": "fr"}
    second = Edition(
        kind="course",
        key=COURSE,
        digest="f" * 64,
        content=content,
        recorded_at=BEGINNING,
    )
    final, other_test = (
        Edition(
            kind="quiz",
            key=key,
            digest=letter * 64,
            content={"purpose": purpose},
            recorded_at=BEGINNING,
        )
        for key, letter, purpose in (
            ("final", "a", "final-assessment"),
            ("before", "b", "pre-test"),
        )
    )
    session.add_all([second, final, other_test])
    cohorts = [
        builders.a_cohort(session, key=key, mode=mode, now=BEGINNING)
        for key, mode in (
            ("none", "moderated"),
            ("spring", "moderated"),
            ("alone", "self-paced"),
        )
    ]
    boss = builders.an_administrator(session, now=BEGINNING)
    session.flush()
    return Ground(tuple(cohorts), (first, second), final, other_test, boss)


def settled(session: Session, somebody: Sequence[Person]) -> Ground:
    """A ground with these people on it."""
    ground = a_ground(session)
    settle(session, ground, somebody)
    return ground


def settle(session: Session, ground: Ground, people: Sequence[Person]) -> None:
    """Write down these people and all that they did."""
    writing = _Writing(session, ground)
    for person in people:
        writing.person(person)
    writing.write()


def asked(as_of: datetime = LATER, **overrides: Any) -> StatisticsQuery:
    """A question of the miniature course."""
    return StatisticsQuery(COURSE, as_of, **overrides)


class _Writing:
    """Rows with their numbers, gathered and then written table by table."""

    def __init__(self, session: Session, ground: Ground) -> None:
        self.session = session
        self.ground = ground
        self.rows: dict[type[Any], list[dict[str, Any]]] = {}
        latest = {
            model: session.scalar(select(func.max(model.id))) or 0 for model in _ORDER
        }
        # Far from the numbers that the database gives itself.
        self.next = {model: max(number, FAR) for model, number in latest.items()}

    def add(self, model: type[Any], **values: Any) -> int:
        self.next[model] += 1
        self.rows.setdefault(model, []).append({"id": self.next[model], **values})
        return self.next[model]

    def write(self) -> None:
        for model in _ORDER:
            if model in self.rows:
                self.session.execute(insert(model), self.rows[model])
        self.session.flush()

    def person(self, person: Person) -> None:
        number = self.next[User] + 1
        name = f"Person {number}"
        said = {
            "name": name,
            "country": person.country,
            "gender": person.gender,
            "affiliation": person.affiliation,
            "organisation": person.organisation,
            "age_band": person.age_band,
        }
        user = self.add(
            User,
            email=f"person-{number}@example.org",
            role="learner",
            created_at=BEGINNING,
            **said,
        )
        self.add(ProfileEntry, user_id=user, **_at(0), **said)
        for run_number, run in enumerate(person.runs, start=1):
            self.run(user, run_number, run)

    def run(self, user: int, number: int, run: Run) -> None:
        ground = self.ground
        cohort = None if run.cohort is None else ground.cohorts[run.cohort].id
        edition = ground.editions[run.edition].id
        on = self.add(
            Enrolment,
            user_id=user,
            course_key=COURSE,
            run=number,
            edition_id=edition,
            cohort_id=cohort,
            enrolled_at=_moment(run.day),
            standing={},
            withdrawn_at=None if run.withdrawn is None else _moment(run.withdrawn),
        )
        moved = {"enrolment_id": on, "cohort_id": cohort}
        self.add(EnrolmentEvent, kind="enrolled", **moved, **_at(run.day))
        if run.withdrawn is not None:
            self.add(EnrolmentEvent, kind="withdrawn", **moved, **_at(run.withdrawn))
        self.learning(on, run)
        if run.assessed is not None:
            self.sat(on, "final", ground.final.id, run.assessed, 5)
        for quiz, points in zip(("before", "after"), run.sat or (), strict=False):
            self.sat(on, quiz, ground.other_test.id, run.started or run.day, points)
        for kind, achieved, given in (
            ("completion", run.completed, run.certified),
            ("participation", run.participated, run.participated),
        ):
            if achieved is not None:
                self.achieved(on, edition, kind, achieved, given)

    def sat(self, on: int, quiz: str, edition: int, day: int, points: int) -> None:
        sitting = self.add(
            Attempt,
            enrolment_id=on,
            quiz_key=quiz,
            number=1,
            edition_id=edition,
            seed=1,
            **_at(day),
        )
        self.add(
            Mark,
            attempt_id=sitting,
            edition_id=edition,
            points=points,
            out_of=10,
            passed=True,
            detail={},
            **_at(day),
        )

    def learning(self, on: int, run: Run) -> None:
        started = run.started
        opened = run.opened or (() if started is None else (0,))
        for place in opened:
            module, lesson = LESSONS[place]
            self.add(
                LessonOpening,
                enrolment_id=on,
                module_key=module,
                lesson_key=lesson,
                **_at(started or run.day),
            )
        for place in run.finished:
            module, lesson = LESSONS[place]
            self.add(
                LessonCompletion,
                enrolment_id=on,
                module_key=module,
                lesson_key=lesson,
                **_at(started or run.day),
            )

    def achieved(
        self, on: int, edition: int, kind: str, day: int, given: int | None
    ) -> None:
        made = self.add(
            Achievement,
            enrolment_id=on,
            award_kind=kind,
            edition_id=edition,
            **_at(day),
        )
        if given is not None:
            self.add(
                Award,
                number=f"N-{made}",
                achievement_id=made,
                claims={},
                digest="d" * 64,
                **_at(given),
            )


_ORDER = (
    User, ProfileEntry, Enrolment, EnrolmentEvent, LessonOpening, LessonCompletion,
    Attempt, Mark, Achievement, Award,
)  # fmt: skip


def _moment(day: int) -> datetime:
    return BEGINNING + timedelta(days=day)


def _at(day: int) -> dict[str, Any]:
    return {"occurred_at": _moment(day), "recorded_at": _moment(day)}


def _perhaps(days: st.SearchStrategy[int]) -> st.SearchStrategy[int | None]:
    return st.none() | days


@st.composite
def runs(draw: st.DrawFn) -> Run:
    """One run in which things come in the order in which they can."""
    day = draw(st.integers(0, 70))
    steps: list[int | None] = []
    last: int | None = day
    for _ in range(3):
        last = None if last is None else draw(_perhaps(st.integers(last, last + 40)))
        steps.append(last)
    started, completed, certified = steps
    later = draw(_perhaps(st.integers(day, day + 60)))
    return Run(
        cohort=draw(st.sampled_from((None, 0, 1, 2))),
        day=day,
        edition=draw(st.integers(0, 1)),
        started=started,
        assessed=None if started is None or later is None else max(later, started),
        completed=completed,
        certified=certified,
        participated=None if started is None else completed,
        withdrawn=draw(st.sampled_from((None, None, 75))),
    )


@st.composite
def people(draw: st.DrawFn) -> Person:
    """Somebody who may take the course again, and may say nothing of themselves."""
    return Person(
        country=draw(st.sampled_from(COUNTRIES)),
        gender=draw(st.sampled_from(("female", "male", None))),
        affiliation=draw(st.sampled_from(("government", "academia", None))),
        organisation=draw(st.sampled_from(ORGANISATIONS)),
        age_band=draw(st.sampled_from(("under-25", "35-44", "undisclosed", None))),
        runs=tuple(draw(st.lists(runs(), min_size=1, max_size=3))),
    )
