"""Regions, subregions and groups of countries in words, and the countries on offer."""

from course.countries import GROUPS, all_countries, country
from learner_api.country_words import group_names, region_names, subregion_names
from learner_api.labels import country_names


def test_every_country_that_can_be_chosen_is_a_country_that_statistics_know():
    unknown = [code for code in country_names() if country(code) is None]

    assert unknown == []
    assert {"NA", "XK"} <= country_names().keys()


def test_every_country_that_statistics_know_has_a_name():
    nameless = [each.code for each in all_countries() if not country_names()[each.code]]

    assert nameless == []


def test_every_region_subregion_and_group_has_words_of_its_own():
    everything = all_countries()
    regions = {each.region for each in everything if each.region}
    subregions = {each.subregion for each in everything if each.subregion}

    assert region_names().keys() == regions
    assert subregion_names().keys() == subregions
    assert group_names().keys() == set(GROUPS)
    for names in (region_names(), subregion_names(), group_names()):
        assert len(set(names.values())) == len(names)


def test_subregions_are_told_region_by_region():
    region_by_subregion = {each.subregion: each.region for each in all_countries()}

    told = [region_by_subregion[each] for each in subregion_names()]

    assert list(dict.fromkeys(told)) == list(region_names())
    assert told == sorted(told, key=str)
