"""Whatever address, query or header is sent, no answer is a failure of ours."""

import pytest

from tests.conftest import SAME_ORIGIN
from tests.security.bodies import body_of
from tests.security.refusals import assert_refused_in_words
from tests.security.routes import API, ROUTES

READ = [route.removeprefix("GET ") for route in ROUTES if route.startswith("GET")]
CROOKED = [
    "%00",
    "a%00b",
    "%ff%fe",
    "%ed%a0%80",
    "..",
    "%2e%2e",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "..%5c..%5cconfig",
    "....%2f%2f",
    "x" * 3_000,
    "9" * 400,
    "%f0%9f%a6%9c",
    "'%20OR%201=1",
    "%7b%7b7*7%7d%7d",
    "%0d%0aX-Injected:%20yes",
    "%",
    "%zz",
    "-1",
    "00000000-0000-0000-0000-000000000000",
]
QUERIES = [
    "limit=0",
    "limit=-1",
    "limit=" + "9" * 5_000,
    "limit=1e9",
    "after=",
    "after=%00",
    "after=%ff",
    "after=00000000-0000-0000-0000-000000000000",
    "search=%00",
    "search=%25%5f%25",
    "search=" + "x" * 5_000,
    "role=king",
    "by=password_hash",
    "cohort=%00",
    "cohort=1",
    "as_of=yesterday",
    "as_of=2999-01-01T00:00:00Z",
    "as_of=0001-01-01T00:00:00%2B14:00",
    "as_of=9999-12-31T23:59:59-14:00",
    "part=" + "9" * 5_000,
    "part=%c2%b2",
    "part=0",
    "sort=%00",
    "state=%00",
    "number=%00",
    "number=%ff%fe",
    "number=" + "x" * 3_000,
    "next=%00",
    "saved=%00",
    "next=//[",
    "&&&===;;;",
    "%ff=%fe",
    "a" * 3_000,
    "&".join(f"q{n}={n}" for n in range(2_000)),
]
HEADERS = [
    {"Cookie": "course_session"},
    {"Cookie": "\xff\xfe=;;;===,,,"},
    {"Accept": "*"},
    {"Accept": "\xff"},
    {"Accept-Language": "\xff-\xfe;q=high"},
    {"Accept-Language": ",".join(["xx"] * 500)},
    {"Accept-Encoding": "br;q=nan, \xff"},
    {"If-None-Match": '"'},
    {"If-None-Match": 'W/"' + "x" * 4_000},
    {"If-Modified-Since": "the day before yesterday"},
    {"If-Range": "\xff"},
    {"Range": "bytes=9-1,-0,x"},
    {"Range": "elephants=1-2"},
    {"Authorization": "Bearer"},
    {"Authorization": "Basic \xff"},
    {"Authorization": "Digest username=,,,"},
    {"X-Request-Id": "\xff" * 40},
    {"Content-Length": "0", "Transfer-Encoding": "chunked"},
    {"X-HTTP-Method-Override": "DELETE"},
]


@pytest.mark.parametrize("crooked", CROOKED, ids=lambda each: each[:40])
def test_an_address_that_leads_nowhere_is_no_failure(house, crooked):
    for route in ROUTES:
        method, _, rule = route.partition(" ")
        if "<" not in rule:
            continue
        for place in range(rule.count("<")):
            address = house.address(rule, place, crooked)
            response = house.app.test_client(use_cookies=False).open(
                address,
                method=method,
                headers={"Cookie": house.cookies["administrator"], **SAME_ORIGIN},
                **body_of(method, rule),
            )

            assert response.status_code < 500, address
            assert "X-Injected" not in response.headers
            assert "root:" not in response.get_data().decode(errors="replace")
    house.restore()


@pytest.mark.parametrize("query", QUERIES, ids=lambda each: each[:40])
def test_a_query_that_makes_no_sense_is_no_failure(house, query):
    for rule in READ:
        response = house.ask("GET", rule, "administrator", query=query)

        assert response.status_code < 500, rule
        if response.status_code >= 400 and rule.startswith(f"{API}/"):
            assert_refused_in_words(response, rule)


@pytest.mark.parametrize("headers", HEADERS, ids=lambda each: str(each)[:40])
def test_headers_that_make_no_sense_are_no_failure(house, headers):
    asker = "anonymous" if "Cookie" in headers else "owner"
    for rule in READ:
        response = house.ask("GET", rule, asker, headers=headers)

        assert response.status_code < 500, rule


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "G\xcbT", "get"])
def test_a_method_that_nobody_knows_is_no_failure(house, method):
    for rule in READ:
        assert house.ask(method, rule, "owner").status_code < 500


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/..%5capp.py",
        "/static/course.css%00.py",
        "/static/",
        "/static",
        "/../../etc/passwd",
    ],
)
def test_no_path_leads_out_of_the_folder_of_assets(house, path):
    response = house.app.test_client().get(path)

    text = response.get_data(as_text=True)
    assert response.status_code in (308, 404)
    assert "create_app" not in text
    assert "root:" not in text
