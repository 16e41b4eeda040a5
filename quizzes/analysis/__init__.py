"""How good the questions of a quiz are, as the attempts at it tell.

Pure: attempts in, figures out. Nothing here reads a row or a clock, and the only chance
is that of a seed. What is imported here loads no NumPy: the figures are worked out in
a process of their own, which ``analyse_aside`` starts.
"""

from quizzes.analysis.answers import AnswerReader, facts_of, frame_of, wording_of
from quizzes.analysis.aside import NotAnalysed, analyse_aside
from quizzes.analysis.figures import Estimate, Figure, NotDefined, TooFew
from quizzes.analysis.sittings import QuestionFacts, Sitting, Sittings, SittingsError
from quizzes.analysis.values import (
    Alarm,
    Analysis,
    ChoiceAnalysis,
    LanguageAlarm,
    LanguageComparison,
    MantelHaenszel,
    QuestionAnalysis,
    QuizAnalysis,
    Thirds,
    WrongKeyAlarm,
)
from quizzes.analysis.verdicts import (
    VERDICTS,
    Ground,
    Trust,
    Verdict,
    ground_of,
    trust_in,
)

__all__ = [
    "VERDICTS",
    "Alarm",
    "Analysis",
    "AnswerReader",
    "ChoiceAnalysis",
    "Estimate",
    "Figure",
    "Ground",
    "LanguageAlarm",
    "LanguageComparison",
    "MantelHaenszel",
    "NotAnalysed",
    "NotDefined",
    "QuestionAnalysis",
    "QuestionFacts",
    "QuizAnalysis",
    "Sitting",
    "Sittings",
    "SittingsError",
    "Thirds",
    "TooFew",
    "Trust",
    "Verdict",
    "WrongKeyAlarm",
    "analyse_aside",
    "facts_of",
    "frame_of",
    "ground_of",
    "trust_in",
    "wording_of",
]
