"""Published figures made again in Python from the rows, by their plain definition."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.figures.lessons import Fact
from course.figures.people import MOMENTS
from course.figures.protection import (
    shown_counts,
    shown_groups,
    shown_of_lesson,
    told_besides,
)
from course.figures.query import BREAKDOWNS
from course.figures.results import Counts
from course.models import LessonCompletion, LessonOpening
from course.small_groups import shown_of
from tests.builders import LESSONS
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
    untrimmed, rows = rows, trimmed(rows)
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
    (everybody,) = published(untrimmed, ()).values()
    shown = shown_groups(
        [asdict(groups[keys]) for keys in in_order],
        [splits(keys) for keys in in_order],
    )
    return {
        keys[0]: told
        for keys, counts in zip(in_order, shown, strict=True)
        if (told := told_besides(everybody, counts)).enrolled is not None
    }


def lessons_of(
    session: Session, rows: Sequence[Row], as_of: datetime, started: int
) -> list[tuple[int | None, int | None]]:
    """How many opened and completed each lesson, of those who started first."""
    first: dict[int, datetime] = {}
    for row in rows:
        if row["started_at"]:
            before = first.get(row["user_id"], row["started_at"])
            first[row["user_id"]] = min(before, row["started_at"])
    came = sorted(first, key=lambda person: (first[person], person))
    whose = {row["enrolment_id"]: row["user_id"] for row in rows}
    told = set(came[: shown_of(len(came))])

    def shown(fact: Fact, place: tuple[str, str]) -> int | None:
        found = session.execute(
            select(
                fact.enrolment_id, fact.module_key, fact.lesson_key, fact.recorded_at
            )
        )
        those = {
            whose.get(enrolment)
            for enrolment, *at, recorded_at in found
            if tuple(at) == place and recorded_at <= as_of
        }
        return shown_of_lesson(len(those & told), started)

    return [
        (shown(LessonOpening, each), shown(LessonCompletion, each)) for each in LESSONS
    ]


def _beyond_steps(rows: Sequence[Row], column: str) -> set[int]:
    came = sorted(
        (row[column], row["enrolment_id"]) for row in rows if row[column] is not None
    )
    return {number for _moment, number in came[shown_of(len(came)) :]}
