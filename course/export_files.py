"""Writing the file of an export: whole or not at all, and taken up where it stopped.

It is written under another name, brought to the disk, read back and held against its
digest, and only then given its own. Formats that are a heading and then row after row
are written in steps, and a writer that died is followed by one that goes on behind its
last step; the others begin anew. The bytes are the same either way.
"""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from course.export_parts import PartFile, Step, part_file, room_for
from course.export_places import write_in_place
from course.exporting import question_of
from course.exports import EXPORT_FORMATS, ExportFormat, Table
from course.exports.asked import ALL, Stretch, asked_table, next_stretch
from course.exports.file_names import file_name, table_name
from course.exports.manifest import Manifest, manifest_of, tally_of
from course.exports.tally import Tally
from course.figures.query import StatisticsQuery
from course.jobs import Progress, no_progress
from course.models import Export, User
from course.models.export import ROWS

STEP: Final = 20_000
"""Enrolments between two steps: what a writer that died has written in vain at most."""

_IN_STEPS: Final = frozenset({"csv", "jsonl"})


def name_of(export: Export) -> str:
    """The name of the file of an export in its folder."""
    return f"{export.uuid}.{export.format}"


def _shown_name(export: Export) -> str:
    """What the file is called when it is handed out: by its question."""
    query = question_of(export)
    if export.has_names:
        name = file_name(ROWS, replace(query, by=()))
    else:
        name = file_name(table_name(query), query)
    return f"{name}.{export.format}"


def write_export(
    session: Session,
    export: Export,
    asker: User,
    folder: Path,
    *,
    progress: Progress = no_progress,
) -> Manifest:
    """Write the file of an export into the folder, and say what was written.

    ``session`` only reads. ``progress`` is told of rows as they are written. Raises
    ``ExportDiskFull``, ``ExportDiffers`` and what the format raises; of the former two
    nothing is left behind.
    """
    with part_file(folder, name_of(export)) as part, room_for(part, folder):
        asked = _Asked(session, asker, export, part, progress)
        manifest = asked.write(folder, _shown_name(export))
        part.become(folder / name_of(export))
        return manifest


def write_export_in_place(
    session: Session,
    export: Export,
    asker: User,
    path: Path,
    *,
    goes_on: bool = False,
    progress: Progress = no_progress,
) -> Manifest:
    """Write the file of an export to a place of the asker's own, its manifest beside.

    Where it ``goes_on``, a run that broke off is followed by one that goes on behind
    its last step, if it asks the same. Raises what ``write_in_place`` raises.
    """

    def write(part: PartFile, folder: Path) -> Manifest:
        asked = _Asked(session, asker, export, part, progress)
        return asked.write(folder, path.name)

    goes_on = goes_on and is_written_in_steps(export)
    return write_in_place(path, write, goes_on=goes_on)


def write_table_in_place(
    path: Path, table: Table, kind: ExportFormat, *, progress: Progress = no_progress
) -> Manifest:
    """Write a table to a place of the asker's own, its manifest beside.

    Raises what ``write_in_place`` raises.
    """

    def write(part: PartFile, folder: Path) -> Manifest:
        tally = write_at_once(part, table, kind, folder, progress=progress)
        return manifest_of(table, kind, tally, (part.digest, part.size), path.name)

    return write_in_place(path, write)


def is_written_in_steps(export: Export) -> bool:
    """Whether a writer that died is followed by one that goes on."""
    return export.has_names and export.format in _IN_STEPS


def write_at_once(
    part: PartFile,
    table: Table,
    kind: ExportFormat,
    folder: Path,
    *,
    progress: Progress = no_progress,
) -> Tally:
    """Write all of a table from the beginning, and count and add up what is written.

    ``folder`` is where files in between are kept.
    """
    part.go_on("")
    tally = tally_of(table)
    pieces = kind.pieces(replace(table, tally=tally), folder)
    _write(part, pieces, tally, progress)
    return tally


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked, the part that it is written to, and whom to tell."""

    session: Session
    asker: User
    export: Export
    part: PartFile
    progress: Progress

    @property
    def kind(self) -> ExportFormat:
        return EXPORT_FORMATS[self.export.format]

    @property
    def query(self) -> StatisticsQuery:
        return question_of(self.export)

    def write(self, folder: Path, file_name: str) -> Manifest:
        """Write it all; ``folder`` is where files in between are kept."""
        if is_written_in_steps(self.export):
            tally = self.write_in_steps()
        else:
            tally = write_at_once(
                self.part, self.table(), self.kind, folder, progress=self.progress
            )
        told = self.part.digest, self.part.size
        return manifest_of(self.table(), self.kind, tally, told, file_name)

    def table(self, stretch: Stretch = ALL) -> Table:
        content = self.export.content
        return asked_table(self.session, self.asker, content, self.query, stretch)

    def write_in_steps(self) -> Tally:
        """Write rows in steps, from behind the last one that is there."""
        empty = replace(self.table(), rows=())
        heading = b"".join(self.kind.write(empty))
        told = self._told_by(heading, empty.names)
        step, tally = self.part.go_on(told), tally_of(empty)
        if step is None:
            self.part.write(heading)
            step = Step(told, self.part.size, 0, list(tally.sums), 0)
        tally.add_sums(step.rows, step.sums)
        self.progress(step.rows)
        after = step.after
        while after is not None:
            stretch = next_stretch(self.session, self.query, after, STEP)
            table = replace(self.table(stretch), tally=tally)
            pieces = self.kind.pieces(table, None)
            _write(self.part, pieces, tally, self.progress, skipped=len(heading))
            after = stretch.until
            self.part.note_step(
                Step(told, self.part.size, tally.count, list(tally.sums), after)
            )
        return tally

    def _told_by(self, heading: bytes, names: Sequence[str]) -> str:
        """What only the same question of the same columns has in common.

        Not every format writes a heading, and all have columns.
        """
        said = repr((self.export.format, self.query.digest, names)).encode()
        return sha256(heading + said).hexdigest()


def _write(
    part: PartFile,
    pieces: Generator[bytes, None, None],
    tally: Tally,
    progress: Progress,
    *,
    skipped: int = 0,
) -> None:
    """Write the pieces of a file without so many bytes at its beginning."""
    told = tally.count
    # Whatever breaks off here, files in between are gone before anybody is told.
    with closing(pieces):
        for piece in pieces:
            if len(piece) > skipped:
                part.write(piece[skipped:])
            skipped = max(0, skipped - len(piece))
            progress(tally.count - told)
            told = tally.count
