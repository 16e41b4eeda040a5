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
from quizzes.correcting import ACTIONS, Action, Correction, Judged, judged
from quizzes.errors import (
    Advice,
    Fault,
    InvalidAnswer,
    InvalidKey,
    InvalidLevels,
    MarkedByPerson,
    QuizDataError,
    QuizFilesError,
)
from quizzes.files import load_quizzes
from quizzes.grading import Grade, grade, is_awaiting, reaches
from quizzes.images import Image
from quizzes.keys import canonical_key, key_fields, key_of, with_key
from quizzes.paper import PaperQuestion, paper
from quizzes.question import Answer, Mark, Part, Question, question_type
from quizzes.question_types import QUESTION_TYPES
from quizzes.question_types.free_text import FreeText
from quizzes.quiz import Quiz
from quizzes.rubric import Criterion, Level
from quizzes.scenario import Scenario
from quizzes.settings import (
    COUNTINGS,
    MEASURES,
    PURPOSES,
    Counting,
    Purpose,
    Situation,
    is_shown,
)

__all__ = [
    "ACTIONS",
    "COUNTINGS",
    "MEASURES",
    "PURPOSES",
    "QUESTION_TYPES",
    "Action",
    "Advice",
    "Answer",
    "Checkboxes",
    "Control",
    "Correction",
    "Counting",
    "CreditNote",
    "Criterion",
    "Fault",
    "FreeText",
    "GapPiece",
    "Gaps",
    "Grade",
    "Image",
    "InvalidAnswer",
    "InvalidKey",
    "InvalidLevels",
    "Judged",
    "Level",
    "Mark",
    "MarkedByPerson",
    "Option",
    "PaperQuestion",
    "Part",
    "Purpose",
    "Question",
    "Quiz",
    "QuizDataError",
    "QuizFilesError",
    "Radios",
    "Scenario",
    "SelectRow",
    "Selects",
    "Situation",
    "TextArea",
    "TextInput",
    "canonical_key",
    "check_quizzes",
    "grade",
    "is_awaiting",
    "is_shown",
    "judged",
    "key_fields",
    "key_of",
    "load_quizzes",
    "paper",
    "question_type",
    "reaches",
    "with_key",
]
