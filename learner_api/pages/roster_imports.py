"""The lists that were applied to a cohort: what they did, and taking them back."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from course import roster_history, roster_undo
from course.models import Cohort
from course.roster_errors import RosterUndoTooLate
from course.roster_history import AppliedRoster
from course.roster_listing import KINDS
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import Database, get_database
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    Operation,
    new_operation,
    read_form,
)
from learner_api.led_cohorts import led_cohort
from learner_api.letters import roster_letters
from learner_api.pages.roster_plans import ROWS_SHOWN, shown_row
from learner_api.roster_jobs import ask_to_undo, is_too_long_to_undo
from learner_api.roster_words import kept_words, kind_words
from learner_api.site import get_site
from learner_api.translation import said

bp = Blueprint("roster_imports", __name__, url_prefix="/cohorts/<uuid:cohort>/lists")


class UndoForm(FormSchema):
    """Why a list is taken back."""

    op = Operation()
    reason = Line("Write why. Whoever looks at the record later needs it.", most=500)


@bp.get("")
@staff
def show_lists(cohort: UUID) -> ResponseReturnValue:
    """Every list that was applied to the cohort, the latest first."""
    session = get_database().session
    found = led_cohort(cohort)
    return render_template(
        "pages/roster_imports.html",
        cohort=found,
        lists=[
            (each, sum(each.counts.values()))
            for each in roster_history.rosters_of(session, found)
        ],
        now=now(),
    )


@bp.get("/<uuid:op>")
@staff
def show_list(cohort: UUID, op: UUID) -> ResponseReturnValue:
    """What became of each row of a list that was applied, and the way back."""
    found, applied = _applied(cohort, op)
    return _show(found, applied, Form({"op": new_operation()}))


@bp.post("/<uuid:op>/undo")
@staff
def undo_list(cohort: UUID, op: UUID) -> ResponseReturnValue:
    """Take a list back. Sent twice, it is done once."""
    found, applied = _applied(cohort, op, for_update=True)
    form = read_form(UndoForm())
    if form.errors:
        return _show(found, applied, form), 422
    database = get_database()
    if is_too_long_to_undo(applied):
        return _have_undone(database, found, applied, form)
    try:
        roster_undo.undo_roster(
            database.session,
            applied.applied,
            op=form.data["op"],
            reason=form.data["reason"],
            letters=roster_letters(get_site().settings.public_url, asker()),
            now=now(),
            office=get_site().office,
            by=asker(),
        )
    except RosterUndoTooLate as refusal:
        return _show(found, applied, form.refused("", said(refusal))), 409
    database.commit()
    return redirect(f"/cohorts/{cohort}/lists/{op}", 303)


def _have_undone(
    database: Database, cohort: Cohort, applied: AppliedRoster, form: Form
) -> ResponseReturnValue:
    """Have a long list taken back, and look at how far it is."""
    job = ask_to_undo(
        database.session,
        cohort,
        applied,
        op=form.data["op"],
        reason=form.data["reason"],
        now=now(),
        by=asker(),
    )
    database.commit()
    return redirect(f"/jobs/{job.uuid}", 303)


def _applied(
    cohort: UUID, op: UUID, *, for_update: bool = False
) -> tuple[Cohort, AppliedRoster]:
    session = get_database().session
    found = led_cohort(cohort, for_update=for_update)
    return found, roster_history.find_roster(session, found, op) or abort(404)


def _show(cohort: Cohort, applied: AppliedRoster, form: Form) -> str:
    counts = applied.counts
    rows, titles = applied.rows, {cohort.key: cohort.title}
    text = request.args.get("part", "1")
    part = max(int(text) - 1, 0) if text.isdecimal() and len(text) < 7 else 0
    first = min(part, max(len(rows) - 1, 0) // ROWS_SHOWN) * ROWS_SHOWN
    until = applied.undoable_until
    undone = applied.undone
    return render_template(
        "pages/cohort_list.html",
        cohort=cohort,
        applied=applied,
        counts=[(kind_words(kind), counts[kind]) for kind in KINDS if kind in counts],
        rows=[shown_row(row, titles) for row in rows[first : first + ROWS_SHOWN]],
        first=first,
        found=len(rows),
        per_part=ROWS_SHOWN,
        address=lambda part: f"/cohorts/{cohort.uuid}/lists/{applied.uuid}?part={part}",
        until=until if until and until >= now() else None,
        undone=undone,
        kept=[
            (each["name"], each["email"], kept_words(each["reason"]))
            for each in (undone.outcome["kept"] if undone else ())
        ],
        form=form,
    )
