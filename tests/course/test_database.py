"""What the record demands of its database: moments in UTC, and facts left alone."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import IntegrityError, StatementError

from course.database import READ_ONLY, FactAltered, insert_once, make_engine
from course.models import (
    AccountEvent,
    Attempt,
    Enrolment,
    LessonCompletion,
    LessonOpening,
    SignInFailure,
)
from tests import builders
from tests.builders import NOW

TOKYO = timezone(timedelta(hours=9))


def test_a_moment_without_a_time_zone_is_refused(session):
    session.add(SignInFailure(subject="one", failed_at=datetime(2026, 3, 2, 12)))  # noqa: DTZ001  # what is refused

    with pytest.raises(StatementError, match="needs a time zone"):
        session.flush()


def test_a_moment_comes_back_in_utc_whatever_its_zone(session):
    failure = SignInFailure(subject="one", failed_at=NOW.astimezone(TOKYO))
    session.add(failure)
    session.commit()

    session.refresh(failure)

    assert failure.failed_at == NOW
    assert failure.failed_at.tzinfo is UTC


def test_foreign_keys_are_heeded(session):
    enrolment = builders.an_enrolment(session)
    builders.a_finished_lesson(session, enrolment)

    with pytest.raises(IntegrityError):
        session.execute(text("DELETE FROM enrolment"))


def test_a_fact_is_not_edited(session):
    completion = builders.a_finished_lesson(session, builders.an_enrolment(session))
    session.commit()

    completion.lesson_key = "another-lesson"

    with pytest.raises(FactAltered, match=r"LessonCompletion\.lesson_key"):
        session.flush()


def test_a_fact_is_not_deleted(session):
    completion = builders.a_finished_lesson(session, builders.an_enrolment(session))
    session.commit()

    session.delete(completion)

    with pytest.raises(FactAltered, match="LessonCompletion rows"):
        session.flush()


@pytest.mark.parametrize(
    "statement",
    [
        update(LessonCompletion).values(lesson_key="another"),
        delete(LessonCompletion),
        delete(Attempt),
        update(AccountEvent).values(kind="never-happened"),
    ],
)
def test_facts_are_not_altered_in_bulk(session, statement):
    with pytest.raises(FactAltered, match="never altered"):
        session.execute(statement)


def test_a_record_that_is_no_fact_may_be_changed(session):
    enrolment = builders.an_enrolment(session)
    session.commit()

    enrolment.last_active_at = NOW
    session.execute(update(Enrolment).values(met=1))
    session.commit()

    assert enrolment.last_active_at == NOW


def test_a_column_that_may_be_filled_later_is_filled_once(session):
    attempt = builders.an_open_attempt(session)
    session.commit()

    attempt.submitted_at = NOW
    session.commit()
    attempt.submitted_at = NOW + timedelta(days=1)

    with pytest.raises(FactAltered, match=r"Attempt\.submitted_at"):
        session.flush()


def test_a_filled_column_is_not_emptied_again(session):
    attempt = builders.an_open_attempt(session)
    attempt.submitted_at = NOW
    session.commit()

    attempt.submitted_at = None

    with pytest.raises(FactAltered, match=r"Attempt\.submitted_at"):
        session.flush()


def test_an_insert_that_is_there_already_changes_nothing(session):
    enrolment = builders.an_enrolment(session)
    values = {
        "enrolment_id": enrolment.id,
        "module_key": "first-module",
        "lesson_key": "first-lesson",
        "actor_id": enrolment.user_id,
        "occurred_at": NOW,
        "recorded_at": NOW,
    }

    made = [
        session.execute(
            insert_once(session, LessonOpening)
            .values(uuid=uuid4(), **values)
            .on_conflict_do_nothing()
            .returning(LessonOpening.id)
        ).one_or_none()
        for _ in range(2)
    ]

    assert made[0] is not None
    assert made[1] is None


def test_a_reader_is_not_held_up_by_a_writer(session, engine):
    builders.a_learner(session)

    reading = engine.connect().execution_options(**{READ_ONLY: True})
    with reading:
        seen = reading.scalar(text('SELECT count(*) FROM "user"'))

    assert seen == 0


@pytest.mark.parametrize(("durable", "level"), [(True, 2), (False, 0)])
def test_what_is_acknowledged_survives_a_power_cut_in_service(tmp_path, durable, level):
    engine = make_engine(f"sqlite:///{tmp_path / 'one.sqlite'}", durable=durable)

    with engine.connect() as connection:
        synchronous = connection.scalar(text("PRAGMA synchronous"))
    engine.dispose()

    assert synchronous == level
