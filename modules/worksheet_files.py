"""The worksheets of a Handbook folder, and the menu of indicators that they offer."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from modules.folder import WORKSHEETS, Folder
from modules.toml import TomlText, check_fields
from modules.worksheet import Column, Indicator, Row, Section, Worksheet
from modules.worksheet_schemas import IndicatorsSchema, WorksheetSchema

INDICATORS = "indicators.toml"


def read_indicators(
    folder: Folder, declared_sources: Collection[str] | None
) -> dict[str, Indicator]:
    """The menu of indicators; a Handbook may have none.

    ``declared_sources`` is None where the register of sources cannot be read.
    """
    if not (folder.path / INDICATORS).exists():
        return {}
    read = folder.toml(folder.path / INDICATORS)
    if read is None:
        return {}
    toml, data = read
    loaded = check_fields(toml, IndicatorsSchema(), data, folder.faults)
    if loaded is None:
        return {}
    found = {}
    for at, row in enumerate(loaded["indicators"]):
        line = toml.line_of("indicators", at, "sources")
        _check_sources(folder, toml, line, row["sources"], declared_sources)
        found[row["key"]] = Indicator(**{**row, "sources": tuple(row["sources"])})
    return found


def read_worksheets(
    folder: Folder,
    indicators: Mapping[str, Indicator],
    declared_sources: Collection[str] | None,
) -> dict[str, Worksheet]:
    """Every worksheet by key, in their own order."""
    menu = {key: each.label for key, each in indicators.items()}
    read = [
        _worksheet(folder, path, menu, declared_sources)
        for path in sorted((folder.path / WORKSHEETS).glob("*.toml"))
    ]
    found = [each for each in read if each is not None]
    _check_order(folder, [sheet for _, sheet in found])
    # A worksheet that cannot be read is reported once, not by all that read from it.
    if len(found) == len(read):
        sheets = {sheet.key: sheet for _, sheet in found}
        for toml, sheet in found:
            _check_readings(folder, toml, sheet, sheets)
    return {
        sheet.key: sheet for _, sheet in sorted(found, key=lambda each: each[1].order)
    }


def _worksheet(
    folder: Folder,
    path: Path,
    menu: Mapping[str, str],
    declared_sources: Collection[str] | None,
) -> tuple[TomlText, Worksheet] | None:
    folder.check_key(folder.name(path), path.stem)
    read = folder.toml(path)
    if read is None:
        return None
    toml, data = read
    loaded = check_fields(toml, WorksheetSchema(), data, folder.faults)
    if loaded is None:
        return None
    sources = tuple(loaded.pop("sources"))
    _check_sources(folder, toml, toml.line_of("sources"), sources, declared_sources)
    sections = tuple(_section(each, menu) for each in loaded.pop("sections"))
    return toml, Worksheet(path.stem, sources=sources, sections=sections, **loaded)


def _section(data: dict[str, Any], menu: Mapping[str, str]) -> Section:
    columns = (Column(**each) for each in data.pop("columns", ()))
    return Section(
        columns=tuple(
            replace(each, options=menu) if each.kind == "indicator" else each
            for each in columns
        ),
        rows=tuple(Row(**each) for each in data.pop("rows", ())),
        **data,
    )


def _check_order(folder: Folder, sheets: Iterable[Worksheet]) -> None:
    for order, count in Counter(each.order for each in sheets).items():
        if count > 1:
            words = f"{count} worksheets have the order {order}."
            folder.fault(WORKSHEETS, 1, words)


def _check_readings(
    folder: Folder, toml: TomlText, sheet: Worksheet, sheets: Mapping[str, Worksheet]
) -> None:
    """A reading section shows something that a learner writes, in another worksheet."""
    for at, section in enumerate(sheet.sections):
        if section.kind != "reading":
            continue
        other = sheets.get(section.reads_worksheet)
        kinds = {each.key: each.kind for each in other.sections} if other else {}
        fault = None
        if section.reads_section not in kinds:
            fault = f"There is no section '{section.reads}'."
        elif other is sheet or kinds[section.reads_section] == "reading":
            fault = "Read what is written in a section of another worksheet."
        if fault:
            folder.fault(toml.file, toml.line_of("sections", at, "reads"), fault)


def _check_sources(
    folder: Folder,
    toml: TomlText,
    line: int,
    sources: Iterable[str],
    declared: Collection[str] | None,
) -> None:
    for key in sources:
        if declared is not None and key not in declared:
            words = f"There is no source '{key}' in sources.toml."
            folder.fault(toml.file, line, words)
