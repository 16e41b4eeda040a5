"""The heat map of a cohort as a table: a learner each row, two columns each module."""

from collections.abc import Iterator, Sequence

from course.errors import sentence
from course.exports.table import Column, Table
from course.learners_seen import CohortOverview, LearnerSeen
from course.models import Cohort

_FIRST = (
    Column("name", "text", sentence("The name of the learner.")),
    Column("email", "text", sentence("The address by which the learner signs in.")),
    Column("groups", "text", sentence("The groups in which the learner stands.")),
    Column("met", "whole", sentence("How many things that are asked are done.")),
    Column("needed", "whole", sentence("How many things are asked.")),
    Column("last_act_at", "moment", sentence("When the learner last did anything.")),
    Column("as_of", "moment", sentence("The moment of all that is told here.")),
)
_DONE = sentence("How many lessons of this module are done.")
_LESSONS = sentence("How many lessons this module has for the learner.")
_QUIZ = sentence("How far the learner is with the quiz of this module.")


def overview_table(
    cohort: Cohort, overview: CohortOverview, learners: Sequence[LearnerSeen]
) -> Table:
    """These learners by module: the share of lessons done, and the quiz."""
    keys = [module.key for module in overview.course.modules]
    columns = [*_FIRST]
    for key in keys:
        columns += [
            Column(f"{key}: lessons done", "whole", _DONE),
            Column(f"{key}: lessons", "whole", _LESSONS),
            Column(f"{key}: quiz", "identifier", _QUIZ),
        ]
    return Table(
        about={
            "cohort": cohort.key,
            "as_of": overview.as_of,
            "silent_after_days": overview.days,
        },
        columns=columns,
        rows=_rows(overview, learners, keys),
    )


def _rows(
    overview: CohortOverview, learners: Sequence[LearnerSeen], keys: Sequence[str]
) -> Iterator[Sequence[object]]:
    for each in learners:
        row: list[object] = [
            each.name,
            each.email,
            " ".join(each.groups),
            each.met,
            each.needed,
            each.acted_at,
            overview.as_of,
        ]
        states = {state.module: state for state in each.modules}
        for key in keys:
            state = states.get(key)
            row += (
                (state.lessons_done, state.lessons, state.quiz)
                if state
                else (None, None, None)
            )
        yield row
