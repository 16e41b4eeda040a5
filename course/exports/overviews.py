"""The heat map of a cohort as a table: a learner each row, two columns each module."""

from collections.abc import Iterator, Sequence

from course.exports.format import Table
from course.learners_seen import CohortOverview, LearnerSeen
from course.models import Cohort

_FIRST = ("name", "email", "groups", "met", "needed", "last_act_at", "as_of")


def overview_table(
    cohort: Cohort, overview: CohortOverview, learners: Sequence[LearnerSeen]
) -> Table:
    """These learners by module: the share of lessons done, and the quiz."""
    keys = [module.key for module in overview.course.modules]
    columns = [*_FIRST]
    for key in keys:
        columns += [f"{key}: lessons done", f"{key}: lessons", f"{key}: quiz"]
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
