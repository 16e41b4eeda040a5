"""Completions: their rows and counts are those of the figures, and have an as-of."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import event

from course import accounts, cohorts, enrolments
from course.exports.completions import (
    BREAKDOWNS,
    COUNTED,
    COUNTS,
    counts_table,
    rows_table,
)
from course.figures.counting import figures
from course.figures.query import StatisticsQuery
from course.models import Cohort, User
from tests import builders
from tests.builders import LESSONS, NOW
from tests.figuring import LATER, Person, Run, settled
from tests.named_rows import named_rows
from tests.statements import statements_of
from tests.tables_written import written

YESTERDAY = NOW - timedelta(days=1)
TOMORROW = NOW + timedelta(days=1)


def asked(as_of=NOW, **overrides) -> StatisticsQuery:
    return StatisticsQuery("miniature", as_of, **overrides)


def rows(session, asker, query=None):
    return named_rows(session, asker, query or asked())


def counts(session, asker, by, query=None):
    """The lines of the table of counts."""
    query = query or asked()
    cohort = {"cohort": query.cohort}
    return list(
        counts_table(session, asker, asked(query.as_of, by=(by,), **cohort)).rows
    )


def total(session, asker, query=None):
    found = figures(session, asker, query or asked()).total
    return tuple(getattr(found, each) for each in COUNTED)


def everything(session, asker, query=None):
    """All that is said of one question."""
    return (
        rows(session, asker, query),
        total(session, asker, query),
        {by: counts(session, asker, by, query) for by in BREAKDOWNS},
    )


def somebody(session, name: str, cohort: Cohort | None, *, done: str, **profile):
    """A learner who enrolled and, as ``done`` says, opened, began or completed."""
    learner = builders.a_learner(session, name=name, now=YESTERDAY, **profile)
    if done == "completed":
        enrolment = builders.a_completed_enrolment(
            session, learner, cohort=cohort, now=YESTERDAY
        )
    else:
        enrolment = builders.an_enrolment(
            session, learner, cohort=cohort, now=YESTERDAY
        )
    if done != "nothing":
        builders.an_opened_lesson(session, enrolment, now=YESTERDAY)
    if done == "began":
        builders.a_finished_lesson(session, enrolment, now=YESTERDAY)
    return enrolment


@pytest.fixture
def spring(session) -> Cohort:
    return builders.a_cohort(
        session, key="spring", opens_on=YESTERDAY.date(), now=YESTERDAY
    )


@pytest.fixture
def people(session, spring):
    """Five learners of different kinds, as of yesterday."""
    summer = builders.a_cohort(
        session, key="summer", opens_on=YESTERDAY.date(), now=YESTERDAY
    )
    ke_women = {"country": "KE", "gender": "female", "affiliation": "government"}
    ke_men = {"country": "KE", "gender": "male", "affiliation": "academia"}
    made = {
        "Ana": somebody(session, "Ana", spring, done="completed", **ke_women),
        "Ben": somebody(session, "Ben", spring, done="began", **ke_men),
        "Cy": somebody(session, "Cy", spring, done="nothing", country="GH"),
        "Dina": somebody(session, "Dina", summer, done="completed", **ke_women),
        "Eve": somebody(session, "Eve", None, done="opened"),
    }
    session.flush()
    return made


@pytest.fixture
def boss(session) -> User:
    return builders.an_administrator(session, now=YESTERDAY)


def test_each_row_says_what_was_known_of_one_enrolment(session, people, boss, spring):
    ana, ben = rows(session, boss)[:2]

    assert (ana.name, ana.country, ana.gender) == ("Ana", "KE", "female")
    assert (ana.affiliation, ana.organisation) == ("government", None)
    assert (ana.cohort, ana.edition) == ("spring", spring.edition.digest)
    assert ana.email == people["Ana"].user.email
    assert (ana.enrolled_at, ana.started_at) == (YESTERDAY, YESTERDAY)
    assert (ana.lessons_completed, ana.quizzes_passed) == (3, 2)
    assert ana.completed_at == YESTERDAY
    assert ana.award_number is not None
    assert ana.is_withdrawn is False
    assert (ben.lessons_completed, ben.quizzes_passed) == (1, 0)
    assert (ben.completed_at, ben.award_number) == (None, None)


def test_rows_come_in_the_order_of_enrolling(session, people, boss):
    assert [row.name for row in rows(session, boss)] == list(people)


def test_the_file_has_the_columns_that_programs_read(session, people, boss):
    table = rows_table(session, boss, asked())

    assert table.names == (
        *("enrolment", "name", "email", "country", "gender", "affiliation"),
        *("organisation", "cohort", "edition", "enrolled_at", "withdrawn"),
        *("started_at", "lessons_completed", "quizzes_passed", "completed_at"),
        "award_number",
    )
    known = rows(session, boss)
    said = [dict(zip(table.names, row, strict=True)) for row in table.rows]
    assert [each.pop("withdrawn") for each in said] == [
        row.is_withdrawn for row in known
    ]
    assert said == [{name: getattr(row, name) for name in said[0]} for row in known]


def test_counts_are_given_by_group_with_the_unnamed_last(session, people, boss):
    assert total(session, boss) == (5, 4, 2, 2)
    assert counts(session, boss, "country") == [
        ("GH", 1, 0, 0, 0),
        ("KE", 3, 3, 2, 2),
        (None, 1, 1, 0, 0),
    ]
    assert [row[0] for row in counts(session, boss, "cohort")] == [
        *("spring", "summer", None)
    ]


@pytest.mark.parametrize("by", BREAKDOWNS)
def test_rows_counts_and_totals_are_equal(session, people, boss, by):
    listed, summed, counted = everything(session, boss)

    columns = zip(*(row[1:] for row in counted[by]), strict=True)
    assert tuple(map(sum, columns)) == summed
    assert summed == (
        len(listed),
        sum(row.started_at is not None for row in listed),
        sum(row.completed_at is not None for row in listed),
        sum(row.award_number is not None for row in listed),
    )


def test_whoever_took_the_course_again_has_two_rows_and_counts_once(session):
    again = (Run(cohort=1, started=1, completed=2, certified=2), Run(cohort=1, day=9))
    elsewhere = (Run(cohort=1), Run(day=9, started=9))
    ground = settled(session, [Person("KE", runs=again), Person("KE", runs=elsewhere)])
    query = asked(LATER)

    listed, summed, counted = everything(session, ground.administrator, query)

    assert [row.run for row in listed] == [1, 2, 1, 2]
    assert summed == (2, 2, 1, 1)
    assert counted["country"] == [("KE", 2, 2, 1, 1)]
    # Whoever was in two groups is one in each, and one in all.
    assert counted["cohort"] == [("spring", 2, 1, 1, 1), (None, 1, 1, 0, 0)]


def test_one_cohort_is_counted_alone(session, people, boss, spring):
    query = asked(cohort=spring.uuid)

    listed, summed, counted = everything(session, boss, query)

    assert [row.name for row in listed] == ["Ana", "Ben", "Cy"]
    assert summed == (3, 2, 1, 1)
    assert [row[0] for row in counted["cohort"]] == ["spring"]
    assert rows_table(session, boss, query).about["cohort"] == spring.uuid


def test_another_course_has_figures_of_its_own(session, people, boss):
    query = StatisticsQuery("another", NOW)

    assert rows(session, boss, query) == []
    assert total(session, boss, query) == (0, 0, 0, 0)


def test_figures_before_anything_happened_are_empty(session, people, boss):
    query = asked(YESTERDAY - timedelta(seconds=1))

    assert rows(session, boss, query) == []


def test_somebody_who_never_opened_a_lesson_and_finished_one_has_started(session, boss):
    finished = builders.an_enrolment(session)
    builders.a_finished_lesson(session, finished)
    tried = builders.an_enrolment(session)
    builders.an_open_attempt(session, tried)
    builders.an_enrolment(session)

    listed, summed, _ = everything(session, boss)

    assert [row.started_at for row in listed] == [NOW, NOW, None]
    assert summed[1] == 2


def test_the_first_sign_of_life_is_when_somebody_started(session, boss):
    enrolment = builders.an_enrolment(session, now=YESTERDAY)
    builders.a_finished_lesson(session, enrolment, now=YESTERDAY)
    builders.an_opened_lesson(session, enrolment, now=NOW)

    assert rows(session, boss)[0].started_at == YESTERDAY


def test_yesterdays_figures_are_unmoved_by_everything_done_today(
    session, people, boss, spring
):
    before = everything(session, boss, asked(YESTERDAY))
    summer = people["Dina"].cohort

    ana = people["Ana"].user
    accounts.change_profile(
        session,
        ana,
        {"name": "Ana Costa", "country": "PT", "gender": "other"},
        now=NOW,
        by=ana,
    )
    enrolments.assign(session, people["Ana"], summer, now=NOW, by=boss)
    enrolments.assign(session, people["Eve"], spring, now=NOW, by=boss)
    enrolments.withdraw(session, people["Cy"], reason="Moved", now=NOW, by=boss)
    for module_key, lesson_key in LESSONS:
        builders.a_finished_lesson(session, people["Ben"], module_key, lesson_key)
    for quiz_key in builders.QUIZZES:
        builders.a_submitted_attempt(session, people["Ben"], quiz_key)
    builders.an_enrolment(session)
    accounts.close_account(session, people["Dina"].user, now=NOW, by=boss)
    session.flush()

    assert everything(session, boss, asked(YESTERDAY)) == before
    today = {row.name: row for row in rows(session, boss)}
    assert len(today) == 6
    assert (today["Ana Costa"].country, today["Ana Costa"].cohort) == ("PT", "summer")
    assert today["Eve"].cohort == "spring"
    assert today["Cy"].is_withdrawn is True
    assert today["Ben"].completed_at == NOW
    assert everything(session, boss, asked(TOMORROW)) == everything(session, boss)


def test_somebody_restored_is_withdrawn_no_more(session, boss):
    enrolment = builders.an_enrolment(session, now=YESTERDAY)
    enrolments.withdraw(session, enrolment, reason="Moved", now=YESTERDAY, by=boss)
    enrolments.restore(session, enrolment, now=NOW, by=boss)
    session.flush()

    assert rows(session, boss, asked(YESTERDAY))[0].is_withdrawn is True
    assert rows(session, boss)[0].is_withdrawn is False


def test_a_trainer_counts_the_cohorts_they_lead(session, people, spring):
    trainer = session.get_one(User, spring.created_by)

    listed, summed, counted = everything(session, trainer)

    assert [row.name for row in listed] == ["Ana", "Ben", "Cy"]
    assert summed[0] == 3
    assert [row[0] for row in counted["cohort"]] == ["spring"]


def test_a_trainer_counts_no_cohort_of_another(session, people, spring):
    trainer = session.get_one(User, spring.created_by)
    summer = people["Dina"].cohort

    assert rows(session, trainer, asked(cohort=summer.uuid)) == []
    cohorts.add_trainer(session, summer, trainer)
    assert [each.name for each in rows(session, trainer)] == [
        *("Ana", "Ben", "Cy", "Dina")
    ]


def test_a_learner_counts_nobody(session, people):
    learner = people["Ana"].user

    assert everything(session, learner)[:2] == ([], (0, 0, 0, 0))


def test_rows_are_one_statement_whatever_their_number(session, people, boss, engine):
    with statements_of(engine) as sent:
        listed = rows(session, boss)

    assert len(listed) == 5
    # Where a transaction sees one state, one more asks whether anybody changed.
    assert len(sent) - (engine.dialect.name == "sqlite") == 1


def test_named_rows_say_what_was_asked(session, people, boss):
    said = json.loads(written("json", rows_table(session, boss, asked())))

    assert (said["course"], said["as_of"]) == ("miniature", "2026-03-02T12:00:00Z")
    assert (said["row_count"], said["rows"][0]["withdrawn"]) == (5, False)


def test_counts_name_nobody(session, boss):
    ana = builders.a_learner(session, name="Ana", country="KE")
    enrolment = builders.a_completed_enrolment(session, ana)
    builders.an_opened_lesson(session, enrolment)

    table = counts_table(session, boss, asked(by=("country",)))

    assert table.names == ("country", *(each.name for each in COUNTS))
    assert table.about["breakdown"] == "country"
    assert written("csv", table).decode("utf-8-sig") == (
        "country,enrolled,started,completed,certified\r\nKE,1,1,1,1\r\n"
    )


def test_a_reader_who_leaves_midway_lets_go_of_the_rows(session, people, boss):
    table = rows_table(session, boss, asked())
    remaining = iter(table.rows)
    next(remaining)

    table.close()

    assert list(remaining) == []


def test_rows_are_fetched_from_the_database_a_few_at_a_time(session, boss, engine):
    builders.an_enrolment(session)
    session.flush()
    table = rows_table(session, boss, asked())
    fetched = []

    def note(_connection, _cursor, _statement, _parameters, context, _many):
        fetched.append(context.execution_options.get("yield_per"))

    event.listen(engine, "after_cursor_execute", note)
    listed = list(table.rows)
    event.remove(engine, "after_cursor_execute", note)

    assert len(listed) == 1
    assert fetched == [500]
