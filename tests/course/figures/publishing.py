"""Published figures made again in Python from the rows, by their plain definition."""

from collections.abc import Sequence
from dataclasses import asdict

from course.figures.people import MOMENTS
from course.figures.protection import shown_counts, shown_groups
from course.figures.query import BREAKDOWNS
from course.figures.results import Counts
from course.small_groups import shown_of
from tests.course.figures import naive
from tests.course.figures.naive import Row


def trimmed(rows: Sequence[Row]) -> list[Row]:
    """The rows without what is newest beyond whole steps."""
    left_out = {
        column: _beyond_steps(rows, column)
        for column in ("enrolled_at", *MOMENTS.values())
    }
    return [
        {
            **row,
            **{
                column: None
                for column in MOMENTS.values()
                if row["enrolment_id"] in left_out[column]
            },
        }
        for row in rows
        if row["enrolment_id"] not in left_out["enrolled_at"]
    ]


def published(rows: Sequence[Row], by: tuple[str, ...]) -> dict[str | None, Counts]:
    """The groups of a published table, or the one total under nothing."""
    rows = trimmed(rows)
    groups = naive.groups(rows, by)

    def splits(keys: tuple[str | None, ...]) -> list[list[dict[str, int]]]:
        parts: list[list[dict[str, int]]] = []
        for name in BREAKDOWNS:
            if name not in by:
                found = naive.groups(rows, (*by, name))
                parts.append(
                    [asdict(n) for key, n in found.items() if key[:-1] == keys]
                )
        return parts

    in_order = sorted(groups, key=lambda keys: [(k is None, k or "") for k in keys])
    if not by:
        whole = asdict(groups.get((), naive.counted([])))
        return {None: shown_counts(whole, splits(()))}
    shown = shown_groups(
        [asdict(groups[keys]) for keys in in_order],
        [splits(keys) for keys in in_order],
    )
    return {
        keys[0]: counts
        for keys, counts in zip(in_order, shown, strict=True)
        if counts.enrolled is not None
    }


def _beyond_steps(rows: Sequence[Row], column: str) -> set[int]:
    came = sorted(
        (row[column], row["enrolment_id"]) for row in rows if row[column] is not None
    )
    return {number for _moment, number in came[shown_of(len(came)) :]}
