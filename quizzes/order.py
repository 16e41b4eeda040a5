"""Orders that look random, yet are the same for ever for the same seed."""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def shuffled(
    things: Iterable[T], name_of: Callable[[T], str], *salt: int | str
) -> tuple[T, ...]:
    """The things in the order that the salt gives to their names."""
    return tuple(sorted(things, key=lambda thing: _place(*salt, name_of(thing))))


# An attempt keeps only its seed, and must show the same paper years later. Python's
# hash() differs between processes, and the sequence of random.shuffle is not promised
# between Python versions; a SHA-256 digest never changes.
def _place(*parts: int | str) -> bytes:
    return hashlib.sha256(json.dumps(parts).encode("ascii")).digest()
