"""Groups of people as rows of a table: the same columns wherever they are shown."""

from collections.abc import Sequence
from typing import Final

from course.figures.results import Counts, Group
from course.models.user import AGE_BANDS
from learner_api.figure_words import Names, group_words
from learner_api.sections import LONGEST_TOLD, Column
from learner_api.shares import number_words, share_words
from learner_api.translation import gettext as _

_AGES: Final = (*AGE_BANDS, None)


def in_order(name: str, groups: Sequence[Group], names: Names) -> list[Group]:
    """Months and ages in their order, other groups by size; the unnamed last."""
    if name == "month":
        return list(groups)
    if name == "age-band":
        return sorted(groups, key=lambda each: _AGES.index(each.keys[0]))
    return sorted(
        groups,
        key=lambda each: (
            each.keys[0] is None,
            -(each.counts.enrolled or 0),
            group_words(name, each.keys[0], names).casefold(),
        ),
    )


def group_rows(
    by: Sequence[str], groups: Sequence[Group], names: Names
) -> list[tuple[str, ...]]:
    """Each group in words, then its counts and shares."""
    return [
        (
            *(
                group_words(name, key, names)
                for name, key in zip(by, each.keys, strict=True)
            ),
            *_cells(each.counts),
        )
        for each in groups
    ]


def first_rows(
    by: Sequence[str], groups: Sequence[Group], names: Names
) -> tuple[list[tuple[str, ...]], int]:
    """As many groups as a page shows, and how many are left out behind them."""
    left_out = max(len(groups) - LONGEST_TOLD, 0)
    return group_rows(by, groups[:LONGEST_TOLD], names), left_out


def total_rows(total: Counts | None, width: int) -> list[tuple[str, ...]]:
    """The row of all of them together, where it is told."""
    if total is None:
        return []
    return [(_("All"), *[""] * (width - 1), *_cells(total))]


def measure_columns() -> tuple[Column, ...]:
    """What stands above the counts and shares of a group."""
    words = (
        _("Enrolled"),
        _("Began"),
        _("Assessed"),
        _("Completed"),
        _("Share completed"),
        _("Certified"),
        _("Share certified"),
        _("Certificate of participation"),
        _("Withdrawn"),
    )
    return tuple((each, "number") for each in words)


def _cells(counts: Counts) -> tuple[str, ...]:
    return (
        number_words(counts.enrolled),
        number_words(counts.started),
        number_words(counts.assessed),
        number_words(counts.completed),
        share_words(counts.completion_rate),
        number_words(counts.certified),
        share_words(counts.certification_rate),
        number_words(counts.participated),
        number_words(counts.withdrawn),
    )
