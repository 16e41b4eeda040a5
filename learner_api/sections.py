"""A section of a page of figures: words, a drawing, a table, and the table as files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from course.figures.query import StatisticsQuery
from learner_api.figure_drawing import Drawing
from learner_api.figure_questions import same_question
from learner_api.file_links import file_links
from learner_api.translation import gettext as _
from learner_api.world_map import WorldMap

Column: TypeAlias = str | tuple[str, str]

LONGEST_OPEN: Final = 12
LONGEST_TOLD: Final = 300
"""How many rows a page shows; there are fewer countries. Its files have all."""


@dataclass(frozen=True, slots=True)
class Section:
    """One thing that the page tells, with its table and where its files are.

    A long table is folded, unless it ``is_open`` because it was asked for. There may be
    rows that were ``left_out``, behind the ``LONGEST_TOLD``. What adds all of them up
    comes ``last``, however many there are.
    """

    key: str
    heading: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    files: Sequence[tuple[str, str]]
    plot: Drawing | None = None
    map: WorldMap | None = None
    words: str = ""
    note: str = ""
    left_out: int = 0
    last: Sequence[Sequence[str]] = ()
    is_open: bool = False

    @property
    def is_long(self) -> bool:
        return len(self.rows) > LONGEST_OPEN

    @property
    def summary(self) -> str:
        """What stands on the fold of a long table."""
        rows = len(self.rows) + self.left_out
        if rows > LONGEST_TOLD:
            return _(
                "The table: the first %(count)d of %(all)d rows; the files have all",
                count=LONGEST_TOLD,
                all=rows,
            )
        return _("The table: %(count)d rows", count=rows)

    @property
    def rows_told(self) -> Sequence[Sequence[str]]:
        """What the page shows of a table that may be very long."""
        return [*self.rows[:LONGEST_TOLD], *self.last]


def files_of(table: str, query: StatisticsQuery) -> list[tuple[str, str]]:
    """Where the files of a table are, by the words of their links."""
    return file_links(f"/statistics/tables/{table}", same_question(query))
