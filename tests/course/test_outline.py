"""A course, its data and its fingerprint."""

import json
from dataclasses import replace

import pytest

from course.outline import Course, PlannedModule
from tests.course.values import a_course, a_module


def test_a_course_comes_back_from_its_data():
    course = a_course(a_module("alpha"), a_module("beta", with_quiz=False))

    again = Course.from_data(json.loads(json.dumps(course.to_data())))

    assert again == course
    assert again.digest == course.digest


def test_the_hours_are_those_of_its_modules():
    assert a_course(a_module("alpha"), a_module("beta")).hours == 4


def test_a_module_is_found_by_its_key_and_by_its_quiz():
    course = a_course()

    assert course.module("beta") is course.modules[1]
    assert course.module_of_quiz("beta-quiz") is course.modules[1]
    assert course.module("gamma") is None
    assert course.module_of_quiz("gamma-quiz") is None


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Numbers"},
        {"summary": "Three letters."},
        {"language": "fr"},
        {"modules": (a_module("alpha"), a_module("beta", 2))},
    ],
)
def test_a_change_of_meaning_changes_the_fingerprint(change):
    course = a_course()

    assert replace(course, **change).digest != course.digest


def test_what_is_only_planned_does_not_change_the_fingerprint():
    course = a_course()

    planned = replace(course, planned=(PlannedModule("gamma", "Gamma"),))

    assert planned.digest == course.digest
