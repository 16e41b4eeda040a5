"""Figures as tables: what screen, file and rows say is one."""

from dataclasses import astuple
from datetime import timedelta
from operator import ge
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from course.exports.figure_rows import (
    COLUMNS,
    rows_statement,
    rows_table,
    rows_there_are,
)
from course.exports.figures import figures_table, months_table
from course.exports.question import plain_question
from course.figures.counting import figures
from course.figures.months import months
from course.figures.query import BREAKDOWNS
from course.models import Cohort, Edition, Enrolment, RosterImport
from tests import builders
from tests.course.figures import naive
from tests.figuring import (
    BEGINNING,
    LATER,
    Person,
    Run,
    a_ground,
    asked,
    people,
    settled,
)
from tests.laws.seeds import UNHURRIED
from tests.statements import statements_of

# What somebody says of themselves holds for all their runs.
OF_A_PERSON = (
    "country",
    "region",
    "subregion",
    "development",
    "affiliation",
    "organisation",
    "gender",
    "age-band",
)


def dicts(table):
    return [dict(zip(table.names, row, strict=True)) for row in table.rows]


def test_a_table_of_figures_says_what_they_are(session):
    done = Run(started=1, completed=2, certified=3)
    ground = settled(
        session, [Person("KE", "female", runs=(done,)), Person("KE"), Person()]
    )
    query = asked(by=("country", "gender"))

    table = figures_table(session, ground.administrator, query)

    assert table.names[:4] == ("country", "gender", "enrolled", "withdrawn")
    assert list(table.rows) == [
        ("KE", "female", 1, 0, 1, 0, 1, 1, 0, 1.0, 1.0),
        ("KE", None, 1, 0, 0, 0, 0, 0, 0, 0.0, 0.0),
        (None, None, 1, 0, 0, 0, 0, 0, 0, 0.0, 0.0),
    ]
    assert plain_question(table)["by"] == ["country", "gender"]
    assert plain_question(table)["total"]["enrolled"] == 3
    assert table.as_of == query.as_of


def test_a_table_without_a_breakdown_is_the_total(session):
    ground = settled(session, [Person()] * 2)

    table = figures_table(session, ground.administrator, asked())

    assert [row[0] for row in table.rows] == [2]


def test_a_published_table_says_its_day_and_leaves_open_what_is_hidden(session):
    ground = settled(session, [Person("KE")] * 8)

    table = figures_table(
        session, ground.administrator, asked(by=("country",), detail="protected")
    )

    assert [tuple(row)[:4] for row in table.rows] == [("KE", 5, None, None)]
    assert "total" not in table.about
    assert table.as_of is not None
    assert table.as_of < LATER


def test_a_table_of_months_has_every_month(session):
    ground = settled(session, [Person(runs=(Run(started=40),))])
    boss = ground.administrator

    table = months_table(session, boss, asked())

    assert list(table.rows) == list(map(astuple, months(session, boss, asked())))


def test_rows_say_what_was_known_of_each_enrolment(session):
    ground = a_ground(session)
    cohort = ground.cohorts[1]
    learner = builders.a_learner(
        session, name="Ana", country="KE", gender="female", now=BEGINNING
    )
    enrolment = builders.a_completed_enrolment(
        session, learner, cohort=cohort, now=builders.NOW
    )
    session.flush()

    (row,) = dicts(rows_table(session, ground.administrator, asked()))

    assert row["enrolment"] == enrolment.uuid
    assert row["learner"] == learner.uuid
    assert (row["name"], row["email"]) == ("Ana", learner.email)
    assert (row["country"], row["gender"], row["organisation"]) == (
        "KE",
        "female",
        None,
    )
    assert (row["cohort"], row["mode"], row["run"]) == ("spring", "moderated", 1)
    assert row["edition"] == cohort.edition.digest
    assert row["enrolled_at"] == row["completed_at"] == row["certified_at"]
    assert row["award_number"] is not None
    assert (row["lessons_completed"], row["quizzes_passed"]) == (3, 2)
    assert row["is_withdrawn"] is False
    assert (row["assessed_at"], row["participated_at"]) == (None, None)


def test_rows_are_selected_by_one_statement_whatever_is_asked(session, engine):
    ground = settled(session, [Person("KE"), Person("UG"), Person("FR")])
    boss = ground.administrator
    query = asked(where=(("region", "africa"),))

    with statements_of(engine) as sent:
        table = rows_table(session, boss, query)
        listed = dicts(table)

    # Where a transaction sees one state, one more asks whether anybody changed.
    assert len(sent) - (engine.dialect.name == "sqlite") == 1
    assert [row["country"] for row in listed] == ["KE", "UG"]
    assert rows_there_are(session, boss, query) == 2
    assert table.names == tuple(column.name for column in COLUMNS)
    assert tuple(rows_statement(session, boss, query).selected_columns.keys()) == (
        table.names
    )


def test_rows_can_be_read_in_stretches(session):
    ground = settled(session, [Person()] * 5)
    boss = ground.administrator
    numbers = session.scalars(select(Enrolment.id).order_by(Enrolment.id)).all()

    stretches = [
        session.execute(
            rows_statement(session, boss, asked(), after=after, until=until)
        ).all()
        for after, until in (
            (0, numbers[1]),
            (numbers[1], numbers[3]),
            (numbers[3], None),
        )
    ]

    assert [len(each) for each in stretches] == [2, 2, 1]
    whole = session.execute(rows_statement(session, boss, asked())).all()
    assert [row for each in stretches for row in each] == whole


def test_a_run_keeps_its_number_after_it_was_undone(session):
    cohort = builders.a_cohort(session, now=BEGINNING, opens_on=BEGINNING.date())
    boss = builders.an_administrator(session, now=BEGINNING)
    builders.a_roster(session, cohort, "new@example.org", now=BEGINNING)
    as_of = BEGINNING + timedelta(hours=1)

    def runs():
        table = rows_table(session, boss, asked(as_of))
        return [(row["run"], isinstance(row["learner"], UUID)) for row in dicts(table)]

    before = runs()
    applied = session.query(RosterImport).one()
    builders.an_undone_roster(session, applied, now=BEGINNING + timedelta(hours=2))
    session.flush()

    assert before == runs() == [(1, True)]


def test_rows_groups_and_total_agree(sessions):
    """Every measure can be counted from the rows that name people, and is the same."""

    @settings(UNHURRIED, max_examples=3)
    @given(st.lists(people(), max_size=10), st.sampled_from((40, 80, 200)))
    def holds(somebody, days):
        as_of = BEGINNING + timedelta(days=days)
        with sessions() as session:
            boss = settled(session, somebody).administrator
            listed = as_naive(session, rows_table(session, boss, asked(as_of)))
            assert len(listed) == rows_there_are(session, boss, asked(as_of))
            for name in BREAKDOWNS:
                query = asked(as_of, by=(name,))
                found = figures(session, boss, query)

                assert found.total == naive.counted(listed)
                assert naive.told(found) == naive.groups(listed, (name,))
                assert [
                    row[1:8] for row in figures_table(session, boss, query).rows
                ] == [astuple(group.counts) for group in found.groups]
                assert adds_up(name, found)

    holds()


def as_naive(session, table):
    """Named rows, with what their breakdowns are counted by beside their columns."""
    cohorts = {each.key: each for each in session.scalars(select(Cohort))}
    editions = {each.digest: each for each in session.scalars(select(Edition))}
    return [
        {
            **row,
            "user_id": row["learner"],
            "cohort": cohorts.get(row["cohort"]),
            "edition": editions[row["edition"]],
            "on": table.about["as_of"].date(),
        }
        for row in dicts(table)
    ]


def adds_up(name, found):
    """Whether a person is in one group, or where they may be in several in no less.

    Whoever left one cohort but not the other is withdrawn in the one alone.
    """
    sums = [
        sum(measure) for measure in zip(*map(counts_in, found.groups), strict=True)
    ] or [0] * len(astuple(found.total))
    if name in OF_A_PERSON:
        return sums == list(astuple(found.total))
    return all(map(ge, sums, astuple(found.total)))


def counts_in(group):
    return astuple(group.counts)
