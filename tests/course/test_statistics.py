"""Completion figures: rows, counts and totals agree, and each has an as-of."""

from datetime import timedelta

import pytest

from course import accounts, cohorts, enrolments
from course.models import Cohort, User
from course.statistics import (
    BREAKDOWNS,
    CompletionCount,
    CompletionQuery,
    completion_counts,
    completion_rows,
    completion_total,
)
from tests import builders
from tests.builders import LESSONS, NOW
from tests.statements import statements_of

YESTERDAY = NOW - timedelta(days=1)
TOMORROW = NOW + timedelta(days=1)


def asked(as_of=NOW, **overrides) -> CompletionQuery:
    return CompletionQuery(course_key="miniature", as_of=as_of, **overrides)


def rows(session, asker, query=None):
    return list(completion_rows(session, asker, query or asked()))


def figures(session, asker, query=None):
    """Everything that is said of one question."""
    query = query or asked()
    return (
        rows(session, asker, query),
        completion_total(session, asker, query),
        {
            breakdown: completion_counts(session, asker, query, breakdown)
            for breakdown in BREAKDOWNS
        },
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
    assert ana.withdrawn is False
    assert (ben.lessons_completed, ben.quizzes_passed) == (1, 0)
    assert (ben.completed_at, ben.award_number) == (None, None)


def test_rows_come_in_the_order_of_enrolling(session, people, boss):
    assert [row.name for row in rows(session, boss)] == list(people)


def test_the_total_counts_everybody(session, people, boss):
    total = completion_total(session, boss, asked())

    assert total == CompletionCount(None, 5, 4, 2, 2)


def test_counts_are_given_by_group_with_the_unnamed_last(session, people, boss):
    by_country = completion_counts(session, boss, asked(), "country")
    by_cohort = completion_counts(session, boss, asked(), "cohort")

    assert by_country == [
        CompletionCount("GH", 1, 0, 0, 0),
        CompletionCount("KE", 3, 3, 2, 2),
        CompletionCount(None, 1, 1, 0, 0),
    ]
    assert [count.group for count in by_cohort] == ["spring", "summer", None]


@pytest.mark.parametrize("breakdown", BREAKDOWNS)
def test_rows_counts_and_totals_are_equal(session, people, boss, breakdown):
    listed, total, by = figures(session, boss)

    assert len(listed) == total.enrolled
    for measure in ("enrolled", "started", "completed", "certified"):
        counted = sum(getattr(count, measure) for count in by[breakdown])
        assert counted == getattr(total, measure)
    assert total.started == sum(row.started_at is not None for row in listed)
    assert total.completed == sum(row.completed_at is not None for row in listed)
    assert total.certified == sum(row.award_number is not None for row in listed)


def test_one_cohort_is_counted_alone(session, people, boss, spring):
    listed, total, _ = figures(session, boss, asked(cohort=spring.uuid))

    assert [row.name for row in listed] == ["Ana", "Ben", "Cy"]
    assert (total.enrolled, total.completed) == (3, 1)


def test_another_course_has_figures_of_its_own(session, people, boss):
    query = CompletionQuery(course_key="another", as_of=NOW)

    assert figures(session, boss, query)[:2] == ([], CompletionCount(None, 0, 0, 0, 0))


def test_figures_before_anything_happened_are_empty(session, people, boss):
    query = asked(YESTERDAY - timedelta(seconds=1))

    assert rows(session, boss, query) == []


def test_somebody_who_never_opened_a_lesson_and_finished_one_has_started(session, boss):
    finished = builders.an_enrolment(session)
    builders.a_finished_lesson(session, finished)
    tried = builders.an_enrolment(session)
    builders.an_open_attempt(session, tried)
    builders.an_enrolment(session)

    listed, total, _ = figures(session, boss)

    assert [row.started_at for row in listed] == [NOW, NOW, None]
    assert total.started == 2


def test_the_first_sign_of_life_is_when_somebody_started(session, boss):
    enrolment = builders.an_enrolment(session, now=YESTERDAY)
    builders.a_finished_lesson(session, enrolment, now=YESTERDAY)
    builders.an_opened_lesson(session, enrolment, now=NOW)

    assert rows(session, boss)[0].started_at == YESTERDAY


def test_yesterdays_figures_are_unmoved_by_everything_done_today(
    session, people, boss, spring
):
    before = figures(session, boss, asked(YESTERDAY))
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

    assert figures(session, boss, asked(YESTERDAY)) == before
    today = {row.name: row for row in rows(session, boss)}
    assert len(today) == 6
    assert (today["Ana Costa"].country, today["Ana Costa"].cohort) == ("PT", "summer")
    assert today["Eve"].cohort == "spring"
    assert today["Cy"].withdrawn is True
    assert today["Ben"].completed_at == NOW
    assert figures(session, boss, asked(TOMORROW)) == figures(session, boss)


def test_somebody_restored_is_withdrawn_no_more(session, boss):
    enrolment = builders.an_enrolment(session, now=YESTERDAY)
    enrolments.withdraw(session, enrolment, reason="Moved", now=YESTERDAY, by=boss)
    enrolments.restore(session, enrolment, now=NOW, by=boss)
    session.flush()

    assert rows(session, boss, asked(YESTERDAY))[0].withdrawn is True
    assert rows(session, boss)[0].withdrawn is False


def test_a_trainer_counts_the_cohorts_they_lead(session, people, spring):
    trainer = session.get_one(User, spring.created_by)

    listed, total, by = figures(session, trainer)

    assert [row.name for row in listed] == ["Ana", "Ben", "Cy"]
    assert total.enrolled == 3
    assert [count.group for count in by["cohort"]] == ["spring"]


def test_a_trainer_counts_no_cohort_of_another(session, people, spring):
    trainer = session.get_one(User, spring.created_by)
    summer = people["Dina"].cohort

    assert rows(session, trainer, asked(cohort=summer.uuid)) == []
    cohorts.add_trainer(session, summer, trainer)
    assert [each.name for each in rows(session, trainer)] == [
        "Ana",
        "Ben",
        "Cy",
        "Dina",
    ]


def test_a_learner_counts_nobody(session, people):
    learner = people["Ana"].user

    assert figures(session, learner)[:2] == ([], CompletionCount(None, 0, 0, 0, 0))


def test_rows_are_one_statement_whatever_their_number(session, people, boss, engine):
    with statements_of(engine) as sent:
        listed = rows(session, boss)

    assert len(listed) == 5
    assert len(sent) == 1
