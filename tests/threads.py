"""Doing things at the same time, for real."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread
from time import monotonic
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session


def at_once(count: int, act: Callable[[int], object]) -> list[Any]:
    """What ``count`` threads made of ``act``, all let go in the same moment.

    A refusal is handed back as what the thread made of it.
    """
    barrier = Barrier(count)

    def run(number: int) -> object:
        barrier.wait(timeout=20)
        try:
            return act(number)
        except Exception as refusal:
            return refusal

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def in_sessions(sessions: Any, *acts: Callable[[Session], object]) -> list[Any]:
    """What each act made of a session of its own, all let go at once."""

    def act(number: int) -> object:
        with sessions() as own:
            return acts[number](own)

    return at_once(len(acts), act)


def until_it_waits(engine: Engine, thread: Thread) -> None:
    """Go on once the thread waits for a lock or has ended; on SQLite all wait."""
    if engine.dialect.name != "postgresql":
        return
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    deadline = monotonic() + 20
    with engine.connect() as connection:
        while thread.is_alive() and not connection.scalar(waiting):
            connection.rollback()
            assert monotonic() < deadline, "Nobody waited."
