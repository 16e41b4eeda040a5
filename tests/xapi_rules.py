"""What xAPI asks of a statement: a strict reader of its rules, apart from our writer.

By the specification of xAPI 1.0.3, part two, whose rules 2.0 keeps. Stricter where it
leaves a choice: what a record store must fill in is not to be there.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

VOIDED = "http://adlnet.gov/expapi/verbs/voided"

_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_MAILBOX = re.compile(r"mailto:[^\s@]+@[^\s@]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_DURATION = re.compile(
    r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"
)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_KNOWN_BY = {"mbox", "mbox_sha1sum", "openid", "account"}
_PLACES = {"parent", "grouping", "category", "other"}


def faults_of(statement: Mapping[str, Any]) -> list[str]:
    """Every rule that the statement breaks, in a few words each."""
    return list(_statement(statement))


def read_lines(data: bytes) -> list[dict[str, Any]]:
    """The statements of JSON Lines, as a record store reads them."""
    assert data == b"" or data.endswith(b"\n")
    return [json.loads(line) for line in data.decode().splitlines()]


def _statement(given: Mapping[str, Any]) -> Iterator[str]:
    yield from _members(
        given,
        "statement",
        needed={"id", "actor", "verb", "object", "timestamp"},
        allowed={"result", "context", "attachments"},
    )
    yield from _nothing_null(given, "statement")
    yield from _uuid(given["id"], "id")
    yield from _actor(given["actor"])
    yield from _verb(given["verb"])
    yield from _object(given["object"], given["verb"]["id"])
    yield from _result(given.get("result"))
    yield from _context(given.get("context", {}), given["object"])
    if not _MOMENT.fullmatch(given["timestamp"]):
        yield "the timestamp is no moment with a zone"
    else:
        datetime.fromisoformat(given["timestamp"])


def _members(
    given: Mapping[str, Any], where: str, *, needed: set[str], allowed: set[str]
) -> Iterator[str]:
    if needed - given.keys():
        yield f"{where} lacks {sorted(needed - given.keys())}"
    if given.keys() - needed - allowed:
        yield f"{where} has {sorted(given.keys() - needed - allowed)}"


def _nothing_null(given: Any, where: str) -> Iterator[str]:
    if given is None or given == {} or given == []:
        yield f"{where} says nothing"
    if isinstance(given, Mapping):
        for name, value in given.items():
            yield from _nothing_null(value, f"{where}.{name}")
    if isinstance(given, list):
        for value in given:
            yield from _nothing_null(value, where)


def _uuid(given: str, where: str) -> Iterator[str]:
    try:
        if str(UUID(given)) != given:
            yield f"{where} is no UUID as it is written"
    except ValueError:
        yield f"{where} is no UUID"


def _actor(given: Mapping[str, Any]) -> Iterator[str]:
    yield from _members(
        given, "actor", needed={"objectType"}, allowed={"name", *_KNOWN_BY}
    )
    if given["objectType"] != "Agent":
        yield "the actor is no agent"
    if len(_KNOWN_BY & given.keys()) != 1:
        yield "the actor is not known by one thing"
    if "mbox" in given and not _MAILBOX.fullmatch(given["mbox"]):
        yield "mbox is no mailto"
    if "account" in given:
        account = given["account"]
        yield from _members(
            account, "account", needed={"homePage", "name"}, allowed=set()
        )
        if not _WEB.fullmatch(account["homePage"]):
            yield "homePage is no address"


def _verb(given: Mapping[str, Any]) -> Iterator[str]:
    yield from _members(given, "verb", needed={"id", "display"}, allowed=set())
    yield from _iri(given["id"], "verb")
    yield from _language_map(given["display"], "display")


def _object(given: Mapping[str, Any], verb: str) -> Iterator[str]:
    if (verb == VOIDED) != (given["objectType"] == "StatementRef"):
        yield "what voids names a statement, and nothing else does"
    if given["objectType"] == "StatementRef":
        yield from _members(given, "object", needed={"objectType", "id"}, allowed=set())
        yield from _uuid(given["id"], "object")
    else:
        yield from _activity(given)


def _activity(given: Mapping[str, Any]) -> Iterator[str]:
    yield from _members(
        given, "activity", needed={"objectType", "id"}, allowed={"definition"}
    )
    if given["objectType"] != "Activity":
        yield "it is no activity"
    yield from _iri(given["id"], "activity")
    definition = given.get("definition", {})
    yield from _members(
        definition,
        "definition",
        needed=set(),
        allowed={"name", "description", "type", "moreInfo", "extensions"},
    )
    for name in ("name", "description"):
        yield from _language_map(definition.get(name, {}), name)
    if "type" in definition:
        yield from _iri(definition["type"], "type")
    if "moreInfo" in definition and not _WEB.fullmatch(definition["moreInfo"]):
        yield "moreInfo is no address"


def _result(given: Mapping[str, Any] | None) -> Iterator[str]:
    if given is None:
        return
    yield from _members(
        given,
        "result",
        needed=set(),
        allowed={"score", "success", "completion", "duration", "extensions"},
    )
    for name in ("success", "completion"):
        if not isinstance(given.get(name, True), bool):
            yield f"{name} is neither true nor false"
    if "duration" in given and not _DURATION.fullmatch(given["duration"]):
        yield "the duration is none by ISO 8601"
    yield from _score(given.get("score"))


def _score(given: Mapping[str, Any] | None) -> Iterator[str]:
    if given is None:
        return
    yield from _members(
        given, "score", needed=set(), allowed={"scaled", "raw", "min", "max"}
    )
    if not -1 <= given["scaled"] <= 1:
        yield "scaled is out of range"
    if not given["min"] < given["max"]:
        yield "min is not below max"
    if not given["min"] <= given["raw"] <= given["max"]:
        yield "raw is out of range"


def _context(given: Mapping[str, Any], thing: Mapping[str, Any]) -> Iterator[str]:
    yield from _members(
        given,
        "context",
        needed=set(),
        allowed={
            "registration",
            "contextActivities",
            "platform",
            "revision",
            "language",
            "extensions",
        },
    )
    yield from _uuid(given["registration"], "registration")
    if thing["objectType"] != "Activity" and {"platform", "revision"} & given.keys():
        yield "platform and revision are for activities"
    if not _LANGUAGE.fullmatch(given.get("language", "en")):
        yield "language is none"
    places = given.get("contextActivities", {})
    if places.keys() - _PLACES:
        yield "contextActivities has places that there are not"
    for activities in places.values():
        if not isinstance(activities, list):
            yield "contextActivities holds no lists"
        for activity in activities:
            yield from _activity(activity)
    for name in given.get("extensions", {}):
        yield from _iri(name, "extension")


def _iri(given: str, where: str) -> Iterator[str]:
    if not _IRI.fullmatch(given):
        yield f"{where} is no IRI"


def _language_map(given: Mapping[str, Any], where: str) -> Iterator[str]:
    for language, words in given.items():
        if not _LANGUAGE.fullmatch(language):
            yield f"{where} names no language"
        if not isinstance(words, str):
            yield f"{where} has no words"
