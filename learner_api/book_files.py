"""Books as downloads: who may have them, how large they are, and the file itself."""

from dataclasses import dataclass
from io import BytesIO

from flask import Response, abort, current_app, send_file

from learner_api.addresses import book_address
from learner_api.books.book import Wanted
from learner_api.books.formats import BOOK_FORMATS
from learner_api.books.shelf import Shelf
from learner_api.site import get_site


@dataclass(frozen=True, slots=True)
class Download:
    """A book in one format; its size is known once somebody had it written."""

    format: str
    address: str
    bytes: int | None


def downloads_of(course_key: str, module_key: str | None = None) -> list[Download]:
    """A course or a module in every format."""
    wanted = Wanted(course_key, module_key)
    return [
        Download(
            kind.name,
            book_address(course_key, module_key, suffix),
            get_shelf().size(wanted, suffix),
        )
        for suffix, kind in BOOK_FORMATS.items()
    ]


def book_file(wanted: Wanted, suffix: str) -> Response:
    """The file. A reader whose line broke may ask for the rest of it alone."""
    if suffix not in BOOK_FORMATS:
        abort(404)
    book = get_shelf().take(wanted, suffix)
    response = send_file(
        BytesIO(book.data),
        mimetype=book.media_type,
        as_attachment=True,
        download_name=book.name,
        etag=book.digest,
        conditional=True,
    )
    response.cache_control.private = True
    response.cache_control.no_cache = True
    return response


def get_shelf() -> Shelf:
    """The books of the installation that is answering."""
    site = get_site()
    shelf: Shelf = current_app.extensions.setdefault(
        "course.shelf", Shelf.of(site.settings, site.catalogue)
    )
    return shelf
