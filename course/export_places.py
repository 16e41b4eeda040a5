"""A file at a place of the asker's own, and its manifest beside it: both or neither.

On its way it lies hidden beside its place, always under the same name: a run that was
killed leaves nothing that the next run for this place does not take up or wipe out.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias, TypeVar

from course.export_parts import PartFile, part_file, room_for
from course.exports.manifest import Manifest, manifest_name

Made = TypeVar("Made", bound=Manifest | None)
Writer: TypeAlias = Callable[[PartFile, Path], Made]


def write_in_place(path: Path, write: Writer[Made], *, goes_on: bool = False) -> Made:
    """Have a file written, and give it and its manifest their names; the manifest.

    ``write`` is given the part to write to, and a folder for files in between. Of what
    broke off nothing stays, unless it ``goes_on``: then the part waits for the next
    run. Raises ``ExportDiskFull``, ``ExportDiffers``, ``OSError`` and what ``write``
    raises.
    """
    with (
        part_file(path.parent, f".{path.name}") as part,
        room_for(part, path.parent),
        _kept_only_if(part, goes_on=goes_on),
    ):
        with _between(path) as folder:
            manifest = write(part, folder)
        if manifest is None:
            part.become(path)
        else:
            _become_both(part, path, manifest)
    return manifest


def _become_both(part: PartFile, path: Path, manifest: Manifest) -> None:
    """There has to be room for both before either bears its name."""
    beside = path.with_name(manifest_name(path.name))
    draft = path.with_name(f".{beside.name}")
    try:
        with draft.open("wb") as file:
            file.write(manifest.to_json())
            file.flush()
            os.fsync(file.fileno())
        part.become(path)
        draft.replace(beside)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _between(path: Path) -> Iterator[Path]:
    """A folder for files in between, empty; they may hold names."""
    folder = path.with_name(f".{path.name}.between")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _kept_only_if(part: PartFile, *, goes_on: bool) -> Iterator[None]:
    try:
        yield
    except BaseException:
        if not goes_on:
            part.put_away()
        raise
