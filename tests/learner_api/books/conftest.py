"""Books of the miniature course, and of the real one."""

from collections.abc import Callable
from functools import cache

import pytest

from course.catalogue import Catalogue, load_catalogue
from learner_api.books.book import Book, Wanted, make_book
from tests.builders import COURSE

SITE = "https://course.example.org"


def book_from(catalogue: Catalogue, course_key: str, module_key: str | None) -> Book:
    wanted = Wanted(course_key, module_key)
    return make_book(catalogue, wanted, site=SITE, publisher="Office of Examples")


@pytest.fixture(scope="session")
def book(catalogue: Catalogue) -> Book:
    """The miniature course."""
    return book_from(catalogue, COURSE, None)


@pytest.fixture(scope="session")
def module_book(catalogue: Catalogue) -> Book:
    """The first module of the miniature course."""
    return book_from(catalogue, COURSE, "first-module")


@cache
def real_catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def real_book() -> Callable[[str | None], Book]:
    """A module of the real course, or the course itself."""
    return lambda module: book_from(real_catalogue(), "mainstreaming", module)
