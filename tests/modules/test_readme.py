"""The README tells authors everything the loader asks of them."""

import re
from pathlib import Path

import pytest

import modules
from modules.dialect import BOX_KINDS
from modules.figure_schemas import (
    BarFigureSchema,
    BoxGroupSchema,
    BoxLinkSchema,
    BoxSchema,
    CycleFigureSchema,
    FigureGroupSchema,
    FigureRowSchema,
    LineFigureSchema,
    LineSchema,
    PointSchema,
    StageSchema,
    StructureFigureSchema,
)
from modules.roadmap_schemas import (
    RoadmapBlockSchema,
    RoadmapCoverSchema,
    RoadmapPartSchema,
    RoadmapSchema,
)
from modules.schemas import (
    LessonSchema,
    ModuleSchema,
    SourceSchema,
    TaskSchema,
    TermSchema,
)
from modules.worksheet import COLUMN_KINDS, FRAMEWORKS, SECTION_KINDS
from modules.worksheet_schemas import (
    ColumnSchema,
    IndicatorSchema,
    RowSchema,
    SectionSchema,
    WorksheetSchema,
)

FOLDER = Path(modules.__file__).parent
README = (FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "schema",
    [
        ModuleSchema,
        LessonSchema,
        TaskSchema,
        TermSchema,
        SourceSchema,
        BarFigureSchema,
        FigureGroupSchema,
        FigureRowSchema,
        WorksheetSchema,
        SectionSchema,
        ColumnSchema,
        RowSchema,
        IndicatorSchema,
        LineFigureSchema,
        LineSchema,
        PointSchema,
        CycleFigureSchema,
        StageSchema,
        StructureFigureSchema,
        BoxGroupSchema,
        BoxSchema,
        BoxLinkSchema,
        RoadmapSchema,
        RoadmapCoverSchema,
        RoadmapPartSchema,
        RoadmapBlockSchema,
    ],
)
def test_every_field_is_explained(schema):
    assert [name for name in schema().fields if f"`{name}`" not in README] == []


def test_every_kind_of_box_is_shown():
    assert [kind for kind in BOX_KINDS if f"::: {kind} Title" not in README] == []


def test_every_kind_of_section_and_column_and_every_framework_is_named():
    kinds = (*SECTION_KINDS, *COLUMN_KINDS, *FRAMEWORKS)

    assert [kind for kind in kinds if f"`{kind}`" not in README] == []


def test_every_file_of_the_package_is_introduced():
    files = {path.name for path in FOLDER.glob("*.py")} - {"__init__.py", "errors.py"}

    assert sorted(name for name in files if f"`{name}`" not in README) == []


def test_the_whole_example_loads(copy):
    texts = [
        re.sub(r"^    ", "", block, flags=re.MULTILINE).strip("\n") + "\n"
        for block in re.findall(r"(?:^(?:    .*)?\n)+", README, flags=re.MULTILINE)
        if block.strip()
    ]
    module, lesson, source, term, figure, worksheet, blocks = texts[-7:]
    for key in ("why-count", "a-census", "a-register"):
        copy.write(f"counting-who-moves/{key}.md", lesson)
    copy.write("counting-who-moves/module.md", module)
    copy.write("figures/questions-asked.toml", figure)
    register = (copy.folder / "sources.toml").read_text(encoding="utf-8")
    copy.write("sources.toml", f"{register}\n{source}")
    glossary = (copy.folder / "glossary.toml").read_text(encoding="utf-8")
    copy.write("glossary.toml", f"{glossary}\n{term}")
    copy.write("worksheets/counting-sheet.toml", worksheet)
    roadmap = (copy.folder / "roadmap.toml").read_text(encoding="utf-8")
    copy.write("roadmap.toml", f"{roadmap}\n{blocks}")
    copy.redraw()

    handbook = modules.load_handbook(copy.folder)

    assert handbook.modules["counting-who-moves"].lesson("a-census").figures == (
        "questions-asked",
    )
    assert [each.kind for each in handbook.worksheets["counting-sheet"].sections] == [
        "text",
        "table",
        "list",
        "reading",
    ]
    assert handbook.roadmap is not None
    assert handbook.roadmap.parts[1].blocks[-1].section == "counting-sheet/offices"
    assert not [
        each for each in modules.check_handbook(handbook) if "place" in str(each)
    ]
