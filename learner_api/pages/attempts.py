"""Attempts: answering, looking over what is held, submitting, and the receipt."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from course import editions, enrolments, receipts, responses, steps, submissions
from course.accommodations import allowance_of
from course.corrections import judged_while_answered
from course.errors import (
    AnswersDiffer,
    AttemptClosed,
    CohortNotOpen,
    EnrolmentWithdrawn,
)
from course.models import Attempt
from course.responses import answer_to
from learner_api import answer_sheets
from learner_api.addresses import quiz_address
from learner_api.answer_sheets import Held
from learner_api.auth import asker, reads_asker, signed_in
from learner_api.clock import now
from learner_api.consent import before_notice
from learner_api.database import get_database
from learner_api.forms import new_operation, operation_or_new, typed_fields
from learner_api.holdings import award_on, awards_held
from learner_api.outstanding import link_to
from learner_api.pages.quizzes import kept_standing
from learner_api.problems import refused
from learner_api.receipts import judged_at_once, marked_question, marking_address
from learner_api.saving import saving_of
from learner_api.site import get_site
from learner_api.sittings import own_attempt, read_with_attempt, visible_attempt
from learner_api.translation import gettext as _
from learner_api.translation import said
from quizzes import Quiz, paper

bp = Blueprint("attempts", __name__, url_prefix="/attempts")


@bp.get("/<uuid:uuid>")
@signed_in
def attempt(uuid: UUID) -> ResponseReturnValue:
    """Show the questions with the answers held, or the receipt once submitted."""
    attempt = visible_attempt(uuid)
    quiz = editions.sheet_of(get_database().session, attempt)
    if attempt.submitted_at is not None:
        return _receipt_page(attempt, quiz)
    held = responses.held_answers(get_database().session, attempt)
    return _sheet_page(attempt, quiz, held, saved="saved" in request.args)


@bp.post("/<uuid:uuid>")
@signed_in
@before_notice
@reads_asker(read_with_attempt)
def save_answers(uuid: UUID) -> ResponseReturnValue:
    """Save every answer that was changed and can be read; report the others."""
    session = get_database().session
    attempt = own_attempt(uuid)
    quiz = editions.sheet_of(session, attempt)
    held = responses.held_answers(session, attempt)
    operation = operation_or_new(answer_sheets.OPERATION)
    sent = answer_sheets.read_sheet(quiz, request.form, held, operation)
    if attempt.submitted_at is not None:
        if sent.changes or sent.errors:
            return _receipt_page(attempt, quiz, is_stale=True), 409
        return redirect(f"/attempts/{uuid}", 303)
    try:
        for change in sent.changes:
            held[change.question_key] = responses.save_response(
                session,
                attempt,
                quiz,
                change.question_key,
                change.answer,
                op=change.op,
                now=now(),
                by=asker(),
            )
    except (AttemptClosed, CohortNotOpen, EnrolmentWithdrawn) as refusal:
        status = refused(refusal).problem.status
        errors = {"": said(refusal)}
        return _sheet_page(attempt, quiz, held, errors, typed=True), status
    get_database().commit()
    if sent.errors:
        saved = bool(sent.changes)
        page = _sheet_page(attempt, quiz, held, sent.errors, typed=True, saved=saved)
        return page, 422
    if request.form.get(answer_sheets.BUTTON) == "review":
        return redirect(f"/attempts/{uuid}/review", 303)
    return redirect(f"/attempts/{uuid}?saved={len(sent.changes)}", 303)


@bp.get("/<uuid:uuid>/review")
@signed_in
def review(uuid: UUID) -> ResponseReturnValue:
    """Show every answer that is held, so that the learner submits knowingly."""
    attempt = visible_attempt(uuid)
    if attempt.submitted_at is not None:
        return redirect(f"/attempts/{uuid}", 303)
    quiz = editions.sheet_of(get_database().session, attempt)
    return _review_page(attempt, quiz)


@bp.post("/<uuid:uuid>/submission")
@signed_in
@before_notice
@reads_asker(read_with_attempt)
def submit(uuid: UUID) -> ResponseReturnValue:
    """Close the attempt, mark it, and complete what it completes.

    The form says which answers it showed. Where the record holds others, they are
    shown for another look, and nothing is submitted.
    """
    session = get_database().session
    attempt = own_attempt(uuid)
    enrolments.lock(session, attempt.enrolment)
    quiz = editions.sheet_of(session, attempt)
    try:
        submissions.submit_attempt(
            session,
            attempt,
            quiz,
            seen=answer_sheets.seen_operations(request.form),
            now=now(),
            office=get_site().office,
            by=asker(),
        )
    except AnswersDiffer as refusal:
        return _review_page(attempt, quiz, refusal), 409
    get_database().commit()
    return redirect(f"/attempts/{uuid}", 303)


@bp.get("/<uuid:uuid>/receipt")
@signed_in
def receipt(uuid: UUID) -> ResponseReturnValue:
    """The receipt, made to be printed: each question, the answer held, and when."""
    attempt = visible_attempt(uuid)
    if attempt.submitted_at is None:
        return redirect(f"/attempts/{uuid}", 303)
    session = get_database().session
    quiz = editions.sheet_of(session, attempt)
    found = receipts.receipt_of(session, attempt, quiz, now=now())
    return render_template(
        "pages/held_answers.html",
        attempt=attempt,
        quiz=quiz,
        receipt=found,
        holder=attempt.enrolment.user.name,
        rows=[
            (
                item,
                item.question.describe(answer_to(found.held, item.question.key)),
                found.held.get(item.question.key),
            )
            for item in paper(quiz, attempt.seed)
        ],
    )


def _review_page(
    attempt: Attempt, quiz: Quiz, refusal: AnswersDiffer | None = None
) -> str:
    """Every answer that is held, and what has changed since the last look."""
    session = get_database().session
    held = responses.held_answers(session, attempt)
    items = paper(quiz, attempt.seed)
    rows = [
        (
            item,
            item.question.describe(answer_to(held, item.question.key)),
        )
        for item in items
    ]
    differing = (
        {*refusal.data["send_again"], *refusal.data["changed_elsewhere"]}  # type: ignore[misc]  # both are lists of keys
        if refusal
        else frozenset()
    )
    allowance = allowance_of(session, attempt.enrolment, quiz.key)
    return render_template(
        "pages/review.html",
        attempt=attempt,
        quiz=quiz,
        rows=rows,
        blank=[item for item, words in rows if not words],
        differing=[item for item in items if item.question.key in differing],
        left_after=allowance.attempts_left(quiz, attempt.number),
        seen=answer_sheets.seen_fields(held),
        digest=responses.digest_of(held),
        awaits_person=any(each.is_marked_by_person for each in quiz.questions),
    )


def _sheet_page(
    attempt: Attempt,
    quiz: Quiz,
    held: Held,
    errors: Any = None,
    *,
    typed: bool = False,
    saved: bool = False,
) -> str:
    """The form of an open attempt; with ``typed``, as it was sent."""
    items = paper(quiz, attempt.seed)
    errors = errors or {}
    summary = {
        item.question.key: _(
            "Question %(number)s: %(words)s",
            number=item.number,
            words=errors[item.question.key],
        )
        for item in items
        if item.question.key in errors
    }
    if "" in errors:
        summary[""] = errors[""]
    return render_template(
        "pages/attempt.html",
        attempt=attempt,
        quiz=quiz,
        items=items,
        values=(typed_fields() if typed else answer_sheets.field_values(quiz, held)),
        errors=errors,
        summary=summary,
        statuses=answer_sheets.saved_words(held),
        judged=judged_at_once(
            judged_while_answered(get_database().session, quiz), held
        ),
        media_url=f"/quizzes/media/{quiz.key}/",
        answered=sum(each.answer is not None for each in held.values()),
        saved=answer_sheets.last_saved(items, held) if saved else None,
        nothing_new=saved and request.args.get("saved") == "0",
        hidden={
            answer_sheets.OPERATION: new_operation(),
            **answer_sheets.fingerprints(quiz, held),
        },
        button_name=answer_sheets.BUTTON,
        saving=saving_of(attempt, quiz, items, held, errors),
        quiz_url=quiz_address(attempt.enrolment.course_key, attempt.quiz_key),
    )


def _receipt_page(attempt: Attempt, quiz: Quiz, *, is_stale: bool = False) -> str:
    """What was submitted and how it was marked."""
    session = get_database().session
    receipt = receipts.receipt_of(session, attempt, quiz, now=now())
    enrolment = attempt.enrolment
    course_key = enrolment.course_key
    is_own = enrolment.user_id == asker().id
    course = editions.course_of(session, enrolment.edition)
    step = steps.next_step(course, enrolment, session)
    return render_template(
        "pages/receipt.html",
        attempt=attempt,
        quiz=quiz,
        quiz_url=quiz_address(course_key, quiz.key),
        receipt=receipt,
        questions=[
            marked_question(item.number, item.question, receipt, course_key)
            for item in paper(quiz, attempt.seed)
        ],
        answered=sum(each.answer is not None for each in receipt.held.values()),
        holder=None if is_own else enrolment.user.name,
        marking_url=marking_address(receipt) if not is_own else None,
        is_stale=is_stale,
        is_passed=bool(kept_standing(enrolment, quiz.key)[3]),
        next=link_to(enrolment, step) if step else None,
        award=award_on(awards_held(session, asker()), enrolment) if is_own else None,
        operation=new_operation(),
    )
