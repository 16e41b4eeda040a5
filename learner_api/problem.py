"""One kind of refusal as HTTP tells it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Its status, the name in its address, and its title."""

    status: int
    slug: str
    title: str
