"""The Handbook as learning modules: files in, frozen values out."""

from modules.advice import check_handbook
from modules.dialect import handbook_parser
from modules.errors import Fault, HandbookFilesError
from modules.files import load_handbook
from modules.module import (
    Figure,
    FigureGroup,
    FigureRow,
    Handbook,
    Lesson,
    Module,
    Source,
    Task,
    Term,
)

__all__ = [
    "Fault",
    "Figure",
    "FigureGroup",
    "FigureRow",
    "Handbook",
    "HandbookFilesError",
    "Lesson",
    "Module",
    "Source",
    "Task",
    "Term",
    "check_handbook",
    "handbook_parser",
    "load_handbook",
]
