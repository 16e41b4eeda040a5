"""The groups of countries in the report on a run, as they are on its as-of day."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from course.report_figures import figures_of
from course.report_groups import country_groups
from course.statistics import CompletionRow
from tests import builders

NOON = datetime(2023, 6, 1, 12, tzinfo=UTC)


def learners(country, count):
    row = CompletionRow(
        enrolment=uuid4(),
        name="Ama",
        email="ama@example.org",
        country=country,
        gender=None,
        affiliation=None,
        organisation=None,
        cohort=None,
        edition="",
        enrolled_at=NOON,
        withdrawn=False,
        started_at=None,
        lessons_completed=0,
        quizzes_passed=0,
        completed_at=None,
        award_number=None,
    )
    return [row] * count


def enrolled(groups):
    return {each.group: each.enrolled for each in groups}


def test_bhutan_is_counted_among_the_ldcs_until_it_left_them():
    rows = learners("BT", 7) + learners("FR", 6)

    before = country_groups(rows, on=date(2023, 12, 12))
    after = country_groups(rows, on=date(2023, 12, 13))

    assert enrolled(before) == {"ldc": 7, "lldc": 7}
    assert enrolled(after) == {"lldc": 7}


def test_namibia_and_whoever_gave_no_country_are_in_no_group_of_the_report():
    rows = learners("NA", 6) + learners(None, 6) + learners("HT", 6)

    assert enrolled(country_groups(rows, on=NOON.date())) == {"ldc": 6, "sids": 6}


def test_a_report_reads_the_lists_of_the_day_that_its_figures_are_of(session):
    administrator = builders.an_administrator(session)
    course = builders.miniature_catalogue().course(builders.COURSE)
    cohort = builders.a_cohort(session)
    for _ in range(5):
        learner = builders.a_learner(session, country="LA")
        builders.an_enrolment(session, learner, cohort=cohort)

    def groups(as_of):
        figures = figures_of(session, cohort, course, as_of=as_of, by=administrator)
        return enrolled(figures.by_country_group)

    left = datetime(2026, 11, 24, tzinfo=UTC)
    morning = datetime(2026, 11, 24, 8, 59, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert groups(left - timedelta(seconds=1)) == {"ldc": 5, "lldc": 5}
    assert groups(morning) == {"ldc": 5, "lldc": 5}
    assert groups(left) == {"lldc": 5}
