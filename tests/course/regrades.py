"""Corrections of the miniature quizzes, previewed and applied in a few words."""

from uuid import uuid4

from sqlalchemy import select

from course import regrading, wordings
from course.doctor import examine
from course.models import Achievement, Attempt, Award, AwardEvent, Mark
from course.regrading import Told
from course.wordings import Asked
from tests.builders import (
    LESSONS,
    NOW,
    OFFICE,
    an_administrator,
    an_enrolment,
    miniature_catalogue,
    right_answers,
)
from tests.builders import a_finished_lesson as finish
from tests.builders import a_submitted_attempt as submit

FIRST = "first-quiz"
SECOND = "second-quiz"
REASON = "The key was wrong."

DROP_WEEK = Asked("week", "drop")
CREDIT_WEEK = Asked("week", "credit")
WEEK_IS_FALSE = Asked("week", "key", {"correct": False})
WEEK_AS_FILED = Asked("week", "key")
# Of the nine points of the first quiz, seven pass it.
PASSING = ("one-colour", "even-numbers", "week", "young-animals", "seasons")


def letter(told: Told) -> tuple[str, str]:
    """Everything that a letter is told, in plain words."""
    marks = [
        f"{mark.before and mark.before.points} -> {mark.after.points}"
        for change in told.changes
        for mark in change.attempts
    ]
    body = f"{'; '.join(marks)} since: {told.reason}" if told.tells_marks else "Look."
    return f"Changed: {told.quiz_title}", body


def previewed(session, *asked, quiz=FIRST, mode="exact", now=NOW):
    """What a regrade would change."""
    corrections = wordings.propose(session, quiz, asked)
    return regrading.preview_regrade(session, quiz, corrections, mode, now=now)


def applied(session, *asked, quiz=FIRST, mode="exact", now=NOW, **overrides):
    """A regrade, applied as it was previewed unless another token is given."""
    corrections = wordings.propose(session, quiz, asked)
    values = {
        "op": uuid4(),
        "reason": REASON,
        "letter": letter,
        "now": now,
        "office": OFFICE,
        **overrides,
    }
    if "token" not in values:
        preview = regrading.preview_regrade(session, quiz, corrections, mode, now=now)
        values["token"] = preview.token
    if "by" not in values:
        values["by"] = an_administrator(session)
    return regrading.apply_regrade(session, quiz, corrections, mode, **values)


def answers(*right, **given):
    """Right answers to these questions of the first quiz, and others as they are."""
    known = right_answers(miniature_catalogue().quiz(FIRST))
    return {key: known[key] for key in right} | given


def an_attempt(session, *right, enrolment=None, now=NOW, **given):
    """An attempt at the first quiz handed in with these answers."""
    enrolment = enrolment or an_enrolment(session)
    return submit(session, enrolment, FIRST, answers=answers(*right, **given), now=now)


def an_enrolment_but_for_the_first_quiz(session, **overrides):
    """A learner who has done everything else."""
    enrolment = an_enrolment(session, **overrides)
    for place in LESSONS:
        finish(session, enrolment, *place)
    submit(session, enrolment, SECOND)
    return enrolment


def marks_of(session, attempt: Attempt):
    """Every mark of an attempt as (points, out of, passed)."""
    found = session.scalars(
        select(Mark).where(Mark.attempt_id == attempt.id).order_by(Mark.id)
    )
    return [(mark.points, mark.out_of, mark.passed) for mark in found]


def award_events(session, enrolment):
    """What has become of the award of an enrolment."""
    return list(
        session.scalars(
            select(AwardEvent.kind)
            .join(Award, Award.id == AwardEvent.award_id)
            .join(Achievement, Achievement.id == Award.achievement_id)
            .where(Achievement.enrolment_id == enrolment.id)
            .order_by(AwardEvent.id)
        )
    )


def ailments(session):
    """What the doctor finds."""
    session.flush()
    return [str(each) for found in examine(session) for each in found]
