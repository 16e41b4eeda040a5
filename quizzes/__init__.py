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
from quizzes.grading import Grade, grade
from quizzes.paper import PaperQuestion, paper
from quizzes.question import Answer, Mark, Question, question_type
from quizzes.question_types import QUESTION_TYPES
from quizzes.quiz import Quiz

__all__ = [
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
    "SelectRow",
    "Selects",
    "TextInput",
    "check_quizzes",
    "grade",
    "load_quizzes",
    "paper",
    "question_type",
]
