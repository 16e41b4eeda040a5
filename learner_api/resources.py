"""What a view of the API says of itself, once: enforced and documented alike.

Every file in ``learner_api/api/`` makes one ``Resource`` and hangs its views on it. A
view's guard, body, query, answer and refusals stand above it as decorators; the OpenAPI
document is made from the same decorators that do the work.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from hashlib import sha256
from typing import Any, TypeVar

from flask import Request, Response, json, request
from flask_smorest import Blueprint
from flask_smorest.utils import get_appcontext
from marshmallow import RAISE, Schema
from webargs.flaskparser import FlaskParser

from course.door_errors import NoticeNotAccepted
from learner_api.openapi import ProblemSchema
from learner_api.problem import Problem
from learner_api.problem_kinds import CONFLICT, INVALID, PROBLEMS
from learner_api.problems import problem_of_status

View = TypeVar("View", bound=Callable[..., Any])

_READING = frozenset({"GET", "HEAD"})
_FILE = {"type": "string", "format": "binary"}
_FILE_BODY = {
    "required": True,
    "content": {
        "application/octet-stream": {"schema": _FILE},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": _FILE},
            }
        },
    },
}
_WHO: list[dict[str, list[str]]] = [{"bearer": []}, {"cookie": []}]


class JsonBody(FlaskParser):
    """Bodies are JSON: another media type is told apart from a body without fields."""

    def load_json(self, req: Request, schema: Schema) -> Any:
        if not req.content_length and may_be_left_out(schema):
            return {}
        return req.get_json()


def may_be_left_out(schema: Schema | type[Schema]) -> bool:
    """Whether a request without a body says the same as one with an empty object."""
    return getattr(schema, "may_be_left_out", False)


class Resource(Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    """A group of operations that documents itself.

    A view's name is its operationId (``save_response`` is ``saveResponse``), and its
    docstring the operation's description.
    """

    ARGUMENTS_PARSER = JsonBody()

    def get(self, rule: str) -> Callable[[View], View]:
        return self._at("GET", rule)

    def post(self, rule: str) -> Callable[[View], View]:
        return self._at("POST", rule)

    def put(self, rule: str) -> Callable[[View], View]:
        return self._at("PUT", rule)

    def patch(self, rule: str) -> Callable[[View], View]:
        return self._at("PATCH", rule)

    def delete(self, rule: str) -> Callable[[View], View]:
        return self._at("DELETE", rule)

    def takes(self, schema: type[Schema]) -> Callable[[View], View]:
        """The view's first argument is the JSON body, checked by this schema."""
        required = not may_be_left_out(schema)
        return self._checked(schema, location="json", required=required)

    def takes_file(self) -> Callable[[View], View]:
        """The view reads a file: the body as it comes, or the ``file`` of a form."""

        def mark(view: View) -> View:
            view.takes_file = True  # type: ignore[attr-defined]  # a mark on a function
            return view

        return mark

    def asks(self, schema: type[Schema]) -> Callable[[View], View]:
        """The view's first argument is the query, checked by this schema."""
        return self._checked(schema, location="query", unknown=RAISE)

    def gives(
        self,
        schema: type[Schema] | dict[str, Any] | None,
        status: int = 200,
        **documented: Any,
    ) -> Callable[[View], View]:
        """What the view returns is dumped by this schema."""
        decorator: Callable[[View], View] = self.response(status, schema, **documented)
        return decorator

    def gives_also(
        self, schema: type[Schema] | None, status: int, description: str
    ) -> Callable[[View], View]:
        """Document a second kind of answer that is no refusal."""
        decorator: Callable[[View], View] = self.alt_response(
            status, schema=schema, description=description
        )
        return decorator

    def refuses(self, *errors: type[Exception] | int) -> Callable[[View], View]:
        """Document the refusals that are the view's own, by exception or by status."""

        def mark(view: View) -> View:
            view.refuses = errors  # type: ignore[attr-defined]  # a mark on a function
            return view

        return mark

    def tagged(self, *, apart_from: tuple[str, ...] = ()) -> Callable[[View], View]:
        """Give the answer an ETag, and answer 304 to whoever holds it already.

        ``apart_from`` are members that say when it was asked, not what was found. The
        tag is weak: the same answer may be sent compressed or not.
        """

        def decorate(view: View) -> View:
            @wraps(view)
            def wrapper(*args: Any, **kwargs: Any) -> Response:
                response: Response = view(*args, **kwargs)
                told = dict(get_appcontext()["result_dump"])
                for name in apart_from:
                    told.pop(name, None)
                tag = sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
                response.set_etag(tag[:32], weak=True)
                response.make_conditional(request)
                return response

            documented: Any = wrapper
            documented._apidoc = {**documented._apidoc, "etag": True}
            decorated: View = documented
            return decorated

        return decorate

    def _at(self, method: str, rule: str) -> Callable[[View], View]:
        def decorate(view: View) -> View:
            described: Any = view
            documented = getattr(view, "_apidoc", {})
            manual = _describe(method, rule, described, documented)
            described._apidoc = {**documented, "manual_doc": manual}
            self.add_url_rule(rule, view_func=view, methods=[method])
            return view

        return decorate

    def _checked(self, schema: type[Schema], **options: Any) -> Callable[[View], View]:
        def decorate(view: View) -> View:
            # One schema for all requests: making it costs more than using it.
            checked: Any = self.arguments(schema(), **options)(view)
            # All refusals are documented in one manner, below.
            checked._apidoc["arguments"].pop("responses", None)
            decorated: View = checked
            return decorated

        return decorate


def _describe(
    method: str, rule: str, view: Any, documented: dict[str, Any]
) -> dict[str, Any]:
    """What the document says of an operation beyond its schemas."""
    arguments = documented.get("arguments", {}).get("parameters", ())
    places = {argument["in"] for argument in arguments}
    takes_file = hasattr(view, "takes_file")
    problems = {
        problem.slug: problem
        for problem in (
            *_usual_problems(method, rule, view.guard, places),
            *_problems_of_notice(method, view),
            *(map(problem_of_status, (400, 413)) if takes_file else ()),
            *map(_problem_of, getattr(view, "refuses", ())),
        )
    }
    first, *others = view.__name__.split("_")
    body = {"requestBody": _FILE_BODY} if takes_file else {}
    return {
        **body,
        "operationId": first + "".join(word.capitalize() for word in others),
        "security": [] if view.guard == "public" else _WHO,
        "responses": _problem_responses(problems.values()),
        "x-guard": view.guard,
        "x-problems": sorted(problems),
    }


def _usual_problems(
    method: str, rule: str, guard: str, places: set[str]
) -> Iterable[Problem]:
    """The refusals that follow from what an operation is, not from what it does."""
    writes = method not in _READING
    if guard != "public":
        yield problem_of_status(401)
    if guard in ("staff", "administrator") or writes:
        yield problem_of_status(403)
    if "<" in rule:
        yield problem_of_status(404)
    if "json" in places:
        yield from map(problem_of_status, (400, 413, 415))
    if places:
        yield INVALID
    if writes:
        yield CONFLICT


def _problems_of_notice(method: str, view: Any) -> Iterable[Problem]:
    """Whoever writes must have accepted the privacy notice, but for open work."""
    is_asked = view.guard != "public" and not hasattr(view, "before_notice")
    if method not in _READING and is_asked:
        yield PROBLEMS[NoticeNotAccepted]


def _problem_of(error: type[Exception] | int) -> Problem:
    return problem_of_status(error) if isinstance(error, int) else PROBLEMS[error]


def _problem_responses(problems: Iterable[Problem]) -> dict[int, dict[str, Any]]:
    """One documented answer a status, naming every problem that may come with it."""
    told: dict[int, list[Problem]] = {}
    for problem in problems:
        told.setdefault(problem.status, []).append(problem)
    return {
        status: {
            "description": "; ".join(f"{one.title} ({one.slug})" for one in kinds),
            "content": {"application/problem+json": {"schema": ProblemSchema}},
        }
        for status, kinds in sorted(told.items())
    }
