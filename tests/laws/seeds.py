"""Chance that can be replayed: every law draws from one seed, printed on failure."""

import os
import secrets
from random import Random

from hypothesis import HealthCheck, settings

VARIABLE = "COURSE_TEST_SEED"
SEED = int(os.environ.get(VARIABLE) or secrets.randbits(32))

# Each example rolls its own work back, so the one database serves them all.
UNHURRIED = settings(
    deadline=None,
    database=None,
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
