"""The multitude: a record that holds together, of the shape that was asked, again."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Engine, func, inspect, select, text
from sqlalchemy.orm import Session

from course import accounts
from course.catalogue import Catalogue, load_catalogue
from course.database import Base, make_engine
from course.doctor import examine
from course.documents import missing_glyphs
from course.models import (
    Award,
    AwardEvent,
    Cohort,
    Enrolment,
    EnrolmentEvent,
    LessonCompletion,
    LessonOpening,
    ProfileEntry,
    User,
)
from learner_api.demonstration.multitude import keep_editions, load_multitude
from learner_api.demonstration.multitude.ledger import COLUMNS, dashed, stem_of
from tests import builders

LEARNERS = 300
NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
_BEGAN = NOW - timedelta(days=1300)


@pytest.fixture(scope="module")
def course_of_today() -> Catalogue:
    return load_catalogue()


def load(session: Session, catalogue: Catalogue, *, seed: int = 1) -> None:
    """The three who sign in but the learner, and the multitude."""
    editions = keep_editions(session, catalogue, catalogue.course("mainstreaming"), NOW)
    for role in ("trainer", "administrator"):
        accounts.register_person(
            session,
            email=f"{role}@example.org",
            name="Somebody",
            role=role,
            now=_BEGAN,
            is_demonstration=True,
        )
    load_multitude(
        session,
        editions,
        builders.OFFICE,
        learners=LEARNERS,
        seed=seed,
        password_hash="a hash",
        now=NOW,
        told=lambda: None,
    )
    session.commit()


@pytest.fixture(scope="module")
def written(
    sqlite_template: Path,
    course_of_today: Catalogue,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Session]:
    """A session on a multitude that is only read."""
    path = tmp_path_factory.mktemp("multitude") / "course.sqlite"
    shutil.copyfile(sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}", durable=False)
    with Session(engine) as session:
        load(session, course_of_today)
        yield session
    engine.dispose()


def test_the_doctor_finds_nothing_and_both_databases_hold_the_same(
    session, course_of_today, written
):
    load(session, course_of_today)

    found = [str(each) for few in examine(session) for each in few]

    assert found == []
    for model in COLUMNS:
        assert rows_of(session, model) == rows_of(written, model), model.__tablename__


def test_another_seed_tells_of_others(
    sqlite_template, course_of_today, written, tmp_path
):
    path = shutil.copyfile(sqlite_template, tmp_path / "course.sqlite")
    engine = make_engine(f"sqlite:///{path}", durable=False)
    with Session(engine) as session:
        load(session, course_of_today, seed=2)
        others = learners(session)
    engine.dispose()

    assert len(others) == len(learners(written)) == LEARNERS
    assert [each.name for each in others] != [each.name for each in learners(written)]
    assert {each.uuid for each in others}.isdisjoint(
        each.uuid for each in learners(written)
    )


def test_nearly_all_begin_and_nearly_half_complete_and_are_certified(written):
    enrolled = count(written, Enrolment, Enrolment.run == 1)
    begun = count(
        written, Enrolment, Enrolment.id.in_(select(LessonOpening.enrolment_id))
    )
    completed = count(written, Enrolment, Enrolment.completed_at.is_not(None))
    certified = count(
        written,
        Award,
        Award.claims["kind"].as_string() == "completion",
        Award.supersedes_id.is_(None),
    )

    assert enrolled == LEARNERS
    assert 0.86 < begun / enrolled < 0.97
    assert 0.35 < completed / enrolled < 0.55
    assert certified == completed


def test_fewer_finish_each_lesson_than_the_one_before(written):
    for edition in (1, 2):
        reached = Counter(
            written.scalars(
                select(func.count(LessonCompletion.id))
                .join(Enrolment, Enrolment.id == LessonCompletion.enrolment_id)
                .where(Enrolment.edition_id == edition_number(written, edition))
                .group_by(Enrolment.id)
            )
        )
        most = max(reached)
        finished = [
            sum(n for lessons, n in reached.items() if lessons >= each)
            for each in range(1, most + 1)
        ]
        assert most == {1: 12, 2: 16}[edition]
        assert finished[0] > finished[most // 2] >= finished[-1] > 0


def test_they_come_from_everywhere_for_three_years_and_most_in_cohorts(written):
    people = learners(written)
    moments = [each.enrolled_at for each in written.scalars(select(Enrolment))]
    in_cohorts = count(
        written, Enrolment, Enrolment.cohort_id.is_not(None), Enrolment.run == 1
    )

    countries = Counter(each.country for each in people)
    assert len(countries) > 50
    assert countries["BD"] > countries["LC"]
    assert len({each.organisation for each in people}) > 60
    assert {each.gender for each in people} >= {"female", "male", "undisclosed"}
    assert max(moments) - min(moments) > timedelta(days=2.5 * 365)
    assert max(moments) < NOW
    assert in_cohorts == round(0.6 * LEARNERS)
    assert set(written.scalars(select(Cohort.mode))) == {"moderated", "self-paced"}


def test_some_change_their_profile_move_and_leave(written):
    kinds = Counter(written.scalars(select(EnrolmentEvent.kind)))
    changed = count(written, ProfileEntry) - count(written, User)

    assert 0 < changed < 0.1 * LEARNERS
    assert 0.02 < kinds["withdrawn"] / LEARNERS < 0.12
    assert kinds["assigned"] > 0
    assert count(written, Enrolment, Enrolment.withdrawn_at.is_not(None)) == (
        kinds["withdrawn"] - kinds["restored"]
    )


def test_nothing_is_recorded_of_a_time_to_come(written):
    for model in (LessonCompletion, EnrolmentEvent, AwardEvent, ProfileEntry):
        assert written.scalar(select(func.max(model.recorded_at))) < NOW


def test_every_name_can_be_printed(written):
    names = "".join(each.name for each in learners(written))

    assert missing_glyphs(names) == ()


def test_what_follows_is_numbered_on_and_still_refers_to_something(
    session, engine, course_of_today
):
    keys, guards = foreign_keys(engine), triggers_of(engine)

    load(session, course_of_today)

    assert foreign_keys(engine) == keys
    assert triggers_of(engine) == guards
    last = session.scalar(select(func.max(User.id)))
    person = accounts.register_person(
        session, email="next@example.org", name="Next", role="learner", now=NOW
    )
    session.flush()
    assert person.id == last + 1


def foreign_keys(engine: Engine) -> list[tuple[str, ...]]:
    """Every foreign key, as the database says it."""
    found = inspect(engine)
    return sorted(
        (table, str(key["constrained_columns"]), key["referred_table"])
        for table in found.get_table_names()
        for key in found.get_foreign_keys(table)
    )


def triggers_of(engine: Engine) -> set[str]:
    """The names of every trigger, which both databases keep in a table of their own."""
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with engine.connect() as connection:
        return set(connection.scalars(text(names[engine.dialect.name])))


def learners(session: Session) -> list[User]:
    """The multitude without those who lead it, in the order of their numbers."""
    asked = select(User).where(User.role == "learner").order_by(User.id)
    return list(session.scalars(asked))


def edition_number(session: Session, place: int) -> int:
    """The number of the edition that was kept first, or second."""
    asked = select(Enrolment.edition_id).distinct().order_by(Enrolment.edition_id)
    return session.scalars(asked).all()[place - 1]


def count(session: Session, model: type[Base], *where: ColumnElement[bool]) -> int:
    """How many rows of a table are so."""
    asked = select(func.count()).select_from(model).where(*where)
    return session.scalar(asked) or 0


def rows_of(session: Session, model: Any) -> list[tuple[object, ...]]:
    """The rows of a table that were written in bulk, as the course reads them."""
    columns = [getattr(model, name) for name in ("id", "uuid", *COLUMNS[model])]
    stem = dashed(stem_of(model.__tablename__, 1))
    return [
        tuple(row)
        for row in session.execute(select(*columns).order_by(model.id))
        if str(row.uuid).startswith(stem)
    ]
