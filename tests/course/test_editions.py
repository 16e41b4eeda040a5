"""Content is kept as it stood, once, and read back from the record."""

from dataclasses import replace

import pytest

from course import editions
from course.errors import UnknownEdition
from course.models import Edition
from tests import builders
from tests.builders import NOW
from tests.course.values import a_course, a_module
from tests.threads import at_once


def test_a_course_is_kept_once(session, catalogue):
    course = catalogue.course("miniature")

    first = editions.course_edition(session, course, now=NOW)
    second = editions.course_edition(session, course, now=NOW)

    assert second is first
    assert (first.kind, first.key, first.digest) == (
        "course",
        "miniature",
        course.digest,
    )


def test_a_changed_course_is_another_edition(session, catalogue):
    course = catalogue.course("miniature")
    old = editions.course_edition(session, course, now=NOW)

    new = editions.course_edition(session, replace(course, title="New"), now=NOW)

    assert new.id != old.id
    assert editions.course_of(session, old).title == "Movement in miniature"
    assert editions.course_of(session, new).title == "New"
    assert editions.editions_of_course(session, "miniature") == [new, old]


def test_a_course_is_read_back_from_the_record_in_another_process(
    session, sessions, monkeypatch
):
    course = a_course(a_module("alpha"), a_module("beta", with_quiz=False))
    edition = editions.course_edition(session, course, now=NOW)
    session.commit()
    monkeypatch.setattr(editions, "_courses", {})

    with sessions() as other:
        again = editions.course_of(other, other.get_one(Edition, edition.id))

    assert again == course


def test_a_quiz_is_read_back_from_the_record_in_another_process(
    session, sessions, monkeypatch, catalogue
):
    quiz = catalogue.quiz("first-quiz")
    edition = editions.quiz_edition(session, quiz, now=NOW)
    session.commit()
    monkeypatch.setattr(editions, "_quizzes", {})

    with sessions() as other:
        again = editions.quiz_of(other, other.get_one(Edition, edition.id))

    assert again == quiz


def test_two_quizzes_that_ask_the_same_are_two_editions(session, catalogue):
    quiz = catalogue.quiz("first-quiz")
    twin = replace(quiz, key="twin-quiz")

    one = editions.quiz_edition(session, quiz, now=NOW)
    other = editions.quiz_edition(session, twin, now=NOW)

    assert editions.quiz_of(session, one).key == "first-quiz"
    assert editions.quiz_of(session, other).key == "twin-quiz"


def test_requests_at_once_keep_one_edition(session, sessions, catalogue):
    course = catalogue.course("miniature")

    def keep(_number: int) -> int:
        with sessions() as own:
            edition = editions.course_edition(own, course, now=NOW)
            own.commit()
            return edition.id

    results = at_once(4, keep)

    assert len(set(results)) == 1
    assert builders.how_many(session, Edition) == 1


def test_an_edition_is_found_by_its_digest(session):
    edition = builders.an_edition(session)

    found = editions.find_course_edition(session, "miniature", edition.digest)

    assert found is edition
    with pytest.raises(UnknownEdition):
        editions.find_course_edition(session, "miniature", "0" * 64)
    with pytest.raises(UnknownEdition):
        editions.find_course_edition(session, "another", edition.digest)
