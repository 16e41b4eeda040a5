"""What looking something up costs: the index, a search, a book."""

import statistics
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from course.catalogue import load_catalogue
from learner_api.books.book import Book, Wanted, make_book
from learner_api.books.formats import BOOK_FORMATS
from modules.search import SearchIndex

QUERIES = (
    "UNDAF",
    "remittances",
    "global compact for safe orderly and regular migration",
    "jamaica budget",
    "remitances",
    "gender poverty reduction",
)
ROUNDS = 50
COURSE = "mainstreaming"

Result = TypeVar("Result")


def print_looking_up() -> None:
    """Measure and print all of it, with the course as it is."""
    catalogue = load_catalogue()
    handbook = catalogue.handbook
    seconds, index = _timed(partial(SearchIndex.of, handbook))
    tracemalloc.start()
    kept = SearchIndex.of(handbook)
    megabytes = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    print()
    print(
        f"index of {len(kept.documents)} documents, {len(kept.vocabulary)} words"
        f"{seconds * 1000:12.0f} ms {megabytes:6.1f} MB"
    )
    modules = set(handbook.modules)
    for query in QUERIES:
        asked = partial(index.find, query, modules=modules)
        took = [_timed(asked)[0] for _ in range(ROUNDS)]
        print(f"search: {query:54} {statistics.median(took) * 1000:6.1f} ms")
    for wanted in (Wanted(COURSE, "setting-up"), Wanted(COURSE)):
        site = "https://course.example.org"
        _print_book(make_book(catalogue, wanted, site=site, publisher="Office"))


def _print_book(book: Book) -> None:
    for suffix, kind in BOOK_FORMATS.items():
        seconds, data = _timed(partial(kind.write, book))
        name = f"{book.name}.{suffix}"
        print(f"book: {name:50} {seconds * 1000:12.0f} ms {len(data) / 1000:6.0f} kB")


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, done
