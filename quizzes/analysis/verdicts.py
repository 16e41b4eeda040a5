"""The figures in a word: what to make of a question, and how far to trust a score."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from quizzes.analysis.figures import Estimate
from quizzes.analysis.values import (
    Alarm,
    LanguageAlarm,
    QuestionAnalysis,
    QuizAnalysis,
    WrongKeyAlarm,
)

# What speaks loudest of a question, and what to make of it:
#   broken  its key is probably wrong, or those who know the rest fail it;
#   look    something is odd: somebody should read it;
#   easy    nearly everybody gets it right, so that it tells nobody apart;
#   good    those who know the rest know it;
#   early   there is not enough yet to tell.
Verdict: TypeAlias = Literal["broken", "look", "easy", "good", "early"]
Ground: TypeAlias = Literal[
    "wrong-key",
    "sets-back",
    "language",
    "best-choose-another",
    "same-for-all",
    "nearly-nobody",
    "hardly-tells-apart",
    "nearly-all",
    "tells-apart",
    "not-enough",
]
VERDICTS: Final[Mapping[Ground, Verdict]] = MappingProxyType(
    {
        "wrong-key": "broken",
        "sets-back": "broken",
        "language": "look",
        "best-choose-another": "look",
        "same-for-all": "look",
        "nearly-nobody": "look",
        "hardly-tells-apart": "look",
        "nearly-all": "easy",
        "tells-apart": "good",
        "not-enough": "early",
    }
)

# How well the score of the quiz tells learners apart.
Trust: TypeAlias = Literal["well", "fairly", "hardly"]

# Nineteen of twenty: whoever is left is too few to be told from the others.
_NEARLY_ALL: Final = 0.95
_NEARLY_NOBODY: Final = 0.05
# Ebel (1965): below 0.2 a question is poor, from 0.3 on reasonably good.
_TELLS_APART: Final = 0.2
# The thresholds in common use for a score that people are told.
_WELL: Final = 0.8
_FAIRLY: Final = 0.6


def ground_of(question: QuestionAnalysis, alarms: Iterable[Alarm]) -> Ground:
    """What speaks loudest of a question, by its figures and the alarms of its quiz.

    It is poor only where its whole interval is; what may be good or poor is not enough.
    """
    raised = [type(alarm) for alarm in alarms if alarm.question == question.key]
    share, discrimination = _value(question.facility), _value(question.discrimination)
    _, high = _interval(question.discrimination)
    grounds: tuple[tuple[Ground, bool], ...] = (
        ("wrong-key", WrongKeyAlarm in raised),
        ("sets-back", high < 0),
        ("language", LanguageAlarm in raised),
        ("best-choose-another", "best-choose-another" in question.cautions),
        ("same-for-all", "no-spread" in question.cautions),
        ("nearly-nobody", share is not None and share <= _NEARLY_NOBODY),
        ("tells-apart", discrimination is not None and discrimination >= _TELLS_APART),
        ("nearly-all", share is not None and share >= _NEARLY_ALL),
        ("hardly-tells-apart", high < _TELLS_APART),
    )
    return next((ground for ground, holds in grounds if holds), "not-enough")


def trust_in(quiz: QuizAnalysis) -> Trust | None:
    """How well the score tells learners apart; nothing where that is not known."""
    reliability = _value(quiz.reliability)
    if reliability is None:
        return None
    if reliability >= _WELL:
        return "well"
    return "fairly" if reliability >= _FAIRLY else "hardly"


def _value(figure: object) -> float | None:
    return figure.value if isinstance(figure, Estimate) else None


def _interval(figure: object) -> tuple[float, float]:
    """The interval; where there is none, all that a correlation can be."""
    if isinstance(figure, Estimate) and figure.interval is not None:
        return figure.interval
    return -1.0, 1.0
