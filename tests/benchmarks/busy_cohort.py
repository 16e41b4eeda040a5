"""A cohort of two thousand in the middle of a course, written straight into the record.

The verbs of the course would take minutes. One learner does everything by the verbs;
the others are made after the rows that this one left behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, inspect, select
from sqlalchemy.orm import Session

from course import (
    accounts,
    attempts,
    cohorts,
    editions,
    progress,
    responses,
    tokens,
)
from course.awards import AwardOffice
from course.catalogue import Catalogue
from course.database import Base
from course.enrolments import enrol
from course.models import (
    AccessToken,
    Attempt,
    Cohort,
    Enrolment,
    EnrolmentEvent,
    LessonCompletion,
    LessonOpening,
    Mark,
    NoticeAcceptance,
    ProfileEntry,
    Response,
    User,
)
from course.passwords import hash_password
from course.submissions import submit_attempt
from tests import builders

COURSE = "mainstreaming"
PASSWORD = "a password for measuring"
TRAINER = "busy.trainer@example.org"
LESSONS_DONE = 20
FAILED = 2
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class BusyCohort:
    """The names by which a client asks for what this cohort does."""

    cohort: UUID
    trainer: str
    learners: tuple[str, ...]
    attempts: tuple[UUID, ...]
    lessons: tuple[str, ...]
    question: str
    answer: Any


def a_busy_cohort(
    session: Session, catalogue: Catalogue, office: AwardOffice, learners: int
) -> BusyCohort:
    """So many learners, each with lessons done, a quiz failed twice, another open."""
    now = datetime.now(UTC)
    begun = now - timedelta(days=20)
    trainer = _person(session, "trainer", begun)
    course = catalogue.course(COURSE)
    cohort, _ = cohorts.create_cohort(
        session,
        editions.course_edition(session, course, now=begun),
        op=uuid4(),
        key="busy",
        title="The busy cohort",
        mode="moderated",
        opens_on=begun.date(),
        closes_on=(now + timedelta(days=60)).date(),
        now=begun,
        by=trainer,
    )
    first = _the_first(session, catalogue, cohort, office, begun)
    session.flush()
    secrets = [uuid4().hex for _ in range(learners)]
    sat = _others(session, first, secrets)
    uuids = dict(
        session.execute(
            select(Attempt.id, Attempt.uuid).where(Attempt.id > min(sat) - 1)
        )
        .tuples()
        .all()
    )
    sheet = editions.sheet_of(session, session.get_one(Attempt, sat[0]))
    return BusyCohort(
        cohort=cohort.uuid,
        trainer=tokens.create_token(session, trainer, "bench", now=now)[1],
        learners=tuple(secrets),
        attempts=tuple(uuids[each] for each in sat),
        lessons=tuple(
            f"/courses/{COURSE}/modules/{module.key}/lessons/{lesson.key}"
            for module in course.modules
            for lesson in module.lessons
        ),
        question=sheet.questions[0].key,
        answer=sheet.questions[0].correct_answer,
    )


def _person(session: Session, role: str, now: datetime) -> User:
    person = accounts.register_person(
        session,
        email=f"busy.{role}@example.org",
        name=f"A {role}",
        role=role,
        now=now,
        password_hash=hash_password(PASSWORD),
    )
    session.flush()
    builders.accept_notice(session, person)
    return person


def _the_first(
    session: Session,
    catalogue: Catalogue,
    cohort: Cohort,
    office: AwardOffice,
    now: datetime,
) -> Enrolment:
    """The learner whose rows are the pattern, by the verbs of the course."""
    learner = _person(session, "learner", now)
    enrolment = enrol(session, learner, cohort.edition, cohort=cohort, now=now)
    course = catalogue.course(COURSE)
    places = [(m.key, one.key) for m in course.modules for one in m.lessons]
    for module, lesson in places[:LESSONS_DONE]:
        progress.open_lesson(session, enrolment.id, module, lesson, now=now, by=learner)
        progress.complete_lesson(
            session,
            enrolment,
            module,
            lesson,
            op=uuid4(),
            now=now,
            office=office,
            by=learner,
        )
    failed, begun = (catalogue.quiz(str(m.quiz_key)) for m in course.modules[:2])
    for number in range(FAILED + 1):
        quiz = failed if number < FAILED else begun
        attempt, _ = attempts.start_attempt(
            session,
            enrolment,
            quiz,
            op=uuid4(),
            seed=1,
            now=now + timedelta(days=number + 1),
            office=office,
            by=learner,
        )
        sheet = editions.sheet_of(session, attempt)
        if number < FAILED:
            submit_attempt(
                session,
                attempt,
                sheet,
                now=now + timedelta(days=number + 1),
                office=office,
                by=learner,
            )
            continue
        for question in sheet.questions[:5]:
            responses.save_response(
                session,
                attempt,
                sheet,
                question.key,
                question.correct_answer,
                op=uuid4(),
                now=now,
                by=learner,
            )
    return enrolment


def _others(session: Session, first: Enrolment, secrets: Sequence[str]) -> list[int]:
    """The same rows for a learner behind each secret; the numbers of their attempts."""
    now, person = datetime.now(UTC), first.user
    people = _copies(session, person, email=[f"{each}@example.org" for each in secrets])
    for row in _rows(session, (ProfileEntry, NoticeAcceptance), user_id=person.id):
        _copies(session, row, user_id=people, actor_id=people)
    session.execute(
        insert(AccessToken),
        [
            {
                "user_id": each,
                "token_hash": tokens.hash_secret(secret),
                "label": "bench",
                "created_at": now,
                "expires_at": now + timedelta(days=30),
            }
            for each, secret in zip(people, secrets, strict=True)
        ],
    )
    seats = _copies(session, first, user_id=people)
    facts = (EnrolmentEvent, LessonOpening, LessonCompletion)
    for row in _rows(session, facts, enrolment_id=first.id):
        _copies(session, row, enrolment_id=seats, actor_id=people)
    sat: list[int] = []
    for attempt in _rows(session, (Attempt,), enrolment_id=first.id):
        sat = _copies(session, attempt, enrolment_id=seats, actor_id=people)
        for row in _rows(session, (Response, Mark), attempt_id=attempt.id):
            _copies(session, row, attempt_id=sat, actor_id=people)
    return sat


def _rows(session: Session, models: Sequence[Any], **columns: int) -> list[Any]:
    """The rows of these tables that are about one thing, in their order."""
    return [
        row
        for model in models
        for row in session.scalars(
            select(model).filter_by(**columns).order_by(model.id)
        ).all()
    ]


def _copies(session: Session, row: Base, **columns: Sequence[Any]) -> list[int]:
    """Copies of a row, each with a name and these values of its own; their numbers."""
    model: Any = type(row)
    there = inspect(model).local_table.columns.keys()
    kept = {key: getattr(row, key) for key in there if key not in ("id", "uuid", "op")}
    names = [key for key in ("uuid", "op") if key in there]
    made = [
        {
            **kept,
            **{key: uuid4() for key in names},
            **dict(zip(columns, own, strict=True)),
        }
        for own in zip(*columns.values(), strict=True)
    ]
    found: list[int] = []
    for at in range(0, len(made), _CHUNK):
        statement = insert(model).returning(model.id, sort_by_parameter_order=True)
        found += session.scalars(statement, made[at : at + _CHUNK])
    return found
