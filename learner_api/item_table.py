"""Item statistics as a table to be written to a file: a question a row."""

from collections.abc import Sequence

from course.exports import Table
from learner_api.item_statistics import ItemLine, ItemStatistics
from quizzes.analysis import Alarm, Estimate, Figure, WrongKeyAlarm

_FIGURES = ("facility", "discrimination", "efficiency", "blank")
COLUMNS = (
    "question",
    "number",
    "prompt",
    "attempts",
    "other_wordings",
    "verdict",
    "ground",
    "alarms",
    *(f"{name}{end}" for name in _FIGURES for end in ("", "_low", "_high")),
)
# The last digits tell nothing, and fill a column.
_DIGITS = 4


def items_table(told: ItemStatistics) -> Table:
    """The questions in order; of a figure that is refused nothing is written."""
    gathered, score = told.gathered, told.analysis.quiz
    query = gathered.query
    cohort = {"cohort": query.cohort} if query.cohort else {}
    names = ("mean", "deviation", "reliability", "standard_error")
    scores = {name: _numbers(getattr(score, name))[0] for name in names}
    return Table(
        about={
            "quiz": query.quiz_key,
            "as_of": query.as_of,
            **cohort,
            "which": query.which,
            "attempts": gathered.attempts,
            **scores,
        },
        columns=COLUMNS,
        rows=[_row(line, told.analysis.alarms) for line in told.lines],
    )


def _row(line: ItemLine, alarms: Sequence[Alarm]) -> tuple[object, ...]:
    figures = line.figures
    raised = [_named(alarm) for alarm in alarms if alarm.question == figures.key]
    return (
        figures.key,
        line.item.number,
        line.item.question.prompt,
        figures.attempts,
        line.item.other_wordings,
        line.verdict,
        line.ground,
        "; ".join(raised),
        *(number for name in _FIGURES for number in _numbers(getattr(figures, name))),
    )


def _named(alarm: Alarm) -> str:
    if isinstance(alarm, WrongKeyAlarm):
        return f"wrong-key: {alarm.choice}"
    return f"language: {alarm.harder_in}"


def _numbers(figure: Figure) -> tuple[float | None, float | None, float | None]:
    """A figure and its interval; nothing where there is none."""
    if not isinstance(figure, Estimate):
        return None, None, None
    low, high = figure.interval or (None, None)
    value = round(figure.value, _DIGITS)
    if low is None or high is None:
        return value, None, None
    return value, round(low, _DIGITS), round(high, _DIGITS)
