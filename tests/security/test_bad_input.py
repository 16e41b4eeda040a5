"""Whatever body is sent, the answer is a refusal in words, never a failure of ours."""

import json
from typing import Any

import pytest

from learner_api.roster_reading import MOST_SENT
from tests.security.bodies import body_of
from tests.security.refusals import assert_refused_in_words
from tests.security.routes import API, ROUTES
from tests.security.world import ASKERS, READING, House

MEGABYTE = 1_048_576
WRITING = [route for route in ROUTES if route.partition(" ")[0] not in READING]
WRITING_API = [route for route in WRITING if f" {API}/" in route]
TAKES_A_BODY = [
    route
    for route in WRITING_API
    if "json" in body_of(*route.split(" ", 1)) and not route.startswith("DELETE")
]
TAKES_A_FILE = [
    route for route in WRITING_API if "query_string" in body_of(*route.split(" ", 1))
]
# A list of learners may be larger than other bodies.
TAKES_A_LIST = {f"POST {API}/cohorts/<uuid:cohort>/roster/plans"}

# Of these nothing has to be said: without a word they tell of today.
ASKS_NOTHING = {"POST /api/v1/courses/<course>/rule-change-previews"}

DEEP = "[" * 100_000 + "]" * 100_000
BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{'op': 1}",
    "half of it": b'{"op": "',
    "two of them": b"{}{}",
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "a text": b'"op"',
    "a text in it that is none": b'{"op": "\xff\xfe"}',
    "half a letter": b'{"op": "\\ud800", "name": "\\udfff", "answer": "\\ud800"}',
    "another encoding": '{"op": "é"}'.encode("utf-16"),
    "a mark of the encoding": b"\xef\xbb\xbf{}",
    "not a number": b'{"op": NaN, "sequence": Infinity}',
    "a number too large": b'{"op": 1e999, "sequence": ' + b"9" * 400 + b"}",
    "a member twice": b'{"op": 1, "op": 2}',
    "members without end": json.dumps({f"m{n}": n for n in range(5000)}).encode(),
    "depth without end": DEEP.encode(),
    "depth within": b'{"answer": ' + DEEP.encode() + b"}",
    "a depth that can be read": b'{"op": ' + b"[" * 900 + b"]" * 900 + b"}",
    "NUL": b"\0\0\0\0",
}
WRONG_VALUES: list[Any] = [
    None,
    True,
    -1,
    0,
    1.5,
    2**63,
    10**30,
    "",
    " ",
    "\0",
    "a\0b",
    "\x1b[31m",
    "\u202e\u0000",
    "x" * 5_000,
    "9" * 5_000,
    "2026-02-30",
    "0000-00-00T00:00:00Z",
    "9999-12-31T23:59:59+14:00",
    "00000000-0000-0000-0000-00000000000g",
    "' OR 1=1 --",
    "../../../etc/passwd",
    "%00",
    "{{ 7 * 7 }}",
    [],
    [None],
    [[[[[]]]]],
    {},
    {"": None},
    {"$ne": 1},
]
TYPES = [
    "",
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "application/json; charset=utf-7",
    "application/json; charset=no-such-thing",
    "application/" + "j" * 500,
]


def send(house: House, route: str, data: bytes, kind: str = "application/json"):
    method, _, rule = route.partition(" ")
    return house.ask(method, rule, "administrator", data=data, content_type=kind)


@pytest.mark.parametrize("body", BODIES)
def test_a_body_that_cannot_be_read_is_refused(house, body):
    for route in TAKES_A_BODY:
        if body == "nothing" and route in ASKS_NOTHING:
            continue
        assert_refused_in_words(send(house, route, BODIES[body]), route)


@pytest.mark.parametrize("kind", TYPES, ids=lambda each: each[:40])
def test_a_body_of_another_type_is_refused(house, kind):
    for route in TAKES_A_BODY:
        body = json.dumps(body_of(*route.split(" ", 1))["json"]).encode()
        response = send(house, route, body, kind)

        # JSON may say that it is in an encoding; it is read as JSON is.
        if "json" not in kind:
            assert_refused_in_words(response, route)
        assert response.status_code < 500


@pytest.mark.parametrize("route", TAKES_A_BODY)
def test_a_body_beyond_the_limit_is_refused(house, route):
    most = MOST_SENT if route in TAKES_A_LIST else MEGABYTE
    body = json.dumps({"answer": "x" * most}).encode()

    response = send(house, route, body)

    assert response.status_code == 413
    assert_refused_in_words(response, route)


@pytest.mark.parametrize("route", TAKES_A_FILE)
def test_no_file_is_a_failure_whatever_it_is(house, route):
    method, _, rule = route.partition(" ")
    asked = body_of(method, rule)["query_string"]
    files = [*BODIES.values(), b"x" * (MEGABYTE + 1)]
    for data in files:
        for kind in TYPES:
            response = house.ask(
                method,
                rule,
                "administrator",
                data=data,
                content_type=kind,
                query_string=asked,
            )

            assert response.status_code < 500, (data[:40], kind)
            if response.status_code >= 400:
                assert_refused_in_words(response, (data[:40], kind))


@pytest.mark.parametrize("route", [each for each in WRITING if f" {API}" not in each])
def test_a_form_beyond_the_limit_is_refused(house, route):
    method, _, rule = route.partition(" ")

    response = house.ask(method, rule, "administrator", data={"list": "x" * MEGABYTE})

    assert response.status_code < 500


@pytest.mark.parametrize("route", TAKES_A_BODY)
def test_no_member_takes_whatever_is_sent(house, route):
    """Each member in turn is something else; no answer is a failure."""
    good = body_of(*route.split(" ", 1))["json"]
    for name in good:
        for value in WRONG_VALUES:
            response = send(house, route, json.dumps({**good, name: value}).encode())

            assert response.status_code < 500, (name, value)
            if response.status_code >= 400:
                assert_refused_in_words(response, (name, value))


@pytest.mark.parametrize("route", TAKES_A_BODY)
def test_a_member_that_nobody_asked_for_is_refused_by_name(house, route):
    method, _, rule = route.partition(" ")
    is_for_learners = ROUTES[route][ASKERS.index("owner")] != "forbidden"
    asker = "owner" if "<" in rule and is_for_learners else "administrator"
    body = {**body_of(method, rule)["json"], "is_administrator": True}

    response = house.ask(method, rule, asker, json=body)

    assert response.status_code == 422
    assert_refused_in_words(response, route)
    pointers = [each["pointer"] for each in response.get_json(force=True)["errors"]]
    assert pointers == ["/is_administrator"]


@pytest.mark.parametrize("route", [each for each in WRITING if f" {API}" not in each])
def test_no_form_takes_whatever_is_sent(house, route):
    method, _, rule = route.partition(" ")
    for name in {**body_of(method, rule)["data"], "op": ""}:
        for value in WRONG_VALUES:
            if isinstance(value, str):
                for asker in ("administrator", "owner"):
                    # Made anew each time: a file in it is read once.
                    fields = {**body_of(method, rule)["data"], name: value}
                    response = house.ask(method, rule, asker, data=fields)

                    assert response.status_code < 500, (name, value)


@pytest.mark.parametrize(
    "body",
    [
        b"name=%ff%fe&op=%00&email=%ed%a0%80&list=%00&password=%00",
        b"\xff\xfe\x00",
        b"=&=&;;&%",
        b"&".join(b"f%d=1" % n for n in range(3_000)),
    ],
)
@pytest.mark.parametrize(
    "kind",
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=b",
        "multipart/form-data",
        "application/json",
        "text/plain",
    ],
)
def test_a_form_that_cannot_be_read_is_no_failure(house, body, kind):
    for route in WRITING:
        if f" {API}/" not in route:
            assert send(house, route, body, kind).status_code < 500, route
