"""The formats in which a book can be written; a new one is a line here."""

from collections.abc import Callable
from dataclasses import dataclass

from learner_api.books import epub, pdf
from learner_api.books.book import Book


@dataclass(frozen=True, slots=True)
class BookFormat:
    """A format: what it is called, what the web calls it, and who writes it."""

    name: str
    media_type: str
    write: Callable[[Book], bytes]


BOOK_FORMATS = {
    "epub": BookFormat("EPUB", epub.MEDIA_TYPE, epub.write_epub),
    "pdf": BookFormat("PDF", pdf.MEDIA_TYPE, pdf.write_pdf),
}
"""By the ending of the file."""
