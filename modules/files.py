"""A folder of Markdown and TOML in, the Handbook out, or every fault at once."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from modules.body import Body, read_body
from modules.dialect import LESSON_LINK
from modules.errors import Fault, HandbookFilesError
from modules.figure import Figure
from modules.figure_files import figure_paths, read_drawings, read_figures
from modules.folder import MODULE_FILE, Folder, lesson_files
from modules.glossary import GLOSSARY, read_glossary
from modules.module import (
    Handbook,
    Lesson,
    Module,
    Source,
    Task,
    Term,
)
from modules.roadmap_files import read_roadmap
from modules.schemas import LessonSchema, ModuleSchema, SourcesSchema
from modules.toml import TomlText, check_fields
from modules.worksheet_files import read_indicators, read_worksheets

LONGEST_MINUTES = 15
_SOURCES = "sources.toml"


def load_handbook(folder: Path) -> Handbook:
    """The Handbook in this folder, or ``HandbookFilesError`` with every fault in it."""
    if not folder.is_dir():
        raise HandbookFilesError([Fault(".", 1, f"There is no folder {folder.name}.")])
    reader = _Reader(folder)
    sources = reader.read_sources()
    terms = reader.read_terms()
    figures = reader.read_figures()
    indicators = read_indicators(reader, reader.declared_sources)
    worksheets = read_worksheets(reader, indicators, reader.declared_sources)
    # Worksheets that cannot be read are not reported again by what names them.
    roadmap = None if reader.faults else read_roadmap(reader, worksheets)
    modules = reader.read_modules()
    if reader.faults:
        raise HandbookFilesError(reader.faults)
    return Handbook(
        MappingProxyType(modules),
        MappingProxyType(sources),
        MappingProxyType(figures),
        MappingProxyType(terms),
        MappingProxyType(worksheets),
        MappingProxyType(indicators),
        roadmap,
    )


@dataclass(slots=True)
class _Reader(Folder):
    """Reads the sources, the terms, the figures, then the modules, which name all.

    What a file *declares* is kept apart from what could be read of it, so that one
    broken file is reported once and not again by everything that names it.
    ``declared_sources`` is None where the register itself cannot be read, and
    ``declared_terms`` where the glossary cannot.
    """

    declared_sources: set[str] | None = None
    declared_terms: frozenset[str] | None = None
    declared_figures: set[str] = field(default_factory=set)
    declared_lessons: set[str] = field(default_factory=set)

    def read_sources(self) -> dict[str, Source]:
        """The register of sources."""
        read = self.toml(self.path / _SOURCES)
        if read is None:
            return {}
        toml, data = read
        rows = data.get("sources")
        keys = [
            str(row.get("key", "")) if isinstance(row, dict) else ""
            for row in (rows if isinstance(rows, list) else [])
        ]
        self.declared_sources = set(keys)
        for at, key in enumerate(keys):
            if key and key in keys[:at]:
                line = toml.line_of("sources", at, "key")
                self.fault(_SOURCES, line, f"The source '{key}' is registered twice.")
        loaded = check_fields(toml, SourcesSchema(), data, self.faults)
        if loaded is None:
            return {}
        return {row["key"]: Source(**row) for row in loaded["sources"]}

    def read_terms(self) -> dict[str, Term]:
        """The glossary; a Handbook may have none."""
        terms, self.declared_terms = read_glossary(self, self.declared_sources)
        return terms

    def read_figures(self) -> dict[str, Figure]:
        """Every figure of the folder ``figures``, with its picture."""
        self.declared_figures = {path.stem for path in figure_paths(self.path)}
        return read_drawings(self, read_figures(self, self.declared_sources))

    def read_modules(self) -> dict[str, Module]:
        """Every module, by key, in the order of the keys."""
        folders = self.module_folders()
        self.declared_lessons = {
            f"{folder.name}/{path.stem}"
            for folder in folders
            for path in lesson_files(folder)
        }
        modules = [self._module(folder) for folder in folders]
        return {module.key: module for module in modules if module is not None}

    def _module(self, folder: Path) -> Module | None:
        """One module, its lessons read even where ``module.md`` is at fault."""
        self.check_key(folder.name, folder.name)
        lessons = {path.stem: self._lesson(path) for path in lesson_files(folder)}
        path = folder / MODULE_FILE
        if not path.is_file():
            self.fault(self.name(path), 1, f"The module has no {MODULE_FILE}.")
            return None
        front = self.front_matter(path)
        if front is None:
            return None
        toml, data, text, body_line = front
        self._check_introduction(toml.file, text, body_line)
        self._check_listing(toml, data.get("lessons"), folder)
        loaded = check_fields(toml, ModuleSchema(), data, self.faults)
        if loaded is None:
            return None
        for source in loaded["further_reading"]:
            self._check_source(toml.file, toml.line_of("further_reading"), source)
        listed = [lessons.get(key) for key in loaded.pop("lessons")]
        tasks = [
            Task(**{**each, "steps": tuple(each["steps"])})
            for each in loaded.pop("tasks")
        ]
        return Module(
            key=folder.name,
            introduction=_tidy(text),
            tasks=tuple(tasks),
            lessons=tuple(lesson for lesson in listed if lesson is not None),
            **{name: _frozen(value) for name, value in loaded.items()},
        )

    def _lesson(self, path: Path) -> Lesson | None:
        """One lesson. Its body is checked even where its front matter is at fault."""
        self.check_key(self.name(path), path.stem)
        front = self.front_matter(path)
        if front is None:
            return None
        toml, data, text, body_line = front
        loaded = check_fields(toml, LessonSchema(), data, self.faults)
        body = self._check_body(toml.file, text, body_line)
        for mention in body.citations:
            self._check_source(toml.file, body_line + mention.line - 1, mention.key)
        if not body.citations:
            self.fault(toml.file, body_line, "The lesson cites no source: add [@key].")
        if loaded is None:
            return None
        lesson = Lesson(
            key=path.stem,
            module_key=path.parent.name,
            title=loaded["title"],
            objectives=tuple(loaded["objectives"]),
            exercise_minutes=loaded["exercise_minutes"],
            words=body.words,
            body=_tidy(text),
            sources=tuple(dict.fromkeys(mention.key for mention in body.citations)),
            figures=tuple(mention.key for mention in body.figures),
            digest=_digest(loaded, _tidy(text)),
            terms=tuple(dict.fromkeys(mention.key for mention in body.term_links)),
            body_line=body_line,
        )
        self._check_length(toml.file, lesson)
        return lesson

    def _check_body(self, name: str, text: str, body_line: int) -> Body:
        """Read a text; report its own faults and every name that leads nowhere."""
        body = read_body(_tidy(text))
        found = list(body.faults)
        if not body.words:
            found.append((1, "There is no text under the front matter."))
        placed: set[str] = set()
        for figure in body.figures:
            if figure.key not in self.declared_figures:
                found.append((figure.line, f"There is no figure '{figure.key}'."))
            elif figure.key in placed:
                words = f"The figure '{figure.key}' is placed twice."
                found.append((figure.line, words))
            placed.add(figure.key)
        for link in body.lesson_links:
            if link.key not in self.declared_lessons:
                words = f"There is no lesson '{LESSON_LINK}{link.key}'."
                found.append((link.line, words))
        for term in body.term_links:
            if self.declared_terms is not None and term.key not in self.declared_terms:
                words = f"There is no term '{term.key}' in {GLOSSARY}."
                found.append((term.line, words))
        beside = (self.path / name).parent
        for image in body.images:
            if not (beside / image.key).is_file():
                words = f"There is no image {image.key} beside this file."
                found.append((image.line, words))
        for line, message in found:
            self.fault(name, body_line + line - 1, message)
        return body

    def _check_introduction(self, name: str, text: str, body_line: int) -> None:
        body = self._check_body(name, text, body_line)
        for mention in (*body.citations, *body.figures):
            words = "An introduction has no source list: cite and show in a lesson."
            self.fault(name, body_line + mention.line - 1, words)

    def _check_listing(self, toml: TomlText, listed: object, folder: Path) -> None:
        """Every lesson listed has a file, and every file is listed."""
        if not isinstance(listed, list):
            return
        files = {path.stem: path for path in lesson_files(folder)}
        for key in listed:
            if key not in files:
                words = f"The lesson '{key}' has no file {folder.name}/{key}.md."
                self.fault(toml.file, toml.line_of("lessons"), words)
        for key, path in files.items():
            if key not in listed:
                words = f"The lesson is not in the list of {toml.file}."
                self.fault(self.name(path), 1, words)

    def _check_source(self, file: str, line: int, key: str) -> None:
        if self.declared_sources is not None and key not in self.declared_sources:
            self.fault(file, line, f"There is no source '{key}' in {_SOURCES}.")

    def _check_length(self, file: str, lesson: Lesson) -> None:
        if lesson.minutes > LONGEST_MINUTES:
            words = (
                f"The lesson takes {lesson.minutes} minutes ({lesson.words} words and "
                f"{lesson.exercise_minutes} minutes of exercise); "
                f"{LONGEST_MINUTES} is the most. Cut it or make two."
            )
            self.fault(file, 1, words)


def _frozen(value: object) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _tidy(text: str) -> str:
    """The text without trailing spaces and blank ends: what the digest covers."""
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n")


def _digest(front: Mapping[str, Any], body: str) -> str:
    meaning = {
        "title": front["title"],
        "objectives": front["objectives"],
        "exercise_minutes": front["exercise_minutes"],
        "body": body,
    }
    canonical = json.dumps(meaning, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
