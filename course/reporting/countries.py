"""Countries by name and region, and the groups that they are counted by.

The rows stand in the views themselves, out of ``course/countries.py``: a list that
changes is a change of a view.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from course.countries import GROUPS, all_countries, memberships
from course.reporting.view import SCHEMA, Column, View

_LANGUAGES = {
    "en": "English",
    "fr": "French",
    "es": "Spanish",
    "ar": "Arabic",
    "ru": "Russian",
    "zh": "Chinese",
}
_WORDS = {
    "developing": "Whether it is counted among the developing countries today.",
    "ldc": "Whether it is one of the least developed countries today.",
    "lldc": "Whether it is one of the landlocked developing countries today.",
    "sids": "Whether it is one of the small island developing States today.",
    "fragile": "Whether the World Bank lists it today as fragile or in conflict.",
}


def _text(value: str | None) -> str:
    """A value as SQL writes it."""
    return "NULL::text" if value is None else "'" + value.replace("'", "''") + "'"


def _day(value: date | None) -> str:
    return "NULL::date" if value is None else f"DATE '{value.isoformat()}'"


def _values(rows: Iterable[Sequence[str]]) -> str:
    return ",\n        ".join(f"({', '.join(row)})" for row in rows)


def _country_values() -> str:
    return _values(
        (
            _text(each.code),
            _text(each.number),
            *(_text(each.names[language]) for language in _LANGUAGES),
            _text(each.region),
            _text(each.subregion),
        )
        for each in all_countries()
    )


def _membership_values() -> str:
    return _values(
        (
            _text(each.country),
            _text(each.group),
            # As far back as anybody asks is no day.
            _day(None if each.since == date.min else each.since),
            _day(each.until),
        )
        for each in memberships()
    )


def _is_in(group: str) -> str:
    return f"""
           EXISTS (
               SELECT 1 FROM {SCHEMA}.country_membership member
               WHERE member.country = listed.country
                 AND member.country_group = '{group}'
                 AND (member.since IS NULL OR member.since <= today.day)
                 AND (member.until IS NULL OR member.until > today.day)
           ) AS {group}"""  # noqa: S608  # the groups are words of ours


_MEMBERSHIP = View(
    "country_membership",
    "A row for each time that a group held a country. Join it by the day that a figure "
    "is of: since is null or not after that day, and until is null or after it.",
    (
        Column("country", "text", "The country, as in country."),
        Column("country_group", "text", f"One of {', '.join(GROUPS)}."),
        Column("since", "date", "The first day; null where nobody knows another."),
        Column("until", "date", "The first day on which it is over; null while it is."),
    ),
    f"""
    SELECT country::text, country_group::text, since, until
    FROM (VALUES
        {_membership_values()}
    ) AS listed (country, country_group, since, until)
    """,  # noqa: S608  # the values are files of ours
)

_COUNTRY = View(
    "country",
    "A row for each country or area, with its region by the M49 standard, and the "
    "groups that it is in today.",
    (
        Column("country", "text", "Two letters, as in learner."),
        Column("m49", "text", "Its number in the M49 standard, of three digits."),
        *(
            Column(f"name_{code}", "text", f"Its name in {language}.")
            for code, language in _LANGUAGES.items()
        ),
        Column("region", "text", "Its region, such as africa; null where it has none."),
        Column("subregion", "text", "Its subregion, such as eastern-africa."),
        *(Column(group, "boolean", _WORDS[group]) for group in GROUPS),
    ),
    f"""
    SELECT listed.country::text,
           listed.m49::text,
           {", ".join(f"listed.name_{code}::text" for code in _LANGUAGES)},
           listed.region::text,
           listed.subregion::text,{",".join(_is_in(group) for group in GROUPS)}
    FROM (VALUES
        {_country_values()}
    ) AS listed (
        country, m49, {", ".join(f"name_{code}" for code in _LANGUAGES)},
        region, subregion
    )
    CROSS JOIN (SELECT (now() AT TIME ZONE 'UTC')::date AS day) today
    """,  # noqa: S608
)

COUNTRY_VIEWS = (_MEMBERSHIP, _COUNTRY)
