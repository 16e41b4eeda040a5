"""Published figures: what is told, and that nobody of a few can be told from it."""

from dataclasses import astuple
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.figures.breakdowns import fold_organisation
from course.figures.counting import figures
from course.figures.faults import ImpossibleFilter
from course.figures.protected import at_end_of_day
from course.figures.protection import FOLLOWING
from course.figures.query import BREAKDOWNS
from course.figures.results import Counts
from course.small_groups import STEP
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

NOBODY = Counts(None, None, None, None, None, None, None)


def published(session, ground, as_of=LATER, **overrides):
    return figures(
        session, ground.administrator, asked(as_of, detail="protected", **overrides)
    )


def total_of(session, ground, as_of=LATER):
    total = published(session, ground, as_of).total
    assert total is not None
    return total


def enrolled(found):
    return {group.keys[0]: group.counts.enrolled for group in found.groups}


@pytest.mark.parametrize("name", ["enrolled_since", "enrolled_until"])
def test_days_of_enrolling_are_not_published_since_stretches_overlap(name):
    days: dict[str, Any] = {name: BEGINNING.date()}

    with pytest.raises(ImpossibleFilter) as refused:
        asked(detail="protected", **days)

    assert refused.value.data["field"] == name


def test_groups_of_fewer_than_five_are_not_there_and_others_come_in_steps(session):
    of = [("FJ", 5), ("UG", 4), ("FR", 6), ("BO", 1), ("KE", 13)]
    ground = settled(session, [Person(code) for code, n in of for _ in range(n)])

    by_country = published(session, ground, by=("country",))

    # Of 29 people the newest four, of Kenya, are left out until one more comes.
    assert enrolled(by_country) == {"FJ": 5, "FR": 5, "KE": 5}
    assert by_country.total is None
    assert total_of(session, ground).enrolled == 25


def test_nothing_is_told_of_fewer_than_five(session):
    ground = settled(session, [Person("KE")] * 4)

    assert total_of(session, ground) == NOBODY
    assert published(session, ground, by=("country",)).groups == ()


def test_nobody_at_all_is_answered_as_few_are(session):
    ground = settled(session, [])

    assert total_of(session, ground) == NOBODY


def test_five_countries_of_four_each_are_not_told_by_their_sum(session):
    codes = ("KE", "UG", "RW", "BI", "MW")
    small = [Person(code) for code in codes for _ in range(4)]
    ground = settled(session, [*small, *[Person("FR")] * 21])

    by_region = published(session, ground, by=("region",))

    # Twenty in Africa, less four each in any four of them, would tell of the fifth;
    # and Europe with the total would tell of twenty in Africa.
    assert enrolled(by_region) == {}


def test_what_is_hidden_of_everybody_is_not_told_part_by_part(session):
    codes = ("KE", "FR", "BO", "FJ", "NA")
    ground = settled(
        session,
        [Person(code, sex) for code in codes for sex in ("female", "male")] * 2,
    )

    # Ten women and ten men would tell that four are of each of the five countries.
    assert total_of(session, ground) == NOBODY
    assert enrolled(published(session, ground, by=("gender",))) == {}
    women = published(session, ground, where=(("gender", "female"),))
    assert women.total == NOBODY


def test_a_newcomer_changes_nothing_until_there_are_five(session):
    first = [Person("KE", "female")] * 9 + [Person("UG", "male")] * 6
    ground = settled(session, first)
    newcomer = Person("KE", "female", runs=(Run(day=10),))

    def all_that_is_told(day):
        as_of = BEGINNING + timedelta(days=day)
        return [
            published(session, ground, as_of, by=by).groups
            for by in ((), ("country",), ("gender",), ("month",))
        ]

    before = all_that_is_told(10)
    settle(session, ground, [newcomer] * 4)
    with_four = all_that_is_told(12)
    settle(session, ground, [newcomer])

    assert with_four == before
    assert all_that_is_told(12) != before


def test_published_figures_are_of_the_end_of_a_whole_day(session):
    ground = settled(session, [Person("KE")] * 10)
    noon = LATER.replace(hour=12)

    found = [
        published(session, ground, noon + timedelta(hours=hours)) for hours in (0, 11)
    ]

    assert found[0] == found[1]
    assert found[0].query.as_of.isoformat() == "2026-07-23T23:59:59.999999+00:00"
    assert published(session, ground, found[0].query.as_of) == found[0]


def test_what_follows_from_a_hidden_number_is_hidden(session):
    done = Person("KE", runs=(Run(started=1, completed=2, certified=3),))
    begun = Person("KE", runs=(Run(started=1),))
    ground = settled(session, [done] * 4 + [begun] * 6 + [Person("KE")] * 5)

    told = total_of(session, ground)

    assert told == Counts(15, None, 10, None, None, None, None)


def test_published_figures_are_counted_by_one_thing_at_a_time(session):
    ground = settled(session, [])

    with pytest.raises(ImpossibleFilter, match="one thing at a time"):
        published(session, ground, by=("country", "gender"))


def test_organisations_are_published_as_most_write_them(session):
    names = ["land office"] * 3 + ["Land  Office"] * 4
    ground = settled(session, [Person(organisation=each) for each in names])

    assert enrolled(published(session, ground, by=("organisation",))) == {
        "land office": 5
    }


def test_published_figures_are_what_the_rows_say_and_none_tells_of_few(sessions):
    crowd = st.lists(people(), min_size=8, max_size=40)

    @settings(UNHURRIED, max_examples=5)
    @given(crowd, st.integers(60, 150), st.sampled_from(BREAKDOWNS))
    def holds(somebody, day, name):
        with sessions() as session:
            ground = settled(session, somebody)
            as_of = BEGINNING + timedelta(days=day)
            for by in ((), (name,)):
                query = at_end_of_day(asked(as_of, by=by))
                rows = naive.rows_of(session, ground.administrator, query)
                found = published(session, ground, as_of, by=by)
                told = {
                    fold_organisation(key) if name == "organisation" else key: counts
                    for key, counts in ((g.keys[0], g.counts) for g in found.groups)
                }
                if not by:
                    told = {None: total_of(session, ground, as_of)}

                assert told == publishing.published(rows, by)
                for counts in told.values():
                    numbers = [n for n in astuple(counts) if n is not None]
                    assert all(n >= STEP and n % STEP == 0 for n in numbers)
                    for more, fewer in FOLLOWING.items():
                        for each in fewer:
                            some = getattr(counts, each)
                            assert some is None or some <= getattr(counts, more)

    holds()
