"""Reading the folder ``figures``: data files, and the pictures drawn from them."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from modules.drawing import drawing_faults
from modules.errors import Fault, HandbookFilesError
from modules.figure import (
    BarFigure,
    Box,
    BoxGroup,
    BoxLink,
    CycleFigure,
    Figure,
    FigureGroup,
    FigureRow,
    Line,
    LineFigure,
    Point,
    Stage,
    StructureFigure,
)
from modules.figure_schemas import (
    BarFigureSchema,
    CycleFigureSchema,
    FigureSchema,
    LineFigureSchema,
    StructureFigureSchema,
)
from modules.folder import Folder
from modules.toml import TomlText, check_fields

FIGURES = "figures"


def load_figures(folder: Path) -> Mapping[str, Figure]:
    """The figures of a Handbook folder by their data alone, to be drawn.

    Raises ``HandbookFilesError`` with every fault in these files.
    """
    reader = Folder(folder)
    figures = read_figures(reader, None)
    if reader.faults:
        raise HandbookFilesError(reader.faults)
    return figures


def read_figures(
    folder: Folder, declared_sources: Collection[str] | None
) -> dict[str, Figure]:
    """Every figure that could be read, without its picture.

    ``declared_sources`` is None where the register of sources cannot be read.
    """
    figures = {}
    for path in figure_paths(folder.path):
        folder.check_key(folder.name(path), path.stem)
        read = folder.toml(path)
        if read is None:
            continue
        figure = _figure(path.stem, *read, folder.faults)
        if figure is not None:
            figures[path.stem] = figure
            _check_sources(folder, read[0], figure, declared_sources)
    return figures


def read_drawings(folder: Folder, figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """The figures with their pictures, each held against the data it shows."""
    declared = {path.stem for path in figure_paths(folder.path)}
    for path in sorted((folder.path / FIGURES).glob("*.svg")):
        if path.stem not in declared:
            words = f"There is no {path.stem}.toml for this picture: remove it."
            folder.fault(folder.name(path), 1, words)
    return {
        key: replace(figure, drawing=_drawing(folder, figure))
        for key, figure in figures.items()
    }


def figure_paths(folder: Path) -> list[Path]:
    """The data files of all figures, by name."""
    return sorted((folder / FIGURES).glob("*.toml"))


def drawing_path(folder: Path, key: str) -> Path:
    """Where the picture of a figure lies: beside its data."""
    return folder / FIGURES / f"{key}.svg"


def _figure(
    key: str, toml: TomlText, data: dict[str, Any], faults: list[Fault]
) -> Figure | None:
    kind = data.get("kind", BarFigure.kind)
    if kind not in _KINDS:
        words = f"kind: Must be one of: {', '.join(_KINDS)}."
        faults.append(Fault(toml.file, toml.line_of("kind"), words))
        return None
    schema, make = _KINDS[kind]
    loaded = check_fields(toml, schema(), data, faults)
    if loaded is None:
        return None
    del loaded["kind"]
    return make({**loaded, "key": key, "fingerprint": _fingerprint(data)})


def _fingerprint(data: Mapping[str, Any]) -> str:
    """Short for all the data of a figure: spaces and comments do not count."""
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()[:16]


def _check_sources(
    folder: Folder,
    toml: TomlText,
    figure: Figure,
    declared_sources: Collection[str] | None,
) -> None:
    if declared_sources is None:
        return
    for key in figure.sources:
        if key not in declared_sources:
            line = _line_with(toml, f'"{key}"')
            words = f"There is no source '{key}' in sources.toml."
            folder.fault(toml.file, line, words)


def _line_with(toml: TomlText, text: str) -> int:
    lines = toml.text.split("\n")
    found = (at for at, line in enumerate(lines, toml.first_line) if text in line)
    return next(found, toml.line_of("source"))


def _drawing(folder: Folder, figure: Figure) -> str:
    path = drawing_path(folder.path, figure.key)
    if not path.is_file():
        words = "The figure has no picture yet: draw it with 'make figures'."
        folder.fault(f"{FIGURES}/{figure.key}.toml", 1, words)
        return ""
    drawing = folder.text(path) or ""
    for line, words in drawing_faults(drawing, figure.fingerprint):
        folder.fault(folder.name(path), line, words)
    return drawing


def _bars(loaded: dict[str, Any]) -> Figure:
    groups = tuple(
        FigureGroup(group["name"], tuple(FigureRow(**row) for row in group["rows"]))
        for group in loaded.pop("groups")
    )
    return BarFigure(groups=groups, **loaded)


def _lines(loaded: dict[str, Any]) -> Figure:
    lines = tuple(
        Line(line["name"], line["joined"], tuple(_points(line, loaded["source"])))
        for line in loaded.pop("lines")
    )
    return LineFigure(lines=lines, **loaded)


def _points(line: Mapping[str, Any], source: str) -> Iterator[Point]:
    """The points of a line, with what they take over from it."""
    for point in line["points"]:
        yield Point(
            year=point["year"],
            value=point["value"],
            edition=point.get("edition") or line["edition"],
            source=point["source"] or line["source"] or source,
        )


def _cycle(loaded: dict[str, Any]) -> Figure:
    stages = tuple(
        Stage(each["name"], each["note"], each["source"] or loaded["source"])
        for each in loaded.pop("stages")
    )
    return CycleFigure(stages=stages, **loaded)


def _structure(loaded: dict[str, Any]) -> Figure:
    groups = tuple(
        BoxGroup(
            name=group["name"],
            boxes=tuple(Box(**box) for box in group["boxes"]),
            source=group["source"] or loaded["source"],
        )
        for group in loaded.pop("groups")
    )
    links = tuple(BoxLink(**link) for link in loaded.pop("links"))
    return StructureFigure(groups=groups, links=links, **loaded)


_KINDS: dict[str, tuple[type[FigureSchema], Callable[[dict[str, Any]], Figure]]] = {
    BarFigure.kind: (BarFigureSchema, _bars),
    LineFigure.kind: (LineFigureSchema, _lines),
    CycleFigure.kind: (CycleFigureSchema, _cycle),
    StructureFigure.kind: (StructureFigureSchema, _structure),
}
