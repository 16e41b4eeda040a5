"""Facts fall due by the day that is passed in, never by a clock."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules import facts_due, load_handbook

REGISTER = """
[[sources]]
key = "table"
title = "A table"
body = "An office"
kind = "official"
{fields}
"""


def due(copy, day: date) -> list[str]:
    return [str(each) for each in facts_due(load_handbook(copy.folder), day)]


def sources_due(copy, fields: str, day: date) -> bool:
    register = (copy.folder / "sources.toml").read_text(encoding="utf-8")
    copy.write("sources.toml", register + REGISTER.format(fields=fields))
    found = [each for each in due(copy, day) if each.startswith("sources.toml")]
    assert all("'table'" in each for each in found)
    return bool(found)


def test_a_module_is_due_a_year_after_its_figures_were_reviewed(copy):
    almost, then = date(2027, 11, 22), date(2027, 11, 23)

    assert due(copy, almost) == []
    assert due(copy, then)[0] == (
        "first-module/module.md:1: The figures of this module were last reviewed on "
        "2026-11-23: look for newer ones, then set that day."
    )
    assert len(due(copy, then)) == 2


@pytest.mark.parametrize(
    ("fields", "last_quiet_day"),
    [
        ("yearly = true\nas_of = '2024-06-10'", date(2025, 6, 9)),
        ("yearly = true\nas_of = '2024-02'", date(2025, 2, 28)),
        ("yearly = true\nas_of = '2023-02'", date(2024, 2, 27)),
        ("yearly = true\nas_of = '2024'", date(2025, 12, 30)),
        ("yearly = true\nyear = 2024", date(2025, 12, 30)),
        ("yearly = true\nyear = 2026\nas_of = '2024'", date(2025, 12, 30)),
        ("yearly = true\nas_of = '2024'\nreviewed = 2026-03-01", date(2027, 2, 28)),
        ("yearly = true\nas_of = '2026'\nreviewed = 2025-03-01", date(2027, 12, 30)),
    ],
)
def test_a_yearly_source_is_due_a_year_after_its_facts_or_its_review(
    copy, fields, last_quiet_day
):
    assert not sources_due(copy, fields, last_quiet_day)
    assert [
        each
        for each in due(copy, last_quiet_day + timedelta(days=1))
        if each.startswith("sources.toml:1: What the source 'table' says is new every")
    ]


def test_a_yearly_source_without_any_date_is_due_at_once(copy):
    assert sources_due(copy, "yearly = true", date(2000, 1, 1))


def test_a_source_that_does_not_change_is_never_due(copy):
    assert not sources_due(copy, "as_of = '1997'", date(2100, 1, 1))


@settings(deadline=None)
@given(st.dates(date(2024, 1, 1), date(2034, 1, 1)))
def test_what_is_due_stays_due(miniature, day):
    handbook = load_handbook(miniature)

    today = {each.file for each in facts_due(handbook, day)}
    tomorrow = {each.file for each in facts_due(handbook, day + timedelta(days=1))}

    assert today <= tomorrow
