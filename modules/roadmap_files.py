"""The file that says how worksheets make up the roadmap, checked against them."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from modules.folder import Folder
from modules.roadmap import Roadmap, RoadmapBlock, RoadmapCover, RoadmapPart
from modules.roadmap_schemas import RoadmapSchema
from modules.rubric import rubric_of
from modules.toml import check_fields
from modules.worksheet import Section, Worksheet

ROADMAP = "roadmap.toml"

# Where in the file something is wrong, and what.
_Fault: TypeAlias = tuple[tuple[str | int, ...], str]


def read_roadmap(folder: Folder, worksheets: Mapping[str, Worksheet]) -> Roadmap | None:
    """The plan of the roadmap; a Handbook without worksheets may have none."""
    if not worksheets and not (folder.path / ROADMAP).exists():
        return None
    read = folder.toml(folder.path / ROADMAP)
    if read is None:
        return None
    toml, data = read
    loaded = check_fields(toml, RoadmapSchema(), data, folder.faults)
    if loaded is None:
        return None
    for path, words in _faults(loaded, worksheets):
        folder.fault(toml.file, toml.line_of(*path), words)
    blocks = [_block(each) for each in loaded["blocks"]]
    return Roadmap(
        loaded["title"],
        RoadmapCover(**loaded["cover"]),
        tuple(
            RoadmapPart(
                **part,
                blocks=tuple(each for each in blocks if each.part == part["key"]),
            )
            for part in loaded["parts"]
        ),
        tuple(rubric_of(each) for each in loaded["rubrics"]),
    )


def _block(data: dict[str, Any]) -> RoadmapBlock:
    options = {column: tuple(values) for column, values in data.pop("open_at").items()}
    return RoadmapBlock(open_at=options, **data)


def _faults(
    data: Mapping[str, Any], worksheets: Mapping[str, Worksheet]
) -> Iterator[_Fault]:
    yield from _of_cover(data["cover"], worksheets)
    parts = [part["key"] for part in data["parts"]]
    used = {block["part"] for block in data["blocks"]}
    for at, part in enumerate(parts):
        if part not in used:
            yield ("parts", at, "key"), f"The part '{part}' has no blocks."
    placed: set[str] = set()
    for at, block in enumerate(data["blocks"]):
        if block["part"] not in parts:
            yield ("blocks", at, "part"), f"There is no part '{block['part']}'."
        if block["section"] in placed:
            words = f"The section '{block['section']}' is placed twice."
            yield ("blocks", at, "section"), words
        placed.add(block["section"])
        for name, words in _of_block(block, worksheets):
            yield ("blocks", at, name), words


def _of_cover(
    cover: Mapping[str, str], worksheets: Mapping[str, Worksheet]
) -> Iterator[_Fault]:
    section = _section(cover["section"], worksheets)
    if section is None or section.kind != "table":
        yield ("section",), f"There is no table '{cover['section']}'."
        return
    rows = {row.key for row in section.rows}
    columns = {column.key for column in section.columns}
    for name in ("country", "office", "group"):
        row, _, column = cover[name].partition("/")
        if row not in rows or column not in columns:
            yield (name,), f"The table has no place '{cover[name]}'."


def _of_block(
    block: Mapping[str, Any], worksheets: Mapping[str, Worksheet]
) -> Iterator[tuple[str, str]]:
    section = _section(block["section"], worksheets)
    if section is None:
        yield "section", f"There is no section '{block['section']}' to write in."
        return
    if (section.kind != "text") != bool(block["rows"]):
        yield "section", "A table or a list says 'rows', and a text does not."
    most = {"text": 1, "table": len(section.rows), "list": section.most}[section.kind]
    if block["needed"] > most:
        yield "needed", f"The section holds {most} at most."
    columns = {column.key: column for column in section.columns}
    for name in ("columns", "open_at"):
        for key in block[name]:
            if key not in columns:
                yield name, f"The section has no column '{key}'."
    for key, values in block["open_at"].items():
        known = columns[key].options if key in columns else values
        for value in values:
            if value not in known:
                yield "open_at", f"The column '{key}' has no option '{value}'."


def _section(place: str, worksheets: Mapping[str, Worksheet]) -> Section | None:
    """The section at worksheet/section, if something is written there."""
    key, _, name = place.partition("/")
    sections = worksheets[key].sections if key in worksheets else ()
    return next(
        (each for each in sections if each.key == name and each.kind != "reading"), None
    )
