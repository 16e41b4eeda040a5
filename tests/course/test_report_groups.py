"""The groups of countries in the report on a run, as they are on its as-of day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from course.report_figures import figures_of
from course.report_groups import CountedGroup, country_groups
from tests import builders

ENROLLED = datetime(2023, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def groups(session):
    """How many the report tells of by list, once these learners are enrolled."""
    administrator = builders.an_administrator(session, now=ENROLLED)
    course = builders.miniature_catalogue().course(builders.COURSE)
    cohort = builders.a_cohort(session, opens_on=date(2023, 6, 1), now=ENROLLED)

    def told(as_of, **learners):
        for country, count in learners.items():
            for _ in range(count):
                learner = builders.a_learner(
                    session, country=country.strip("_") or None, now=ENROLLED
                )
                builders.an_enrolment(session, learner, cohort=cohort, now=ENROLLED)
        session.flush()
        figures = figures_of(session, cohort, course, as_of=as_of, by=administrator)
        return {each.group: each.enrolled for each in figures.by_country_group}

    return told


def test_bhutan_is_counted_among_the_ldcs_until_it_left_them(groups):
    left = datetime(2023, 12, 13, tzinfo=UTC)

    before = groups(left - timedelta(seconds=1), BT=7, FR=6)

    assert before == {"ldc": 7, "lldc": 7}
    assert groups(left) == {"lldc": 7}


def test_namibia_and_whoever_gave_no_country_are_in_no_group_of_the_report(groups):
    assert groups(ENROLLED, NA=6, _=6, HT=6) == {"ldc": 6, "sids": 6, "fragile": 6}


def test_a_report_reads_the_lists_of_the_day_that_its_figures_are_of(groups):
    left = datetime(2026, 11, 24, tzinfo=UTC)
    morning = datetime(2026, 11, 24, 8, 59, tzinfo=ZoneInfo("Asia/Tokyo"))

    assert groups(left - timedelta(seconds=1), LA=5) == {"ldc": 5, "lldc": 5}
    assert groups(morning) == {"ldc": 5, "lldc": 5}
    assert groups(left) == {"lldc": 5}


def test_a_list_is_not_shown_where_those_outside_it_would_be_few():
    whole = CountedGroup(None, 12, 12, 9, 6)
    most = CountedGroup("ldc", 9, 9, 9, 6)
    some = CountedGroup("sids", 6, 6, 6, 3)

    [shown] = country_groups(whole, [most, some])

    assert (shown.group, shown.numbers) == ("sids", (6, 6, None, None))
