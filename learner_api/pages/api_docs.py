"""The API's documentation as pages: the OpenAPI document, readable without script.

One page lists the operations, and each group of them has a page with every field: all
on one page would be megabytes on a slow line.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, current_app, render_template

from learner_api.auth import public
from learner_api.openapi import openapi_document
from learner_api.translation import gettext as _

bp = Blueprint("api_docs", __name__)

_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Member:
    """A parameter, or a member of a body or an answer: its name, type and meaning."""

    name: str
    type: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One way in which an operation may end."""

    status: str
    description: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page tells it."""

    key: str
    method: str
    path: str
    summary: str
    description: str
    who: str
    parameters: tuple[Member, ...]
    body: tuple[Member, ...]
    answers: tuple[Answer, ...]
    refusals: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Operations that belong together."""

    key: str
    title: str
    operations: tuple[Operation, ...]


@bp.get("/api/docs")
@public
def api_docs() -> str:
    """Every operation of the API, in a line each."""
    return render_template(
        "pages/api_docs.html",
        about=openapi_document()["info"]["description"],
        groups=_told().values(),
    )


@bp.get("/api/docs/<group>")
@public
def api_docs_of_a_group(group: str) -> str:
    """The operations of one group, with every field."""
    return render_template(
        "pages/api_docs_group.html", group=_told().get(group) or abort(404)
    )


def _told() -> dict[str, Group]:
    """The groups of operations as the pages tell them, by their keys; made once."""
    kept = current_app.extensions
    if "course.api_docs" not in kept:
        groups = _groups(openapi_document())
        kept["course.api_docs"] = {each.key: each for each in groups}
    told: dict[str, Group] = kept["course.api_docs"]
    return told


def _groups(document: dict[str, Any]) -> tuple[Group, ...]:
    operations = [
        (each[method], _operation(document, path, method, each))
        for path, each in document["paths"].items()
        for method in _METHODS
        if method in each
    ]
    return tuple(
        Group(
            tag["name"].removeprefix("api-"),
            tag["description"].rstrip("."),
            tuple(told for raw, told in operations if tag["name"] in raw["tags"]),
        )
        for tag in document["tags"]
    )


def _operation(
    document: dict[str, Any], path: str, method: str, item: dict[str, Any]
) -> Operation:
    raw = item[method]
    listed = [*item.get("parameters", ()), *raw.get("parameters", ())]
    body = raw.get("requestBody", {}).get("content", {}).get("application/json", {})
    answers = [
        Answer(str(status), *_answer(document, answer))
        for status, answer in sorted(raw["responses"].items())
    ]
    return Operation(
        key=raw["operationId"],
        method=method,
        path=path,
        summary=raw.get("summary", ""),
        description=raw.get("description", ""),
        who=_who(raw["x-guard"]),
        parameters=tuple(
            _parameter(_resolved(document, parameter)) for parameter in listed
        ),
        body=_members(document, body.get("schema", {})),
        answers=tuple(one for one in answers if one.status < "400"),
        refusals=tuple(one for one in answers if one.status >= "400"),
    )


def _who(guard: str) -> str:
    return {
        "public": _("Anybody"),
        "signed_in": _("Anybody signed in"),
        "staff": _("Trainers and administrators"),
        "administrator": _("Administrators"),
    }[guard]


def _resolved(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """What a reference stands for, or the thing itself."""
    if "$ref" not in node:
        return node
    found: Any = document
    for step in node["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    resolved: dict[str, Any] = found
    return resolved


def _parameter(raw: dict[str, Any]) -> Member:
    place = {"path": _("in the address"), "query": _("in the query")}
    where = place.get(raw["in"], _("a header"))
    return Member(
        raw["name"],
        f"{_type(raw['schema'])}, {where}",
        raw.get("required", False),
        raw.get("description", ""),
    )


def _answer(
    document: dict[str, Any], answer: dict[str, Any]
) -> tuple[str, tuple[Member, ...]]:
    answer = _resolved(document, answer)
    content = answer.get("content", {})
    body = content.get("application/json", {})
    return answer["description"], _members(document, body.get("schema", {}))


def _members(document: dict[str, Any], schema: dict[str, Any]) -> tuple[Member, ...]:
    schema = _resolved(document, schema)
    required = schema.get("required", ())
    return tuple(
        Member(name, _type(one), name in required, one.get("description", ""))
        for name, one in schema.get("properties", {}).items()
    )


def _type(schema: dict[str, Any]) -> str:
    """A schema in a few words, such as "array of Step" or "string or null"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return _(" or ").join(map(_type, schema["anyOf"]))
    kinds = schema.get("type", _("any value"))
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if "enum" in schema:
        return ", ".join(str(value or "null") for value in schema["enum"])
    if "format" in schema:
        kinds = [schema["format"], *kinds[1:]]
    words = _(" or ").join(kinds)
    if "items" in schema:
        words = _("list of %(items)s", items=_type(schema["items"]))
    return words
