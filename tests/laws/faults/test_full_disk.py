"""The disk fills up under SQLite: nothing is promised that is not kept, and it goes on.

Everything of the server lies on that disk, its log and its key as well. It is filled
twice: once it is given room again, and once the server is killed while there is none.
"""

import logging
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import sessionmaker

from course.catalogue import Catalogue, load_catalogue
from course.database import make_engine
from tests.laws.faults.driving import (
    Driver,
    Learner,
    acknowledged,
    at_work,
    refusals,
    some_learners,
    statuses,
)
from tests.laws.faults.record import Record, held_in
from tests.laws.faults.requests import Request
from tests.laws.faults.small_disk import (
    LimitedDisk,
    SmallDisk,
    a_small_disk,
)
from tests.laws.faults.waiting import wait_for_refusals, wait_for_saves
from tests.laws.seeds import chance
from tests.laws.served import Server, a_free_port

LEARNERS = 2
SAVES, REFUSALS = 60, 10

log = logging.getLogger("course.faults")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The content that the server serves; which it is does not matter here."""
    return load_catalogue()


@pytest.fixture(params=["mounted", "limited"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SmallDisk]:
    """A disk that is really full, and a limit that the kernel holds just the same.

    The two fail in two ways: ENOSPC is SQLITE_FULL, and EFBIG is SQLITE_IOERR_WRITE, as
    a quota is. Where nobody may mount a disk the limit stands in for it.
    """
    if request.param == "limited":
        (tmp_path / "limited").mkdir()
        yield LimitedDisk(tmp_path / "limited")
        return
    with a_small_disk(tmp_path / "disk") as disk:
        yield disk


@pytest.fixture
def database(disk: SmallDisk, sqlite_template: Path) -> Iterator[Engine]:
    path = disk.folder / "course.sqlite"
    shutil.copyfile(sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def server(disk: SmallDisk, database: Engine) -> Iterator[Server]:
    server = Server(disk.folder, str(database.url), a_free_port())
    yield server
    server.kill()


def pid(server: Server) -> int:
    assert server.process is not None
    return server.process.pid


def reads_what_is_held(learner: Learner, record: Record) -> bool:
    """Whether the attempt can be read, with all that the record holds of it."""
    driver: Driver = learner.drivers[0]
    reading = Request(0, ("read", ""), "GET", f"/attempts/{learner.attempt}")
    answer = driver.ask(reading)
    assert answer is not None
    status, told = answer
    held = {each["question"]: each["op"] for each in told["responses"]}
    kept = held_in(record.rows(learner.attempt))
    return status == 200 and held == {key: row.op for key, row in kept.items()}


def test_a_full_disk_refuses_loses_nothing_and_goes_on_when_there_is_room(
    disk, database, server, catalogue
):
    draw, since = chance(f"full disk {disk.kind}"), datetime.now(UTC)
    sessions = sessionmaker(database, expire_on_commit=False)
    learners = some_learners(sessions, catalogue, server.port, draw, LEARNERS)
    record = Record(database)
    server.start()
    with at_work(learners):
        wait_for_saves(learners, SAVES, server)
        disk.fill(pid(server))
        wait_for_refusals(learners, REFUSALS, server)
        disk.make_room(pid(server))
        wait_for_saves(learners, SAVES, server)
        disk.fill(pid(server))
        wait_for_refusals(learners, REFUSALS, server)

    readable = [reads_what_is_held(learner, record) for learner in learners]
    before = [record.rows(learner.attempt) for learner in learners]
    server.kill()
    disk.make_room(None)
    server.start()
    kept = [record.rows(learner.attempt) for learner in learners]
    for learner in learners:
        learner.finish(record, since)
    record.close()

    log.warning("%s %s %s", disk.kind, acknowledged(learners), statuses(learners))
    assert all(readable)
    assert kept == before
    assert statuses(learners)[500] == 0
    assert refusals(learners).keys() == {"/problems/storage-full"}
    [refusal] = refusals(learners).values()
    assert refusal["Retry-After"] == "30"
    assert "Nothing was recorded." in refusal["detail"]
