"""A disk that can be filled: a file system of a few megabytes, in memory.

Only root may mount one. Anybody else gets the next real thing: the kernel refuses the
server's writes beyond a size (RLIMIT_FSIZE), which can be set on a process that runs.
"""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

MEGABYTES = 8
_CHUNK = 64 * 1024


class SmallDisk(Protocol):
    """Somewhere to keep a database that has only so much room."""

    folder: Path
    kind: str

    def fill(self, process: int) -> None:
        """Take all room that is left. ``process`` is the server that writes here."""

    def make_room(self, process: int | None) -> None:
        """Give it back; the server may be dead by now."""


class MountedDisk:
    """A tmpfs of its own, filled by a file beside the database."""

    kind = "mounted"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self, process: int) -> None:
        with self._ballast.open("ab", buffering=0) as ballast:
            for size in (_CHUNK, 1):
                try:
                    while True:
                        ballast.write(b"\0" * size)
                except OSError:
                    continue

    def make_room(self, process: int | None) -> None:
        self._ballast.unlink()


class LimitedDisk:
    """Any folder, and a limit on how long the files of one process may grow."""

    kind = "limited"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, process: int) -> None:
        # Nothing that the process writes may grow from here on.
        longest = max(each.stat().st_size for each in self.folder.glob("*.sqlite*"))
        self._limit(process, longest)

    def make_room(self, process: int | None) -> None:
        # The limit died with the process that it was set on.
        if process is not None:
            self._limit(process, resource.RLIM_INFINITY)

    def _limit(self, process: int, size: int) -> None:
        _, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
        resource.prlimit(process, resource.RLIMIT_FSIZE, (size, hard))


@contextmanager
def a_small_disk(folder: Path) -> Iterator[SmallDisk]:
    """A disk at a folder, while the block runs; mounted where that may be done."""
    folder.mkdir()
    options = f"size={MEGABYTES}m,mode=700"
    mounting = ["mount", "-t", "tmpfs", "-o", options, "small-disk", str(folder)]
    may_mount = os.geteuid() == 0 and _succeeds(mounting)
    if not may_mount:
        yield LimitedDisk(folder)
        return
    try:
        yield MountedDisk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _succeeds(command: list[str]) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return done.returncode == 0
