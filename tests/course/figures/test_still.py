"""Where nobody has changed since, the kept rows alone are read; else the facts too."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from course import accounts
from course.database import ONE_STATE
from course.figures.population import Still, parts_of, population, still_since
from course.figures.query import StatisticsQuery
from course.models import CountedEnrolment
from tests import builders
from tests.builders import COURSE, NOW

BEFORE, LATER = NOW - timedelta(days=1), NOW + timedelta(days=1)
JUST_BEFORE = NOW - timedelta(seconds=1)


def asked(as_of) -> StatisticsQuery:
    return StatisticsQuery(COURSE, as_of)


@pytest.fixture
def still(sessions):
    """A transaction that sees one state, in which somebody changed their country."""
    with sessions() as session:
        boss = builders.an_administrator(session)
        learner = builders.a_learner(session, country="GH", now=BEFORE)
        builders.an_enrolment(session, learner, now=BEFORE)
        session.flush()
        accounts.change_profile(
            session, learner, {"country": "NA"}, now=NOW, by=learner
        )
        session.commit()
        engine = session.get_bind()
    options = {"isolation_level": ONE_STATE}
    is_postgresql = engine.dialect.name == "postgresql"
    one_state = engine.execution_options(**(options if is_postgresql else {}))
    with Session(one_state) as session:
        yield session, boss


def test_what_has_changed_and_what_has_come_since_is_known(still):
    session, _boss = still

    assert still_since(session, asked(NOW)) == Still(True, True)
    assert still_since(session, asked(LATER)) == Still(True, True)
    assert still_since(session, asked(JUST_BEFORE)) == Still(False, False)


def test_what_came_about_changes_nobody(still):
    session, _boss = still
    session.execute(update(CountedEnrolment).values(started_at=LATER))

    assert still_since(session, asked(NOW)) == Still(True, False)
    assert still_since(session, asked(LATER)) == Still(True, True)


def test_the_kept_rows_alone_say_the_same(still):
    session, boss = still

    both = [
        session.execute(select(population(boss, asked(NOW), is_still=is_still))).all()
        for is_still in (False, True)
    ]

    assert both[0] == both[1]
    assert [row.country for row in both[0]] == ["NA"]


def test_the_whole_are_the_same_whether_moments_are_compared_or_not(still):
    session, boss = still

    parts = [
        [
            session.execute(select(part)).all()
            for part in parts_of(boss, asked(NOW), is_latest=is_latest)
        ]
        for is_latest in (False, True)
    ]

    assert parts[0] == parts[1]
    assert [len(part) for part in parts[0]] == [1, 0, 0]


def test_a_transaction_that_sees_what_others_do_cannot_know(sessions):
    with sessions() as session:
        is_sqlite = session.get_bind().dialect.name == "sqlite"

        assert still_since(session, asked(NOW)) == Still(is_sqlite, is_sqlite)
