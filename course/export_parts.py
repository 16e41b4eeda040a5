"""A file on its way: locked by its one writer, and able to say how far it has come.

While it is written it bears the name of the file to be and ``.part``. Beside it lies
its last step, written after the bytes were brought to the disk: what a writer that was
killed had written up to there is whole.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from course.exporting_errors import ExportDiffers

PART: Final = ".part"
STEP: Final = ".step"
_READ: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Step:
    """So many bytes and rows are written, and what their numbers add up to.

    The next rows are those behind the enrolment ``after``; without it there are none.
    ``heading`` is the digest of what the file begins with: a newer version of the
    course, which writes other columns, does not go on with what an older one began.
    """

    heading: str
    size: int
    rows: int
    sums: list[int]
    after: int | None


class PartFile:
    """The bytes so far, with their size and digest. Its writer holds it alone."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
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
        """Keep nothing of it."""
        self._path.unlink(missing_ok=True)
        self._step_path.unlink(missing_ok=True)

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
def _locked(path: Path) -> Iterator[BinaryIO]:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with open(handle, "r+b") as file:  # noqa: PTH123  # a handle, not a path
            fcntl.flock(file, fcntl.LOCK_EX)
            if _is_still_at(file, path):
                yield file
                return


def _is_still_at(file: BinaryIO, path: Path) -> bool:
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
