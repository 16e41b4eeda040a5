"""Whom the filters of a question leave: the rows that everything is counted from.

A value that nobody could ever have is refused. An answer of nobody would look like a
figure.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Integer,
    Subquery,
    cast,
    exists,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from course.errors import sentence
from course.figures.breakdowns import (
    MODERATED,
    SELF_PACED,
    column_said,
    editions_of,
    fold_organisation,
    is_moderated,
)
from course.figures.by_country import (
    BY_COUNTRY,
    countries_within,
    groups_by_country,
)
from course.figures.calendar import month_starts
from course.figures.faults import ImpossibleFilter
from course.figures.people import Chosen
from course.figures.population import (
    parts_of,
    population,
    still_since,
)
from course.figures.query import NONE, StatisticsQuery
from course.models import Cohort, CohortTrainer, User
from course.models.user import AFFILIATIONS, AGE_BANDS, GENDERS

Passes: TypeAlias = Callable[[Subquery], ColumnElement[bool]]
"""What is asked of rows, whichever rows of these columns they are."""
MOST_NAMED: Final = 12
"""How many values a refusal names; of more it gives the first."""


def chosen(session: Session, asker: User, query: StatisticsQuery) -> Subquery:
    """The rows of ``population`` that pass every filter, with the same columns.

    Raises ``ImpossibleFilter`` for a value that there is not.
    """
    rows = population(
        asker, query, is_still=still_since(session, query).nobody_has_changed
    )
    return _those(rows, _all_passes(session, asker, query, rows))


def chosen_to_count(session: Session, asker: User, query: StatisticsQuery) -> Chosen:
    """The same, in parts that are counted fast where there can be any.

    Raises ``ImpossibleFilter`` for a value that there is not.
    """
    still = still_since(session, query)
    rows = population(asker, query, is_still=still.nobody_has_changed)
    passes = _all_passes(session, asker, query, rows)
    left = _those(rows, passes)
    if not still.nobody_has_changed:
        return Chosen(left)
    parts = parts_of(asker, query, is_latest=still.nothing_came)
    whole, several, later = (_those(part, passes) for part in parts)
    rest = union_all(
        select(*several.c, several.c.user_id.label("person")),
        select(*later.c, cast(null(), Integer)),
    )
    return Chosen(left, (whole, rest.cte("rest")))


def _all_passes(
    session: Session, asker: User, query: StatisticsQuery, rows: Subquery
) -> list[Passes]:
    if query.edition is not None:
        _among("edition", query.edition, _digests(session, query))
    return [
        _passes(session, asker, query, rows, name, value) for name, value in query.where
    ]


def _those(rows: Subquery, passes: Sequence[Passes]) -> Subquery:
    if not passes:
        return rows
    left = select(rows).where(*(asks(rows) for asks in passes))
    return left.subquery(f"{rows.name}_chosen")


def _passes(  # what a filter may ask of, and its two words
    session: Session,
    asker: User,
    query: StatisticsQuery,
    rows: Subquery,
    name: str,
    value: str,
) -> Passes:
    if name in BY_COUNTRY:
        return _within(query, name, value)
    if name in _SAID:
        said = None if value == NONE else _among(name, value, (*_SAID[name], NONE))
        return lambda those: column_said(name)(those) == said
    if name == "cohort":
        return _of_cohort(session, asker, query, value)
    return _OF_ENROLMENTS[name](session, query, rows, value)


def _within(query: StatisticsQuery, name: str, value: str) -> Passes:
    """Countries of a group; those that nobody knows are with those in none."""
    on = query.as_of.date()
    group = None if value == NONE else value
    if group is not None:
        _among(name, group, (*groups_by_country(name), NONE))
        inside = sorted(countries_within(name, group, on))
        return lambda rows: rows.c.country.in_(inside)
    elsewhere = sorted(
        {
            code
            for each in groups_by_country(name)
            for code in countries_within(name, each, on)
        }
    )
    return lambda rows: or_(rows.c.country.is_(None), rows.c.country.not_in(elsewhere))


def _of_cohort(
    session: Session, asker: User, query: StatisticsQuery, key: str
) -> Passes:
    """A cohort that the asker does not lead is refused as one that is not there."""
    if key == NONE:
        return lambda rows: rows.c.cohort_id.is_(None)
    found = select(Cohort.id).where(
        Cohort.key == key, Cohort.course_key == query.course_key
    )
    if not asker.is_administrator:
        leads = select(CohortTrainer.cohort_id).where(
            CohortTrainer.cohort_id == Cohort.id, CohortTrainer.user_id == asker.id
        )
        found = found.where(exists(leads))
    number = session.scalar(found)
    if number is None:
        raise ImpossibleFilter(
            "cohort",
            sentence("There is no cohort called '%(key)s' on this course."),
            key=key,
        )
    return lambda rows: rows.c.cohort_id == number


def _of_month(
    _session: Session, _query: StatisticsQuery, _rows: Subquery, name: str
) -> Passes:
    try:
        first, after = month_starts(name)
    except ValueError:
        raise ImpossibleFilter(
            "month", sentence("Write the month as 2026-03.")
        ) from None
    return lambda rows: (rows.c.enrolled_at >= first) & (rows.c.enrolled_at < after)


def _of_mode(
    _session: Session, _query: StatisticsQuery, _rows: Subquery, mode: str
) -> Passes:
    _among("mode", mode, (MODERATED, SELF_PACED))

    def passes(rows: Subquery) -> ColumnElement[bool]:
        moderated = rows.c.cohort_id.is_not(None) & is_moderated(rows)
        return moderated if mode == MODERATED else ~moderated

    return passes


def _of_edition(
    session: Session, query: StatisticsQuery, _rows: Subquery, digest: str
) -> Passes:
    held = editions_of(session, query.course_key).items()
    _among("edition", digest, [each[0] for _number, each in held])
    numbers = [number for number, each in held if each[0] == digest]
    return lambda rows: rows.c.edition_id.in_(numbers)


def _of_language(
    session: Session, query: StatisticsQuery, _rows: Subquery, language: str
) -> Passes:
    held = editions_of(session, query.course_key).items()
    _among("language", language, sorted({each[1] for _number, each in held}))
    numbers = [number for number, each in held if each[1] == language]
    return lambda rows: rows.c.edition_id.in_(numbers)


def _of_organisation(
    session: Session, _query: StatisticsQuery, rows: Subquery, name: str
) -> Passes:
    """All spellings of it. One that nobody wrote is no fault: names are free."""
    wanted = fold_organisation(name)
    spelled = session.scalars(select(rows.c.organisation).distinct())
    alike = sorted(
        each for each in spelled if each and fold_organisation(each) == wanted
    )

    def passes(those: Subquery) -> ColumnElement[bool]:
        spelled_so: ColumnElement[bool] = those.c.organisation.in_(alike)
        return spelled_so if wanted else or_(spelled_so, those.c.organisation.is_(None))

    return passes


def _digests(session: Session, query: StatisticsQuery) -> list[str]:
    return [each[0] for each in editions_of(session, query.course_key).values()]


def _among(name: str, value: str, there_are: Collection[str]) -> str:
    if value not in there_are:
        named = ", ".join(list(there_are)[:MOST_NAMED])
        more = " …" if len(there_are) > MOST_NAMED else ""
        raise ImpossibleFilter(
            name,
            sentence(
                "There is no '%(value)s' for '%(field)s'. There are: %(there_are)s"
            ),
            value=value,
            there_are=f"{named}{more}",
        )
    return value


_SAID: Final[Mapping[str, tuple[str, ...]]] = {
    "gender": GENDERS,
    "affiliation": AFFILIATIONS,
    "age-band": AGE_BANDS,
}
_OF_ENROLMENTS: Final[
    Mapping[str, Callable[[Session, StatisticsQuery, Subquery, str], Passes]]
] = {
    "month": _of_month,
    "mode": _of_mode,
    "language": _of_language,
    "edition": _of_edition,
    "organisation": _of_organisation,
}
