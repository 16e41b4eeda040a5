"""How good the questions of a quiz are, as the attempts at it tell.

Pure: attempts in, figures out. Nothing here reads a row or a clock, and the only chance
is that of a seed. What is imported here loads no NumPy: the figures are worked out in
a process of their own, which ``analyse_aside`` starts.
"""

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

__all__ = [
    "Alarm",
    "Analysis",
    "ChoiceAnalysis",
    "Estimate",
    "Figure",
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
    "WrongKeyAlarm",
    "analyse_aside",
]
