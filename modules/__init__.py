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
from modules.roadmap import Roadmap, RoadmapBlock, RoadmapCover, RoadmapPart
from modules.worksheet import (
    LONGEST_TEXT,
    REMOVED,
    Column,
    Indicator,
    Row,
    Section,
    Worksheet,
)

__all__ = [
    "LONGEST_TEXT",
    "REMOVED",
    "Column",
    "Fault",
    "Figure",
    "FigureGroup",
    "FigureRow",
    "Handbook",
    "HandbookFilesError",
    "Indicator",
    "Lesson",
    "Module",
    "Roadmap",
    "RoadmapBlock",
    "RoadmapCover",
    "RoadmapPart",
    "Row",
    "Section",
    "Source",
    "Task",
    "Term",
    "Worksheet",
    "check_handbook",
    "handbook_parser",
    "load_handbook",
]
