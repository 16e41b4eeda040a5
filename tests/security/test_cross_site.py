"""Nobody writes here from another site, whatever a browser carries along."""

import pytest

from tests.security.world import READING, asked_of

REFUSED = {
    "another site": {"Sec-Fetch-Site": "cross-site"},
    "a site beside this one": {"Sec-Fetch-Site": "same-site"},
    "a word no browser sends": {"Sec-Fetch-Site": "whatever"},
    "another site with an origin that was forged": {
        "Sec-Fetch-Site": "cross-site",
        "Origin": "http://localhost",
    },
    "another origin": {"Origin": "https://elsewhere.example"},
    "an origin that begins like this one": {"Origin": "http://localhost.example"},
    "an origin that ends like this one": {"Origin": "http://not-localhost"},
    "another port": {"Origin": "http://localhost:8080"},
    "an origin that is hidden": {"Origin": "null"},
    "an origin that is empty": {"Origin": ""},
    "an origin that cannot be read": {"Origin": "http://["},
    "a page elsewhere": {"Referer": "https://elsewhere.example/localhost"},
    "a page that cannot be read": {"Referer": "http://[/"},
    "another origin and a page of this one": {
        "Origin": "https://elsewhere.example",
        "Referer": "http://localhost/",
    },
}
# A mail program writes there from its own site: the address is signed, and it is all
# that the view acts on.
BY_SIGNED_ADDRESS = ["POST /stop-letters/<token>"]
ALLOWED = {
    "a form of this site": {"Sec-Fetch-Site": "same-origin"},
    "somebody who typed the address": {"Sec-Fetch-Site": "none"},
    "an older browser": {"Origin": "http://localhost"},
    "an even older browser": {"Referer": "http://localhost/profile"},
    "a program": {},
}


@pytest.mark.parametrize("sender", REFUSED)
def test_no_route_is_written_to_from_elsewhere(house, sender):
    written = [
        f"{method} {rule.rule}"
        for method, rule in asked_of(house.app)
        if method not in READING
        and house.ask(
            method, rule.rule, "administrator", headers=REFUSED[sender]
        ).status_code
        != 403
    ]

    assert written == BY_SIGNED_ADDRESS


def test_the_refusal_says_that_nothing_was_changed(house):
    elsewhere = REFUSED["another site"]

    page = house.ask("POST", "/profile", "owner", headers=elsewhere)
    answer = house.ask("PATCH", "/api/v1/me", "owner", headers=elsewhere)

    assert "nothing was changed" in page.get_data(as_text=True)
    assert answer.mimetype == "application/problem+json"
    assert "nothing was changed" in answer.get_json(force=True)["detail"]


def test_what_was_refused_changed_nothing(house):
    house.app.test_client(use_cookies=False).patch(
        "/api/v1/me",
        json={"name": "Somebody Else"},
        headers={**REFUSED["another site"], "Cookie": house.cookies["owner"]},
    )

    me = house.ask("GET", "/api/v1/me", "owner").get_json()

    assert me["name"] == "Olu Owner"


@pytest.mark.parametrize("sender", ALLOWED)
def test_a_form_of_this_site_is_taken(house, sender):
    headers = ALLOWED[sender]
    body = {"name": "Olu Owner Junior"}

    answer = house.ask("PATCH", "/api/v1/me", "owner", headers=headers, json=body)

    assert answer.status_code == 200
    assert answer.get_json()["name"] == "Olu Owner Junior"


@pytest.mark.parametrize("sender", REFUSED)
def test_reading_is_open_to_links_from_elsewhere(house, sender):
    page = house.ask("GET", "/profile", "owner", headers=REFUSED[sender])

    assert page.status_code == 200


@pytest.mark.parametrize("sender", REFUSED)
def test_a_program_with_a_token_may_send_what_it_likes(house, sender):
    headers, body = REFUSED[sender], {"organisation": "Ministry of Planning"}

    answer = house.ask(
        "PATCH", "/api/v1/me", "owner", by="token", headers=headers, json=body
    )

    assert answer.status_code == 200


def test_a_cookie_is_not_looked_at_where_a_token_is_sent(house):
    carried = {"Authorization": "Bearer nobody's", "Sec-Fetch-Site": "cross-site"}

    read = house.ask("GET", "/api/v1/me", "owner", headers=carried)
    written = house.ask(
        "PATCH", "/api/v1/me", "owner", headers=carried, json={"name": "Other"}
    )
    page = house.ask("POST", "/profile", "owner", headers=carried)

    assert read.status_code == 401
    assert written.status_code == 401
    assert page.headers["Location"].startswith("/sign-in")
