"""Books are written once and then lie ready."""

from dataclasses import replace
from threading import Thread

import pytest

from config.settings import Settings
from learner_api.books import shelf as shelves
from learner_api.books.book import Wanted
from learner_api.books.errors import StillBeingSet
from learner_api.books.formats import BOOK_FORMATS, BookFormat
from learner_api.books.shelf import Shelf, books_of
from tests.builders import COURSE

MODULE = Wanted(COURSE, "first-module")


@pytest.fixture
def written(monkeypatch):
    """The titles of the books that were written, in a format of this test's own."""
    titles = []

    def write(book):
        titles.append(book.title)
        return book.title.encode()

    monkeypatch.setitem(BOOK_FORMATS, "txt", BookFormat("Text", "text/plain", write))
    return titles


@pytest.fixture
def shelf(tmp_path, catalogue):
    return Shelf.of(Settings.for_tests(tmp_path), catalogue)


def test_a_book_is_written_once(shelf, written):
    first, second = (shelf.take(MODULE, "txt") for _ in range(2))

    assert first == second
    assert first.data == b"The first module"
    assert first.name == "miniature-first-module.txt"
    assert written == ["The first module"]


def test_its_size_is_known_once_it_is_written(shelf, written):
    assert shelf.size(MODULE, "txt") is None

    shelf.take(MODULE, "txt")

    assert shelf.size(MODULE, "txt") == len("The first module")


def test_another_content_makes_another_file_and_takes_the_old_one_away(
    shelf, written, catalogue
):
    shelf.take(MODULE, "txt")
    handbook = catalogue.handbook
    module = replace(handbook.modules["first-module"], title="The first module, anew")
    modules = {**handbook.modules, "first-module": module}
    changed = replace(catalogue, handbook=replace(handbook, modules=modules))

    book = replace(shelf, catalogue=changed, _digests={}).take(MODULE, "txt")

    assert book.data == b"The first module, anew"
    assert len(list(shelf.folder.iterdir())) == 1


def test_a_module_is_not_taken_for_an_older_file_of_the_course(shelf, written):
    shelf.take(MODULE, "txt")
    shelf.take(Wanted(COURSE), "txt")

    assert len(list(shelf.folder.iterdir())) == 2


def test_a_book_is_handed_out_where_nothing_can_be_kept(shelf, written):
    shelf.folder.write_text("a file where a folder should be")

    assert shelf.take(MODULE, "txt").data == b"The first module"


def test_many_who_ask_at_once_wait_for_one_writing(shelf, written):
    threads = [Thread(target=shelf.take, args=(MODULE, "txt")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert written == ["The first module"]


def test_whoever_would_wait_too_long_is_told_to_come_again(shelf, written, monkeypatch):
    monkeypatch.setattr(shelves, "LONGEST_WAIT", 0.01)

    with shelf._writing, pytest.raises(StillBeingSet):
        shelf.take(MODULE, "txt")


def test_the_books_of_a_course_are_itself_and_its_modules(catalogue):
    assert [each.name for each in books_of(catalogue, COURSE)] == [
        "miniature",
        "miniature-first-module",
        "miniature-second-module",
    ]
