"""How many rows went by while a table was written, and what they add up to."""

from collections.abc import Sequence
from typing import Any


class Tally:
    """The number of rows, and the sums of the columns at ``places``, from 0."""

    def __init__(self, places: Sequence[int]) -> None:
        self.places = tuple(places)
        self.count = 0
        self.sums = [0] * len(self.places)

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Count rows as they are read; a value that is missing adds nothing."""
        sums = [sum(row[place] or 0 for row in rows) for place in self.places]
        self.add_sums(len(rows), sums)

    def add_sums(self, count: int, sums: Sequence[int]) -> None:
        """Count rows that were added up elsewhere."""
        self.count += count
        self.sums = [
            before + more for before, more in zip(self.sums, sums, strict=True)
        ]
