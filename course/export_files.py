"""Writing the file of an export: whole or not at all, and taken up where it stopped.

It is written under another name, brought to the disk, read back and held against its
digest, and only then given its own. Formats that are a heading and then row after row
are written in steps, and a writer that died is followed by one that goes on behind its
last step; the others begin anew. The bytes are the same either way.
"""

import errno
import shutil
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from typing import Final

from sqlalchemy.orm import Session

from course.errors import CourseError
from course.export_parts import PartFile, Step, part_file
from course.exporting import question_of
from course.exporting_errors import ExportDiskFull
from course.exports import EXPORT_FORMATS, ExportFormat, Table
from course.exports.asked import ALL, Stretch, asked_table, next_stretch
from course.exports.manifest import Manifest, manifest_of, tally_of
from course.exports.tally import Tally
from course.figures.query import StatisticsQuery
from course.jobs import Progress, no_progress
from course.models import Export, User

STEP: Final = 20_000
"""Enrolments between two steps: what a writer that died has written in vain at most."""

_IN_STEPS: Final = frozenset({"csv", "jsonl"})
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def name_of(export: Export) -> str:
    """The name of the file of an export in its folder."""
    return f"{export.uuid}.{export.format}"


def shown_name(export: Export) -> str:
    """What the file is called when it is handed out: by its question."""
    query = question_of(export)
    moment = query.as_of.strftime("%Y-%m-%dT%H%M%SZ")
    return f"{export.content}-{query.course_key}-as-of-{moment}.{export.format}"


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
    with part_file(folder, name_of(export)) as part, _room_for(part, folder):
        asked = _Asked(session, asker, export, part, progress)
        if export.has_names and export.format in _IN_STEPS:
            tally = asked.write_in_steps()
        else:
            tally = write_at_once(
                part, asked.table(), asked.kind, folder, progress=progress
            )
        part.become(folder / name_of(export))
        return manifest_of(
            asked.table(),
            asked.kind,
            tally,
            (part.digest, part.size),
            shown_name(export),
        )


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

    def table(self, stretch: Stretch = ALL) -> Table:
        content = self.export.content
        return asked_table(self.session, self.asker, content, self.query, stretch)

    def write_in_steps(self) -> Tally:
        """Write rows in steps, from behind the last one that is there."""
        empty = replace(self.table(), rows=())
        heading = b"".join(self.kind.write(empty))
        # Not every format writes a heading, and all have columns.
        told = sha256(heading + repr(empty.names).encode()).hexdigest()
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


@contextmanager
def room_for_files() -> Iterator[None]:
    """Raise ``ExportDiskFull`` where files in between find no room on the disk."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        free = shutil.disk_usage(gettempdir()).free
        raise ExportDiskFull(free, free) from error


@contextmanager
def _room_for(part: PartFile, folder: Path) -> Iterator[None]:
    """Keep nothing of a file that cannot be, or for which the disk has no room."""
    try:
        yield
    except CourseError:
        part.put_away()
        raise
    except OSError as error:
        if error.errno not in _FULL:
            raise
        part.put_away()
        raise ExportDiskFull(part.size, shutil.disk_usage(folder).free) from error
