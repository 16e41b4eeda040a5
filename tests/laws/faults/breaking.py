"""Servers and devices that break the law on purpose, each in one way."""

import io
import json
from collections.abc import Callable, Iterable
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import request

from course import attempts, submissions
from course.models import Attempt
from learner_api.database import Database
from tests.laws.faults.device import Device
from tests.laws.faults.door import Door, Wsgi
from tests.laws.faults.requests import Request

Breaks = Callable[[pytest.MonkeyPatch, Door, Random], None]
SELDOM = 0.05


def answers_and_rolls_back(patch: pytest.MonkeyPatch, door: Door, draw: Random) -> None:
    """Now and then a save is acknowledged, and its transaction is not committed."""
    commit = Database.commit

    def _commit(self: Database) -> None:
        if request.method == "PUT" and draw.random() < SELDOM:
            self.session.rollback()
        else:
            commit(self)

    patch.setattr(Database, "commit", _commit)


def loses_one_in_a_hundred(patch: pytest.MonkeyPatch, door: Door, draw: Random) -> None:
    """One answer in a hundred is acknowledged and never reaches the course."""

    def _lose(app: Wsgi, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if draw.random() >= 0.01:
            return app(environ, start)
        body = _body(environ)
        told = {
            **body,
            "question": environ["PATH_INFO"].rpartition("/")[2],
            "recorded_at": "2026-03-02T12:00:00Z",
            "previous_op": None,
        }
        start("200 OK", [])
        return [json.dumps(told).encode()]

    _in_front(patch, door, _lose)


def lets_the_last_win(patch: pytest.MonkeyPatch, door: Door, draw: Random) -> None:
    """The order of the saves is that of their arrival, whatever their sequence."""

    def _forget(app: Wsgi, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        body = _body(environ)
        del body["sequence"]
        return app(_with_body(environ, body), start)

    _in_front(patch, door, _forget)


def saves_twice(patch: pytest.MonkeyPatch, door: Door, draw: Random) -> None:
    """Now and then an answer is recorded a second time, under another name."""

    def _double(app: Wsgi, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if draw.random() < SELDOM:
            again = _with_body(environ, _body(environ) | {"op": str(uuid4())})
            b"".join(app(again, lambda *_: None))
        return app(environ, start)

    _in_front(patch, door, _double)


def submits_what_nobody_saw(
    patch: pytest.MonkeyPatch, door: Door, draw: Random
) -> None:
    """What the learner saw is not compared with what is held."""
    patch.setattr(submissions, "_require_seen", lambda *_: None)


def takes_answers_after_the_limit(
    patch: pytest.MonkeyPatch, door: Door, draw: Random
) -> None:
    """The time of an attempt never ends."""

    def _is_over(_self: Attempt, _now: datetime) -> bool:
        return False

    patch.setattr(Attempt, "is_over", _is_over)


def forgets_who_found_it_open(
    patch: pytest.MonkeyPatch, door: Door, draw: Random
) -> None:
    """A start that found an attempt open begins another when it comes in again."""
    patch.setattr(attempts, "_note_start", lambda *_, **__: None)


class Forgetful(Device):
    """Drops an answer as soon as it is sent."""

    def due(self, now: float) -> list[Request]:
        requests = super().due(now)
        for each in requests:
            if each.task[0] == "save":
                self.store.forget(self._place(each.task[1]), each.op)
        return requests


class Hasty(Device):
    """Shows an answer as saved while it is still on its way."""

    def due(self, now: float) -> list[Request]:
        requests = super().due(now)
        for each in requests:
            if each.task[0] == "save":
                held = {"question": each.task[1], **(each.body or {})}
                self.witness.shows_saved(self.name, held)
        return requests


class Volatile(Device):
    """Keeps unsent answers on its page alone."""

    def close(self) -> None:
        super().close()
        self.store.unsent.clear()


class Renaming(Device):
    """Gives an answer a new name each time that it sends it."""

    def _request(self, task: Any) -> Request:
        made = super()._request(task)
        if made.body and task[0] == "save":
            made.body["op"] = str(UUID(int=self.draw.getrandbits(128), version=4))
        return made


SERVERS: dict[Breaks, str] = {
    answers_and_rolls_back: "is not there|told",
    loses_one_in_a_hundred: "is not there|told",
    lets_the_last_win: "told|kept otherwise",
    saves_twice: "recorded .*, not",
    submits_what_nobody_saw: "not what was seen",
    takes_answers_after_the_limit: "after the limit",
    forgets_who_found_it_open: "second attempt|not one attempt",
}
DEVICES: dict[type[Device], str] = {
    Forgetful: "never sent its last answer",
    Hasty: "shown as saved, and not there",
    Volatile: "never sent its last answer",
    Renaming: "nobody gave",
}


def _in_front(patch: pytest.MonkeyPatch, door: Door, acts: Callable[..., Any]) -> None:
    """Let something act on every save before the application sees it."""
    app = door.wsgi

    def _wsgi(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "PUT":
            answer: Iterable[bytes] = acts(app, environ, start)
            return answer
        return app(environ, start)

    patch.setattr(door, "wsgi", _wsgi)


def _body(environ: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(environ["wsgi.input"].getvalue())
    return body


def _with_body(environ: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    sent = json.dumps(body).encode()
    return environ | {"wsgi.input": io.BytesIO(sent), "CONTENT_LENGTH": str(len(sent))}
