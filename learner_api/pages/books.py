"""A module or a course as a book to download."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from learner_api.auth import signed_in
from learner_api.book_files import book_file
from learner_api.books.book import Wanted
from learner_api.enrolled import enrolment_or_none

bp = Blueprint("books", __name__)


@bp.get("/courses/<course_key>/book.<suffix>")
@signed_in
def course_book(course_key: str, suffix: str) -> ResponseReturnValue:
    """The whole course as a file, for whoever may read its lessons."""
    enrolment_or_none(course_key)
    return book_file(Wanted(course_key), suffix)


@bp.get("/courses/<course_key>/modules/<module_key>/book.<suffix>")
@signed_in
def module_book(course_key: str, module_key: str, suffix: str) -> ResponseReturnValue:
    """One module as a file, for whoever may read its lessons."""
    enrolment_or_none(course_key)
    return book_file(Wanted(course_key, module_key), suffix)
