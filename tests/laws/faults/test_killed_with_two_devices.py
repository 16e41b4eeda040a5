"""Real devices, a bad line and kill -9: what was acknowledged is in the attempt."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy import Engine

from course.catalogue import Catalogue, load_catalogue
from tests.laws.faults.bad_line import a_bad_line
from tests.laws.faults.driving import (
    acknowledged,
    at_work,
    some_learners,
    statuses,
)
from tests.laws.faults.record import Record
from tests.laws.faults.waiting import wait_for_saves
from tests.laws.seeds import chance
from tests.laws.served import Server, a_free_port

LEARNERS = 3
KILLS = 4
SAVES_A_LIFE = 40

log = logging.getLogger("course.faults")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The content that the server serves; which it is does not matter here."""
    return load_catalogue()


@pytest.fixture
def server(engine: Engine, tmp_path: Path) -> Iterator[Server]:
    address = engine.url.render_as_string(hide_password=False)
    server = Server(tmp_path, address, a_free_port())
    yield server
    server.kill()


def test_two_devices_on_a_bad_line_lose_nothing_to_kill_nine(
    engine, sessions, server, catalogue
):
    draw = chance(f"two devices {engine.dialect.name}")
    since = datetime.now(UTC)
    with a_bad_line(server.port, draw) as line:
        learners = some_learners(sessions, catalogue, line.port, draw, LEARNERS)
        with at_work(learners):
            for _ in range(KILLS):
                if draw.random() < 0.25:
                    # Not even up yet, and gone again.
                    server.start()
                    sleep(draw.uniform(0, 0.6))
                    server.kill()
                server.start()
                wait_for_saves(learners, SAVES_A_LIFE, server)
                sleep(draw.uniform(0, 0.2))
                server.kill()
        server.start()
        line.is_good = True

        record = Record(engine)
        for learner in learners:
            learner.finish(record, since)
        record.close()

    log.warning("%s %s %s", acknowledged(learners), line.met, statuses(learners))
    assert acknowledged(learners) >= KILLS * SAVES_A_LIFE
    assert min(line.met.values()) > 0
    assert statuses(learners)[500] == 0
