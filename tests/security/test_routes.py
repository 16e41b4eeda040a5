"""Every route, asked by everybody: who is let in, who is sent away, and how.

``routes.ROUTES`` is the list that is kept by hand. A route that it does not name fails
here with its name, and so does a name that no route answers to: none is added or
vanishes unnoticed.
"""

import pytest
from werkzeug.test import TestResponse

from learner_api.auth import GUARDS
from tests.security import (
    doors_and_notices,
    overview_routes,
    peer_routes,
    report_routes,
)
from tests.security.bodies import body_of
from tests.security.routes import (
    API,
    FORBIDDEN,
    NOT_ENROLLED,
    NOT_THERE,
    OK,
    ROUTES,
    SIGN_IN,
)
from tests.security.world import ASKERS, House, asked_of


def outcome_of(response: TestResponse) -> str:
    """What an answer amounts to, in the words of the table."""
    status = response.status_code
    if status == 401 or response.headers.get("Location", "").startswith("/sign-in"):
        return SIGN_IN
    if status < 400:
        return OK
    if status in (403, 404):
        return FORBIDDEN if status == 403 else NOT_THERE
    if status == 409:
        return refusal_of(response)
    return f"{status}: {response.get_data(as_text=True)[-300:]}"


def refusal_of(response: TestResponse) -> str:
    """The kind of a refusal: by its slug, or by its title on a page."""
    if response.content_type.endswith("json"):
        problem: str = response.get_json(force=True)["type"]
        return problem.rpartition("/")[2]
    titles = {
        "You are not on this course": NOT_ENROLLED,
        "The course is not complete yet": "not-yet-complete",
        "something has changed that it rests on": "stale-roster-plan",
        "Nothing was done": "stale-preview",
        "The cohort has changed since the list": "stale-release",
        "The course cannot be begun anew": "not-renewable",
        "There is nothing to top up": "nothing-to-top-up",
        "Your roadmap waits for your trainer": "roadmap-waiting",
        "This course asks for no paper": "no-paper-asked",
        **doors_and_notices.TITLES,
        **overview_routes.TITLES,
        **peer_routes.TITLES,
        **report_routes.TITLES,
    }
    page = response.get_data(as_text=True)
    return next((word for title, word in titles.items() if title in page), page)


def test_the_kept_list_names_every_route_and_no_other(house):
    found = {f"{method} {rule.rule}" for method, rule in asked_of(house.app)}

    assert sorted(found - ROUTES.keys()) == [], "Say in ROUTES who may ask these."
    assert sorted(ROUTES.keys() - found) == [], "These answer no longer."


def test_every_view_carries_a_guard(house):
    unguarded = [
        rule.endpoint
        for _, rule in asked_of(house.app)
        if rule.endpoint != "static"
        and getattr(house.app.view_functions[rule.endpoint], "guard", None)
        not in GUARDS
    ]

    assert unguarded == []


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_answers_each_asker_as_it_should(house: House, route: str):
    method, _, rule = route.partition(" ")

    answered = {
        asker: outcome_of(house.ask(method, rule, asker, **body_of(method, rule)))
        for asker in ASKERS
    }

    assert answered == dict(zip(ASKERS, ROUTES[route], strict=True))


@pytest.mark.parametrize("route", [each for each in ROUTES if f" {API}/" in each])
def test_a_program_is_answered_as_its_person_is(house: House, route: str):
    method, _, rule = route.partition(" ")
    body = body_of(method, rule)

    answered = [
        outcome_of(house.ask(method, rule, asker, by="token", **body))
        for asker in ASKERS
    ]

    expected = list(ROUTES[route])
    if route == f"POST {API}/me/tokens":
        # A token that was stolen must not make another.
        expected[1:] = [FORBIDDEN] * 5
    assert answered == expected


@pytest.mark.parametrize("route", [each for each in ROUTES if each.startswith("GET")])
def test_a_head_tells_no_more_than_the_get(house: House, route: str):
    rule = route.removeprefix("GET ")

    for asker in ("anonymous", "stranger"):
        got = house.ask("GET", rule, asker)
        head = house.ask("HEAD", rule, asker)

        assert (head.status_code, head.get_data()) == (got.status_code, b"")


@pytest.mark.parametrize("route", ROUTES)
def test_asking_what_a_route_can_do_shows_nothing_of_it(house: House, route: str):
    rule = route.partition(" ")[2]

    response = house.ask("OPTIONS", rule, "anonymous")

    assert response.get_data() == b"" or response.status_code in (303, 401)


def test_a_view_without_a_guard_is_refused(house: House):
    house.app.view_functions["forgotten"] = lambda: "Nobody should read this."
    rule = house.app.url_rule_class("/forgotten", endpoint="forgotten")
    house.app.url_map.add(rule)
    try:
        response = house.ask("GET", "/forgotten", "administrator")
    finally:
        del house.app.view_functions["forgotten"]
        house.app.url_map._rules.remove(rule)

    assert response.status_code == 403
    assert "Nobody should read this." not in response.get_data(as_text=True)
