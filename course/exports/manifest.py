"""What a file holds, said beside it: whoever has both can tell that neither changed.

The manifest is written while the file is, in one pass. It holds what was asked and as
of when, how many rows came of it and what their whole numbers add up to, the
fingerprint of the file, and a dictionary of its columns.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from course.canonical import canonical_json
from course.exports.format import ExportFormat
from course.exports.question import plain_question
from course.exports.spelling import moment_text
from course.exports.table import KINDS, Column, Table
from course.exports.tally import Tally

# Another number whenever a member changes what it says.
SCHEMA_VERSION = 1
_PIECE = 1_000_000


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was written. ``totals`` are the sums of the columns of whole numbers.

    ``as_of`` is spelt as in the file; it is missing where the question has none.
    """

    file_name: str
    media_type: str
    byte_count: int
    sha256: str
    row_count: int
    totals: Mapping[str, int]
    as_of: str | None
    question: Mapping[str, Any]
    columns: tuple[Column, ...]
    schema_version: int = SCHEMA_VERSION

    def to_data(self) -> dict[str, Any]:
        """As plain JSON; ``kinds`` says how the values of each column are read."""
        used = {column.kind for column in self.columns}
        return {
            **asdict(self),
            "columns": [asdict(column) for column in self.columns],
            "kinds": {kind: KINDS[kind] for kind in KINDS if kind in used},
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Manifest":
        """The manifest that gave this; ``kinds`` are words for people."""
        named = {name: value for name, value in data.items() if name != "kinds"}
        columns = tuple(Column(**each) for each in data["columns"])
        return cls(**{**named, "columns": columns})

    def to_json(self) -> bytes:
        """The one spelling of it, as it lies beside the file."""
        return f"{canonical_json(self.to_data())}\n".encode()


@dataclass(frozen=True, slots=True)
class Difference:
    """A member of a manifest, what it says, and what was found; None: no file."""

    name: str
    said: Any
    found: Any


def manifest_name(file_name: str) -> str:
    """What the manifest of a file is called."""
    return f"{file_name}.manifest.json"


def tally_of(table: Table) -> Tally:
    """What counts the rows of a table and adds up its whole numbers."""
    whole = [place for place, each in enumerate(table.columns) if each.kind == "whole"]
    return Tally(whole)


def manifest_of(
    table: Table,
    kind: ExportFormat,
    tally: Tally,
    told: tuple[str, int],
    file_name: str,
) -> Manifest:
    """The manifest of a table that was written: ``told`` is its digest and its size."""
    names = [table.columns[place].name for place in tally.places]
    digest, size = told
    return Manifest(
        file_name=file_name,
        media_type=kind.media_type,
        byte_count=size,
        sha256=digest,
        row_count=tally.count,
        totals=dict(zip(names, tally.sums, strict=True)),
        as_of=moment_text(table.as_of) if table.as_of else None,
        question=plain_question(table),
        columns=tuple(table.columns),
    )


def manifest_of_table(table: Table, kind: ExportFormat, file_name: str) -> Manifest:
    """The manifest that the file of a table would have: it is written to nowhere."""
    tally, digest, size = tally_of(table), sha256(), 0
    for piece in kind.write(replace(table, tally=tally)):
        digest.update(piece)
        size += len(piece)
    return manifest_of(table, kind, tally, (digest.hexdigest(), size), file_name)


def check_manifest(path: Path, manifest: Manifest) -> tuple[Difference, ...]:
    """Where the file at this path is not the one that the manifest speaks of.

    Nothing is told of a file that is the same to the byte, whatever it is called now.
    """
    if not path.is_file():
        return (Difference("file_name", manifest.file_name, None),)
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    found = {"byte_count": size, "sha256": digest.hexdigest()}
    return tuple(
        Difference(name, getattr(manifest, name), value)
        for name, value in found.items()
        if getattr(manifest, name) != value
    )
