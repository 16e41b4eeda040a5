"""Waiting for real devices to have got somewhere, but not for ever."""

from collections.abc import Callable
from time import monotonic, sleep

from tests.laws.faults.driving import Learner, acknowledged, statuses
from tests.laws.served import Server

LONGEST = 60.0
LOOK_AGAIN = 0.01


def wait_until(is_so: Callable[[], bool], server: Server) -> None:
    """Until it is so; a server that never gets there shows its log."""
    latest = monotonic() + LONGEST
    while not is_so():
        assert monotonic() < latest, server.log.read_text(encoding="utf-8")
        assert server.process is None or server.process.poll() is None, "it ended"
        sleep(LOOK_AGAIN)


def wait_for_saves(learners: list[Learner], more: int, server: Server) -> None:
    """Until so many more saves were acknowledged."""
    enough = acknowledged(learners) + more
    wait_until(lambda: acknowledged(learners) >= enough, server)


def wait_for_refusals(learners: list[Learner], more: int, server: Server) -> None:
    """Until so many more requests were told to come again."""
    enough = statuses(learners)[503] + more
    wait_until(lambda: statuses(learners)[503] >= enough, server)
