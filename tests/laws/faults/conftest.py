"""The stage of the schedules: the application with three questions, and its people."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import Engine

from course.catalogue import Catalogue
from course.database import make_engine
from tests.builders import NOW
from tests.laws.faults.clock import Clock
from tests.laws.faults.content import fault_catalogue
from tests.laws.faults.door import Door
from tests.laws.faults.record import Record
from tests.laws.faults.story import Stage


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Questions whose answers are each their own, in place of the miniature ones."""
    return fault_catalogue()


@pytest.fixture
def stage(
    app: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stage]:
    """The application on a database of its own, and a clock that is told the time."""
    clock = Clock(NOW)
    monkeypatch.setattr("learner_api.clock.datetime", clock)
    apart = make_engine(engine.url.render_as_string(hide_password=False))
    record = Record(apart)
    with _seldom_collecting():
        yield Stage(Door(app), record, clock)
    record.close()
    apart.dispose()


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Look for garbage seldom: a tenth of the time would go by in looking."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
