"""What every answer tells a browser to do, and not to do, with it."""

import pytest
from sqlalchemy import text

from config.settings import Settings
from learner_api.app import create_app
from tests import builders
from tests.conftest import SAME_ORIGIN
from tests.security.world import ASKERS, asked_of


def policy(response) -> dict[str, str]:
    parts = response.headers["Content-Security-Policy"].split(";")
    return {name: what for name, _, what in (p.strip().partition(" ") for p in parts)}


# What a checker that was opened from a file may read, as a stranger.
# What programs on any page may ask, without cookies: nobody's own.
SHARED = {
    "/api/v1/verifications/<number>",
    "/api/v1/issuer",
    "/api/v1/issuer/status/<purpose>/<int:batch>",
    "/issuer",
    "/issuer/did.json",
    "/issuer/jwks.json",
    "/.well-known/jwks.json",
    "/issuer/status/<purpose>/<int:batch>",
}


def assert_is_guarded(response, *, is_shared: bool = False) -> None:
    told = policy(response)
    assert told["default-src"] == "'none'"
    assert told["frame-ancestors"] == "'none'"
    assert told["base-uri"] == "'none'"
    assert told["form-action"] == "'self'"
    for what in told.values():
        assert "unsafe" not in what
        assert "*" not in what
        assert "data:" not in what
    assert told["script-src"] == "'self'"
    assert told["connect-src"] == "'self'"
    assert told["worker-src"] == "'self'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Permissions-Policy"]
    allowed = response.headers.get("Access-Control-Allow-Origin")
    assert allowed == ("*" if is_shared else None)
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.fixture(params=["http", "https"])
def scheme(request: pytest.FixtureRequest) -> str:
    """How people reach the installation."""
    scheme: str = request.param
    return scheme


@pytest.fixture
def reached(scheme, engine_on_sqlite, tmp_path, catalogue):
    """A browser of an installation that is reached by this scheme."""
    settings = Settings.for_tests(
        tmp_path,
        database_url=str(engine_on_sqlite),
        public_url=f"{scheme}://course.example.org",
    )
    app = create_app(settings, catalogue=catalogue, durable=False)
    yield app.test_client()
    app.extensions["course.database"].engine.dispose()


@pytest.fixture
def engine_on_sqlite(app, session):
    """The address of a database in which there is a learner."""
    session.execute(text("DELETE FROM sign_in_failure"))
    builders.a_learner(session, email="ama@example.org")
    session.commit()
    return session.get_bind().url


def sign_in(browser):
    fields = {"email": "ama@example.org", "password": builders.PASSWORD}
    return browser.post("/sign-in", data=fields, headers=SAME_ORIGIN)


@pytest.mark.parametrize("asker", ASKERS)
def test_every_answer_is_guarded(house, asker):
    for method, rule in asked_of(house.app):
        response = house.ask(method, rule.rule, asker)

        assert_is_guarded(response, is_shared=rule.rule in SHARED)


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/api/v1/nowhere", 404),
        ("GET", "/static/nothing.css", 404),
        ("DELETE", "/profile", 405),
        ("DELETE", "/api/v1/me", 405),
        ("POST", "/sign-in", 422),
        ("POST", "/api/v1/session", 415),
    ],
)
def test_every_refusal_is_guarded(house, method, address, status):
    browser = house.app.test_client()

    response = browser.open(address, method=method, headers=SAME_ORIGIN)

    assert response.status_code == status
    assert_is_guarded(response)


@pytest.mark.parametrize("address", ["/health", "/api/v1/me", "/"])
def test_even_a_failure_is_guarded(tmp_path, catalogue, address):
    """The database has no table, so that whatever asks it fails."""
    settings = Settings.for_tests(tmp_path, database_url=f"sqlite:///{tmp_path}/gone/x")
    app = create_app(settings, catalogue=catalogue, durable=False)
    headers = {"Authorization": "Bearer any"}

    response = app.test_client().get(address, headers=headers)

    assert response.status_code == 500
    assert_is_guarded(response)
    assert "sqlite" not in response.get_data(as_text=True).lower()
    assert "Traceback" not in response.get_data(as_text=True)


def test_a_page_that_is_somebodys_is_kept_by_nobody_between(house):
    addresses = ("/", "/profile", "/awards", "/api/v1/me", "/api/v1/courses")

    for address in addresses:
        kept = house.ask("GET", address, "owner").headers["Cache-Control"]

        assert "private" in kept
        assert "public" not in kept


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(reached, scheme):
    cookie = sign_in(reached).headers["Set-Cookie"]

    attributes = {part.strip() for part in cookie.split(";")[1:]}

    assert "HttpOnly" in attributes
    assert "SameSite=Lax" in attributes
    assert "Path=/" in attributes
    assert ("Secure" in attributes) == (scheme == "https")
    assert not any(each.startswith("Domain") for each in attributes)


def test_only_https_promises_to_stay_with_https(reached, scheme):
    response = reached.get("/")

    promised = "Strict-Transport-Security" in response.headers

    assert promised == (scheme == "https")


def test_a_visitor_gets_no_cookie(house):
    for address in ("/", "/sign-in", "/verify", "/api/docs", "/health"):
        response = house.ask("GET", address, "anonymous")

        assert "Set-Cookie" not in response.headers


def test_an_answer_names_itself_by_a_number_of_its_own(house):
    offered = "r" * 12

    taken = house.ask("GET", "/", "anonymous", headers={"X-Request-Id": offered})
    made = house.ask(
        "GET", "/", "anonymous", headers={"X-Request-Id": "<script> and more"}
    )

    assert taken.headers["X-Request-Id"] == offered
    assert len(made.headers["X-Request-Id"]) == 32
