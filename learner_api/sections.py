"""A section of a page of figures: words, a drawing, a table, and the table as files."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from course.exports.file_names import table_name
from course.figures.query import COUNTS, StatisticsQuery
from learner_api.figure_drawing import Drawing
from learner_api.figure_questions import question_of_now, same_question
from learner_api.file_links import file_links
from learner_api.translation import gettext as _
from learner_api.world_map import WorldMap

Column: TypeAlias = str | tuple[str, str]

LONGEST_OPEN: Final = 12
WIDEST_BESIDE: Final = 6
LONGEST_TOLD: Final = 300
"""How many rows a page shows; there are fewer countries. Its files have all."""


@dataclass(frozen=True, slots=True)
class Section:
    """One thing that the page tells, with its table and where its files are.

    ``query`` is what the table answers, with its one measure. A long table is folded,
    unless it ``is_open`` because it was asked for. There may be rows that were
    ``left_out``, behind the ``LONGEST_TOLD``. What adds all of them up comes ``last``,
    however many there are.
    """

    key: str
    heading: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    query: StatisticsQuery
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
    def is_wide(self) -> bool:
        """Whether the table needs the whole page, with its plot above it."""
        return len(self.columns) > WIDEST_BESIDE

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

    @property
    def files(self) -> list[tuple[str, str]]:
        """Where the table is as a file, by the words of the links."""
        # The address of a file names its table, and so says what is measured.
        asked = same_question(replace(self.query, measures=COUNTS))
        return file_links(f"/statistics/tables/{table_name(self.query)}", asked)

    def to_keep(self, *, is_latest: bool) -> str:
        """Where the table is asked for as a file that stays on record.

        The moment of a page that shows the latest is too young for such a file.
        """
        asked = question_of_now if is_latest else same_question
        return f"/statistics/exports/new?{asked(self.query)}"
