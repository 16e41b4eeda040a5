"""Reading TOML so that every fault in it can be given a file and a line."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, ValidationError

from modules.errors import Fault

_FENCE = "+++"
_POSITION = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class TomlText:
    """Some TOML and the line of the file on which it begins.

    ``opening_line`` is where a missing field is reported.
    """

    file: str
    text: str
    first_line: int
    opening_line: int

    def line_of(self, *path: str | int) -> int:
        """The line of a field such as ``title`` or ``sources, 2, title``.

        Where the exact line cannot be told, that of the nearest thing around it.
        """
        lines = self.text.split("\n")
        start, end, found = 0, len(lines), self.opening_line
        steps = list(path)
        while steps:
            name = str(steps.pop(0))
            if steps and isinstance(steps[0], int):
                block = _nth_block(lines, name, steps[0])
                if block is not None:
                    steps.pop(0)
                    start, end = block
                    found = self.first_line + start
                    continue
            at = _field(lines, name, start, end)
            if at is not None:
                if steps and isinstance(steps[0], int):
                    at = _nth_brace(lines, at, end, steps[0])
                found = self.first_line + at
            break
        return found


def split_front_matter(file: str, text: str) -> tuple[TomlText, str, int] | Fault:
    """A Markdown file's front matter, its body, and the body's first filled line."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return Fault(file, 1, "The file must open with a line of +++ (front matter).")
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == _FENCE:
            head = TomlText(file, "\n".join(lines[1 : number - 1]), 2, 1)
            first = number
            while first < len(lines) - 1 and not lines[first].strip():
                first += 1
            return head, "\n".join(lines[first:]), first + 1
    return Fault(file, 1, "The front matter is never closed: add a second line of +++.")


def read_toml(toml: TomlText, faults: list[Fault]) -> dict[str, Any] | None:
    """The data, or None with a fault noted where the TOML is broken."""
    try:
        return tomllib.loads(toml.text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        match = _POSITION.search(message)
        within = int(match[1]) if match and match[1] else toml.text.count("\n") + 1
        words = _POSITION.sub("", message)
        faults.append(
            Fault(toml.file, toml.first_line + within - 1, f"Broken TOML: {words}.")
        )
        return None


def check_fields(
    toml: TomlText, schema: Schema, data: Mapping[str, Any], faults: list[Fault]
) -> dict[str, Any] | None:
    """The data as the schema reads it, or None with every fault in it noted."""
    try:
        loaded: dict[str, Any] = schema.load(data)
    except ValidationError as error:
        for path, message in _flatten(error.messages):
            words = f"{_in_words(path)}: {message}" if path else message
            faults.append(Fault(toml.file, toml.line_of(*path), words))
        return None
    return loaded


def _flatten(
    messages: object, path: tuple[str | int, ...] = ()
) -> list[tuple[tuple[str | int, ...], str]]:
    if isinstance(messages, dict):
        found = []
        for key, inner in messages.items():
            step = () if key == "_schema" else (key,)
            found += _flatten(inner, (*path, *step))
        return found
    if isinstance(messages, Sequence) and not isinstance(messages, str):
        return [(path, str(message)) for message in messages]
    return [(path, str(messages))]


def _in_words(path: tuple[str | int, ...]) -> str:
    words = ""
    for step in path:
        if isinstance(step, int):
            words += f"[{step + 1}]"
        else:
            words += f", {step}" if words else step
    return words


def _nth_block(lines: list[str], name: str, nth: int) -> tuple[int, int] | None:
    """Where the nth ``[[name]]`` begins and ends."""
    header = re.compile(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]")
    starts = [at for at, line in enumerate(lines) if header.match(line)]
    if nth >= len(starts):
        return None
    return starts[nth], starts[nth + 1] if nth + 1 < len(starts) else len(lines)


def _nth_brace(lines: list[str], start: int, end: int, nth: int) -> int:
    """Where the nth ``{ … }`` of a list opens; failing that, where the list does."""
    seen = 0
    for at in range(start, end):
        seen += lines[at].count("{")
        if seen > nth:
            return at
    return start


def _field(lines: list[str], name: str, start: int, end: int) -> int | None:
    begins = re.compile(rf"\s*(\[+\s*)?[\"']?{re.escape(name)}[\"']?\s*[=.\]]")
    for at in range(start, end):
        if begins.match(lines[at]):
            return at
    return None
