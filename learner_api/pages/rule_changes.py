"""Changing a rule, for administrators: which, for whom, what changes, and doing it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import EXCLUDE, ValidationError, fields, validate
from sqlalchemy.orm import Session

from course import cohorts, rule_changes, top_ups
from course.errors import StalePreview, sentence
from course.models import RuleChange, User
from course.outline import Course
from course.regrading import known_learners
from course.rule_change_listing import CHOICES, GROUPS, SHOWN, Decision, RulePreview
from course.rule_change_plan import held_editions
from course.rule_errors import NoTopUpDate
from learner_api import rule_words
from learner_api.auth import administrator, asker
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    OneOf,
    Operation,
    new_operation,
    read_form,
)
from learner_api.labels import options
from learner_api.regrades import dry_run
from learner_api.rule_change_letters import rule_change_letters
from learner_api.rule_targets import (
    Target,
    edition_named,
    find_target,
    known_editions,
)
from learner_api.site import get_site
from learner_api.translation import gettext as _
from learner_api.translation import said

bp = Blueprint("rule_changes", __name__, url_prefix="/rule-changes")

MOST_REASON = 500
MOST_COHORTS = 1000
DIGEST_SHOWN = 12
_SAY_WHY = sentence("Say why, in a sentence that learners may read.")
_CHOOSE = sentence("Choose what becomes of those who are on the course.")
_WRITE_DAY = sentence("Write the day as year, month and day, such as 2027-03-31.")


class TargetForm(FormSchema):
    """Which edition to go over to, and for whom."""

    class Meta:
        # What else an address or the form holds is read by itself.
        unknown = EXCLUDE

    edition = fields.String(
        validate=validate.Regexp(r"[0-9a-f]{64}\Z"), load_default=None
    )
    cohort = fields.UUID(load_default=None)


class DecisionForm(FormSchema):
    """What was decided on beneath a preview."""

    edition = fields.String(required=True)
    cohort = fields.UUID(load_default=None)
    token = fields.String(required=True)
    choice = OneOf(CHOICES, _CHOOSE)
    top_up_by = fields.Date(load_default=None, error_messages={"invalid": _WRITE_DAY})
    reason = Line(_SAY_WHY, most=MOST_REASON)


class ApplyForm(DecisionForm):
    """What the confirmation hands on, all of it hidden, to be carried out."""

    op = Operation()


@bp.get("")
@administrator
def list_courses() -> ResponseReturnValue:
    """Choose the course whose rule shall change."""
    courses = get_site().catalogue.courses
    return render_template("pages/rule_courses.html", courses=courses.values())


@bp.get("/<course_key>")
@administrator
def choose(course_key: str) -> ResponseReturnValue:
    """Choose the edition and whom it concerns, and see what was changed before."""
    session = get_database().session
    found = known_editions(session, course_key)
    held = held_editions(session, course_key)
    return render_template(
        "pages/rule_choose.html",
        course=found[0],
        editions=options({each.digest: _edition_words(each) for each in found}),
        today=found[0].digest,
        held=[
            (_edition_words(each), held[each.digest])
            for each in found
            if each.digest in held
        ],
        cohorts=options(
            {
                str(size.cohort.uuid): size.cohort.title
                for size in cohorts.list_cohorts(session, asker(), limit=MOST_COHORTS)
                if size.cohort.course_key == course_key
            }
        ),
        changes=[
            (each, _name(session, each), rule_words.choice_word(each.choice))
            for each in rule_changes.rule_changes_of(session, course_key)
        ],
    )


@bp.get("/<course_key>/preview")
@administrator
def preview(course_key: str) -> ResponseReturnValue:
    """Both rules side by side, and what the new one makes of whom. Nothing changes."""
    session = get_database().session
    target = _target(session, course_key, request.args.to_dict())
    return _show_preview(session, target, Form())


@bp.post("/<course_key>/confirmation")
@administrator
def confirm(course_key: str) -> ResponseReturnValue:
    """Show once more what was chosen, before it is done. Nothing changes yet."""
    with dry_run() as session:
        target = _target(session, course_key, request.form.to_dict())
        form = _with_day(read_form(DecisionForm()))
        if form.errors:
            return _show_preview(session, target, form), 422
        found = rule_changes.preview_rule_change(
            session, target.to, target.scope, now=now()
        )
        if found.token != form.data["token"]:
            page = _show_preview(session, target, form, stale=True)
            return page, 409
        decision = _decision(form)
        return render_template(
            "pages/rule_confirm.html",
            course=target.to,
            cohort=target.cohort,
            edition=_edition_words(target.to),
            choice=rule_words.choice_word(decision.choice, decision.top_up_by),
            reason=decision.reason,
            effects=rule_words.effect_rows(found.totals, decision.choice),
            cohorts=found.cohorts,
            back=_preview_address(target),
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
    target = _target(database.session, course_key, request.form.to_dict())
    try:
        change, _is_new = rule_changes.apply_rule_change(
            database.session,
            target.to,
            target.scope,
            _decision(form),
            op=form.data["op"],
            token=form.data["token"],
            letters=rule_change_letters(get_site().settings.public_url),
            now=now(),
            office=get_site().office,
            by=asker(),
        )
    except StalePreview:
        with dry_run() as session:
            target = _target(session, course_key, request.form.to_dict())
            page = _show_preview(session, target, form, stale=True)
        return page, 409
    database.commit()
    return redirect(f"/rule-changes/{course_key}/{change.uuid}", 303)


@bp.get("/<course_key>/<uuid:change>")
@administrator
def show_change(course_key: str, change: UUID) -> ResponseReturnValue:
    """One change as it stays on the record: what, by whom, why, and for whom."""
    session = get_database().session
    found = rule_changes.find_rule_change(session, course_key, change) or abort(404)
    to = edition_named(session, course_key, found.to_edition.digest)
    asked = top_ups.top_ups_in(session, found)
    names = known_learners(session, asked)
    return render_template(
        "pages/rule_change.html",
        change=found,
        course=to,
        by=_name(session, found),
        edition=_edition_words(to),
        choice=rule_words.choice_word(found.choice, found.top_up_by),
        effects=rule_words.effect_rows(found.outcome["totals"], found.choice),
        compared=found.outcome["totals"]["compared"],
        cohorts=found.outcome["cohorts"],
        asked=[
            (names[each.enrolment].name, each, names[each.enrolment].cohort)
            for each in asked
        ],
    )


def _target(session: Session, course_key: str, values: dict[str, str]) -> Target:
    try:
        named: dict[str, Any] = TargetForm().load(values)
    except ValidationError:
        abort(404)
    return find_target(session, course_key, named["edition"], named["cohort"])


def _with_day(form: Form) -> Form:
    """The form, with what only both fields together tell."""
    if form.errors:
        return form
    if form.data["choice"] != "top-up":
        # A day that was typed before another choice is left aside.
        return Form(form.values, {**form.data, "top_up_by": None})
    today = now().astimezone(get_site().office.zone).date()
    if form.data["top_up_by"] is None or form.data["top_up_by"] <= today:
        return form.refused("top_up_by", said(NoTopUpDate()))
    return form


def _decision(form: Form) -> Decision:
    sent = form.data
    return Decision(sent["choice"], sent["reason"], sent["top_up_by"])


def _show_preview(
    session: Session, target: Target, form: Form, *, stale: bool = False
) -> str:
    found = rule_changes.preview_rule_change(
        session, target.to, target.scope, now=now()
    )
    shown = [each for rows in found.shown.values() for each in rows]
    known = known_learners(session, shown)
    held = held_editions(session, target.scope.course_key, target.scope.cohort_id)
    old = [
        edition_named(session, target.scope.course_key, digest)
        for digest in held
        if digest != target.to.digest
    ]
    return render_template(
        "pages/rule_preview.html",
        stale=stale,
        form=form,
        course=target.to,
        cohort=target.cohort,
        edition=_edition_words(target.to),
        comparisons=[
            (
                _edition_words(each),
                held[each.digest],
                rule_words.compare_courses(each, target.to),
            )
            for each in old
        ],
        totals=rule_words.total_rows(found.totals),
        lists=[
            (
                rule_words.group_word(group),
                found.totals[group],
                rule_words.listing(found.shown[group], known),
                _list_address(target, group),
            )
            for group in GROUPS
            if found.totals[group]
        ],
        most_shown=SHOWN,
        cohorts=found.cohorts,
        choices=rule_words.choice_options(),
        hidden={
            "edition": found.to_edition,
            "cohort": found.cohort or "",
            "token": found.token,
        },
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


def _asked_of(target: Target) -> dict[str, str]:
    cohort = {"cohort": str(target.scope.cohort)} if target.scope.cohort else {}
    return {"edition": target.to.digest, **cohort}


def _preview_address(target: Target) -> str:
    asked = urlencode(_asked_of(target))
    return f"/rule-changes/{target.scope.course_key}/preview?{asked}"


def _list_address(target: Target, group: str) -> str:
    asked = urlencode({**_asked_of(target), "group": group})
    course = target.scope.course_key
    return f"/api/v1/courses/{course}/rule-change-lists.csv?{asked}"


def _edition_words(course: Course) -> str:
    words = rule_words.rule_summary(course)
    return f"{course.digest[:DIGEST_SHOWN]}: {words}"


def _name(session: Session, change: RuleChange) -> str:
    by = session.get(User, change.actor_id) if change.actor_id else None
    return by.name if by else _("The platform")
