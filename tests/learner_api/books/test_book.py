"""What a book holds, whatever its format."""

from dataclasses import replace

import pytest

from course.errors import UnknownCourse, UnknownModule
from learner_api.books.book import Wanted, make_book
from learner_api.books.digests import digest_of
from tests.builders import COURSE

FROM = {"site": "https://course.example.org", "publisher": "Office of Examples"}


def test_a_course_holds_its_modules_in_order_and_the_whole_glossary(book, catalogue):
    assert [part.module.key for part in book.parts] == ["first-module", "second-module"]
    assert {term.key for term in book.terms} == set(catalogue.handbook.terms)
    assert book.hours == 3
    assert book.is_course


def test_a_module_holds_its_lessons_and_the_terms_that_it_links_to(module_book):
    [part] = module_book.parts
    assert [chapter.lesson.key for chapter in part.chapters] == [
        "first-lesson",
        "second-lesson",
    ]
    assert [term.key for term in module_book.terms] == ["measure"]
    assert module_book.part_of == "Movement in miniature"


def test_a_quiz_is_a_place_in_the_course_and_nothing_more(module_book):
    [place] = module_book.parts[0].quizzes

    assert place.title == "Quiz: The first quiz"
    assert place.address == (
        "https://course.example.org/courses/miniature/quizzes/first-quiz"
    )


def test_a_lesson_of_another_module_is_found_in_the_course(module_book):
    assert module_book.outside("second-module/third-lesson") == (
        "https://course.example.org/courses/miniature"
        "/modules/second-module/lessons/third-lesson"
    )


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (Wanted("no-course"), UnknownCourse),
        (Wanted(COURSE, "no-module"), UnknownModule),
    ],
)
def test_what_is_not_there_is_refused_by_name(catalogue, wanted, refusal):
    with pytest.raises(refusal):
        make_book(catalogue, wanted, **FROM)


def test_a_digest_changes_with_what_is_in_the_book_and_with_nothing_else(catalogue):
    wanted = Wanted(COURSE, "first-module")
    handbook = catalogue.handbook
    digest = digest_of(catalogue, wanted, **FROM)

    def with_module(key, **changes):
        module = replace(handbook.modules[key], **changes)
        modules = {**handbook.modules, key: module}
        changed = replace(catalogue, handbook=replace(handbook, modules=modules))
        return digest_of(changed, wanted, **FROM)

    assert digest_of(replace(catalogue, quizzes={}), wanted, **FROM) == digest
    assert with_module("second-module", summary="Other words.") == digest
    assert with_module("first-module", summary="Other words.") != digest
    assert digest_of(catalogue, Wanted(COURSE), **FROM) != digest
    elsewhere = {**FROM, "site": "https://elsewhere.example.org"}
    assert digest_of(catalogue, wanted, **elsewhere) != digest
