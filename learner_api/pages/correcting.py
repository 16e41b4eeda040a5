"""Correcting a question, for administrators: how, what changes by it, and doing it."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError, fields, validate
from sqlalchemy.orm import Session

from course import regrading, wordings
from course.errors import StalePreview, sentence
from course.regrade_listing import MODES, Preview
from course.wordings import Asked, Wording
from learner_api import regrade_words
from learner_api.auth import administrator, asker
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.forms import (
    Form,
    FormSchema,
    JsonObject,
    Line,
    Operation,
    new_operation,
    read_form,
    typed_fields,
)
from learner_api.key_forms import is_drawn, plain_fields, read_key
from learner_api.pages.regrades import listing_of, title_of, told_of
from learner_api.regrade_letters import regrade_letter
from learner_api.regrade_words import AS_FILED
from learner_api.regrades import dry_run
from learner_api.showing import showable
from learner_api.site import get_site
from learner_api.translation import gettext as _
from quizzes import ACTIONS, Correction, PaperQuestion

bp = Blueprint("correcting", __name__, url_prefix="/quizzes/<quiz>")

MOST_REASON = 500
_SAY_WHY = sentence("Say why, in a sentence that learners may read.")


class ApplyForm(FormSchema):
    """What a preview hands on, all of it hidden, to be carried out."""

    op = Operation()
    token = fields.String(required=True)
    question = fields.String(required=True)
    digest = fields.String(required=True)
    action = fields.String(required=True, validate=validate.OneOf(ACTIONS))
    value = JsonObject(load_default=None)
    mode = fields.String(required=True, validate=validate.OneOf(MODES))
    reason = Line(_SAY_WHY, most=MOST_REASON)


@bp.get("/regrade/questions/<question>/wordings/<digest>")
@administrator
def ask_for_correction(quiz: str, question: str, digest: str) -> ResponseReturnValue:
    """Ask what is wrong with a question and how marks shall be made anew."""
    session = get_database().session
    found = _find(session, quiz, question, digest)
    return _show_question(session, quiz, found, Form())


@bp.post("/regrade/questions/<question>/wordings/<digest>")
@administrator
def preview(quiz: str, question: str, digest: str) -> ResponseReturnValue:
    """Show what the correction would change. Nothing is changed yet."""
    with dry_run() as session:
        found = _find(session, quiz, question, digest)
        asked, form = _read_correction(found)
        if asked is None:
            return _show_question(session, quiz, found, form), 422
        mode, reason = form.data["mode"], form.data["reason"]
        return _show_preview(session, quiz, asked, mode, reason)


@bp.post("/regrades")
@administrator
def apply(quiz: str) -> ResponseReturnValue:
    """Carry out what the preview listed. Sent twice, it is done once."""
    form = read_form(ApplyForm())
    if form.errors:
        raise ValidationError(dict(form.errors))
    sent = form.data
    asked = Asked(sent["question"], sent["action"], sent["value"], sent["digest"])
    database = get_database()
    try:
        regrade, _is_new = regrading.apply_regrade(
            database.session,
            quiz,
            wordings.propose(database.session, quiz, [asked]),
            sent["mode"],
            op=sent["op"],
            reason=sent["reason"],
            token=sent["token"],
            letter=regrade_letter(get_site().settings.public_url),
            now=now(),
            office=get_site().office,
            by=asker(),
        )
    except StalePreview as refusal:
        with dry_run() as session:
            page = _show_preview(
                session, quiz, asked, sent["mode"], sent["reason"], stale=refusal
            )
        return page, 409
    database.commit()
    return redirect(f"/quizzes/{quiz}/regrades/{regrade.uuid}", 303)


def _read_correction(found: Wording) -> tuple[Asked | None, Form]:
    """The correction that the form asks for, and the form to be shown again."""
    question, form = found.question, request.form
    values = {name: showable(text) for name, text in form.to_dict().items()}
    data = {
        "action": form.get("_action", ""),
        "mode": form.get("_mode", ""),
        "reason": " ".join(values.get("_reason", "").split()),
    }
    errors: dict[str, str] = {}
    allowed = regrade_words.action_options(
        is_corrected=found.correction is not None, has_key=_has_key(found)
    )
    if data["action"] not in [option["value"] for option in allowed]:
        errors["_action"] = _("Choose what to do about the question.")
    if data["mode"] not in MODES:
        errors["_mode"] = _("Choose how marks shall be made anew.")
    if not 1 <= len(data["reason"]) <= MOST_REASON:
        errors["_reason"] = _(_SAY_WHY)
    value = None
    if data["action"] == "key":
        key = read_key(question, form)
        value, errors = key.value, {**errors, **key.errors}
    shown = Form(values, data, errors)
    if errors:
        return None, shown
    chosen = "key" if data["action"] == AS_FILED else data["action"]
    action = next(each for each in ACTIONS if each == chosen)
    return Asked(question.key, action, value, question.digest), shown


def _show_question(session: Session, quiz: str, found: Wording, form: Form) -> str:
    question = found.question
    is_sent = bool(form.errors)
    judged = found.judged
    return render_template(
        "pages/regrade_question.html",
        quiz_key=quiz,
        title=title_of(session, quiz),
        form=form,
        wording=found,
        key=regrade_words.key_words(judged),
        fared=regrade_words.fared_words(found.marked, found.right),
        correction=regrade_words.kind_words(found.correction),
        actions=regrade_words.action_options(
            is_corrected=found.correction is not None, has_key=_has_key(found)
        ),
        modes=regrade_words.mode_options(),
        has_key=_has_key(found),
        item=PaperQuestion(found.number, question, question.control(0))
        if is_drawn(question)
        else None,
        values=typed_fields()
        if is_sent
        else judged.form_values(judged.correct_answer)
        if is_drawn(question)
        else {},
        fields=plain_fields(judged, typed_fields() if is_sent else None),
        media_url=f"/quizzes/media/{quiz}/",
    )


def _show_preview(
    session: Session,
    quiz: str,
    asked: Asked,
    mode: Any,
    reason: str,
    *,
    stale: StalePreview | None = None,
) -> str:
    corrections = wordings.propose(session, quiz, [asked])
    found = regrading.preview_regrade(session, quiz, corrections, mode, now=now())
    [correction] = corrections
    return render_template(
        "pages/regrade_preview.html",
        quiz_key=quiz,
        title=title_of(session, quiz),
        stale=stale,
        mode=regrade_words.mode_word(mode),
        reason=reason,
        corrections=told_of(session, quiz, corrections),
        back=_address(quiz, asked),
        hidden=_hidden(found, correction, reason),
        **listing_of(session, found.learners, found.outcome()),
    )


def _hidden(found: Preview, correction: Correction, reason: str) -> dict[str, str]:
    """The fields that carry out exactly this preview."""
    return {
        "op": new_operation(),
        "token": found.token,
        "question": correction.question_key,
        "digest": correction.question_digest,
        "action": correction.action,
        "value": JsonObject.written(correction.value),
        "mode": found.mode,
        "reason": reason,
    }


def _find(session: Session, quiz: str, question: str, digest: str) -> Wording:
    for each in wordings.wordings_at(session, quiz):
        if (each.question.key, each.question.digest) == (question, digest):
            return each
    return abort(404)


def _has_key(found: Wording) -> bool:
    return is_drawn(found.question) or bool(plain_fields(found.question))


def _address(quiz: str, asked: Asked) -> str:
    place = f"questions/{asked.question_key}/wordings/{asked.digest}"
    return f"/quizzes/{quiz}/regrade/{place}"
