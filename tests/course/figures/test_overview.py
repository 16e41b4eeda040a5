"""What a page shows at once is what each question alone is answered."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from course.figures.counting import figures
from course.figures.months import EVENTS, months
from course.figures.overview import overview
from course.figures.query import BREAKDOWNS
from tests.course.figures import naive
from tests.figuring import (
    BEGINNING,
    Person,
    Run,
    a_ground,
    asked,
    people,
    settle,
    settled,
)
from tests.laws.seeds import UNHURRIED
from tests.statements import statements_of

NOT_SHOWN = {"organisation", "edition", "language"}
A_FEW = st.lists(people(), max_size=12)


def test_an_overview_says_what_each_question_says(sessions):
    @settings(UNHURRIED, max_examples=5)
    @given(A_FEW)
    def holds(somebody):
        with sessions() as session:
            boss = settled(session, somebody).administrator
            shown = overview(session, boss, asked(), most_cohorts=9)

            assert set(shown.by) == set(BREAKDOWNS) - NOT_SHOWN
            for name, groups in shown.by.items():
                alone = figures(session, boss, asked(by=(name,)))
                assert (groups, shown.total) == (alone.groups, alone.total)
            assert shown.months == months(session, boss, asked())

    holds()


def test_months_are_those_in_which_people_did_something(sessions):
    @settings(UNHURRIED, max_examples=6)
    @given(A_FEW)
    def holds(somebody):
        with sessions() as session:
            boss = settled(session, somebody).administrator
            rows = naive.rows_of(session, boss, asked())
            told = months(session, boss, asked())
            for event in EVENTS:
                column = f"{event}_at"
                done = {
                    (row["user_id"], row[column].isoformat()[:7])
                    for row in rows
                    if row[column]
                }
                counted = Counter(month for _person, month in done)
                assert {
                    each.month: getattr(each, event)
                    for each in told
                    if getattr(each, event)
                } == dict(counted)

    holds()


def test_no_month_is_left_out_in_between(session):
    ground = settled(session, [Person(runs=(Run(started=1, completed=130),))])

    told = months(session, ground.administrator, asked())

    assert [each.month for each in told] == [
        f"2026-0{number}" for number in range(1, 6)
    ]
    assert (told[0].enrolled, told[2].completed, told[4].completed) == (1, 0, 1)


def test_an_overview_takes_two_statements_whatever_the_people(session, engine):
    ground = a_ground(session)
    for _ in range(2):
        settle(session, ground, [Person("KE", runs=(Run(), Run(day=60)))] * 5)
        with statements_of(engine) as sent:
            overview(session, ground.administrator, asked(), most_cohorts=9)

        # Where a transaction sees one state, one more asks what has changed or come.
        assert len(sent) - (engine.dialect.name == "sqlite") == 2


def test_of_many_cohorts_those_are_told_of_whom_most_completed(session):
    done, begun = Run(started=1, completed=30), Run(started=1)
    ground = settled(
        session,
        [
            Person(runs=(replace(done, cohort=0), replace(begun, cohort=0, day=90))),
            Person(runs=(replace(begun, cohort=0),)),
            Person(runs=(replace(done, cohort=1),)),
            Person(runs=(replace(begun, cohort=2),)),
            Person(runs=(begun,)),
        ],
    )

    shown = overview(session, ground.administrator, asked(), most_cohorts=2)

    told = {each.keys[0]: each.counts for each in shown.by["cohort"]}
    assert {key: (one.completed, one.enrolled) for key, one in told.items()} == {
        "spring": (1, 1),
        "none": (1, 2),
    }
    assert shown.cohorts == 4


def test_an_overview_of_a_day_whose_lists_nobody_knows_leaves_them_out(session):
    ground = a_ground(session)

    then = asked(BEGINNING.replace(2006))
    long_ago = overview(session, ground.administrator, then, most_cohorts=9)

    assert "country-group" not in long_ago.by
    assert (long_ago.by["region"], long_ago.total.enrolled) == ((), 0)
