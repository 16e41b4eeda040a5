"""One line of log for each request: what was asked and how it ended, never what."""

import logging
import re
import time
from uuid import uuid4

from flask import Flask, Response, g, request

from config.logs import request_id

log = logging.getLogger("course.requests")

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


def install_requests(app: Flask) -> None:
    """Give each request a number, and log its route, its status and its time.

    The route's pattern is logged, not the address: an address may hold a link's
    secret, an award's number or a search for a person.
    """

    @app.before_request
    def _begin() -> None:
        offered = request.headers.get("X-Request-Id", "")
        g.request_id = offered if _REQUEST_ID.fullmatch(offered) else uuid4().hex
        g.began = time.perf_counter()
        # Whatever else this request logs then names it too.
        request_id.set(g.request_id)

    @app.after_request
    def _end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        if request.endpoint != "static" and log.isEnabledFor(logging.INFO):
            milliseconds = (time.perf_counter() - g.get("began", 0)) * 1000
            log.info(
                "request",
                extra={
                    "method": request.method,
                    "route": request.url_rule.rule if request.url_rule else "-",
                    "status": response.status_code,
                    "ms": round(milliseconds, 1),
                },
            )
        return response

    @app.teardown_request
    def _forget(_error: BaseException | None) -> None:
        request_id.set(None)
