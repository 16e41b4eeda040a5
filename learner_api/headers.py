"""The headers that every answer carries: what a browser may load, keep and tell."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

SECURITY_HEADERS = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=()"),
)
HTTPS_HEADERS = (("Strict-Transport-Security", "max-age=31536000"),)


class SecurityHeaders:
    """Puts the same headers on every answer, whoever made it, at no cost worth naming.

    It stands outside the application, so that no view and no failure can miss it.
    """

    def __init__(self, wsgi_app: "WSGIApplication", *, secure: bool) -> None:
        self._wsgi_app = wsgi_app
        self._headers = list(SECURITY_HEADERS + (HTTPS_HEADERS if secure else ()))

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        def start(
            status: str, headers: list[tuple[str, str]], *error: object
        ) -> object:
            return start_response(status, headers + self._headers, *error)  # type: ignore[arg-type]  # handed through as it came

        return self._wsgi_app(environ, start)  # type: ignore[arg-type]  # as above


def install_headers(app: Flask, *, secure: bool) -> None:
    """Set the headers on every answer; ``secure`` adds those of HTTPS."""
    app.wsgi_app = SecurityHeaders(app.wsgi_app, secure=secure)  # type: ignore[method-assign]  # as Flask documents it

    @app.after_request
    def _keep(response: Response) -> Response:
        if request.endpoint != "static":
            # Pages are personal; the back button may show them, a proxy may not.
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
