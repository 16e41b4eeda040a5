"""The Handbook as learning modules: files in, frozen values out."""

from modules.advice import check_handbook
from modules.dialect import handbook_parser
from modules.errors import Advice, Fault, HandbookFilesError
from modules.figure import (
    BarFigure,
    CycleFigure,
    Figure,
    FigureGroup,
    FigureRow,
    LineFigure,
    StructureFigure,
    TablePart,
)
from modules.figure_files import load_figures
from modules.files import load_handbook
from modules.module import (
    Handbook,
    Lesson,
    Module,
    Source,
    Task,
    Term,
)
from modules.reviewing import facts_due
from modules.roadmap import Roadmap, RoadmapBlock, RoadmapCover, RoadmapPart
from modules.rubric import Rubric, RubricLevel, RubricLine, rubric_of
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
    "Advice",
    "BarFigure",
    "Column",
    "CycleFigure",
    "Fault",
    "Figure",
    "FigureGroup",
    "FigureRow",
    "Handbook",
    "HandbookFilesError",
    "Indicator",
    "Lesson",
    "LineFigure",
    "Module",
    "Roadmap",
    "RoadmapBlock",
    "RoadmapCover",
    "RoadmapPart",
    "Row",
    "Rubric",
    "RubricLevel",
    "RubricLine",
    "Section",
    "Source",
    "StructureFigure",
    "TablePart",
    "Task",
    "Term",
    "Worksheet",
    "check_handbook",
    "facts_due",
    "handbook_parser",
    "load_figures",
    "load_handbook",
    "rubric_of",
]
