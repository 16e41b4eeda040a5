"""What is asked of a learner, and how an answer is marked."""

from quizzes.advice import check_quizzes
from quizzes.controls import (
    Checkboxes,
    Control,
    CreditNote,
    GapPiece,
    Gaps,
    Option,
    Radios,
    SelectRow,
    Selects,
    TextArea,
    TextInput,
)
from quizzes.errors import (
    Fault,
    InvalidAnswer,
    InvalidLevels,
    MarkedByPerson,
    QuizDataError,
    QuizFilesError,
)
from quizzes.files import load_quizzes
from quizzes.grading import Grade, grade
from quizzes.images import Image
from quizzes.paper import PaperQuestion, paper
from quizzes.question import Answer, Mark, Part, Question, question_type
from quizzes.question_types import QUESTION_TYPES
from quizzes.quiz import Quiz

__all__ = [
    "QUESTION_TYPES",
    "Answer",
    "Checkboxes",
    "Control",
    "CreditNote",
    "Fault",
    "GapPiece",
    "Gaps",
    "Grade",
    "Image",
    "InvalidAnswer",
    "InvalidLevels",
    "Mark",
    "MarkedByPerson",
    "Option",
    "PaperQuestion",
    "Part",
    "Question",
    "Quiz",
    "QuizDataError",
    "QuizFilesError",
    "Radios",
    "SelectRow",
    "Selects",
    "TextArea",
    "TextInput",
    "check_quizzes",
    "grade",
    "load_quizzes",
    "paper",
    "question_type",
]
