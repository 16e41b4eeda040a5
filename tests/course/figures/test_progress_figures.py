"""Days to completion, lessons, modules, hours and gain: of people, each once."""

from dataclasses import replace
from datetime import datetime
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from course.course_module import CourseQuiz
from course.figures.days import days_to_complete
from course.figures.gain import gain
from course.figures.lessons import lessons
from course.figures.months import months
from course.figures.results import LessonCount, Lessons, ModuleCount, Quartiles
from course.models import Attempt, Enrolment, Mark
from tests.builders import COURSE, LESSONS, miniature_catalogue
from tests.course.figures import naive
from tests.figuring import (
    BEGINNING,
    LATER,
    Person,
    Run,
    asked,
    people,
    settle,
    settled,
)
from tests.laws.seeds import UNHURRIED
from tests.statements import statements_of

OUTLINE = miniature_catalogue().course(COURSE)
WITH_TESTS = replace(
    OUTLINE,
    assessments=(
        CourseQuiz("before", "Before", "pre-test"),
        CourseQuiz("after", "After", "post-test"),
    ),
)


def completing(day):
    return Person(runs=(Run(day=1, completed=1 + day),))


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ((7,), (1, 7, 7, 7)),
        ((0, 1, 2, 3), (4, 0, 1, 2)),
        ((0, 1, 2, 3, 40), (5, 1, 2, 3)),
        ((5, 5, 5, 9, 9, 9, 9), (7, 5, 9, 9)),
    ],
)
def test_quartiles_are_days_that_somebody_needed(session, days, told):
    ground = settled(session, [*map(completing, days), Person()])

    found = days_to_complete(session, ground.administrator, asked())

    assert found == Quartiles(*told)


def test_the_run_that_was_completed_first_counts(session):
    again = Person(runs=(Run(day=0, completed=50), Run(day=30, completed=40)))
    ground = settled(session, [again])

    found = days_to_complete(session, ground.administrator, asked())

    assert found == Quartiles(1, 10, 10, 10)


def test_nobody_who_completed_is_no_quartile(session):
    ground = settled(session, [Person()])

    assert days_to_complete(session, ground.administrator, asked()) is None


def test_published_quartiles_are_of_whole_steps(session):
    ground = settled(session, [completing(day) for day in (1, 2, 3, 4)])
    boss, query = ground.administrator, asked(detail="protected")

    assert days_to_complete(session, boss, query) is None

    settle(session, ground, [completing(day) for day in (5, 90, 91)])
    assert days_to_complete(session, boss, query) == Quartiles(5, 2, 3, 4)


def test_days_agree_with_the_rows(sessions):
    @settings(UNHURRIED, max_examples=5)
    @given(st.lists(people(), max_size=12))
    def holds(somebody):
        with sessions() as session:
            boss = settled(session, somebody).administrator
            first: dict[int, tuple[datetime, int]] = {}
            for row in naive.rows_of(session, boss, asked()):
                if row["completed_at"]:
                    took = row["completed_at"].date() - row["enrolled_at"].date()
                    this = (row["completed_at"], took.days)
                    person = row["user_id"]
                    first[person] = min(first.get(person, this), this)
            days = sorted(took for _at, took in first.values())
            ranks = [-(-len(days) * quarter // 4) - 1 for quarter in (1, 2, 3)]
            expected = (
                Quartiles(len(days), *(days[rank] for rank in ranks)) if days else None
            )
            assert days_to_complete(session, boss, asked()) == expected

    holds()


def test_lessons_and_modules_are_told_in_the_order_of_the_outline(session, engine):
    both = Run(started=1, opened=(0, 1), finished=(0, 1))
    ground = settled(
        session,
        [
            Person(runs=(both,)),
            # The first module, but no whole one in either run.
            Person(
                runs=(
                    Run(started=1, opened=(0,), finished=(0,)),
                    Run(day=2, started=3, opened=(0, 1), finished=(1,)),
                )
            ),
            # Twice the whole module.
            Person(runs=(both, both)),
            Person(runs=(Run(started=1, opened=(2,), finished=(2,)),)),
            Person(),
        ],
    )

    with statements_of(engine) as sent:
        found = lessons(session, ground.administrator, asked(), OUTLINE)

    # Whether anybody has changed since, the lessons, and the modules.
    assert len(sent) <= 3
    assert found.lessons == (
        LessonCount(*LESSONS[0], opened=3, completed=3),
        LessonCount(*LESSONS[1], opened=3, completed=3),
        LessonCount(*LESSONS[2], opened=1, completed=1),
    )
    first, second = OUTLINE.modules
    assert found.modules == (
        ModuleCount("first-module", 2, Fraction(6 * first.hours, 2)),
        ModuleCount("second-module", 1, Fraction(second.hours)),
    )
    assert found.hours == Fraction(6 * first.hours, 2) + second.hours


def test_lessons_are_as_of_a_moment_and_of_those_who_were_asked_for(session):
    done = Run(started=5, opened=(0,), finished=(0,))
    ground = settled(session, [Person("KE", runs=(done,)), Person("UG", runs=(done,))])
    boss = ground.administrator

    then = lessons(session, boss, asked(BEGINNING), OUTLINE)
    kenya = lessons(session, boss, asked(where=(("country", "KE"),)), OUTLINE)

    assert then.hours == 0
    assert [each.completed for each in kenya.lessons] == [1, 0, 0]


def test_published_lessons_tell_nothing_of_few(session):
    done = Person(runs=(Run(started=1, opened=(0,), finished=(0,)),))
    begun = Person(runs=(Run(started=1, opened=(0,)),))
    ground = settled(session, [done] * 4 + [begun] * 8)

    found = lessons(session, ground.administrator, asked(detail="protected"), OUTLINE)

    assert [(each.opened, each.completed) for each in found.lessons] == [
        (10, None),
        (None, None),
        (None, None),
    ]
    assert found.hours is None


def test_an_outline_without_lessons_has_none(session):
    ground = settled(session, [Person()])
    bare = replace(OUTLINE, modules=())

    found = lessons(session, ground.administrator, asked(), bare)

    assert found == Lessons((), ())
    assert found.hours == 0


def test_published_months_are_in_steps(session):
    ground = settled(
        session,
        [Person(runs=(Run(day=day),)) for day in [0] * 12 + [30] * 3 + [60] * 9],
    )

    found = months(session, ground.administrator, asked(detail="protected"))

    assert [(each.month, each.enrolled, each.started) for each in found] == [
        ("2026-01", 10, None),
        ("2026-02", None, None),
        ("2026-03", 5, None),
    ]


def sat(session, ground, enrolment, before, after):
    """Both tests on an enrolment, with so many points of ten."""
    for quiz, points in (("before", before), ("after", after)):
        attempt = Attempt(
            enrolment_id=enrolment.id,
            quiz_key=quiz,
            number=1,
            edition_id=ground.final.id,
            seed=1,
            occurred_at=BEGINNING,
            recorded_at=BEGINNING,
        )
        session.add(attempt)
        session.flush()
        session.execute(
            insert(Mark).values(
                attempt_id=attempt.id,
                edition_id=ground.final.id,
                points=points,
                out_of=10,
                passed=True,
                detail={},
                occurred_at=BEGINNING,
                recorded_at=BEGINNING,
            )
        )


def test_the_gain_is_of_people_by_the_first_run_with_both_tests(session):
    ground = settled(session, [Person("KE", runs=(Run(), Run(day=1)))] * 5)
    for enrolment in session.query(Enrolment).order_by(Enrolment.id):
        first = enrolment.run == 1
        sat(session, ground, enrolment, 4 if first else 8, 7 if first else 10)
    boss = ground.administrator

    found = gain(session, boss, asked(), WITH_TESTS)

    assert found is not None
    assert (found.people, found.before, found.after) == (
        5,
        Fraction(4, 10),
        Fraction(7, 10),
    )
    assert gain(session, boss, asked(where=(("country", "UG"),)), WITH_TESTS) is None
    assert gain(session, boss, asked(LATER), OUTLINE) is None
