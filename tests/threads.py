"""Doing things at the same time, for real."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any


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
