"""PostgreSQL is cut off and comes back: refused meanwhile, and nothing is lost.

The cable to it is cut, or stalls; then the database itself is stopped at once, as by a
power cut, and started again. The server runs through it all and is never restarted.
"""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import sessionmaker

from course.catalogue import Catalogue, load_catalogue
from course.database import CONNECT_SECONDS, make_engine
from course.migrations import upgrade
from tests.laws.faults.cable import Cable, a_cable
from tests.laws.faults.driving import (
    acknowledged,
    at_work,
    refusals,
    some_learners,
    statuses,
)
from tests.laws.faults.own_postgresql import Stopping, a_postgresql_to_stop
from tests.laws.faults.record import Record
from tests.laws.faults.waiting import wait_for_refusals, wait_for_saves
from tests.laws.seeds import chance
from tests.laws.served import Server, a_free_port

pytestmark = pytest.mark.postgresql

LEARNERS = 2
SAVES = 25
REFUSALS = 5
CUTS = 3

log = logging.getLogger("course.faults")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The content that the server serves; which it is does not matter here."""
    return load_catalogue()


@pytest.fixture
def database() -> Iterator[Stopping]:
    with a_postgresql_to_stop() as database:
        engine = make_engine(database.url)
        upgrade(engine)
        engine.dispose()
        yield database


@pytest.fixture
def cable(database: Stopping) -> Iterator[Cable]:
    with a_cable(database.url) as cable:
        yield cable


@pytest.fixture
def server(cable: Cable, tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path, cable.url, a_free_port())
    yield server
    server.kill()


def test_a_database_cut_off_and_back_loses_nothing_and_needs_no_restart(
    database, cable, server, catalogue
):
    draw, since = chance("database cut off"), datetime.now(UTC)
    engine = make_engine(database.url)
    sessions = sessionmaker(engine, expire_on_commit=False)
    learners = some_learners(sessions, catalogue, server.port, draw, LEARNERS)
    engine.dispose()
    server.start()
    with at_work(learners):
        wait_for_saves(learners, SAVES, server)
        for _ in range(CUTS):
            cable.cut()
            wait_for_refusals(learners, REFUSALS, server)
            cable.mend()
            wait_for_saves(learners, SAVES, server)
        cable.stall()
        sleep(draw.uniform(0.2, 0.6))
        cable.mend()
        wait_for_saves(learners, SAVES, server)
        database.stop()
        wait_for_refusals(learners, REFUSALS, server)
        database.start()
        wait_for_saves(learners, SAVES, server)

    record = Record(engine)
    for learner in learners:
        learner.finish(record, since)
    record.close()
    engine.dispose()

    log.warning("%s %s %s", database.kind, acknowledged(learners), statuses(learners))
    assert set(statuses(learners)) <= {200, 201, 409, 503}
    assert refusals(learners).keys() == {"/problems/busy"}
    [refusal] = refusals(learners).values()
    assert refusal["Retry-After"] == "5"


def test_a_database_that_takes_a_connection_and_says_nothing_is_given_up_on(cable):
    engine = make_engine(cable.url)
    cable.stall()
    began = monotonic()

    with pytest.raises(OperationalError):
        engine.connect()

    assert monotonic() - began < 3 * CONNECT_SECONDS
    cable.mend()
    engine.connect().close()
    engine.dispose()
