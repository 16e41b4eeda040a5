"""The learner's record as statements of xAPI, for any learning record store.

The same question as of the same moment gives the same lines, and a later moment gives
those and what came since. Every statement bears a name made of its fact, so that a
store that is sent one twice keeps one.
"""

from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import Any, TypeAlias
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from course import editions
from course.experience.facts import SOURCES, Source
from course.experience.statements import Fact, Held, Statement, Teller
from course.exports.manifest import Manifest
from course.exports.spelling import moment_text
from course.models import Cohort, Edition, Enrolment, EnrolmentEvent, User
from course.places import stands
from course.policy import visible_cohorts

MEDIA_TYPE = "application/jsonl"
_AT_ONCE = 500
_Place: TypeAlias = tuple[datetime, int, int]


@dataclass(frozen=True, slots=True)
class StatementsQuery:
    """What is asked: which course, perhaps which cohort, as of when; with names or not.

    Who is in a cohort is asked as of that moment.
    """

    course_key: str
    as_of: datetime
    cohort: UUID | None = None
    with_names: bool = False


def statement_lines(
    session: Session, asker: User, query: StatementsQuery, address: str
) -> Generator[bytes, None, None]:
    """The statements as JSON Lines, each ending in a line feed."""
    with closing(statements(session, asker, query, address)) as told:
        for statement in told:
            yield orjson.dumps(statement, option=orjson.OPT_APPEND_NEWLINE)


def statements_manifest(
    query: StatementsQuery, count: int, told: tuple[str, int], file_name: str
) -> Manifest:
    """The manifest of so many lines: ``told`` is their digest and their size.

    A statement has no columns; what its members mean is said by xAPI.
    """
    cohort = {"cohort": str(query.cohort)} if query.cohort else {}
    as_of = moment_text(query.as_of)
    digest, size = told
    return Manifest(
        file_name=file_name,
        media_type=MEDIA_TYPE,
        byte_count=size,
        sha256=digest,
        row_count=count,
        totals={},
        as_of=as_of,
        question={
            "course": query.course_key,
            "as_of": as_of,
            **cohort,
            "with_names": query.with_names,
        },
        columns=(),
    )


def statements(
    session: Session, asker: User, query: StatementsQuery, address: str
) -> Generator[Statement, None, None]:
    """Every statement that the asker may read, in the order of recording.

    A trainer reads of the cohorts they lead, an administrator of everybody. However
    many there are, the database is asked twelve times and few are held at once.
    ``address`` is the public address of the office, without a slash at its end.
    """
    teller = Teller(address)
    courses = _courses(session, query.course_key)
    with ExitStack() as opened:
        streams = []
        for rank, source in enumerate(SOURCES):
            asked = _asked(session, asker, query, source)
            result = session.execute(asked, execution_options={"yield_per": _AT_ONCE})
            # A reader may leave midway: the server's cursors are closed all the same.
            opened.enter_context(result)
            streams.append(_placed(result, rank, source))
        for _place, source, row in merge(*streams, key=lambda each: each[0]):
            yield from source.tell(teller, _fact(source, row, courses), row)


def _placed(
    result: Any, rank: int, source: Source
) -> Iterator[tuple[_Place, Source, Any]]:
    for row in result:
        yield (row.recorded_at, rank, row.id), source, row


def _fact(source: Source, row: Any, courses: dict[int, Held]) -> Fact:
    return Fact(
        kind=source.kind,
        uuid=row.uuid,
        occurred_at=row.occurred_at,
        enrolment=row.enrolment,
        learner=row.learner,
        course=courses[row.edition_id],
        name=row.name,
        email=row.email,
    )


def _courses(session: Session, course_key: str) -> dict[int, Held]:
    """The course in each of its editions."""
    known = session.scalars(
        select(Edition.id).where(Edition.kind == "course", Edition.key == course_key)
    ).all()
    found = editions.find_editions(session, known)
    return {
        number: Held.of(editions.course_of(session, edition), edition.digest)
        for number, edition in found.items()
    }


def _asked(
    session: Session, asker: User, query: StatementsQuery, source: Source
) -> Select[Any]:
    holder: ColumnElement[int] = source.holder.enrolment_id
    if session.get_bind().dialect.name == "sqlite":
        # It would rather look up each enrolment, and sort everything in memory.
        holder = holder + 0
    return source.select(with_names=query.with_names).where(
        source.fact.recorded_at <= query.as_of, holder.in_(_in_scope(asker, query))
    )


def _in_scope(asker: User, query: StatementsQuery) -> Select[int]:
    """The enrolments that the asker may read of, by the cohort they were in then."""
    found = select(Enrolment.id).where(Enrolment.course_key == query.course_key)
    if asker.is_administrator and query.cohort is None:
        return found
    latest = aliased(EnrolmentEvent)
    event = (
        select(func.max(latest.id))
        .where(
            latest.enrolment_id == Enrolment.id,
            latest.recorded_at <= query.as_of,
            stands(latest, query.as_of),
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )
    found = (
        found.join(EnrolmentEvent, EnrolmentEvent.id == event)
        .join(Cohort, Cohort.id == EnrolmentEvent.cohort_id)
        .where(visible_cohorts(asker))
    )
    return found if query.cohort is None else found.where(Cohort.uuid == query.cohort)
