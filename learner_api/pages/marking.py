"""Marking by people: the list of what waits, and one answer at a time."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from course import attempts, editions, person_marks, responses, waiting
from course.errors import MarkedMeanwhile, NothingToMark
from course.models import Attempt
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.forms import Form
from learner_api.letters import result_letter
from learner_api.outstanding import Link
from learner_api.public_names import public_name
from learner_api.rubric_forms import empty_form, level_field, read_mark_form
from learner_api.rubric_words import words_in
from learner_api.site import get_site
from learner_api.sittings import attempt_to_mark, close_overdue, visible_attempt
from learner_api.translation import gettext as _
from learner_api.translation import said
from quizzes import InvalidLevels, paper

bp = Blueprint("marking", __name__, url_prefix="/marking")

SHOWN = 50
BUTTON = "do"


@bp.get("")
@staff
def list_waiting() -> ResponseReturnValue:
    """What waits for the asker to mark it, the oldest first."""
    session = get_database().session
    close_overdue(waiting.overdue_attempts(session, asker(), now=now()))
    named = request.args.get("after")
    after = _submitted(named) if named else None
    found = waiting.attempts_to_mark(session, asker(), after=after, limit=SHOWN + 1)
    shown = found[:SHOWN]
    return render_template(
        "pages/marking.html",
        rows=[(each, editions.quiz_of(session, each.edition).title) for each in shown],
        is_first=after is None,
        is_saved="saved" in request.args,
        next_url=f"/marking?after={shown[-1].uuid}" if len(found) > SHOWN else None,
    )


@bp.get("/<uuid:attempt>")
@staff
def show_attempt(attempt: UUID) -> ResponseReturnValue:
    """Lead to the first answer of an attempt that waits, or to its first of all."""
    session = get_database().session
    found = visible_attempt(attempt)
    person_marks.require_marker(found, asker())
    sheet = editions.sheet_of(session, found)
    held = responses.held_answers(session, found)
    asked = person_marks.questions_to_mark(found, sheet, held)
    if not asked:
        raise NothingToMark
    key = next(iter(person_marks.still_waiting(session, found)), asked[0].key)
    saved = "?saved=1" if "saved" in request.args else ""
    return redirect(f"/marking/{attempt}/answers/{key}{saved}", 303)


@bp.get("/<uuid:attempt>/answers/<question>")
@staff
def show_answer(attempt: UUID, question: str) -> ResponseReturnValue:
    """One answer with its guidance and rubric, and the mark that it has."""
    found = visible_attempt(attempt)
    person_marks.require_marker(found, asker())
    return _answer_page(found, question)


@bp.post("/<uuid:attempt>/answers/<question>")
@staff
def mark_answer(attempt: UUID, question: str) -> ResponseReturnValue:
    """Keep the mark of one answer, and lead on to the next one where that is asked.

    Where another trainer has marked it meanwhile, theirs is shown first.
    """
    database = get_database()
    found = attempt_to_mark(attempt)
    person_marks.require_marker(found, asker())
    sheet = editions.sheet_of(database.session, found)
    held = responses.held_answers(database.session, found)
    form = read_mark_form(person_marks.question_to_mark(found, sheet, held, question))
    if form.errors:
        return _answer_page(found, question, form), 422
    try:
        person_marks.mark_response(
            database.session,
            found,
            question,
            **form.data,
            letter=result_letter(get_site().settings.public_url),
            now=now(),
            office=get_site().office,
            by=asker(),
        )
    except MarkedMeanwhile as error:
        return _answer_page(found, question, form.refused("", said(error))), 409
    except InvalidLevels as error:
        return _answer_page(found, question, form.refused("", error.message)), 422
    database.commit()
    if request.form.get(BUTTON) == "next":
        return redirect(_next_address(found), 303)
    return redirect(f"/marking/{attempt}/answers/{question}?saved=1", 303)


def _submitted(named: str) -> Attempt:
    found = attempts.find_attempt(get_database().session, asker(), public_name(named))
    return found if found and found.submitted_at else abort(404)


def _next_address(attempt: Attempt) -> str:
    """The next answer that waits: of this attempt, of a later one, or the oldest."""
    session = get_database().session
    left = person_marks.still_waiting(session, attempt)
    if left:
        return f"/marking/{attempt.uuid}/answers/{left[0]}?saved=1"
    onward = waiting.attempts_to_mark(session, asker(), after=attempt, limit=1)
    onward = onward or waiting.attempts_to_mark(session, asker(), limit=1)
    return f"/marking/{onward[0].uuid}?saved=1" if onward else "/marking?saved=1"


def _answer_page(attempt: Attempt, key: str, form: Form | None = None) -> str:
    session = get_database().session
    sheet = editions.sheet_of(session, attempt)
    held = responses.held_answers(session, attempt)
    question = person_marks.question_to_mark(attempt, sheet, held, key)
    asked = person_marks.questions_to_mark(attempt, sheet, held)
    marks = person_marks.marks_given(session, attempt)
    given = marks.get(key)
    form = form or empty_form(question, given.mark if given else None)
    answer = str(held[key].answer)
    before, after = _beside(attempt, [each.key for each in asked], key)
    return render_template(
        "pages/marking_answer.html",
        attempt=attempt,
        enrolment=attempt.enrolment,
        quiz=sheet,
        item=next(
            each for each in paper(sheet, attempt.seed) if each.question is question
        ),
        media_url=f"/quizzes/media/{sheet.key}/",
        number=asked.index(question) + 1,
        total=len(asked),
        paragraphs=question.describe(answer),
        words=words_in(answer),
        criteria=[(level_field(each), each) for each in question.rubric],
        given=given,
        # What this page shows is what its reader has seen.
        seen=given.mark.uuid if given else "",
        form=form,
        left=person_marks.still_waiting(session, attempt),
        is_saved="saved" in request.args and not form.errors,
        button_name=BUTTON,
        before=before,
        after=after,
    )


def _beside(
    attempt: Attempt, keys: list[str], key: str
) -> tuple[Link | None, Link | None]:
    """The answers before and after this one: of the attempt, or of its neighbours."""
    session, at = get_database().session, keys.index(key)

    def own(place: int) -> Link:
        words = _("Answer %(number)s of this attempt", number=place + 1)
        return words, f"/marking/{attempt.uuid}/answers/{keys[place]}"

    def other(found: list[Attempt]) -> Link | None:
        return next(
            ((each.enrolment.user.name, f"/marking/{each.uuid}") for each in found),
            None,
        )

    ahead = waiting.attempts_to_mark(session, asker(), before=attempt, limit=1)
    later = waiting.attempts_to_mark(session, asker(), after=attempt, limit=1)
    return (
        own(at - 1) if at else other(ahead),
        own(at + 1) if at + 1 < len(keys) else other(later),
    )
