"""One list of a preview of another rule, as a table to export."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from sqlalchemy.orm import Session

from course.errors import sentence
from course.exports.table import Column, Table
from course.outline import Course
from course.regrading import known_learners
from course.rule_change_listing import EnrolmentChange
from course.rule_change_plan import CHUNK, RuleScope, listed

COLUMNS = (
    Column("enrolment", "identifier", sentence("The enrolment, by its public name.")),
    Column("learner", "identifier", sentence("The person, by their public name.")),
    Column("name", "text", sentence("The name of the learner.")),
    Column("cohort", "identifier", sentence("The key of the cohort, where in one.")),
    Column(
        "edition",
        "identifier",
        sentence("The digest of the edition of the course that holds for them."),
    ),
    Column("met_before", "whole", sentence("How much of the rule of now they meet.")),
    Column("needed_before", "whole", sentence("How much the rule of now asks.")),
    Column("met_after", "whole", sentence("How much of the other rule they meet.")),
    Column("needed_after", "whole", sentence("How much the other rule asks.")),
    Column("certified", "text", sentence("The certificates that they hold.")),
    Column(
        "falls_short",
        "text",
        sentence("Those of them that they would not be given by the other rule."),
    ),
    Column(
        "earned",
        "text",
        sentence("The certificates that only the other rule would give them."),
    ),
)


def list_table(
    session: Session, to: Course, scope: RuleScope, group: str, *, now: datetime
) -> Table:
    """The list of this name, streamed; for those allowed to see names."""
    cohort = {"cohort": scope.cohort} if scope.cohort else {}
    return Table(
        about={
            "course": scope.course_key,
            "as_of": now,
            **cohort,
            "edition": to.digest,
            "list": group,
        },
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
