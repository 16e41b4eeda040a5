"""Item statistics as a table to be written to a file: a question a row."""

from collections.abc import Sequence

from course.errors import sentence
from course.exports import Column, Table
from learner_api.item_statistics import ItemLine, ItemStatistics
from quizzes.analysis import Alarm, Estimate, Figure, WrongKeyAlarm

# Each figure, and what it tells of a question.
_FIGURES = {
    "facility": sentence("Which share of the points was gained on average."),
    "discrimination": sentence(
        "How the points go with those of the rest of the quiz, from -1 to 1."
    ),
    "efficiency": sentence(
        "The discrimination as a share of the most that the marks allow."
    ),
    "blank": sentence("Which share of the attempts left it unanswered."),
}
_LOW = sentence("Where the interval of 95 per cent begins, for the figure before it.")
_HIGH = sentence("Where that interval ends.")
COLUMNS = (
    Column("question", "identifier", sentence("The key of the question.")),
    Column("number", "whole", sentence("Its number in the quiz, from 1.")),
    Column("prompt", "text", sentence("What is asked.")),
    Column("attempts", "whole", sentence("How many attempts the figures rest on.")),
    Column(
        "other_wordings",
        "whole",
        sentence("How many attempts had other words, and are left out."),
    ),
    Column("verdict", "identifier", sentence("What to make of the question.")),
    Column("ground", "identifier", sentence("The reason of the verdict.")),
    Column("alarms", "text", sentence("What points to a wrong key or translation.")),
    *(
        Column(f"{name}{end}", "number", words)
        for name, told in _FIGURES.items()
        for end, words in (("", told), ("_low", _LOW), ("_high", _HIGH))
    ),
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
