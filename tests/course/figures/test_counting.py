"""Figures are of people, agree with the rows, and are read once however many."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.figures.by_country import BY_COUNTRY
from course.figures.counting import figures
from course.figures.faults import ImpossibleFilter
from course.figures.query import BREAKDOWNS, NONE
from course.figures.results import Counts
from tests.builders import a_trainer
from tests.course.figures import naive
from tests.figuring import (
    BEGINNING,
    LATER,
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

A_FEW = st.lists(people(), max_size=12)
TWICE = (Run(completed=3), Run(cohort=1, day=60))


def total(session, asker, query):
    found = figures(session, asker, query).total
    assert found is not None
    return found


@pytest.mark.parametrize("pairs", [False, True], ids=["one", "two"])
def test_groups_and_total_are_what_the_rows_say(sessions, pairs):
    kinds = st.sampled_from(BREAKDOWNS)

    @settings(UNHURRIED, max_examples=6)
    @given(A_FEW, st.lists(kinds, min_size=2, max_size=2, unique=True), st.data())
    def holds(somebody, by, data):
        with sessions() as session:
            ground = settled(session, somebody)
            as_of = BEGINNING + timedelta(days=data.draw(st.integers(0, 150)))
            for asked_by in [tuple(by)] if pairs else [(each,) for each in BREAKDOWNS]:
                query = asked(as_of, by=asked_by)
                rows = naive.rows_of(session, ground.administrator, query)
                found = figures(session, ground.administrator, query)

                assert found.total == naive.counted(rows)
                assert naive.told(found) == naive.groups(rows, asked_by)

    holds()


def test_a_filter_by_a_group_leaves_that_group(sessions):
    @settings(UNHURRIED, max_examples=4)
    @given(A_FEW)
    def holds(somebody):
        with sessions() as session:
            ground = settled(session, somebody)
            for name in BREAKDOWNS:
                for group in figures(
                    session, ground.administrator, asked(by=(name,))
                ).groups:
                    where = ((name, group.keys[0] or NONE),)
                    alone = figures(session, ground.administrator, asked(where=where))
                    assert alone.total == group.counts, where

    holds()


def test_groups_of_what_people_say_of_themselves_add_up(sessions):
    said = {*BY_COUNTRY, "affiliation", "organisation", "gender", "age-band"}

    @settings(UNHURRIED, max_examples=4)
    @given(A_FEW)
    def holds(somebody):
        with sessions() as session:
            ground = settled(session, somebody)
            # A country may be in several groups of countries.
            for name in said - {"country-group"}:
                found = figures(session, ground.administrator, asked(by=(name,)))
                sums = [each.counts.enrolled or 0 for each in found.groups]
                assert sum(sums) == len(somebody)
                assert found.total == total(session, ground.administrator, asked())

    holds()


def test_whoever_takes_the_course_again_is_one_person_in_each_group(session):
    ground = settled(session, [Person("KE", runs=TWICE), Person("UG")])

    by_cohort = figures(session, ground.administrator, asked(by=("cohort",)))
    by_country = figures(session, ground.administrator, asked(by=("country",)))

    assert [(g.keys, g.counts.enrolled) for g in by_cohort.groups] == [
        (("spring",), 1),
        ((None,), 2),
    ]
    assert by_cohort.total == Counts(2, 0, 0, 0, 1, 0, 0)
    assert [(g.keys, g.counts.completed) for g in by_country.groups] == [
        (("KE",), 1),
        (("UG",), 0),
    ]


def test_somebody_is_withdrawn_once_every_run_is(session):
    left = Run(withdrawn=70)
    ground = settled(
        session, [Person(runs=(left, left)), Person(runs=(left, Run(day=60)))]
    )

    found = total(session, ground.administrator, asked())

    assert (found.enrolled, found.withdrawn) == (2, 1)


def test_a_country_in_several_groups_counts_once_in_each(session):
    # Mali is least developed and landlocked, and is listed as fragile too.
    ground = settled(session, [Person("ML"), Person("BO"), Person("FR"), Person()])

    found = figures(session, ground.administrator, asked(by=("country-group",)))

    assert [(g.keys[0], g.counts.enrolled) for g in found.groups] == [
        ("fragile", 1),
        ("ldc", 1),
        ("lldc", 2),
        ("none-of-these", 1),
        (None, 1),
    ]
    assert found.total == total(session, ground.administrator, asked())
    assert found.total == Counts(4, 0, 0, 0, 0, 0, 0)


def test_a_cohort_called_none_is_not_those_without_a_cohort(session):
    ground = settled(
        session, [Person(runs=(Run(cohort=0),)), Person(), Person(organisation="None")]
    )
    boss = ground.administrator

    def enrolled(name, value):
        return total(session, boss, asked(where=((name, value),))).enrolled

    assert (enrolled("cohort", "none"), enrolled("cohort", NONE)) == (1, 2)
    assert (enrolled("organisation", "none"), enrolled("organisation", NONE)) == (1, 2)


def test_an_organisation_is_called_as_most_write_it(session):
    names = ("Élan  Vital", "ÉLAN VITAL", "élan vital", "ÉLAN VITAL")
    ground = settled(session, [Person(organisation=each) for each in names])

    found = figures(session, ground.administrator, asked(by=("organisation",)))

    assert [(g.keys, g.counts.enrolled) for g in found.groups] == [(("ÉLAN VITAL",), 4)]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("mode", "guided", "moderated, self-paced"),
        ("mode", NONE, "moderated, self-paced"),
        ("gender", "Female", "female, male, other, undisclosed, -"),
        ("affiliation", "bank", "government"),
        ("age-band", "42", "under-25, 25-34"),
        ("region", "Africa", "africa, americas, asia, europe, oceania, -"),
        ("development", "ldc", "developing, developed, -"),
        ("country-group", "developing", "ldc, lldc, sids, fragile, none-of-these, -"),
        ("country", "XX", "AD"),
        ("country", "ke", "AD"),
        ("month", "2026-3", "2026-03"),
        ("month", "2026-13", "2026-03"),
        ("month", NONE, "2026-03"),
        ("cohort", "autumn", "autumn"),
        ("edition", "e" * 64, "f" * 64),
        ("language", "de", "en, fr"),
    ],
)
def test_a_filter_that_nobody_can_pass_is_refused_with_what_there_is(
    session, name, value, says
):
    ground = settled(session, [])

    with pytest.raises(ImpossibleFilter) as refused:
        figures(session, ground.administrator, asked(where=((name, value),)))

    assert refused.value.data["field"] == name
    assert says in refused.value.message


def test_an_edition_that_there_is_not_is_refused(session):
    ground = settled(session, [])

    with pytest.raises(ImpossibleFilter, match="edition"):
        figures(session, ground.administrator, asked(edition="e" * 64))


def test_a_trainer_is_told_of_no_cohort_that_is_led_by_another(session):
    settled(session, [Person(runs=(Run(cohort=1),))])
    trainer = a_trainer(session)

    assert total(session, trainer, asked()).enrolled == 0
    with pytest.raises(ImpossibleFilter):
        figures(session, trainer, asked(where=(("cohort", "spring"),)))


def test_lists_of_countries_are_not_known_for_ever(session):
    ground = settled(session, [])
    before = BEGINNING.replace(year=2006)

    with pytest.raises(ImpossibleFilter, match="known since"):
        figures(session, ground.administrator, asked(before, by=("country-group",)))


def test_months_and_days_are_those_of_utc(session):
    ground = settled(session, [Person(runs=(Run(day=day),)) for day in (0, 26, 27)])
    boss = ground.administrator

    found = figures(session, boss, asked(by=("month",)))
    since = total(session, boss, asked(enrolled_since=date(2026, 1, 31)))

    assert [(g.keys[0], g.counts.enrolled) for g in found.groups] == [
        ("2026-01", 2),
        ("2026-02", 1),
    ]
    assert since.enrolled == 2


@pytest.mark.parametrize("by", [(), ("country",), ("cohort", "region"), ("edition",)])
def test_how_many_statements_it_takes_does_not_follow_the_people(session, engine, by):
    ground = a_ground(session)
    for _ in range(2):
        settle(session, ground, [Person("KE", runs=TWICE)] * 5)
        with statements_of(engine) as sent:
            figures(session, ground.administrator, asked(LATER, by=by))

        # Where a transaction sees one state, one more asks what has changed or come.
        assert len(sent) - (engine.dialect.name == "sqlite") <= 2
