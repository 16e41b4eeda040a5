"""What another rule would change, for administrators: looked at, decided, done."""

from collections.abc import Mapping

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from course import rule_changes
from course.errors import StalePreview
from course.rule_change_listing import RulePreview
from course.rule_change_plan import how_many_concerned
from course.rule_changes import require_day
from learner_api import rule_words
from learner_api.auth import administrator, asker
from learner_api.clock import now
from learner_api.database import Database, get_database
from learner_api.forms import (
    Form,
    new_operation,
    read_form,
)
from learner_api.regrades import dry_run
from learner_api.rule_change_letters import rule_change_letters
from learner_api.rule_choice_words import choice_word
from learner_api.rule_forms import (
    ApplyForm,
    DecisionForm,
    decision_in,
    job_in,
    target_in,
    with_day,
)
from learner_api.rule_jobs import ask_change, ask_preview, is_too_many, preview_in
from learner_api.rule_preview_page import (
    asked_of,
    edition_words,
    preview_address,
    preview_page,
)
from learner_api.rule_targets import (
    Target,
)
from learner_api.site import get_site

bp = Blueprint("rule_previews", __name__, url_prefix="/rule-changes")


@bp.get("/<course_key>/preview")
@administrator
def preview(course_key: str) -> ResponseReturnValue:
    """Both rules side by side, and what the new one makes of whom. Nothing changes.

    For many people it takes a while: then the page offers to have it worked out.
    """
    session = get_database().session
    target = target_in(session, course_key, request.args.to_dict())
    found = _worked_out(session, target, request.args.to_dict())
    if found is None:
        return _offer(session, target)
    return preview_page(session, target, found, Form(), job=job_in(request.args))


@bp.post("/<course_key>/previews")
@administrator
def have_previewed(course_key: str) -> ResponseReturnValue:
    """Have a preview worked out, and look at how far it is."""
    op = job_in(request.form) or abort(404)
    database = get_database()
    target = target_in(database.session, course_key, request.form.to_dict())
    job = ask_preview(database.session, target, op=op, now=now(), by=asker())
    database.commit()
    return redirect(f"/jobs/{job.uuid}", 303)


@bp.post("/<course_key>/confirmation")
@administrator
def confirm(course_key: str) -> ResponseReturnValue:
    """Show once more what was chosen, before it is done. Nothing changes yet."""
    with dry_run() as session:
        target = target_in(session, course_key, request.form.to_dict())
        form, job = with_day(read_form(DecisionForm())), job_in(request.form)
        found = _worked_out(session, target, request.form.to_dict())
        if found is None:
            return _offer(session, target), 409
        if form.errors:
            return preview_page(session, target, found, form, job=job), 422
        if found.token != form.data["token"]:
            return preview_page(session, target, found, form, stale=True), 409
        decision = decision_in(form)
        return render_template(
            "pages/rule_confirm.html",
            course=target.to,
            cohort=target.cohort,
            edition=edition_words(target.to),
            choice=choice_word(decision.choice, decision.top_up_by),
            reason=decision.reason,
            effects=rule_words.effect_rows(found.totals, decision.choice),
            cohorts=found.cohorts,
            back=preview_address(target),
            hidden=_hidden(target, form, found),
        )


@bp.post("/<course_key>")
@administrator
def apply(course_key: str) -> ResponseReturnValue:
    """Carry out what the preview listed. Sent twice, it is done once."""
    form = read_form(ApplyForm())
    if form.errors:
        raise ValidationError(dict(form.errors))
    database = get_database()
    target = target_in(database.session, course_key, request.form.to_dict())
    if is_too_many(database.session, target):
        return _have_applied(database, target, form)
    try:
        change, _is_new = rule_changes.apply_rule_change(
            database.session,
            target.to,
            target.scope,
            decision_in(form),
            op=form.data["op"],
            token=form.data["token"],
            letters=rule_change_letters(get_site().settings.public_url),
            now=now(),
            office=get_site().office,
            by=asker(),
        )
    except StalePreview:
        with dry_run() as session:
            target = target_in(session, course_key, request.form.to_dict())
            found = _preview(session, target)
            return preview_page(session, target, found, form, stale=True), 409
    database.commit()
    return redirect(f"/rule-changes/{course_key}/{change.uuid}", 303)


def _have_applied(
    database: Database, target: Target, form: Form
) -> ResponseReturnValue:
    """Have it carried out for many, and look at how far it is."""
    decision = decision_in(form)
    require_day(decision, now=now(), office=get_site().office)
    job = ask_change(
        database.session,
        target,
        decision,
        form.data["token"],
        op=form.data["op"],
        now=now(),
        by=asker(),
    )
    database.commit()
    return redirect(f"/jobs/{job.uuid}", 303)


def _preview(session: Session, target: Target) -> RulePreview:
    return rule_changes.preview_rule_change(session, target.to, target.scope, now=now())


def _worked_out(
    session: Session, target: Target, values: Mapping[str, str]
) -> RulePreview | None:
    """The preview: that of the job which is named, or one of this moment, if it is
    quickly made."""
    job = job_in(values)
    if job is not None:
        return preview_in(session, asker(), target, job) or abort(404)
    return None if is_too_many(session, target) else _preview(session, target)


def _offer(session: Session, target: Target) -> str:
    """The page that offers to have a preview worked out."""
    scope = target.scope
    return render_template(
        "pages/rule_preview_offer.html",
        course=target.to,
        cohort=target.cohort,
        edition=edition_words(target.to),
        many=how_many_concerned(session, target.to, scope),
        hidden={**asked_of(target), "job": new_operation()},
    )


def _hidden(target: Target, form: Form, found: RulePreview) -> dict[str, object]:
    """The fields that carry out exactly this."""
    day = form.data["top_up_by"]
    return {
        "op": new_operation(),
        "edition": found.to_edition,
        "cohort": target.scope.cohort or "",
        "token": found.token,
        "choice": form.data["choice"],
        "top_up_by": day.isoformat() if day else "",
        "reason": form.data["reason"],
    }
