"""One question of the figures, and every way in which it can be asked for a file."""

import csv
import io
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from course.figures.query import BREAKDOWNS
from tests.builders import COURSE, LESSONS
from tests.conftest import SAME_ORIGIN
from tests.figuring import (
    BEGINNING,
    COUNTRIES,
    ORGANISATIONS,
    Ground,
    Person,
    Run,
    settled,
)
from tests.laws.commanded import commanded
from tests.laws.seeds import SEED

MANY = 60
API = f"/api/v1/courses/{COURSE}/figures"
OPTIONS = {
    "as_of": "--as-of",
    "enrolled_since": "--since",
    "enrolled_until": "--until",
    "detail": "--detail",
    "measures": "--measure",
}
"""What the command calls what the others are asked by an address."""

FILTERS = {
    "country": ("KE", "NA", "-", "ZZ"),
    "region": ("africa", "-"),
    "development": ("developing", "developed"),
    "country-group": ("ldc", "fragile", "none-of-these"),
    "gender": ("female", "-"),
    "affiliation": ("government", "-"),
    "age-band": ("35-44", "-"),
    "organisation": ("ministry of land",),
    "mode": ("moderated", "self-paced"),
    "language": ("en", "fr", "xx"),
    "month": ("2026-01", "2026-02"),
}


def a_crowd(session: Session) -> Ground:
    """Many people, some of whom took the course twice."""
    draw = Random(SEED)  # noqa: S311  # of people, not of secrets
    return settled(session, [_somebody(draw) for _ in range(MANY)])


def commit_crowd(session: Session) -> None:
    """Commit, and let the server know how few they are.

    Otherwise it takes a second for each question by lesson.
    """
    session.commit()
    session.execute(text("ANALYZE"))
    session.commit()


def _somebody(draw: Random) -> Person:
    """Somebody who may take the course twice, and comes somewhere in it."""
    return Person(
        country=draw.choice(COUNTRIES),
        gender=draw.choice(("female", "male", None)),
        affiliation=draw.choice(("government", "academia", None)),
        organisation=draw.choice(ORGANISATIONS),
        age_band=draw.choice(("under-25", "35-44", None)),
        runs=tuple(_run(draw) for _ in range(draw.choice((1, 1, 1, 2)))),
    )


def _run(draw: Random) -> Run:
    day = draw.randrange(60)
    steps = sorted(day + draw.randrange(50) for _ in range(4))
    reached = draw.randrange(5)
    started, assessed, completed, certified = (
        step if place < reached else None for place, step in enumerate(steps)
    )
    has_begun = started is not None
    return Run(
        cohort=draw.choice((None, 0, 1, 2)),
        day=day,
        edition=draw.randrange(2),
        started=started,
        assessed=assessed,
        completed=completed,
        certified=certified,
        participated=draw.choice((None, assessed)),
        withdrawn=draw.choice((None, None, day + 50)),
        sat=(draw.randrange(8), draw.randrange(11)) if has_begun else None,
        opened=tuple(range(len(LESSONS))) if has_begun else (),
        finished=tuple(range(draw.randrange(len(LESSONS) + 1))) if has_begun else (),
    )


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """What somebody asks by an address; now and then it cannot be asked."""
    as_of = BEGINNING + timedelta(days=draw(st.integers(0, 120)))
    names = draw(st.lists(st.sampled_from(sorted(FILTERS)), max_size=2, unique=True))
    asked = {name: draw(st.sampled_from(FILTERS[name])) for name in names}
    for name in ("enrolled_since", "enrolled_until"):
        if draw(st.integers(0, 3)) == 0:
            day = BEGINNING + timedelta(days=draw(st.integers(0, 60)))
            asked[name] = day.date().isoformat()
    by = draw(st.lists(st.sampled_from(BREAKDOWNS), max_size=2, unique=True))
    detail = draw(st.sampled_from(("exact", "exact", "protected")))
    return {**asked, "as_of": f"{as_of:%Y-%m-%dT%H:%M:%SZ}", "by": by, "detail": detail}


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to a file of figures: each gives its bytes, or nothing if refused."""

    app: Flask
    client: FlaskClient
    folder: Path

    def files(self, asked: dict[str, Any]) -> set[bytes | None]:
        """What they all give. It is one thing where they agree."""
        return {self.fetched(asked), self.exported(asked), self.commanded(asked)}

    def fetched(self, asked: dict[str, Any]) -> bytes | None:
        """By ``exportFigures``."""
        answer = self.client.get(f"{API}.csv", query_string=asked)
        assert answer.status_code in (200, 422), answer.text
        return answer.data if answer.status_code == 200 else None

    def exported(self, asked: dict[str, Any]) -> bytes | None:
        """By ``createExport``, as a file that stays on record."""
        body = {
            **asked,
            "by": asked.get("by", []),
            "measures": [asked.get("measures", "counts")],
            "op": str(uuid4()),
            "course": COURSE,
            "content": "figures",
        }
        answer = self.client.post("/api/v1/exports", json=body, headers=SAME_ORIGIN)
        assert answer.status_code in (201, 422), answer.text
        if answer.status_code != 201:
            return None
        told: dict[str, Any] = answer.get_json()
        file = self.client.get(told["file"])
        assert file.status_code == 200, file.text
        written: bytes = file.data
        return written

    def commanded(self, asked: dict[str, Any]) -> bytes | None:
        """By ``course export figures``."""
        output = self.folder / "figures.csv"
        words = ["export", "figures", "--course", COURSE, "--output", str(output)]
        for name, given_as in OPTIONS.items():
            words += [f"{given_as}={asked[name]}"] if name in asked else []
        words += [f"--by={name}" for name in asked.get("by", ())]
        words += [f"--where={name}={asked[name]}" for name in FILTERS if name in asked]
        done = commanded(self.app, *words)
        if done.exit_code:
            assert isinstance(done.exception, SystemExit), done.output
            return None
        return output.read_bytes()


def rows_in(file: bytes) -> list[dict[str, str]]:
    """The rows of a file of CSV, by their columns."""
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))
