"""How rows of the population are grouped by each breakdown, and what a group is called.

The database groups by a value, and what it found is told by one key or more: a country
by its region, a cohort's number by its key, a spelling by the organisation it names.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    CTE,
    ColumnElement,
    String,
    Subquery,
    case,
    cast,
    literal,
    null,
    select,
)
from sqlalchemy.orm import Session

from course.calendar_months import month_of
from course.event_codes import EVENT_CODE, month_in
from course.figures.by_country import BY_COUNTRY, NOT_KNOWN, Keys, keys_of_country
from course.figures.query import NONE, StatisticsQuery
from course.models import Cohort, Edition

Rows: TypeAlias = Subquery | CTE
MODERATED: Final = "moderated"
SELF_PACED: Final = "self-paced"


@dataclass(frozen=True, slots=True)
class CountedBy:
    """What the database groups by, and the keys that a value of it is told by.

    Where people write the name themselves, ``is_spelled``, the key is what is alike in
    all its spellings.
    """

    value: Callable[[Rows], ColumnElement[Any]]
    keys_of: Callable[[Any], Keys]
    is_spelled: bool = False


def counted_by(session: Session, query: StatisticsQuery, name: str) -> CountedBy:
    """How rows of the population are counted by one breakdown.

    Raises ``ImpossibleFilter`` where a list of countries is not known on the day.
    """
    if name in BY_COUNTRY:
        on = query.as_of.date()
        # Now, so that a list that is not known is refused before anything is counted.
        keys_of_country(name, "KE", on)
        return CountedBy(
            column_named("country"), lambda code: keys_of_country(name, code, on)
        )
    return _COUNTED[name](session, query)


def month_column(rows: Rows, event: str) -> ColumnElement[Any]:
    """The month of ``enrolled``, ``started``, ``completed`` or ``certified``.

    Kept rows have it as a column, their cells in a code; of others it is worked out.
    """
    if f"month_{event}" in rows.c:
        return rows.c[f"month_{event}"]
    if EVENT_CODE in rows.c:
        return month_in(rows.c[EVENT_CODE], event)
    return month_of(rows.c[f"{event}_at"])


def column_named(name: str) -> Callable[[Rows], ColumnElement[Any]]:
    """The column of this name, of whatever rows."""
    return lambda rows: rows.c[name]


def fold_organisation(spelling: str | None) -> str | None:
    """What the spellings of one organisation have alike; nothing where none is told."""
    folded = " ".join((spelling or "").split()).casefold()
    return None if folded in ("", NONE) else folded


def editions_of(session: Session, course_key: str) -> Mapping[int, tuple[str, str]]:
    """The digest and the language of each edition of a course."""
    language = Edition.content["language"].as_string()
    rows = session.execute(
        select(Edition.id, Edition.digest, language).where(
            Edition.kind == "course", Edition.key == course_key
        )
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _month(_session: Session, _query: StatisticsQuery) -> CountedBy:
    return CountedBy(lambda rows: month_column(rows, "enrolled"), as_it_is)


def _cohort(session: Session, query: StatisticsQuery) -> CountedBy:
    return by_cohort(session, Cohort.course_key == query.course_key)


def by_cohort(session: Session, which: ColumnElement[bool]) -> CountedBy:
    """By cohort, told by the keys of those that are asked for."""
    found = session.execute(select(Cohort.id, Cohort.key).where(which))
    keys = {row[0]: row[1] for row in found}
    return CountedBy(column_named("cohort_id"), lambda number: (keys.get(number),))


def _mode(_session: Session, _query: StatisticsQuery) -> CountedBy:
    return CountedBy(
        lambda rows: case((is_moderated(rows), MODERATED), else_=literal(SELF_PACED)),
        as_it_is,
    )


def is_moderated(rows: Rows) -> ColumnElement[bool]:
    """Whether an enrolment is in a moderated cohort. One in none is self-paced."""
    return rows.c.cohort_id.in_(select(Cohort.id).where(Cohort.mode == MODERATED))


def _language(session: Session, query: StatisticsQuery) -> CountedBy:
    """By the language itself: whoever took two editions in one of them counts once."""
    spoken: dict[str, list[int]] = {}
    for number, (_digest, language) in editions_of(session, query.course_key).items():
        spoken.setdefault(language, []).append(number)

    def value(rows: Rows) -> ColumnElement[Any]:
        known = [(rows.c.edition_id.in_(ids), name) for name, ids in spoken.items()]
        return case(*known) if known else cast(null(), String)

    return CountedBy(value, as_it_is)


def _edition(session: Session, query: StatisticsQuery) -> CountedBy:
    editions = editions_of(session, query.course_key)
    return CountedBy(column_named("edition_id"), lambda number: (editions[number][0],))


def _organisation(_session: Session, _query: StatisticsQuery) -> CountedBy:
    return CountedBy(
        column_named("organisation"),
        lambda spelling: (fold_organisation(spelling),),
        is_spelled=True,
    )


def _said(name: str) -> Callable[[Session, StatisticsQuery], CountedBy]:
    return lambda _session, _query: CountedBy(column_said(name), as_it_is)


def column_said(breakdown: str) -> Callable[[Rows], ColumnElement[Any]]:
    """The column of what people say of themselves, by its breakdown."""
    return column_named(said_as(breakdown))


def said_as(breakdown: str) -> str:
    """What the record calls that of which a breakdown counts what is said."""
    return breakdown.replace("-", "_")


def as_it_is(value: str | None) -> Keys:
    """The group of what somebody said, as the record has it."""
    return NOT_KNOWN if value is None else (value,)


_COUNTED: Final[Mapping[str, Callable[[Session, StatisticsQuery], CountedBy]]] = {
    "month": _month,
    "cohort": _cohort,
    "mode": _mode,
    "language": _language,
    "edition": _edition,
    "affiliation": _said("affiliation"),
    "organisation": _organisation,
    "gender": _said("gender"),
    "age-band": _said("age-band"),
}
