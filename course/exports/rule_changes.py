"""One list of a preview of another rule, as a table to export."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from sqlalchemy.orm import Session

from course.exports.format import Table
from course.outline import Course
from course.regrading import known_learners
from course.rule_change_listing import EnrolmentChange
from course.rule_change_plan import CHUNK, RuleScope, listed

COLUMNS = (
    "enrolment",
    "learner",
    "name",
    "cohort",
    "edition",
    "met_before",
    "needed_before",
    "met_after",
    "needed_after",
    "certified",
    "falls_short",
    "earned",
)


def list_table(
    session: Session, to: Course, scope: RuleScope, group: str, *, now: datetime
) -> Table:
    """The list of this name, streamed; for those allowed to see names."""
    return Table(
        about={"course": scope.course_key, "edition": to.digest, "list": group},
        columns=COLUMNS,
        rows=_rows(session, listed(session, to, scope, group, now=now)),
    )


def _rows(
    session: Session, changes: Iterable[EnrolmentChange]
) -> Iterator[Sequence[object]]:
    remaining = iter(changes)
    while chunk := list(islice(remaining, CHUNK)):
        known = known_learners(session, chunk)
        for each in chunk:
            yield (
                each.enrolment,
                each.learner,
                known[each.enrolment].name,
                known[each.enrolment].cohort,
                each.from_edition,
                *each.before,
                *each.after,
                " ".join(each.certified),
                " ".join(each.falls_short),
                " ".join(each.earned),
            )
