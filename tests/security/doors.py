"""The two ways to sign in, and what tells whether somebody got in."""

from collections.abc import Callable

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import SAME_ORIGIN

WRONG = "a wrong password indeed"
NOBODY = "nobody@example.org"

Door = Callable[..., TestResponse]


def by_page(browser: FlaskClient, email: str, password: str, **more) -> TestResponse:
    fields = {"email": email, "password": password}
    return browser.post("/sign-in", data=fields, headers=SAME_ORIGIN, **more)


def by_api(browser: FlaskClient, email: str, password: str, **more) -> TestResponse:
    body = {"email": email, "password": password}
    return browser.post("/api/v1/session", json=body, headers=SAME_ORIGIN, **more)


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/api/v1/me").status_code == 200


def accepted(response: TestResponse) -> bool:
    return response.status_code in (200, 303) and "Set-Cookie" in response.headers
