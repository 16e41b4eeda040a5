"""Regrading, for administrators: how the questions fared, and what was corrected."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from course import regrading, wordings
from course.errors import UnknownQuiz
from course.models import Regrade, User
from course.regrade_listing import LearnerChange, totals_of
from course.wordings import Wording
from learner_api import regrade_words
from learner_api.auth import administrator
from learner_api.database import get_database
from learner_api.site import get_site
from learner_api.translation import gettext as _
from quizzes import Correction, Quiz

bp = Blueprint("regrades", __name__, url_prefix="/quizzes/<quiz>")


@bp.get("/regrade")
@administrator
def list_questions(quiz: str) -> ResponseReturnValue:
    """Every question as it was asked, how it fared, and the regrades so far."""
    session = get_database().session
    return render_template(
        "pages/regrade_questions.html",
        quiz_key=quiz,
        has_statistics=_current(quiz) is not None,
        title=title_of(session, quiz),
        wordings=[
            {
                "wording": each,
                "key": regrade_words.key_words(each.judged),
                "fared": regrade_words.fared_words(each.marked, each.right),
                "correction": regrade_words.kind_words(each.correction),
                "is_current": _is_current(quiz, each),
            }
            for each in wordings.wordings_at(session, quiz)
        ],
        regrades=[
            (each, _name(session, each), regrade_words.mode_word(each.mode))
            for each in regrading.regrades_of(session, quiz)
        ],
    )


@bp.get("/regrades/<uuid:regrade>")
@administrator
def show_regrade(quiz: str, regrade: UUID) -> ResponseReturnValue:
    """One regrade as it stays on the record: what, by whom, why, and for whom."""
    session = get_database().session
    found = regrading.find_regrade(session, quiz, regrade) or abort(404)
    learners = tuple(map(LearnerChange.from_data, found.outcome["learners"]))
    return render_template(
        "pages/regrade.html",
        quiz_key=quiz,
        title=title_of(session, quiz),
        regrade=found,
        by=_name(session, found),
        mode=regrade_words.mode_word(found.mode),
        corrections=told_of(session, quiz, regrading.corrections_in(session, found)),
        **listing_of(session, learners, found.outcome),
    )


def listing_of(
    session: Session, learners: tuple[LearnerChange, ...], outcome: dict[str, Any]
) -> dict[str, Any]:
    """What a page lists of a regrade: what changes for whom, and for how many not."""
    totals = totals_of(learners)
    known = regrading.known_learners(session, learners)
    return {
        "changes": regrade_words.changes_in_words(totals),
        "untouched": regrade_words.untouched_in_words(outcome),
        "is_loss": totals.is_loss,
        "rows": regrade_words.listing_rows(learners, known),
        "examined": outcome["examined"],
    }


def told_of(
    session: Session, quiz: str, corrections: tuple[Correction, ...]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each correction: the prompt of its question, and names and values."""
    asked = wordings.asked_at(session, quiz)
    told = []
    for each in corrections:
        question = asked[each.question_key][each.question_digest]
        rows = regrade_words.correction_rows(each, question)
        told.append((question.prompt, rows))
    return told


def _current(quiz: str) -> Quiz | None:
    try:
        return get_site().catalogue.quiz(quiz)
    except UnknownQuiz:
        return None


def _is_current(quiz: str, wording: Wording) -> bool:
    """Whether the file has the question in this wording today."""
    current = _current(quiz)
    return current is not None and wording.question in current.questions


def title_of(session: Session, quiz: str) -> str:
    """What the quiz is called: today, or else when it was last begun."""
    current = _current(quiz)
    title = current.title if current else wordings.last_title(session, quiz)
    if title is None:
        raise UnknownQuiz(quiz)
    return title


def _name(session: Session, regrade: Regrade) -> str:
    by = session.get(User, regrade.actor_id) if regrade.actor_id else None
    return by.name if by else _("The platform")
