"""Whom a question speaks of: the enrolments that its asker may count.

Rows, counts and totals are all built on this one SELECT and cannot disagree. It reads
what is kept of each enrolment, and the facts of those that have changed since the
moment that is asked of; ``course.figures.facts`` says what each column means.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Subquery,
    case,
    exists,
    false,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from course.database import ONE_STATE
from course.figures.facts import known_from_facts
from course.figures.people import MOMENTS
from course.figures.query import StatisticsQuery
from course.models import (
    Cohort,
    CohortTrainer,
    CountedEnrolment,
    Edition,
    Enrolment,
    User,
)

Kept = CountedEnrolment
MONTHS: Final = (
    "month_enrolled",
    "month_started",
    "month_completed",
    "month_certified",
)
_AS_KEPT: Final = (
    Kept.enrolment_id,
    Kept.uuid.label("enrolment"),
    Kept.course_key,
    Kept.user_id,
    Kept.run,
    Kept.cohort_id,
    Kept.edition_id,
    Kept.profile_id,
    Kept.country,
    Kept.gender,
    Kept.affiliation,
    Kept.organisation,
    Kept.age_band,
    Kept.is_withdrawn,
    Kept.enrolled_at,
)
_KNOWN_BY: Final = {"completed_at": "completed_known_at"}
_MONTH_OF: Final = tuple(
    (f"month_{event}", MOMENTS[event])
    for event in ("started", "completed", "certified")
)


def population(
    asker: User, query: StatisticsQuery, *, is_still: bool = False
) -> Subquery:
    """One row for each enrolment that the question speaks of, as of its moment.

    Columns: ``enrolment_id``, ``enrolment`` (the public name), ``course_key``,
    ``user_id``, ``run``, ``cohort_id``, ``edition_id``, ``profile_id``, ``country``,
    ``gender``, ``affiliation``, ``organisation``, ``age_band``, ``is_withdrawn``,
    ``enrolled_at``, ``started_at``, ``assessed_at``, ``completed_at``,
    ``certified_at`` and ``participated_at``; each moment is nothing where it had not
    come. Of the filters in ``where`` it knows none: see ``breakdowns``. ``is_still`` is
    what ``still_since`` said of it: then the kept rows are all there is to read.
    """
    unchanged = kept_at(query.as_of).where(*_conditions(asker, query, Kept))
    if is_still:
        kept: Subquery = unchanged.subquery("population")
        return kept
    changed = _changed_since(query).subquery("changed")
    told = select(changed).where(*_conditions(asker, query, changed.c))
    return union_all(unchanged, told).subquery("population")


def parts_of(
    asker: User, query: StatisticsQuery, *, is_latest: bool = False
) -> tuple[Subquery, Subquery, Subquery]:
    """``population`` in three parts, for where nobody has changed since.

    The whole are people with one run of whom all that is kept had come by then, each
    as it is kept, with columns more: the two codes and the months.
    PostgreSQL counts a million of these by their columns with several workers at once.
    The second are people with several runs, the third those of whom something came
    about since: both few, found by an index, and with the same columns but
    ``event_code``. ``is_latest`` says that nothing came about since: then no moment
    need be compared.
    """
    columns = Kept.__table__.c
    conditions = list(_conditions(asker, query, Kept))
    of_one = ~Kept.is_several
    whole = select(
        *_AS_KEPT,
        Kept.profile_code,
        Kept.event_code,
        *(columns[each] for each in (*MOMENTS.values(), *MONTHS)),
    ).where(
        Kept.latest_at.is_not(None) if is_latest else Kept.latest_at <= query.as_of,
        of_one,
        *conditions,
    )
    kept = kept_at(query.as_of, with_computed=True).where(*conditions)
    several = kept.where(Kept.is_several)
    later = kept.where(Kept.latest_at > query.as_of, of_one)
    return whole.subquery("whole"), several.subquery("several"), later.subquery("later")


def kept_at(as_of: datetime, *, with_computed: bool = False) -> Any:
    """The kept rows that have not changed since, and what of them had come by then."""
    columns = Kept.__table__.c
    known = {name: columns[_KNOWN_BY.get(name, name)] for name in MOMENTS.values()}

    def by_then(name: str, moment: str) -> ColumnElement[Any]:
        return case((known[moment] <= as_of, columns[name]), else_=null()).label(name)

    computed = (
        columns.profile_code,
        columns.month_enrolled,
        *(by_then(*each) for each in _MONTH_OF),
    )
    return select(
        *_AS_KEPT,
        *(by_then(name, name) for name in MOMENTS.values()),
        *(computed if with_computed else ()),
    ).where(
        Kept.changed_at <= as_of,
        Kept.event_id.is_not(None),
        Kept.profile_id.is_not(None),
    )


@dataclass(frozen=True, slots=True)
class Still:
    """That ``nobody_has_changed`` since, and that ``nothing_came`` about at all."""

    nobody_has_changed: bool
    nothing_came: bool


def still_since(session: Session, query: StatisticsQuery) -> Still:
    """Whether all is as it was, and this transaction will see it stay so.

    As a rule that is so now, and of a million PostgreSQL then reads the kept rows with
    several workers at once. A transaction that sees what others commit meanwhile cannot
    know: for it neither is true. On SQLite every transaction sees one state.
    """
    options = session.connection().get_execution_options()
    if (
        session.get_bind().dialect.name == "postgresql"
        and options.get("isolation_level") != ONE_STATE
    ):
        return Still(False, False)
    changed, came = (
        exists().where(Kept.course_key == query.course_key, moment > query.as_of)
        for moment in (Kept.changed_at, Kept.latest_at)
    )
    return Still(*session.execute(select(~changed, ~came)).one())


def _changed_since(query: StatisticsQuery) -> Any:
    """What the facts told then of those that were known and have changed since."""
    since = select(Kept.enrolment_id).where(
        Kept.course_key == query.course_key,
        Kept.changed_at > query.as_of,
        Kept.known_at <= query.as_of,
    )
    return known_from_facts(query.as_of).where(Enrolment.id.in_(since))


def _conditions(
    asker: User, query: StatisticsQuery, known: Any
) -> Iterator[ColumnElement[bool]]:
    """What the question asks of an enrolment, by its columns in ``known``."""
    yield known.course_key == query.course_key
    yield _scope(asker, known)
    if query.cohort is not None:
        here = select(Cohort.id).where(Cohort.uuid == query.cohort)
        yield known.cohort_id == here.scalar_subquery()
    if query.edition is not None:
        held = select(Edition.id).where(
            Edition.kind == "course",
            Edition.key == query.course_key,
            Edition.digest == query.edition,
        )
        yield known.edition_id == held.scalar_subquery()
    if query.enrolled_since is not None:
        yield known.enrolled_at >= _start(query.enrolled_since)
    if query.enrolled_until is not None:
        yield known.enrolled_at < _start(query.enrolled_until + timedelta(days=1))


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _scope(asker: User, known: Any) -> ColumnElement[bool]:
    """A trainer counts the cohorts they lead, an administrator everybody."""
    if asker.is_administrator:
        return true()
    if not asker.is_staff:
        return false()
    return exists(
        select(CohortTrainer.cohort_id).where(
            CohortTrainer.cohort_id == known.cohort_id,
            CohortTrainer.user_id == asker.id,
        )
    )
