"""A module or a course as a book, for reading without a connection."""

from flask import Response

from course.errors import NotEnrolled, UnknownCourse, UnknownModule
from learner_api.auth import signed_in
from learner_api.book_files import book_file
from learner_api.books.book import Wanted
from learner_api.books.errors import StillBeingSet
from learner_api.books.formats import BOOK_FORMATS
from learner_api.enrolled import enrolment_or_none
from learner_api.resources import Resource

bp = Resource("api-books", __name__, description="Books to read without a connection.")

_FILE = {"type": "string", "format": "binary"}
_EPUB, _PDF = (kind.media_type for kind in BOOK_FORMATS.values())


@bp.get("/courses/<course>/book.<suffix>")
@signed_in
@bp.refuses(NotEnrolled, UnknownCourse, StillBeingSet)
@bp.gives_also(None, 206, "The part of the file that was asked for")
@bp.gives_also(None, 304, "The copy that you hold is the book")
@bp.gives(_FILE, content_type=_EPUB, description="EPUB or PDF, by the suffix")
@bp.gives(_FILE, content_type=_PDF)
def get_course_book(course: str, suffix: str) -> Response:
    """The whole course as an EPUB or a PDF, without its quizzes."""
    enrolment_or_none(course)
    return book_file(Wanted(course), suffix)


@bp.get("/courses/<course>/modules/<module>/book.<suffix>")
@signed_in
@bp.refuses(NotEnrolled, UnknownCourse, UnknownModule, StillBeingSet)
@bp.gives_also(None, 206, "The part of the file that was asked for")
@bp.gives_also(None, 304, "The copy that you hold is the book")
@bp.gives(_FILE, content_type=_EPUB, description="EPUB or PDF, by the suffix")
@bp.gives(_FILE, content_type=_PDF)
def get_module_book(course: str, module: str, suffix: str) -> Response:
    """One module as an EPUB or a PDF, without its quiz."""
    enrolment_or_none(course)
    return book_file(Wanted(course, module), suffix)
