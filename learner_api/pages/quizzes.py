"""Quizzes: what one asks, how its attempts went, and beginning another."""

import secrets
from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from course import attempts, enrolments
from course.accommodations import Allowance, allowance_of
from course.errors import UnknownQuiz
from course.gathering import evidence_of
from course.models import Attempt, Enrolment
from learner_api.addresses import module_address, quiz_address
from learner_api.auth import asker, signed_in
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.enrolled import enrolment_or_none, opens_on
from learner_api.forms import new_operation, operation_or_new
from learner_api.module_steps import quiz_words
from learner_api.site import get_site
from learner_api.sittings import close_overdue

bp = Blueprint("quizzes", __name__)

SEEDS = 2**31


@bp.get("/courses/<course_key>/quizzes/<quiz_key>")
@signed_in
def quiz(course_key: str, quiz_key: str) -> ResponseReturnValue:
    """Tell about a quiz: what passing takes, and the attempts so far."""
    catalogue = get_site().catalogue
    course = catalogue.course(course_key)
    if not course.asks(quiz_key):
        raise UnknownQuiz(quiz_key)
    module = course.module_of_quiz(quiz_key)
    session = get_database().session
    quiz = catalogue.quiz(quiz_key)
    enrolment = enrolment_or_none(course_key)
    sittings: list[Attempt] = []
    marked = {}
    allowance = Allowance()
    if enrolment is not None:
        sittings = attempts.attempts_at(session, enrolment, quiz_key)
        if close_overdue(sittings):
            sittings = attempts.attempts_at(session, enrolment, quiz_key)
        allowance = allowance_of(session, enrolment, quiz_key)
        marked = {
            each.number: each
            for each in evidence_of(session, enrolment.id).attempts
            if each.quiz_key == quiz_key
        }
    return render_template(
        "pages/quiz.html",
        course=course,
        heading=quiz_words(quiz.purpose, quiz.title),
        module=module,
        module_url=module_address(course_key, module.key) if module else None,
        quiz=quiz,
        address=quiz_address(course_key, quiz_key),
        enrolment=enrolment,
        opens_on=opens_on(enrolment),
        unfinished=next((each for each in sittings if not each.submitted_at), None),
        earlier=[
            (each, marked.get(each.number)) for each in sittings if each.submitted_at
        ],
        is_passed=bool(kept_standing(enrolment, quiz_key)[3]),
        is_waiting=any(e.submitted_at and e.number not in marked for e in sittings),
        attempts_left=allowance.attempts_left(quiz, len(sittings)),
        available_at=_still_ahead(attempts.available_at(quiz, sittings)),
        allowance=allowance,
        marks_shown=quiz.showing.marks != "never",
        may_regrade=asker().is_administrator,
        operation=new_operation(),
    )


@bp.post("/courses/<course_key>/quizzes/<quiz_key>/attempts")
@signed_in
def start_attempt(course_key: str, quiz_key: str) -> ResponseReturnValue:
    """Begin an attempt, or go on with the one that is open."""
    session = get_database().session
    enrolment = enrolments.enrolment_on(session, asker(), course_key, for_update=True)
    attempt, _is_new = attempts.start_attempt(
        session,
        enrolment,
        get_site().catalogue.quiz(quiz_key),
        op=operation_or_new(),
        seed=secrets.randbelow(SEEDS),
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    get_database().commit()
    return redirect(f"/attempts/{attempt.uuid}", 303)


def kept_standing(enrolment: Enrolment | None, quiz_key: str) -> list[Any]:
    """Attempts, points, points there were, passed: as the enrolment keeps them."""
    kept = enrolment.standing["quizzes"] if enrolment else {}
    found: list[Any] = kept.get(quiz_key, [0, 0, 0, False])
    return found


def _still_ahead(moment: datetime | None) -> datetime | None:
    return moment if moment is not None and moment > now() else None
