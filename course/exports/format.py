"""What an export format is, and the register of them."""

from collections.abc import (
    Callable,
    Generator,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to be written: what they are, as of when, and under which headings."""

    about: Mapping[str, object]
    columns: Sequence[str]
    rows: Iterable[Sequence[object]]

    def close(self) -> None:
        """Let go of the database where the rows were still being read from it."""
        if isinstance(self.rows, Generator):
            self.rows.close()


Writer: TypeAlias = Callable[[Table], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A way to write a table: its file suffix, its media type and its writer."""

    suffix: str
    media_type: str
    write: Writer


EXPORT_FORMATS: dict[str, ExportFormat] = {}


def export_format(suffix: str, media_type: str) -> Callable[[Writer], Writer]:
    """Register a generator of bytes as the writer of a format."""

    def register(write: Writer) -> Writer:
        if suffix in EXPORT_FORMATS:
            raise TypeError(f"Two export formats are called '{suffix}'")
        EXPORT_FORMATS[suffix] = ExportFormat(suffix, media_type, write)
        return write

    return register
