"""Every learner of a cohort with every lesson, in few statements."""

from dataclasses import replace

import pytest

from course import editions, enrolments
from course.models import Cohort
from course.progress_matrix import progress_matrix
from course.requirements.lessons import LessonsFinished
from tests import builders
from tests.builders import LESSONS, NOW, miniature_catalogue
from tests.statements import statements_of

FINISHED, BEGUN, TO_DO = "finished", "begun", "to-do"


@pytest.fixture
def cohort(session):
    return builders.a_cohort(session)


def a_learner(session, cohort, name, **enrolled):
    return builders.an_enrolment(
        session, builders.a_learner(session, name=name), cohort=cohort, **enrolled
    )


def a_run_under_way(session, cohort):
    """Zoe is furthest, ana and Ben are equal, Eve was withdrawn, Dan did nothing."""
    for name, finished in (("Ben", 1), ("ana", 1), ("Zoe", 3), ("Eve", 2), ("Dan", 0)):
        enrolment = a_learner(session, cohort, name)
        for lesson in LESSONS[:finished]:
            builders.an_opened_lesson(session, enrolment, *lesson)
            builders.a_finished_lesson(session, enrolment, *lesson)
        if name == "ana":
            builders.an_opened_lesson(session, enrolment, *LESSONS[2])
        if name == "Eve":
            enrolments.withdraw(
                session, enrolment, reason="Moved.", now=NOW, by=enrolment.user
            )
    session.flush()


def a_shorter_edition(session):
    """The miniature course without its second module."""
    course = miniature_catalogue().course(builders.COURSE)
    rule, modules = course.awards["completion"], course.modules[:1]
    asked = (LessonsFinished.of_modules(modules),)
    shorter = replace(
        course,
        modules=modules,
        awards={"completion": replace(rule, requirements=asked)},
    )
    return editions.course_edition(session, shorter, now=NOW)


def names(matrix):
    return [each.name for each in matrix.learners]


def test_whoever_is_furthest_comes_first_and_ties_go_by_name(session, cohort):
    a_run_under_way(session, cohort)

    matrix = progress_matrix(session, cohort)

    assert [(each.name, each.percent, each.state) for each in matrix.learners] == [
        ("Zoe", 60, "under-way"),
        ("Eve", 40, "withdrawn"),
        ("ana", 20, "under-way"),
        ("Ben", 20, "under-way"),
        ("Dan", 0, "not-started"),
    ]
    by_name = progress_matrix(session, cohort, sort="name")
    assert names(by_name) == ["ana", "Ben", "Dan", "Eve", "Zoe"]


def test_each_lesson_is_finished_begun_or_not_yet(session, cohort):
    a_run_under_way(session, cohort)

    matrix = progress_matrix(session, cohort)

    assert matrix.lessons == LESSONS
    assert {each.name: matrix.cells(each) for each in matrix.learners} == {
        "Zoe": (FINISHED, FINISHED, FINISHED),
        "Eve": (FINISHED, FINISHED, TO_DO),
        "ana": (FINISHED, TO_DO, BEGUN),
        "Ben": (FINISHED, TO_DO, TO_DO),
        "Dan": (TO_DO, TO_DO, TO_DO),
    }


def test_one_module_keeps_its_number_and_the_share_of_the_whole_rule(session, cohort):
    a_run_under_way(session, cohort)

    matrix = progress_matrix(session, cohort).of_module("second-module")

    assert matrix is not None
    assert [each.number for each in matrix.modules] == [2]
    assert matrix.lessons == LESSONS[2:]
    assert matrix.learners[0].percent == 60
    assert matrix.cells(matrix.learners[0]) == (FINISHED,)
    assert progress_matrix(session, cohort).of_module("third-module") is None


def test_learners_held_to_different_outlines_stand_in_one_matrix(session):
    cohort = builders.a_cohort(session, edition=a_shorter_edition(session))
    short = a_learner(session, cohort, "Short")
    builders.a_finished_lesson(session, short, *LESSONS[0])
    a_learner(session, cohort, "Whole", edition=builders.an_edition(session))
    session.flush()

    matrix = progress_matrix(session, cohort)

    assert matrix.lessons == LESSONS
    assert {each.name: matrix.cells(each) for each in matrix.learners} == {
        "Short": (FINISHED, TO_DO, None),
        "Whole": (TO_DO, TO_DO, TO_DO),
    }


def test_a_cohort_without_learners_has_the_lessons_of_its_outline(session, cohort):
    matrix = progress_matrix(session, cohort)

    assert matrix.lessons == LESSONS
    assert matrix.learners == ()


@pytest.mark.parametrize("size", [1, 12])
def test_it_takes_three_statements_at_most_whatever_its_size(
    session, sessions, engine, monkeypatch, size
):
    cohort = builders.a_cohort(session, edition=a_shorter_edition(session))
    for number in range(size):
        edition = builders.an_edition(session) if number % 2 else None
        enrolment = a_learner(session, cohort, f"No {number}", edition=edition)
        builders.an_opened_lesson(session, enrolment, *LESSONS[1])
        builders.a_finished_lesson(session, enrolment, *LESSONS[0])
    session.commit()
    monkeypatch.setattr(editions, "_courses", {})

    def asked():
        with sessions() as own:
            mine = own.get_one(Cohort, cohort.id)
            with statements_of(engine) as sent:
                matrix = progress_matrix(own, mine)
                cells = [matrix.cells(each)[:2] for each in matrix.learners]
            assert cells == [(FINISHED, BEGUN)] * size
            return len(sent)

    # The first who asks reads the outlines for everybody after.
    assert asked() == 3
    assert asked() == 2
