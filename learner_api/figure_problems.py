"""What cannot be asked of the figures, as HTTP tells it."""

from course.figures import faults
from learner_api.problem import Problem

FIGURE_PROBLEMS: dict[type[Exception], Problem] = {
    faults.FutureMoment: Problem(422, "future-moment", "The moment is still to come"),
    faults.ImpossibleFilter: Problem(
        422, "impossible-filter", "A filter cannot be used"
    ),
    faults.UnknownBreakdown: Problem(
        422, "unknown-breakdown", "The figures are not counted by this"
    ),
}
