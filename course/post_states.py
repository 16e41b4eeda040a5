"""What becomes of a post: a fold over what was done to it."""

from collections.abc import Iterable

VISIBLE, HIDDEN, WITHDRAWN = "visible", "hidden", "withdrawn"
SHOWN = "shown"
STATES = (VISIBLE, HIDDEN, WITHDRAWN)


def state_after(acts: Iterable[str]) -> str:
    """The state of a post after these acts, the latest last. Pure.

    The latest act holds, and what its writer withdrew stays withdrawn.
    """
    state = VISIBLE
    for act in acts:
        if state != WITHDRAWN:
            state = VISIBLE if act == SHOWN else act
    return state
