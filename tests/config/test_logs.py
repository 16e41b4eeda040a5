"""Logs hold events and never anybody's words."""

import io
import json
import logging
from collections.abc import Iterator
from contextvars import Token

import pytest

from config.logs import FIELDS, EventFormatter, configure_logs, request_id


class Log:
    """A logger whose lines can be read back."""

    def __init__(self) -> None:
        self.written = io.StringIO()
        self.logger = logging.Logger("course.attempts")
        handler = logging.StreamHandler(self.written)
        handler.setFormatter(EventFormatter())
        self.logger.addHandler(handler)

    @property
    def text(self) -> str:
        return self.written.getvalue()

    @property
    def event(self) -> dict[str, object]:
        (line,) = self.text.splitlines()
        event: dict[str, object] = json.loads(line)
        return event


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def one_request() -> Iterator[None]:
    token: Token[str | None] = request_id.set("7f3c")
    yield
    request_id.reset(token)


@pytest.fixture
def untouched_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.usefixtures("one_request")
def test_an_event_is_one_line_with_its_request_and_fields(log):
    log.logger.info(
        "The attempt was submitted.", extra={"attempt": "0192-ab", "ms": 4.5}
    )

    event = log.event
    assert event.pop("at").endswith("+00:00")
    assert event == {
        "level": "info",
        "logger": "course.attempts",
        "event": "The attempt was submitted.",
        "request_id": "7f3c",
        "attempt": "0192-ab",
        "ms": 4.5,
    }


@pytest.mark.parametrize(
    "field", ["answer", "password", "token", "email", "given_name", "address", "body"]
)
def test_a_field_that_is_not_named_in_the_list_is_left_out(log, field):
    log.logger.info("Something happened.", extra={field: "hunter2"})

    assert field not in FIELDS
    assert "hunter2" not in log.text


def test_the_arguments_of_a_message_are_left_out(log):
    log.logger.info("%s signed in", "ama@example.org")

    assert log.event["event"] == "%s signed in"


def test_an_address_is_hidden_wherever_it_stands(log):
    log.logger.info("Sent to ama@example.org", extra={"job": "to:ama@example.org"})

    assert "ama" not in log.text
    assert log.event["event"] == "Sent to [hidden]"
    assert log.event["job"] == "to:[hidden]"


def test_an_exception_is_told_by_kind_and_place_without_its_words(log):
    try:
        raise ValueError("Key (email)=(ama) already exists: hunter2")
    except ValueError:
        log.logger.exception("The request failed.")

    event = log.event
    assert event["exception"] == "builtins.ValueError"
    assert isinstance(event["where"], list)
    assert "test_logs.py" in event["where"][-1]
    assert "hunter2" not in log.text


def test_an_object_logged_as_an_event_gives_its_kind_alone(log):
    log.logger.error(RuntimeError("hunter2"))

    assert log.event["event"] == "RuntimeError"


def test_no_event_can_forge_a_second_line(log):
    log.logger.info("one\ntwo", extra={"route": "/a\n{}"})

    assert len(log.text.splitlines()) == 1


def test_a_long_value_is_cut(log):
    log.logger.info("A long one.", extra={"route": "x" * 10_000})

    assert len(log.text) < 500


@pytest.mark.usefixtures("untouched_logging")
def test_a_configured_process_writes_events_to_standard_error(capsys):
    configure_logs("info")

    logging.getLogger("learner_api").info("The course is served.", extra={"port": 80})
    logging.getLogger("learner_api").debug("Nobody asked.")
    logging.getLogger("sqlalchemy.engine.Engine").info("INSERT hunter2")

    captured = capsys.readouterr()
    (line,) = captured.err.splitlines()
    assert json.loads(line)["port"] == 80
    assert captured.out == ""
