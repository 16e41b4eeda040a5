"""Logs: one JSON object a line, one line an event, and nobody's words in any of them.

An event is a fixed sentence; what varies travels beside it, in fields named here::

    log.info("The attempt was submitted.", extra={"attempt": attempt.uuid, "ms": 4})

Anything else is left out: the arguments of a message, a field not named here, the words
of an exception (a database's often repeat the row). So no answer, password, token, name
or address can reach a log by way of a careless call.
"""

import json
import logging
import logging.config
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

FIELDS = frozenset(
    {
        "actor",
        "attempt",
        "award",
        "bytes",
        "cohort",
        "count",
        "database",
        "edition",
        "enrolment",
        "job",
        "method",
        "ms",
        "port",
        "problem",
        "queries",
        "revision",
        "route",
        "status",
        "version",
        "worker",
    }
)
LONGEST_VALUE = 200

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

_ADDRESS = re.compile(r"[^\s@,;:<>\"']+@[^\s@,;:<>\"']+")


class EventFormatter(logging.Formatter):
    """Writes one event as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record.msg),
            "request_id": request_id.get(),
        }
        for name in sorted(FIELDS & record.__dict__.keys()):
            event[name] = _plain(record.__dict__[name])
        if record.exc_info and record.exc_info[1] is not None:
            event["exception"] = _kind(record.exc_info[1])
            event["where"] = _frames(record.exc_info[1])
        return json.dumps(event, ensure_ascii=False)


def configure_logs(level: str) -> None:
    """Send every log of this process to standard error, an event a line."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"event": {"()": EventFormatter}},
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": "event"}
            },
            "root": {"handlers": ["stderr"], "level": level.upper()},
            "loggers": {
                # Alembic tells of every plugin and step; the command says what matters.
                "alembic": {"level": "WARNING"},
                # SQLAlchemy writes every statement at a lower level than this.
                "sqlalchemy": {"level": "WARNING"},
                # Waitress warns of every request that waits for a thread.
                "waitress.queue": {"level": "ERROR"},
            },
        }
    )


def _event(message: object) -> str:
    """Return the fixed sentence of an event; an object logged as one gives its kind."""
    return _plain_text(message) if isinstance(message, str) else type(message).__name__


def _plain(value: object) -> object:
    """Keep numbers and truths as they are, and the rest as a short text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    return _plain_text(str(value))


def _plain_text(text: str) -> str:
    return _ADDRESS.sub("[hidden]", text)[:LONGEST_VALUE]


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _frames(error: BaseException) -> list[str]:
    """Say where an error came from, innermost last, without the words around it."""
    return [
        f"{frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
