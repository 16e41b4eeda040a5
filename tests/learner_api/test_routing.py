"""Routes that work out late how their addresses are written."""

import datetime
from uuid import UUID

import pytest
from werkzeug.routing import BuildError, Map, Rule

VALUES = {
    "UUIDConverter": UUID(int=7),
    "IntegerConverter": 7,
    "UnicodeConverter": "a b",
    "PathConverter": "a/b c",
    "AnyConverter": None,
    "DateConverter": datetime.date(2026, 3, 2),
}


def values_of(rule):
    return {
        name: VALUES.get(type(rule._converters[name]).__name__, "one")
        for name in rule.arguments
    }


def test_every_route_writes_the_address_that_werkzeug_writes(app):
    for late in app.url_map.iter_rules():
        early = Rule(late.rule, endpoint=late.endpoint, methods=late.methods)
        Map([early], converters=app.url_map.converters)
        values = values_of(late) | {"unknown": "1 2"}

        for unknown in (True, False):
            assert late.build(values, unknown) == early.build(values, unknown)


def test_an_address_without_its_values_is_refused(app):
    adapter = app.url_map.bind("localhost")

    with pytest.raises(BuildError):
        adapter.build("api-attempts.get_attempt", {})
