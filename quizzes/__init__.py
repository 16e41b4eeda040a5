"""What is asked of a learner, and how an answer is marked."""

from quizzes.advice import check_quizzes
from quizzes.controls import (
    Checkboxes,
    Control,
    Option,
    Radios,
    SelectRow,
    Selects,
    TextInput,
)
from quizzes.errors import Fault, InvalidAnswer, QuizDataError, QuizFilesError
from quizzes.files import load_quizzes
from quizzes.grading import Grade, grade, is_awaiting, reaches
from quizzes.paper import PaperQuestion, paper
from quizzes.question import Answer, Mark, Question, question_type
from quizzes.question_types import QUESTION_TYPES
from quizzes.quiz import Quiz
from quizzes.scenario import Scenario
from quizzes.settings import COUNTINGS, PURPOSES, Situation, is_shown

__all__ = [
    "COUNTINGS",
    "PURPOSES",
    "QUESTION_TYPES",
    "Answer",
    "Checkboxes",
    "Control",
    "Fault",
    "Grade",
    "InvalidAnswer",
    "Mark",
    "Option",
    "PaperQuestion",
    "Question",
    "Quiz",
    "QuizDataError",
    "QuizFilesError",
    "Radios",
    "Scenario",
    "SelectRow",
    "Selects",
    "Situation",
    "TextInput",
    "check_quizzes",
    "grade",
    "is_awaiting",
    "is_shown",
    "load_quizzes",
    "paper",
    "question_type",
    "reaches",
]
