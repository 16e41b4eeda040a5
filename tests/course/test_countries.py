"""Countries, and the groups that lists name them in from one day to another."""

import csv
from dataclasses import FrozenInstanceError
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import countries
from course.countries import (
    DEVELOPING,
    FRAGILE,
    GROUPS,
    LDC,
    LLDC,
    SIDS,
    ListUnknown,
    all_countries,
    country,
    groups_of,
    known_since,
    members_of,
    memberships,
    region_of,
)
from course.languages import LANGUAGES

TODAY = date(2026, 11, 27)
DAY = timedelta(days=1)
CODES = [each.code for each in all_countries()]
# How many the list of the least developed countries named from each day on, by the
# United Nations: with whom it added or took off on that day.
LDC_LIST = [
    (date(2008, 7, 16), 49, set()),
    (date(2011, 1, 1), 48, {"MV"}),
    (date(2012, 12, 18), 49, {"SS"}),
    (date(2014, 1, 1), 48, {"WS"}),
    (date(2017, 6, 4), 47, {"GQ"}),
    (date(2020, 12, 4), 46, {"VU"}),
    (date(2023, 12, 13), 45, {"BT"}),
    (date(2024, 12, 13), 44, {"ST"}),
    (date(2026, 11, 24), 43, {"LA"}),
]
# The same of the World Bank's list, year by year.
FRAGILE_LIST = [
    (date(2019, 7, 1), 37, set()),
    (date(2020, 7, 1), 39, {"LA", "MZ"}),
    (date(2021, 7, 1), 39, {"AM", "AZ", "ET", "GM", "LA", "LR"}),
    (date(2022, 7, 1), 37, {"AM", "AZ", "KI", "UA"}),
    (date(2023, 7, 1), 39, {"KI", "ST"}),
    (date(2025, 7, 1), 38, {"XK"}),
    (date(2026, 7, 1), 38, {"BI", "VE", "ZW", "IR", "MV", "MW"}),
]
GRADUATED = [
    (code, day) for day, _, changed in LDC_LIST for code in changed if code != "SS"
]


def days_known(group):
    return st.dates(min_value=max(known_since(group), date(1900, 1, 1)))


def test_namibia_is_a_country_and_not_a_gap():
    namibia = country("NA")

    assert namibia is not None
    assert (namibia.number, namibia.names["en"]) == ("516", "Namibia")
    assert (region_of("NA"), namibia.subregion) == ("africa", "southern-africa")
    assert groups_of("NA", TODAY) == {DEVELOPING}
    assert [each.country for each in memberships() if each.country == "NA"] == ["NA"]


@pytest.mark.parametrize("nobody", [None, "", "ZZ", "na", "XXX"])
def test_what_is_no_country_has_no_region_and_no_group(nobody):
    assert country(nobody) is None
    assert region_of(nobody) is None
    assert groups_of(nobody, TODAY) == frozenset()


def test_a_country_is_told_once_by_two_letters_and_in_six_languages():
    assert sorted(set(CODES)) == CODES
    assert len(CODES) == 250
    for each in all_countries():
        assert each.code.isascii()
        assert each.code.isupper()
        assert set(each.names) == set(LANGUAGES)
        assert all(name == name.strip() and name for name in each.names.values())
        assert country(each.code) == each


def test_numbers_are_of_three_digits_and_nobody_shares_one():
    numbers = [each.number for each in all_countries() if each.number]

    assert len(numbers) == len(set(numbers))
    assert all(len(number) == 3 and number.isdigit() for number in numbers)
    assert [each.code for each in all_countries() if not each.number] == ["XK"]


def test_every_country_lies_in_a_subregion_of_one_region_but_antarctica():
    regions: dict[str, set[str]] = {}
    for each in all_countries():
        if each.region is None or each.subregion is None:
            assert (each.code, each.region, each.subregion) == ("AQ", None, None)
        else:
            regions.setdefault(each.region, set()).add(each.subregion)

    assert set(regions) == {"africa", "americas", "asia", "europe", "oceania"}
    assert sum(map(len, regions.values())) == len(set().union(*regions.values())) == 22


def test_countries_and_memberships_cannot_be_changed():
    namibia = country("NA")
    assert namibia is not None

    with pytest.raises(FrozenInstanceError):
        namibia.region = "asia"  # type: ignore[misc]
    with pytest.raises(TypeError):
        namibia.names["en"] = "Elsewhere"  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        memberships()[0].until = TODAY  # type: ignore[misc]


def test_a_membership_is_of_a_country_in_a_group_and_says_who_told():
    for each in memberships():
        assert country(each.country) is not None
        assert each.group in GROUPS
        assert each.source.strip()
        assert each.until is None or each.since < each.until


def test_no_list_names_a_country_twice_on_a_day():
    named = sorted(memberships(), key=lambda each: (each.group, each.country))

    for first, second in pairwise(named):
        if (first.group, first.country) == (second.group, second.country):
            assert first.until is not None
            assert first.until <= second.since


@pytest.mark.parametrize(("code", "left"), GRADUATED)
def test_a_country_leaves_the_list_on_its_day_and_not_before(code, left):
    assert code in members_of(LDC, left - DAY)
    assert code not in members_of(LDC, left)
    assert code not in members_of(LDC, date.max)


def test_a_country_joins_the_list_on_its_day_and_not_before():
    joined = date(2012, 12, 18)

    assert "SS" not in members_of(LDC, joined - DAY)
    assert "SS" in members_of(LDC, joined)


@pytest.mark.parametrize(("group", "told"), [(LDC, LDC_LIST), (FRAGILE, FRAGILE_LIST)])
def test_a_list_is_as_long_as_those_say_who_keep_it(group, told):
    for (day, number, _), (until, _, changed) in pairwise(told):
        assert len(members_of(group, day)) == number
        assert len(members_of(group, until - DAY)) == number
        assert members_of(group, day) ^ members_of(group, until) == changed
    assert len(members_of(group, told[-1][0])) == told[-1][1]
    assert known_since(group) == told[0][0]


def test_bhutan_is_landlocked_still_and_sao_tome_an_island():
    assert groups_of("BT", date(2023, 12, 12)) == {DEVELOPING, LDC, LLDC}
    assert groups_of("BT", date(2023, 12, 13)) == {DEVELOPING, LLDC}
    assert groups_of("ST", TODAY) == {DEVELOPING, SIDS, FRAGILE}


def test_what_was_resolved_and_asked_to_be_put_off_is_no_end_yet():
    # Decision 40: a row ends once somebody says that the country has left.
    assert {"BD", "NP"} <= members_of(LDC, TODAY)


def test_developing_is_every_region_but_those_that_m49_did_not_count():
    expected = {
        each.code
        for each in all_countries()
        if each.region not in (None, "europe")
        and each.subregion not in ("northern-america", "australia-and-new-zealand")
        and each.code != "JP"
    }

    assert members_of(DEVELOPING, TODAY) == members_of(DEVELOPING, date.min) == expected
    assert members_of(LDC, TODAY) <= expected


@pytest.mark.parametrize("group", [LDC, LLDC, SIDS, FRAGILE])
def test_before_its_first_certain_day_a_list_is_unknown_and_nobody_is_left_out(group):
    before = known_since(group) - DAY

    with pytest.raises(ListUnknown, match=rf"{group} is known since") as refused:
        members_of(group, before)

    assert (refused.value.group, refused.value.on) == (group, before)
    assert members_of(group, known_since(group))


def test_groups_are_told_only_where_every_list_is_known():
    known = max(map(known_since, GROUPS))

    assert groups_of("NP", known) == {DEVELOPING, LDC, LLDC}
    with pytest.raises(ListUnknown):
        groups_of("NP", known - DAY)


def test_a_group_that_no_row_names_is_not_known():
    with pytest.raises(KeyError, match="islands"):
        known_since("islands")


@given(st.sampled_from(CODES), st.data())
def test_the_groups_of_a_country_are_the_lists_that_name_it(code, data):
    day = data.draw(st.dates(min_value=max(map(known_since, GROUPS))))

    assert groups_of(code, day) == {g for g in GROUPS if code in members_of(g, day)}


@given(st.data())
def test_a_list_changes_on_the_days_of_its_rows_and_on_no_other(data):
    group = data.draw(st.sampled_from([LDC, LLDC, SIDS, FRAGILE]))
    day = data.draw(days_known(group).filter(lambda each: each < date.max))
    turns = {each.since for each in memberships() if each.group == group}
    turns |= {each.until for each in memberships() if each.until}

    if day + DAY not in turns:
        assert members_of(group, day) == members_of(group, day + DAY)


def test_a_new_group_is_rows_in_the_file(tmp_path, monkeypatch):
    rows = tmp_path / "country_memberships.csv"
    rows.write_text(
        "country,group,since,until,source\n"
        "NA,islands,2024-07-01,2025-07-01,A list\n"
        "HT,islands,2024-07-01,,A list\n"
    )
    kept = (memberships, known_since, members_of)
    monkeypatch.setattr(countries, "_MEMBERSHIPS", rows)
    for each in kept:
        each.cache_clear()
    try:
        assert known_since("islands") == date(2024, 7, 1)
        assert members_of("islands", date(2025, 6, 30)) == {"NA", "HT"}
        assert members_of("islands", date(2025, 7, 1)) == {"HT"}
    finally:
        monkeypatch.undo()
        for each in kept:
            each.cache_clear()


def test_the_files_are_tables_in_the_order_of_their_keys():
    for path, key in (
        (countries._COUNTRIES, lambda row: row["code"]),
        (
            countries._MEMBERSHIPS,
            lambda row: (GROUPS.index(row["group"]), row["country"], row["since"]),
        ),
    ):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [key(row) for row in rows] == sorted(key(row) for row in rows)
