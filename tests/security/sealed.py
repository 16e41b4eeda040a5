"""A quiz in two versions that differ in nothing but their keys and their feedback.

Whatever a learner is shown before its moment must be the same for both, to the letter:
then it cannot depend on a key. The words of keys and feedback are found again in
nothing else.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from config.settings import Settings
from course.database import make_engine
from course.models import Cohort, Enrolment
from learner_api import clock
from learner_api.app import create_app
from quizzes import Quiz
from tests import builders
from tests.conftest import SAME_ORIGIN
from tests.html import CheckedClient
from tests.security.world import asked_of, cookie_of

FEEDBACK = "sealedfeedback"
KEY = "sealedkey"
SEED = 5

_CHOICES = ("alpha", "beta", "gamma")
_COMMON = {"lesson": "first-module/first-lesson"}
# What is right in the first version and in the second.
_KEYS: Mapping[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "single-choice": ({"correct": "alpha"}, {"correct": "beta"}),
    "multiple-choice": ({"correct": ["alpha", "beta"]}, {"correct": ["gamma"]}),
    "true-false": ({"correct": True}, {"correct": True}),
    "matching": (
        {"pairs": [("a", "Kid"), ("b", "Calf"), ("c", "Lamb")]},
        {"pairs": [("a", "Lamb"), ("b", "Kid"), ("c", "Calf")]},
    ),
    "ordering": (
        {"items": ("one", "two", "three")},
        {"items": ("two", "one", "three")},
    ),
    "number": ({"correct": 735191}, {"correct": 882347}),
    "short-text": (
        {"accepted": [f"{KEY} nairobi"]},
        {"accepted": [f"{KEY} accra", f"{KEY} lagos"]},
    ),
    "gap-fill": ({"accepted": [f"{KEY} first"]}, {"accepted": [f"{KEY} second"]}),
    "free-text": ({"guidance": f"{KEY} say this."}, {"guidance": f"{KEY} say that."}),
}
# Wrong in both versions; the one right answer is that to the statement.
WRONG: Mapping[str, Any] = {
    "single-choice": "gamma",
    "multiple-choice": ["alpha", "gamma"],
    "ordering": ["three", "two", "one"],
    "number": "1",
    "short-text": "nowhere",
    "gap-fill": {"place": "nowhere"},
}
RIGHT: Mapping[str, Any] = {"true-false": True}


def sealed_quiz(version: int, **settings: Any) -> Quiz:
    """The first quiz of the miniature course in one of its two versions."""
    data = {
        "title": "A sealed quiz",
        "introduction": "Nothing of it leaves before its moment.",
        "pass_mark": 5,
        "questions": [
            {
                "key": kind,
                "type": kind,
                "prompt": f"What of the {kind}?",
                "feedback": f"{FEEDBACK} {version} of {kind}.",
                **_COMMON,
                **_own(kind, version),
            }
            for kind in _KEYS
            if kind != "free-text" or settings.get("with_free_text")
        ],
    }
    settings.pop("with_free_text", None)
    return Quiz.from_data("first-quiz", data | settings)


def _own(kind: str, version: int) -> dict[str, Any]:
    key = _KEYS[kind][version]
    match kind:
        case "single-choice" | "multiple-choice":
            choices = [
                {
                    "value": value,
                    "label": value.title(),
                    "feedback": f"{FEEDBACK} {version} on {value}.",
                }
                for value in _CHOICES
            ]
            return {"choices": choices, **key}
        case "matching":
            pairs = [
                {"key": name, "left": f"Left {name}", "right": right}
                for name, right in key["pairs"]
            ]
            return {"pairs": pairs}
        case "ordering":
            items = [{"key": each, "label": each.title()} for each in key["items"]]
            return {"items": items}
        case "gap-fill":
            return {"text": "It is in {place}.", "gaps": [{"key": "place", **key}]}
        case "free-text":
            levels = [{"points": 0, "label": "Weak"}, {"points": 1, "label": "Strong"}]
            rubric = [{"key": "case", "label": "The case", "levels": levels}]
            return {"rubric": rubric, **key}
        case _:
            return dict(key)


@dataclass(slots=True)
class Sealed:
    """One version of the quiz, served, and a learner who asks for everything."""

    app: Flask
    cookies: Mapping[str, str]
    enrolment: Enrolment
    attempt: UUID | None = None

    def ask(
        self, method: str, address: str, asker: str = "learner", **body: Any
    ) -> TestResponse:
        headers = dict(SAME_ORIGIN)
        if asker in self.cookies:
            headers["Cookie"] = self.cookies[asker]
        browser = self.app.test_client(use_cookies=False)
        return browser.open(address, method=method, headers=headers, **body)

    def start(self) -> None:
        address = f"/api/v1/courses/{builders.COURSE}/quizzes/first-quiz/attempts"
        started = self.ask("POST", address, json={"op": str(uuid4())})
        assert started.status_code == 201, started.text
        self.attempt = UUID(started.get_json()["uuid"])

    def save(self, answers: Mapping[str, Any]) -> list[str]:
        """Save these answers; what is told of each."""
        told = []
        for key, answer in answers.items():
            address = f"/api/v1/attempts/{self.attempt}/responses/{key}"
            body = {"op": str(uuid4()), "answer": answer}
            saved = self.ask("PUT", address, json=body)
            assert saved.status_code == 200, saved.text
            told.append(saved.text)
        return told

    def submit(self) -> str:
        address = f"/api/v1/attempts/{self.attempt}/submission"
        submitted = self.ask("POST", address, json={})
        assert submitted.status_code == 200, submitted.text
        return submitted.text

    def everything(self, asker: str = "learner") -> dict[str, str]:
        """What every address answers to this asker, by its rule."""
        return {
            rule.rule: self.ask("GET", self._address(rule.rule), asker).text
            for method, rule in asked_of(self.app)
            if method == "GET" and rule.endpoint != "static"
        }

    def _address(self, rule: str) -> str:
        records = {
            "courses": builders.COURSE,
            "modules": "first-module",
            "lessons": "first-lesson",
            "quizzes": "first-quiz",
            "attempts": str(self.attempt or uuid4()),
            "cohorts": str(self.enrolment.cohort and self.enrolment.cohort.uuid),
            "learners": str(self.enrolment.uuid),
            "problems": "not-found",
            "docs": "attempts",
            "completions": "csv",
            "figures": "csv",
            "tables": "figures",
            "<table>": "csv",
        }

        def record(match: re.Match[str]) -> str:
            before = rule[: match.start()].rstrip("/.").rpartition("/")[2]
            return records.get(before) or str(UUID(int=7))

        return re.sub(r"<[^>]+>", record, rule)


@contextmanager
def serving(
    quiz: Quiz, folder: Path, template: bytes, monkeypatch: Any
) -> Iterator[Sealed]:
    """An application that serves this quiz to one learner in a cohort."""
    folder.mkdir()
    database = folder / "course.sqlite"
    database.write_bytes(template)
    engine = make_engine(f"sqlite:///{database}", durable=False)
    with Session(engine, expire_on_commit=False) as session:
        trainer = builders.a_trainer(session, name="Lea", email="lea@example.org")
        cohort = builders.a_cohort(session, trainer=trainer, key="sealed", title="S")
        learner = builders.a_learner(session, name="Olu", email="olu@example.org")
        enrolment = builders.an_enrolment(session, learner, cohort=cohort)
        stranger = builders.a_learner(session, name="Ste", email="ste@example.org")
        session.commit()
    engine.dispose()
    miniature = builders.miniature_catalogue()
    catalogue = replace(miniature, quizzes={**miniature.quizzes, quiz.key: quiz})
    # Two that are compared sign with one key: what is public of it tells of no quiz.
    settings = Settings.for_tests(
        folder, database_url=f"sqlite:///{database}", keys_dir=folder.parent / "keys"
    )
    app = create_app(settings, catalogue=catalogue, durable=False)
    app.test_client_class = CheckedClient
    app.testing = True
    monkeypatch.setattr("secrets.randbits", lambda _bits: SEED)
    cookies = {
        name: cookie_of(app, person)
        for name, person in (("learner", learner), ("stranger", stranger))
    }
    yield Sealed(app, cookies, enrolment)
    app.extensions["course.database"].engine.dispose()


def set_clock(monkeypatch: Any, moment: datetime) -> None:
    """Let every request happen at this moment."""
    monkeypatch.setattr(clock, "datetime", _Stopped(moment))


def after_closing(cohort: Cohort | None) -> datetime:
    """A moment after the cohort's last day."""
    assert cohort is not None
    end = datetime.combine(cohort.closes_on, datetime.min.time(), builders.NOW.tzinfo)
    return end + timedelta(days=2)


class _Stopped:
    """The clock's datetime, which knows one moment only."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self, _zone: object) -> datetime:
        return self._moment


_PASSING = (
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "<uuid>"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "<digest>"),
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z"), "<moment>"),
    (re.compile(r"\d\d:\d\d(:\d\d)? UTC"), "<time>"),
)


def without_names(text: str) -> str:
    """What was answered, without what no two applications share."""
    for pattern, name in _PASSING:
        text = pattern.sub(name, text)
    return text
