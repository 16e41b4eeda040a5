"""Chance that can be replayed: every law draws from one seed, printed on failure.

The seed is the same for everybody, so that one commit has one outcome; another may be
named, and ``any`` draws one, to look where nobody has looked.
"""

import os
import secrets
from random import Random

from hypothesis import HealthCheck, settings

VARIABLE = "COURSE_TEST_SEED"
USUAL = 1990_12_18
_named = os.environ.get(VARIABLE, "")
SEED = secrets.randbits(32) if _named == "any" else int(_named or USUAL)

# A busy machine is no fault of what is tried, and one commit has one outcome.
settings.register_profile(
    "replayable",
    deadline=None,
    derandomize=not _named,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("replayable")

# Each example rolls its own work back, so the one database serves them all.
UNHURRIED = settings(
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
    print_blob=False,
)


def chance(purpose: str) -> Random:
    """A source of chance for one purpose: other draws do not disturb it."""
    print_seed()
    return Random(f"{SEED} {purpose}")  # noqa: S311  # for replaying, not for secrets


def print_seed() -> None:
    """Say how to have this run again; pytest shows it when the test fails."""
    print(f"To have this run again: {VARIABLE}={SEED}")  # noqa: T201  # pytest shows it
