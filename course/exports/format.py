"""What an export format is, and the register of them."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from course.export_errors import FormatNotInstalled
from course.exports.table import Table

# How the names of folders begin in which files in between are kept.
IN_BETWEEN = "course-export-"
# A piece of a file as it goes out, in bytes.
_PIECE = 60_000

Streamer: TypeAlias = Callable[[Table], Iterator[bytes]]
Filler: TypeAlias = Callable[[Table, Path], Iterator[None]]
Pieces: TypeAlias = Callable[[Table, Path | None], Generator[bytes, None, None]]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A way to write a table: its file suffix, what people call it, its media type.

    ``pieces`` takes the folder for files in between, or the system's own. Among what
    it gives are empty pieces: rows were read, and there is nothing to write yet.
    ``package`` is one that only this format needs, and that may be missing.
    """

    suffix: str
    title: str
    media_type: str
    pieces: Pieces
    package: str | None = None

    @property
    def is_installed(self) -> bool:
        """Whether the package that it needs beyond the course's own is there."""
        return self.package is None or find_spec(self.package) is not None

    def write(
        self, table: Table, folder: Path | None = None
    ) -> Generator[bytes, None, None]:
        """The file, piece by piece; none of them is empty."""
        with closing(self.pieces(table, folder)) as pieces:
            for piece in pieces:
                if piece:
                    yield piece


EXPORT_FORMATS: dict[str, ExportFormat] = {}


def export_format(
    suffix: str, title: str, media_type: str
) -> Callable[[Streamer], Streamer]:
    """Register a generator of bytes, which writes rows as it reads them."""

    def register(write: Streamer) -> Streamer:
        def pieces(table: Table, _folder: Path | None) -> Generator[bytes, None, None]:
            yield from write(table)

        _register(ExportFormat(suffix, title, media_type, pieces))
        return write

    return register


def filed_format(
    suffix: str, title: str, media_type: str, package: str | None = None
) -> Callable[[Filler], Filler]:
    """Register a generator that fills a file, for what cannot be written in order.

    It yields nothing whenever it has read some rows. Where it raises, or nobody asks
    any more, the file is gone. A ``package`` that only it needs may be missing, and
    then ``FormatNotInstalled`` is raised.
    """

    def register(fill: Filler) -> Filler:
        def pieces(table: Table, folder: Path | None) -> Generator[bytes, None, None]:
            if not made.is_installed:
                raise FormatNotInstalled(title, str(package))
            with TemporaryDirectory(prefix=IN_BETWEEN, dir=folder) as room:
                path = Path(room) / f"table.{suffix}"
                for _read in fill(table, path):
                    yield b""
                with path.open("rb") as file:
                    while piece := file.read(_PIECE):
                        yield piece

        made = ExportFormat(suffix, title, media_type, pieces, package)
        _register(made)
        return fill

    return register


def _register(found: ExportFormat) -> None:
    if found.suffix in EXPORT_FORMATS:
        raise TypeError(f"Two export formats are called '{found.suffix}'")
    EXPORT_FORMATS[found.suffix] = found
