"""Lists of names that are handed over as they are read: who took which, and what for.

Nothing of them is kept here, as it is of the files of ``course.exporting``. That they
were taken stands in the same record, so that one page tells of all names that left.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from course.certified import CertifiedQuery
from course.export_demands import require_format, require_purpose
from course.exports.xapi import StatementsQuery
from course.figures.query import StatisticsQuery
from course.models import Export, User
from course.models.export import (
    CERTIFIED_LIST,
    COMPLETIONS_LIST,
    ROWS,
    RULE_CHANGE_LIST,
    STATEMENTS_LIST,
)
from course.outline import Course
from course.rule_change_plan import RuleScope


@dataclass(frozen=True, slots=True)
class NameList:
    """A list that names people: which, of whom, as of when, in which format.

    ``more`` is what only this list is asked by.
    """

    name: str
    course_key: str
    as_of: datetime
    suffix: str
    cohort: UUID | None = None
    more: Mapping[str, str] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        """What was asked, as the record keeps it."""
        cohort = {"cohort": str(self.cohort)} if self.cohort else {}
        return {
            "list": self.name,
            "course": self.course_key,
            "as_of": self.as_of.astimezone(UTC).isoformat(),
            **cohort,
            **self.more,
        }


def completions_list(query: StatisticsQuery, suffix: str) -> NameList:
    """Who enrolled and completed."""
    return NameList(
        COMPLETIONS_LIST, query.course_key, query.as_of, suffix, query.cohort
    )


def certified_list(query: CertifiedQuery, course_key: str, suffix: str) -> NameList:
    """Who was certified on a day."""
    day = {"on": query.day.isoformat()}
    known_on, cohort = query.as_known_on, query.cohort
    return NameList(CERTIFIED_LIST, course_key, known_on, suffix, cohort, day)


def rule_change_list(
    to: Course, scope: RuleScope, group: str, suffix: str, *, now: datetime
) -> NameList:
    """Whom another rule would touch."""
    asked = {"edition": to.digest, "group": group}
    course_key, cohort = scope.course_key, scope.cohort
    return NameList(RULE_CHANGE_LIST, course_key, now, suffix, cohort, asked)


def statements_list(query: StatementsQuery) -> NameList:
    """Everybody's record, by name and address."""
    return NameList(
        STATEMENTS_LIST, query.course_key, query.as_of, "jsonl", query.cohort
    )


def take_names(
    session: Session,
    names: NameList,
    purpose: str | None,
    *,
    now: datetime,
    by: User | None,
) -> Export:
    """Record that somebody takes a list of names, and what for.

    It is to be committed before a name leaves, whatever becomes of the file. ``by`` is
    nobody where it is taken from the command line. Raises ``PurposeNeeded``,
    ``UnknownFormat`` and ``FormatNotInstalled``.
    """
    require_purpose(purpose, has_names=True)
    require_format(names.suffix)
    export = Export(
        uuid=uuid4(),
        content=ROWS,
        format=names.suffix,
        course_key=names.course_key,
        asked=names.to_data(),
        purpose=(purpose or "").strip(),
        actor_id=by.id if by else None,
        occurred_at=now,
        recorded_at=now,
    )
    session.add(export)
    session.flush()
    return export
