"""A file on its way: locked by its one writer, and able to say how far it has come.

While it is written it bears the name of the file to be and ``.part``. Beside it lies
its last step, written after the bytes were brought to the disk: what a writer that was
killed had written up to there is whole.
"""

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from io import BufferedRandom
from pathlib import Path
from tempfile import gettempdir
from typing import Final

from course.errors import CourseError
from course.exporting_errors import ExportDiffers, ExportDiskFull

PART: Final = ".part"
STEP: Final = ".step"
_READ: Final = 1 << 20
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Step:
    """So many bytes and rows are written, and what their numbers add up to.

    The next rows are those behind the enrolment ``after``; without it there are none.
    ``heading`` is the digest of the question and of what the file begins with: nobody
    goes on with the answer to another question, nor a newer version of the course,
    which writes other columns, with what an older one began.
    """

    heading: str
    size: int
    rows: int
    sums: list[int]
    after: int | None


class PartFile:
    """The bytes so far, with their size and digest. Its writer holds it alone."""

    def __init__(self, file: BufferedRandom, path: Path) -> None:
        self._file = file
        self._path = path
        self._step_path = path.with_name(f"{path.name}{STEP}")
        self._hash = sha256()
        self.size = 0

    @property
    def digest(self) -> str:
        """The SHA-256 of what is written."""
        return self._hash.hexdigest()

    def go_on(self, heading: str) -> Step | None:
        """Stand behind the last step of an earlier writer, or at the beginning."""
        step = self._last_step()
        if step is None or step.heading != heading or not self._stand_behind(step):
            # Otherwise it would seem to speak of what is written from here on.
            self._step_path.unlink(missing_ok=True)
            _bring_names_to_disk(self._path.parent)
            self._truncate(0)
            return None
        return step

    def write(self, piece: bytes) -> None:
        self._file.write(piece)
        self._hash.update(piece)
        self.size += len(piece)

    def note_step(self, step: Step) -> None:
        """Bring what is written to the disk, then say that it is there."""
        self._bring_to_disk()
        draft = self._step_path.with_name(f"{self._step_path.name}.new")
        with draft.open("w", encoding="utf-8") as file:
            json.dump(asdict(step), file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._step_path)

    def become(self, path: Path) -> None:
        """Give the file its name, once the disk gives back what was written.

        Raises ``ExportDiffers``.
        """
        self._bring_to_disk()
        if (self.size, self.digest) != self._read_back():
            self.put_away()
            raise ExportDiffers
        self._path.replace(path)
        self._step_path.unlink(missing_ok=True)
        _bring_names_to_disk(path.parent)

    def put_away(self) -> None:
        """Keep nothing of it, unless it bears its name or was put away already."""
        if self._file.closed or not _is_still_at(self._file, self._path):
            return
        self._step_path.unlink(missing_ok=True)
        self._path.unlink()
        # What waits in memory has no room either: closing shall not try to write it.
        self._file.raw.close()

    def _last_step(self) -> Step | None:
        try:
            return Step(**json.loads(self._step_path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _stand_behind(self, step: Step) -> bool:
        """Whether the bytes of the step are there; they are taken into the digest."""
        if os.fstat(self._file.fileno()).st_size < step.size:
            return False
        self._truncate(step.size)
        self._file.seek(0)
        while piece := self._file.read(_READ):
            self._hash.update(piece)
        self.size = step.size
        return True

    def _truncate(self, size: int) -> None:
        self._file.truncate(size)
        self._file.seek(size)
        self._hash = sha256()
        self.size = 0

    def _bring_to_disk(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())

    def _read_back(self) -> tuple[int, str]:
        held = sha256()
        with self._path.open("rb") as file:
            while piece := file.read(_READ):
                held.update(piece)
            return file.tell(), held.hexdigest()


@contextmanager
def part_file(folder: Path, name: str) -> Iterator[PartFile]:
    """The part of the file of this name, held alone: another writer waits.

    The folder and the part are for the course's own eyes: they may hold names.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{name}{PART}"
    with _locked(path) as file:
        yield PartFile(file, path)


@contextmanager
def room_for(part: PartFile, folder: Path) -> Iterator[None]:
    """Keep nothing of a file that cannot be, or for which the disk has no room."""
    try:
        yield
    except CourseError:
        part.put_away()
        raise
    except OSError as error:
        if not is_full(error):
            raise
        part.put_away()
        raise ExportDiskFull(part.size, shutil.disk_usage(folder).free) from error


@contextmanager
def room_for_files() -> Iterator[None]:
    """Raise ``ExportDiskFull`` where files in between find no room on the disk."""
    try:
        yield
    except OSError as error:
        if not is_full(error):
            raise
        free = shutil.disk_usage(gettempdir()).free
        raise ExportDiskFull(free, free) from error


def is_full(error: OSError) -> bool:
    """Whether there is no room: on the disk, for this user, or for so long a file."""
    return error.errno in _FULL


@contextmanager
def _locked(path: Path) -> Iterator[BufferedRandom]:
    ways = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    while True:
        handle = os.open(path, ways, 0o600)
        with open(handle, "r+b") as file:  # noqa: PTH123  # a handle, not a path
            if os.fstat(handle).st_uid != os.geteuid():
                # Somebody else would read the names that are written to it.
                path.unlink(missing_ok=True)
                continue
            fcntl.flock(file, fcntl.LOCK_EX)
            if _is_still_at(file, path):
                yield file
                return


def _is_still_at(file: BufferedRandom, path: Path) -> bool:
    """Whether no writer before has given the file its name or put it away."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    held = os.fstat(file.fileno())
    return (held.st_dev, held.st_ino) == (found.st_dev, found.st_ino)


def _bring_names_to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
