"""Where a learner stands, reckoned a second time and independently.

Plain loops over raw rows, with the rule of the miniature course written out by hand.
Nothing of the course's own reckoning is used here, so that the two can disagree.
"""

from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.models import Achievement, Attempt, Award, LessonCompletion, Mark, Response
from tests.builders import LESSONS, QUIZZES

Held = tuple[Any, UUID, int, datetime]
"""An answer that is held: its value, operation, sequence and moment."""

MODULE_OF_QUIZ = {"first-quiz": "first-module", "second-quiz": "second-module"}


def account_of(session: Session, enrolment_id: int) -> dict[str, Any]:
    """What the enrolment's row ought to hold."""
    finished = _finished(session, enrolment_id)
    sittings = _sittings(session, enrolment_id)
    quizzes: dict[str, list[Any]] = {}
    passed_at: dict[str, datetime] = {}
    shares: dict[str, Fraction] = {}
    for quiz, points, out_of, passed, moment in sittings:
        share = Fraction(points, out_of)
        if quiz not in quizzes:
            quizzes[quiz] = [0, points, out_of, False]
            shares[quiz] = share
        quizzes[quiz][0] += 1
        if share > shares[quiz]:
            quizzes[quiz][1:3] = [points, out_of]
            shares[quiz] = share
        if passed:
            quizzes[quiz][3] = True
            if quiz not in passed_at or moment < passed_at[quiz]:
                passed_at[quiz] = moment
    outstanding, moments = [], []
    for module, lesson in LESSONS:
        if (module, lesson) in finished:
            moments.append(finished[module, lesson])
        else:
            outstanding.append(["lesson", module, lesson])
    for quiz in QUIZZES:
        if quiz in passed_at:
            moments.append(passed_at[quiz])
        else:
            outstanding.append(["quiz", MODULE_OF_QUIZ[quiz], quiz])
    completed_at = None if outstanding else max(moments)
    return {
        "standing": {
            "lessons": sorted([module, lesson] for module, lesson in finished),
            "quizzes": quizzes,
            "outstanding": outstanding,
            "earned": {"completion": completed_at.isoformat()} if completed_at else {},
        },
        "met": len(moments),
        "needed": len(LESSONS) + len(QUIZZES),
        "completed_at": completed_at,
    }


def achievements_of(session: Session, enrolment_id: int) -> list[tuple[str, int]]:
    """Each achievement of the enrolment and how many documents were given for it."""
    kinds: dict[str, list[int]] = {}
    rows = session.execute(
        select(Achievement.id, Achievement.award_kind, Award.id)
        .outerjoin(Award, Award.achievement_id == Achievement.id)
        .where(Achievement.enrolment_id == enrolment_id)
    )
    for _, kind, award in rows:
        kinds.setdefault(kind, [])
        if award is not None:
            kinds[kind].append(award)
    return [(kind, len(documents)) for kind, documents in kinds.items()]


def completed_in(session: Session, enrolment_id: int) -> dict[tuple[str, str], UUID]:
    """Each lesson that is finished, and the operation that finished it."""
    rows = session.execute(
        select(
            LessonCompletion.module_key,
            LessonCompletion.lesson_key,
            LessonCompletion.uuid,
        ).where(LessonCompletion.enrolment_id == enrolment_id)
    )
    return {(module, lesson): uuid for module, lesson, uuid in rows}


def saves_of(session: Session, attempt: Attempt) -> list[Response]:
    """Every answer that was ever saved in an attempt, in the order of arrival."""
    of_this = select(Response).where(Response.attempt_id == attempt.id)
    return sorted(session.scalars(of_this), key=lambda save: save.id)


def held_in(session: Session, attempt: Attempt) -> dict[str, Held]:
    """What is held for each question: the answer of the highest sequence."""
    best: dict[str, Response] = {}
    for save in saves_of(session, attempt):
        held = best.get(save.question_key)
        if held is None or save.sequence >= held.sequence:
            best[save.question_key] = save
    return {
        key: (save.answer, save.op, save.sequence, save.recorded_at)
        for key, save in best.items()
    }


def _finished(session: Session, enrolment_id: int) -> dict[tuple[str, str], datetime]:
    finished = {}
    for module, lesson, moment in session.execute(
        select(
            LessonCompletion.module_key,
            LessonCompletion.lesson_key,
            LessonCompletion.recorded_at,
        ).where(LessonCompletion.enrolment_id == enrolment_id)
    ):
        finished[module, lesson] = moment
    return finished


def _sittings(
    session: Session, enrolment_id: int
) -> list[tuple[str, int, int, bool, datetime]]:
    """Each submitted attempt in order, with the mark that no other supersedes.

    Its moment is that of the mark by which it came to its result: of a pass the first
    in the row of passes that leads to today.
    """
    marks = session.execute(
        select(
            Attempt.quiz_key,
            Attempt.number,
            Mark.id,
            Mark.supersedes_id,
            Mark.points,
            Mark.out_of,
            Mark.passed,
            Mark.recorded_at,
        )
        .join(Mark, Mark.attempt_id == Attempt.id)
        .where(Attempt.enrolment_id == enrolment_id)
    ).all()
    by_id = {row.id: row for row in marks}
    superseded = {row.supersedes_id for row in marks}
    counting = [row for row in marks if row.id not in superseded]
    counting.sort(key=lambda row: (row.quiz_key, row.number))
    sittings = []
    for row in counting:
        came = row
        while row.passed and came.supersedes_id and by_id[came.supersedes_id].passed:
            came = by_id[came.supersedes_id]
        sittings.append(
            (row.quiz_key, row.points, row.out_of, row.passed, came.recorded_at)
        )
    return sittings
