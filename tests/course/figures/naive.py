"""Figures counted again in Python, row by row, by their plain definition."""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.countries import country, groups_of
from course.figures.people import MEASURES, MOMENTS
from course.figures.population import population
from course.figures.query import NONE, StatisticsQuery
from course.figures.results import Counts, Figures
from course.models import Cohort, Edition, User

Row = Mapping[str, Any]


def rows_of(session: Session, asker: User, query: StatisticsQuery) -> list[Row]:
    """The rows of the population, each with its cohort and its edition."""
    cohorts = {each.id: each for each in session.scalars(select(Cohort))}
    editions = {each.id: each for each in session.scalars(select(Edition))}
    return [
        {
            **row,
            "cohort": cohorts.get(row["cohort_id"]),
            "edition": editions[row["edition_id"]],
            "on": query.as_of.date(),
        }
        for row in session.execute(select(population(asker, query))).mappings()
    ]


def keys_of(row: Row, name: str) -> list[str | None]:
    """The groups that a row is in by a breakdown."""
    where, cohort = country(row["country"]), row["cohort"]
    if name == "month":
        return [row["enrolled_at"].isoformat()[:7]]
    if name == "cohort":
        return [cohort.key if cohort else None]
    if name == "mode":
        return [cohort.mode if cohort else "self-paced"]
    if name == "language":
        return [row["edition"].content["language"]]
    if name == "edition":
        return [row["edition"].digest]
    if name == "organisation":
        return [folded(row["organisation"])]
    if name in ("country", "gender", "affiliation", "age-band"):
        return [row[name.replace("-", "_")]]
    if where is None:
        return [None]
    if name in ("region", "subregion"):
        return [getattr(where, name)]
    groups = groups_of(where.code, row["on"])
    if name == "development":
        return ["developing" if "developing" in groups else "developed"]
    return [*sorted(groups - {"developing"})] or ["none-of-these"]


def folded(name: str | None) -> str | None:
    """One organisation, however it is written."""
    alike = " ".join((name or "").split()).casefold()
    return alike if alike not in ("", "-") else None


def is_in(row: Row, name: str, value: str) -> bool:
    """Whether a row passes a filter."""
    wanted = folded(value) if name == "organisation" else value
    return (None if wanted == NONE else wanted) in keys_of(row, name)


def counted(rows: Iterable[Row]) -> Counts:
    """How many people did each thing, in any of their runs that are here."""
    runs: dict[int, list[Row]] = {}
    for row in rows:
        runs.setdefault(row["user_id"], []).append(row)
    done = {
        "enrolled": len(runs),
        "withdrawn": sum(all(r["is_withdrawn"] for r in own) for own in runs.values()),
        **{
            measure: sum(any(r[column] for r in own) for own in runs.values())
            for measure, column in MOMENTS.items()
        },
    }
    return Counts(**{measure: done[measure] for measure in MEASURES})


def groups(
    rows: Iterable[Row], by: tuple[str, ...]
) -> dict[tuple[str | None, ...], Counts]:
    """Every group that there is, and its people."""
    within: dict[tuple[str | None, ...], list[Row]] = {}
    for row in rows:
        for keys in product(*(keys_of(row, name) for name in by)):
            within.setdefault(keys, []).append(row)
    return {keys: counted(own) for keys, own in within.items()}


def told(found: Figures) -> dict[tuple[str | None, ...], Counts]:
    """The groups of an answer by their keys, organisations by what they have alike."""
    return {
        tuple(
            folded(key) if name == "organisation" else key
            for name, key in zip(found.query.by, group.keys, strict=True)
        ): group.counts
        for group in found.groups
    }
