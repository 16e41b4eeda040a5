"""The books of an installation: each is written once and then lies ready in a folder.

A file is named by what its book depends on, so that a change of content or layout makes
another file, and what lies there is never out of date.
"""

import logging
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from config.settings import Settings
from course.catalogue import Catalogue
from learner_api.books.book import Wanted, make_book
from learner_api.books.digests import digest_of
from learner_api.books.errors import StillBeingSet
from learner_api.books.formats import BOOK_FORMATS

# A whole course is set in a few seconds; whoever waits longer is asked to come again.
LONGEST_WAIT = 20.0

log = logging.getLogger("course.books")


@dataclass(frozen=True, slots=True)
class BookFile:
    """A book as a file."""

    name: str
    media_type: str
    digest: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder, and what its books are made of. A worker writes one at a time."""

    folder: Path
    catalogue: Catalogue
    site: str
    publisher: str
    _digests: dict[Wanted, str] = field(default_factory=dict)
    _writing: Lock = field(default_factory=Lock)

    @classmethod
    def of(cls, settings: Settings, catalogue: Catalogue) -> "Shelf":
        """The shelf of an installation."""
        return cls(
            settings.data_dir / "books",
            catalogue,
            settings.public_url,
            settings.issuer_name,
        )

    def size(self, wanted: Wanted, suffix: str) -> int | None:
        """How many bytes the file has, where it lies ready."""
        try:
            return self._path(wanted, suffix).stat().st_size
        except OSError:
            return None

    def take(self, wanted: Wanted, suffix: str) -> BookFile:
        """The file; written now where it does not lie ready. ``StillBeingSet``."""
        data = self._read(wanted, suffix)
        if data is None:
            if not self._writing.acquire(timeout=LONGEST_WAIT):
                raise StillBeingSet(wanted.name)
            try:
                # Whoever was before may have wanted the same.
                data = self._read(wanted, suffix) or self._write(wanted, suffix)
            finally:
                self._writing.release()
        name = f"{wanted.name}.{suffix}"
        kind = BOOK_FORMATS[suffix].media_type
        return BookFile(name, kind, self._digest(wanted), data)

    def _write(self, wanted: Wanted, suffix: str) -> bytes:
        book = make_book(
            self.catalogue, wanted, site=self.site, publisher=self.publisher
        )
        data = BOOK_FORMATS[suffix].write(book)
        try:
            self._keep(wanted, suffix, data)
        except OSError as error:
            # The reader gets the book all the same; the next one waits again.
            log.warning("a book was not kept: %s", error.strerror)
        return data

    def _keep(self, wanted: Wanted, suffix: str, data: bytes) -> None:
        """Put the file there whole, and take away what it replaces."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._path(wanted, suffix)
        write_whole(path, data)
        for older in self.folder.glob(f"{wanted.name}.*.{suffix}"):
            if older != path:
                older.unlink(missing_ok=True)

    def _read(self, wanted: Wanted, suffix: str) -> bytes | None:
        try:
            return self._path(wanted, suffix).read_bytes()
        except OSError:
            return None

    def _path(self, wanted: Wanted, suffix: str) -> Path:
        return self.folder / f"{wanted.name}.{self._digest(wanted)}.{suffix}"

    def _digest(self, wanted: Wanted) -> str:
        if wanted not in self._digests:
            self._digests[wanted] = digest_of(
                self.catalogue, wanted, site=self.site, publisher=self.publisher
            )
        return self._digests[wanted]


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that bears its name only once it is whole."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)


def books_of(catalogue: Catalogue, course_key: str) -> list[Wanted]:
    """Every book of a course: the course itself, then its modules."""
    course = catalogue.course(course_key)
    if course.is_programme:
        return []
    modules = [Wanted(course_key, module.key) for module in course.modules]
    return [Wanted(course_key), *modules]
