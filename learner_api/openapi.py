"""The REST API's frame: OpenAPI 3.1 made from the schemas that validate."""

from http import HTTPStatus
from threading import Lock
from typing import Any

import orjson
from flask import Flask, Response, current_app, request
from flask.json.provider import DefaultJSONProvider, JSONProvider
from flask_smorest import Api
from flask_smorest.utils import prepare_response
from marshmallow import INCLUDE, Schema, fields
from werkzeug.exceptions import NotFound

PREFIX = "/api/v1"


_ABOUT = (
    "The learner's record of the Handbook course: who is enrolled, what was read and "
    "answered, what was earned. Programs send a bearer token, browsers the cookie that "
    "signIn gives. Every refusal is application/problem+json (RFC 9457). An operation "
    "that changes something is named by a UUID of the client's own, “op”: sent twice, "
    "it is done once and answered the same."
)


class ProblemErrorSchema(Schema):
    """One fault in a request: where, and what to do about it."""

    pointer = fields.String(metadata={"description": "JSON pointer to the field."})
    detail = fields.String()


class ProblemSchema(Schema):
    """A refusal (RFC 9457). Further members depend on the kind of problem."""

    class Meta:
        unknown = INCLUDE

    type = fields.String(required=True, metadata={"example": "/problems/not-found"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    errors = fields.List(fields.Nested(ProblemErrorSchema))


class CourseApi(Api):  # type: ignore[misc]  # flask-smorest has no types
    """flask-smorest, with problems of ours in place of its own errors."""

    ERROR_SCHEMA = ProblemSchema
    # Every operation names its refusals one by one, so none is left to a default.
    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask, **options: Any) -> None:
        self._undescribed: list[tuple[Any, str]] = []
        self._describing = Lock()
        super().__init__(app, **options)

    def register_blueprint(self, resource: Any, **options: Any) -> None:
        """Serve a resource; it is described when somebody asks for the document.

        That takes longer than everything else at the start, and few workers are asked.
        """
        name = options.get("name", resource.name)
        self._app.extensions["flask-smorest"]["blp_name_to_api"][name] = self
        self._app.register_blueprint(resource, **options)
        self._undescribed.append((resource, name))

    def described(self) -> dict[str, Any]:
        """The whole document."""
        with self._describing:
            for resource, name in self._undescribed:
                resource.register_views_in_doc(
                    self, self._app, self.spec, name=name, parameters=None
                )
                self.spec.tag({"name": name, "description": resource.description})
            self._undescribed.clear()
            document: dict[str, Any] = self.spec.to_dict()
        return document

    def _register_responses(self) -> None:
        # The media type of a documented error cannot be set in any public way.
        for status in HTTPStatus:
            response: dict[str, Any] = {"description": status.phrase}
            if status >= HTTPStatus.BAD_REQUEST:
                response["schema"] = self.ERROR_SCHEMA
            prepare_response(response, self.spec, "application/problem+json")
            self.spec.components.response(status.name, response, lazy=True)
        response = {"description": "A refusal", "schema": self.ERROR_SCHEMA}
        prepare_response(response, self.spec, "application/problem+json")
        self.spec.components.response("DEFAULT_ERROR", response, lazy=True)

    def _register_error_handlers(self) -> None:
        """Nothing: one handler of ours serves the API and the pages."""


class FastJson(JSONProvider):
    """JSON by orjson; moments end in Z."""

    option = orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z

    def dumps(self, obj: Any, **options: Any) -> str:
        option = self.option
        if options.get("sort_keys"):
            option |= orjson.OPT_SORT_KEYS
        if options.get("indent"):
            option |= orjson.OPT_INDENT_2
        return orjson.dumps(obj, option=option, default=self._default).decode()

    def loads(self, s: str | bytes, **_options: Any) -> Any:
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        body = self._prepare_response_obj(args, kwargs)
        data = orjson.dumps(body, option=self.option, default=self._default)
        return Response(data, mimetype="application/json")

    @staticmethod
    def _default(value: Any) -> Any:
        return DefaultJSONProvider.default(value)


def install_openapi(app: Flask) -> CourseApi:
    """Configure the document and return the frame that blueprints are put into."""
    app.json = FastJson(app)
    app.config.update(
        API_TITLE="The Handbook course",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
    )
    api = CourseApi(
        app,
        spec_kwargs={
            "info": {"description": _ABOUT, "license": {"name": "MIT"}},
        },
    )
    schemes = api.spec.components
    schemes.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    schemes.security_scheme(
        "cookie", {"type": "apiKey", "in": "cookie", "name": "course_session"}
    )
    app.extensions["course.openapi"] = api
    app.before_request(_refuse_nul)
    return api


def openapi_document() -> dict[str, Any]:
    """The document of the application that is answering, made once."""
    api: CourseApi = current_app.extensions["course.openapi"]
    if "course.openapi.document" not in current_app.extensions:
        current_app.extensions["course.openapi.document"] = api.described()
    document: dict[str, Any] = current_app.extensions["course.openapi.document"]
    return document


def _refuse_nul() -> None:
    # No key holds a NUL, and PostgreSQL takes none: such an address leads nowhere.
    if "\0" in request.path:
        raise NotFound
