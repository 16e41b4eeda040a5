"""Days to completion, lessons, modules, hours and gain: of people, each once."""

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from course.course_module import CourseQuiz
from course.figures.days import days_to_complete
from course.figures.faults import ImpossibleFilter
from course.figures.gain import gain
from course.figures.lessons import lessons
from course.figures.months import months
from course.figures.protected import at_end_of_day, protected_total
from course.figures.results import LessonCount, Lessons, ModuleCount, Quartiles
from course.models import Attempt, Enrolment, Mark
from tests.builders import COURSE, LESSONS, miniature_catalogue
from tests.course.figures import naive, publishing
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
    return Person(runs=(Run(day=1, started=1, completed=1 + day),))


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


def published_lessons(session, ground, as_of=LATER):
    found = lessons(
        session, ground.administrator, asked(as_of, detail="protected"), OUTLINE
    )
    return [(each.opened, each.completed) for each in found.lessons]


def test_published_lessons_are_of_those_who_started_first(session):
    late = Person(runs=(Run(started=9, opened=(1,)), Run(day=1, started=10)))
    done = Person(runs=(Run(started=2, opened=(0,), finished=(0,)),))
    ground = settled(session, [Person(), *[late] * 4, *[done] * 15])

    # Whoever started last waits, though the first to enrol, and with both runs.
    assert published_lessons(session, ground) == [(15, 15), (None, None), (None, None)]

    settle(session, ground, [Person(runs=(Run(day=9, started=9),))])

    assert published_lessons(session, ground)[0] == (20, 15)


def test_published_lessons_are_what_the_rows_say(sessions):
    places = st.sets(st.integers(0, len(LESSONS) - 1)).map(tuple)
    run = st.builds(
        Run,
        day=st.integers(0, 5),
        started=st.none() | st.integers(5, 60),
        opened=places,
        finished=places,
    )
    somebody = st.builds(Person, runs=st.lists(run, min_size=1, max_size=2).map(tuple))

    @settings(UNHURRIED, max_examples=5)
    @given(st.lists(somebody, min_size=10, max_size=40), st.integers(20, 70))
    def holds(crowd, day):
        with sessions() as session:
            ground = settled(session, crowd)
            query = at_end_of_day(
                asked(BEGINNING + timedelta(days=day), detail="protected")
            )
            rows = naive.rows_of(session, ground.administrator, query)
            total = protected_total(session, ground.administrator, query)

            assert published_lessons(session, ground, query.as_of) == (
                publishing.lessons_of(session, rows, query.as_of, total.started or 0)
            )

    holds()


def test_nobody_is_told_of_lessons_where_it_is_hidden_how_many_started(session):
    codes = ("KE", "UG", "RW", "BI", "MW")
    done = Run(started=1, opened=(0,), finished=(0,))
    ground = settled(session, [Person(code, runs=(done,)) for code in codes * 4])
    boss, query = ground.administrator, asked(detail="protected")

    # As many as all five of these can be would tell of each.
    assert protected_total(session, boss, query).started is None
    assert published_lessons(session, ground) == [(None, None)] * 3


def test_published_lessons_are_no_more_than_are_told_to_have_started(session):
    done = Run(started=3, opened=(0,), finished=(0,))
    late = replace(done, day=1, started=2)
    ground = settled(session, [Person()] * 4)
    settle(session, ground, [Person(runs=(done,))] * 11 + [Person(runs=(late,))] * 4)
    boss, query = ground.administrator, asked(detail="protected")

    # The last four of nineteen to enrol wait, and were among the first to start.
    assert protected_total(session, boss, query).started == 10
    assert published_lessons(session, ground)[0] == (10, 10)


@pytest.mark.parametrize("measure", ["days", "lessons", "modules", "gain"])
@pytest.mark.parametrize(
    ("name", "narrowed"),
    [
        ("cohort", {"cohort": UUID(int=1)}),
        ("edition", {"edition": "f" * 64}),
        ("country", {"where": (("country", "KE"),)}),
    ],
)
def test_besides_counts_what_is_published_is_of_everybody(measure, name, narrowed):
    with pytest.raises(ImpossibleFilter, match="everybody on the course") as refused:
        asked(detail="protected", measures=(measure,), **narrowed)

    assert refused.value.data["field"] == name
    counts = asked(detail="protected", measures=("counts",), **narrowed)
    assert counts.measures == ("counts",)


def test_each_of_them_refuses_it_whatever_the_question_measures(session):
    boss = settled(session, []).administrator
    query = asked(detail="protected", where=(("country", "KE"),))

    for refuses in (
        lambda: days_to_complete(session, boss, query),
        lambda: lessons(session, boss, query, OUTLINE),
        lambda: gain(session, boss, query, OUTLINE),
    ):
        with pytest.raises(ImpossibleFilter):
            refuses()


def test_what_happened_in_each_month_is_not_published(session):
    boss = settled(session, []).administrator

    with pytest.raises(ImpossibleFilter, match="by month of enrolling") as refused:
        months(session, boss, asked(detail="protected"))

    assert refused.value.data["field"] == "measures"


def test_a_published_gain_is_not_told_where_the_total_is_not(session):
    ground = settled(session, [Person("KE")] * 5)
    for enrolment in session.query(Enrolment):
        sat(session, ground, enrolment, 4, 7)
    boss, query = ground.administrator, asked(detail="protected")

    found = gain(session, boss, query, WITH_TESTS)

    assert found is not None
    assert found.people == protected_total(session, boss, query).started == 5


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
