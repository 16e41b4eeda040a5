"""What an award says was studied: never more than was done."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.award_claims import modules_studied, objectives_of
from tests.builders import COURSE, miniature_catalogue

COURSE_TAUGHT = miniature_catalogue().course(COURSE)
LESSONS = [
    [module.key, lesson.key]
    for module in COURSE_TAUGHT.modules
    for lesson in module.lessons
]
FIRST, SECOND = COURSE_TAUGHT.modules


def standing(lessons, passed=()):
    return {
        "lessons": lessons,
        "quizzes": {key: [1, 1, 1, True] for key in passed},
    }


def test_completion_tells_the_whole_course():
    studied = modules_studied(COURSE_TAUGHT, standing([]), "completion")

    assert [each["title"] for each in studied] == [FIRST.title, SECOND.title]
    assert sum(each["hours"] for each in studied) == COURSE_TAUGHT.hours


def test_participation_tells_the_lessons_that_were_finished_and_no_more():
    course = replace(
        COURSE_TAUGHT,
        modules=tuple(replace(each, hours=4) for each in COURSE_TAUGHT.modules),
    )
    some = [place for place in LESSONS if place[0] == FIRST.key][:-1]
    lessons = len(FIRST.lessons)

    studied = modules_studied(course, standing(some), "participation")

    assert [(each["title"], each["hours"]) for each in studied] == [
        (FIRST.title, 4 * (lessons - 1) // lessons)
    ]
    assert studied[0]["objectives"] == []
    assert studied[0]["quiz"] is None


@pytest.mark.parametrize(
    ("passed", "able"),
    [([], []), ([FIRST.quiz_key], list(FIRST.objectives))],
    ids=["quiz not passed", "quiz passed"],
)
def test_what_the_holder_is_able_to_do_was_assessed(passed, able):
    finished = [place for place in LESSONS if place[0] == FIRST.key]

    studied = modules_studied(
        COURSE_TAUGHT, standing(finished, passed), "participation"
    )

    assert objectives_of({"modules": studied}) == able


@given(finished=st.lists(st.sampled_from(LESSONS), unique_by=tuple))
def test_nobody_is_told_more_hours_than_the_course_has(finished):
    studied = modules_studied(COURSE_TAUGHT, standing(finished), "participation")

    assert sum(each["hours"] for each in studied) <= COURSE_TAUGHT.hours
    assert all(each["hours"] > 0 for each in studied)
