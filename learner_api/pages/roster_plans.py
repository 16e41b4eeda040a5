"""What a list of learners would do: looked at row by row, and said yes to."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from course import roster, roster_history
from course.errors import CourseError
from course.models import Cohort, RosterPlan
from course.roster_errors import (
    RosterChoiceInvalid,
    RosterReasonNeeded,
    StaleRosterPlan,
)
from course.roster_listing import KINDS, Plan
from course.roster_tables import RosterTable
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import Database, get_database
from learner_api.forms import Form
from learner_api.led_cohorts import led_cohort
from learner_api.letters import roster_letters
from learner_api.public_names import public_name_or_none
from learner_api.regrades import dry_run
from learner_api.roster_jobs import ask_to_apply, is_too_long
from learner_api.roster_reading import country_codes
from learner_api.roster_words import kind_tag, kind_words, reason_words
from learner_api.showing import showable
from learner_api.site import get_site
from learner_api.translation import said

bp = Blueprint("roster_plans", __name__, url_prefix="/cohorts/<uuid:cohort>/plans")

ROWS_SHOWN = 100
# More learners than this are dropped all together or not at all.
TICKED_MOST = 200


@bp.get("/<uuid:plan>")
@staff
def show_plan(cohort: UUID, plan: UUID) -> ResponseReturnValue:
    """What the list would do, row by row. Nothing was done yet."""
    session = get_database().session
    found = led_cohort(cohort)
    kept = roster.find_plan(session, found, plan, asker())
    if kept is None:
        if roster_history.find_roster(session, found, plan) is None:
            abort(404)
        return redirect(f"/cohorts/{cohort}/lists/{plan}", 303)
    if kept.columns is None:
        return redirect(f"/cohorts/{cohort}/plans/{plan}/columns", 303)
    return _show_plan(session, found, kept, Form())


@bp.post("/<uuid:plan>")
@staff
def apply_list(cohort: UUID, plan: UUID) -> ResponseReturnValue:
    """Do what the plan says, or have it done. A second click finds it done."""
    with dry_run() as session:
        choices = _choices(session, led_cohort(cohort), plan)
    database = get_database()
    found = led_cohort(cohort)
    form = Form({**request.form.to_dict(), **_ticked()})
    kept = roster.find_plan(database.session, found, plan, asker())
    token = request.form.get("token", "")
    try:
        if kept is not None and is_too_long(kept, choices):
            return _have_applied(database, found, kept, choices, token)
        done = roster.apply_roster(
            database.session,
            found,
            plan,
            choices,
            token=token,
            countries=country_codes(),
            letters=roster_letters(get_site().settings.public_url, asker()),
            now=now(),
            office=get_site().office,
            by=asker(),
        )
    except (StaleRosterPlan, RosterReasonNeeded, RosterChoiceInvalid) as refusal:
        return _show_refused(cohort, plan, form, refusal)
    if done is None:
        abort(404)
    database.commit()
    return redirect(f"/cohorts/{cohort}/lists/{plan}", 303)


def _have_applied(
    database: Database,
    cohort: Cohort,
    kept: RosterPlan,
    choices: roster.Choices,
    token: str,
) -> ResponseReturnValue:
    """Have a long list applied, and look at how far it is."""
    roster.require_reason(choices)
    job = ask_to_apply(
        database.session, cohort, kept, choices, token, now=now(), by=asker()
    )
    database.commit()
    return redirect(f"/jobs/{job.uuid}", 303)


def _show_refused(
    cohort: UUID, op: UUID, form: Form, refusal: CourseError
) -> ResponseReturnValue:
    """The plan as it is now, and why what was sent was not done."""
    field = "reason" if isinstance(refusal, RosterReasonNeeded) else ""
    with dry_run() as session:
        found = led_cohort(cohort)
        kept = roster.find_plan(session, found, op, asker()) or abort(404)
        page = _show_plan(session, found, kept, form.refused(field, said(refusal)))
    return page, 409 if isinstance(refusal, StaleRosterPlan) else 422


def _ticked() -> dict[str, list[str]]:
    return {name: request.form.getlist(name) for name in ("taken", "drop")}


def _choices(session: Session, cohort: Cohort, op: UUID) -> roster.Choices:
    """What was ticked beneath the plan; what is no name of anything is passed over."""
    drops = {public_name_or_none(text) for text in request.form.getlist("drop")}
    if request.form.get("all_drops") == "yes":
        drops |= _all_drops(session, cohort, op)
    taken = [text for text in request.form.getlist("taken") if text.isdecimal()]
    return roster.Choices(
        frozenset(each for each in drops if each is not None),
        frozenset(int(text) for text in taken if len(text) < 8),
        " ".join(showable(request.form.get("reason", "")).split())[:500],
    )


def _all_drops(session: Session, cohort: Cohort, op: UUID) -> frozenset[UUID]:
    """Everybody whom the plan would drop, or did once it is applied."""
    kept = roster.find_plan(session, cohort, op, asker())
    if kept is None:
        return roster_history.dropped_by(session, cohort, op)
    return _plan(session, cohort, kept).drops


def _plan(session: Session, cohort: Cohort, kept: RosterPlan) -> Plan:
    return roster.plan_of(session, cohort, kept, countries=country_codes(), by=asker())


def _show_plan(session: Session, cohort: Cohort, kept: RosterPlan, form: Form) -> str:
    plan = _plan(session, cohort, kept)
    kind = request.args.get("kind", "")
    rows = [row for row in plan.rows if kind not in KINDS or row.kind == kind]
    first = min(_part() * ROWS_SHOWN, max(len(rows) - 1, 0)) // ROWS_SHOWN * ROWS_SHOWN
    titles = {cohort.key: cohort.title} | {p.key: p.title for p in plan.cohorts}
    part = rows[first : first + ROWS_SHOWN]
    drops = [row for row in plan.rows if row.kind == "drop"]
    return render_template(
        "pages/roster_plan.html",
        cohort=cohort,
        kept=kept,
        plan=plan,
        form=form,
        kind=kind if kind in KINDS else "",
        counts=[(each, kind_words(each), plan.counts[each]) for each in KINDS],
        rows=[shown_row(row.to_data(), titles) for row in part],
        first=first,
        found=len(rows),
        per_part=ROWS_SHOWN,
        address=lambda part: _part_address(cohort, kept, kind, part),
        doubtful=[
            (row, reason_words(row.to_data(), titles))
            for row in plan.rows
            if row.kind == "ambiguous"
        ][:TICKED_MOST],
        drops=drops if len(drops) <= TICKED_MOST else [],
        mapped=bool(kept.columns) and RosterTable.from_data(kept.content).width > 1,
    )


def shown_row(row: Mapping[str, Any], titles: Mapping[str, str]) -> tuple[Any, ...]:
    """A row of a plan as the table shows it; drops stand without a number."""
    return (
        row.get("number") or "–",
        kind_tag(row["kind"]),
        row["email"],
        row.get("name", ""),
        reason_words(row, titles),
        row.get("done"),
    )


def _part() -> int:
    text = request.args.get("part", "1")
    return max(int(text) - 1, 0) if text.isdecimal() and len(text) < 7 else 0


def _part_address(cohort: Cohort, kept: RosterPlan, kind: str, part: int) -> str:
    asked = urlencode({"kind": kind, "part": part})
    return f"/cohorts/{cohort.uuid}/plans/{kept.uuid}?{asked}#rows"
