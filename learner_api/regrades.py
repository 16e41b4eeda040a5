"""Previews of regrades and regrades themselves, as the API and the pages tell them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from course.models import Regrade
from course.regrade_listing import LearnerChange, Preview, totals_of
from course.regrading import corrections_in, known_learners
from course.wordings import asked_at
from learner_api.database import get_database
from quizzes import Correction


@contextmanager
def dry_run() -> Iterator[Session]:
    """A session that only reads, for a request that sends more than an address holds.

    The request's own session would keep every writer waiting on SQLite meanwhile.
    """
    database = get_database()
    database.session.rollback()
    with database.reading() as session:
        yield session


def preview_data(session: Session, preview: Preview) -> dict[str, Any]:
    """The preview as ``RegradePreviewSchema`` dumps it."""
    return {
        "quiz": preview.quiz_key,
        "mode": preview.mode,
        "corrections": _corrections(session, preview.quiz_key, preview.corrections),
        "token": preview.token,
        **_listing(session, preview.learners, preview.outcome()),
    }


def regrade_data(session: Session, regrade: Regrade) -> dict[str, Any]:
    """The regrade as ``RegradeSchema`` dumps it."""
    learners = [LearnerChange.from_data(each) for each in regrade.outcome["learners"]]
    corrections = corrections_in(session, regrade)
    return {
        "regrade": regrade.uuid,
        "quiz": regrade.quiz_key,
        "mode": regrade.mode,
        "reason": regrade.reason,
        "recorded_at": regrade.recorded_at,
        "corrections": _corrections(session, regrade.quiz_key, corrections),
        "token": regrade.token,
        **_listing(session, learners, regrade.outcome),
    }


def _listing(
    session: Session, learners: Sequence[LearnerChange], outcome: Mapping[str, Any]
) -> dict[str, Any]:
    known = known_learners(session, learners)
    return {
        **outcome,
        "totals": totals_of(learners),
        "learners": [
            {**asdict(each), **asdict(known[each.enrolment])} for each in learners
        ],
    }


def _corrections(
    session: Session, quiz_key: str, corrections: Sequence[Correction]
) -> list[dict[str, Any]]:
    asked = asked_at(session, quiz_key)
    return [
        {
            **each.to_data(),
            "prompt": asked[each.question_key][each.question_digest].prompt,
        }
        for each in corrections
    ]
