"""Lists of learners, step by step: sent, its columns named, looked at, said yes to."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge

from course import roster, roster_history
from course.errors import CourseError
from course.models import Cohort, RosterPlan
from course.roster_columns import FIELDS, Columns
from course.roster_errors import (
    RosterChoiceInvalid,
    RosterColumnsNeeded,
    RosterReasonNeeded,
    StaleRosterPlan,
    UnreadableRoster,
)
from course.roster_listing import KINDS, Plan
from course.roster_tables import LARGEST, MOST_ROWS, RosterTable, read_table, read_text
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.forms import Form, new_operation, operation_or_new, showable
from learner_api.labels import options
from learner_api.letters import roster_letters
from learner_api.pages.cohorts import find_cohort
from learner_api.regrades import dry_run
from learner_api.roster_reading import MOST_SENT, country_codes
from learner_api.roster_words import field_names, kind_tag, kind_words, reason_words
from learner_api.site import get_site
from learner_api.translation import gettext as _
from learner_api.translation import said
from learner_api.uploads import takes_up_to

bp = Blueprint("rosters", __name__, url_prefix="/cohorts/<uuid:cohort>")

ROWS_SHOWN = 100
# More learners than this are dropped all together or not at all.
TICKED_MOST = 200
# How much of a list is shown while its columns are named.
SAMPLE_ROWS, SAMPLE_LETTERS = 6, 60
REPEATED_MOST = 400_000


@bp.get("/learners")
@staff
def ask_for_list(cohort: UUID) -> ResponseReturnValue:
    """The form that takes a list of learners, pasted or uploaded."""
    return _show_form(_found(cohort), Form({"op": new_operation()}))


@bp.post("/learners")
@staff
@takes_up_to(MOST_SENT)
def keep_list(cohort: UUID) -> ResponseReturnValue:
    """Keep a list to be planned. Nothing is done with it yet."""
    found = _found(cohort)
    try:
        typed = request.form.get("list", "")
    except RequestEntityTooLarge:
        words = _("The file is larger than 5 MB. Send it in parts.")
        form = Form({"op": new_operation()})
        return _show_form(found, form.refused("file", words)), 422
    op = operation_or_new()
    is_whole = request.form.get("is_whole") == "yes"
    form = Form({"op": str(op), "is_whole": is_whole})
    if len(typed) <= REPEATED_MOST:
        form = Form({**form.values, "list": showable(typed)})
    upload = request.files.get("file")
    has_file = upload is not None and bool(upload.filename)
    if has_file and typed.strip():
        words = _("Send either a file or a pasted list. Nothing was done with either.")
        return _show_form(found, form.refused("list", words)), 422
    try:
        table = (
            read_table(upload.stream.read(LARGEST + 1), upload.filename or "")
            if upload is not None and has_file
            else read_text(typed)
        )
    except UnreadableRoster as refusal:
        field = "file" if has_file else "list"
        return _show_form(found, form.refused(field, said(refusal))), 422
    database = get_database()
    roster.keep_roster(
        database.session,
        found,
        table,
        op=op,
        file_name=showable(upload.filename or "") if upload is not None else "",
        is_whole=is_whole,
        now=now(),
        by=asker(),
    )
    database.commit()
    return redirect(f"/cohorts/{cohort}/plans/{op}", 303)


@bp.get("/plans/<uuid:plan>/columns")
@staff
def ask_for_columns(cohort: UUID, plan: UUID) -> ResponseReturnValue:
    """The first rows of a list, and what each of its columns holds."""
    found, kept = _kept(cohort, plan)
    columns = (
        Columns.from_data(kept.columns)
        if kept.columns
        else roster.reading_of(kept).columns
    )
    held = {str(at): field for field, at in columns.places.items()}
    values = {f"column-{at}": field for at, field in held.items()}
    return _show_columns(found, kept, Form({**values, "heading": columns.heading}))


@bp.post("/plans/<uuid:plan>/columns")
@staff
def name_columns(cohort: UUID, plan: UUID) -> ResponseReturnValue:
    """Keep what each column holds, and plan by it."""
    found, kept = _kept(cohort, plan)
    form = Form(request.form.to_dict())
    places: dict[str, int] = {}
    for at in range(RosterTable.from_data(kept.content).width):
        field = form.values.get(f"column-{at}", "")
        if field in places:
            words = _("Choose each of the fields for one column only.")
            form = form.refused(f"column-{at}", words)
        elif field in FIELDS:
            places[field] = at
    heading = form.values.get("heading", "")
    if not heading.isascii() or not heading.isdecimal() or len(heading) > 6:
        words = _("Write the number of the row, or 0 where there are no headings.")
        form = form.refused("heading", words)
    if not form.errors:
        try:
            roster.choose_columns(kept, Columns(places, int(heading)))
        except RosterColumnsNeeded as refusal:
            form = form.refused("column-0", said(refusal))
    if form.errors:
        return _show_columns(found, kept, form), 422
    get_database().commit()
    return redirect(f"/cohorts/{cohort}/plans/{plan}", 303)


@bp.get("/plans/<uuid:plan>")
@staff
def show_plan(cohort: UUID, plan: UUID) -> ResponseReturnValue:
    """What the list would do, row by row. Nothing was done yet."""
    session = get_database().session
    found = _found(cohort)
    kept = roster.find_plan(session, found, plan, asker())
    if kept is None:
        if roster_history.find_roster(session, found, plan) is None:
            abort(404)
        return redirect(f"/cohorts/{cohort}/lists/{plan}", 303)
    if kept.columns is None:
        return redirect(f"/cohorts/{cohort}/plans/{plan}/columns", 303)
    return _show_plan(session, found, kept, Form())


@bp.post("/plans/<uuid:plan>")
@staff
def apply_list(cohort: UUID, plan: UUID) -> ResponseReturnValue:
    """Do what the plan says. A second click finds it done."""
    database = get_database()
    found = find_cohort(database.session, cohort)
    form = Form({**request.form.to_dict(), **_ticked()})
    try:
        done = roster.apply_roster(
            database.session,
            found,
            plan,
            _choices(database.session, found, plan),
            token=request.form.get("token", ""),
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


def _show_refused(
    cohort: UUID, op: UUID, form: Form, refusal: CourseError
) -> ResponseReturnValue:
    """The plan as it is now, and why what was sent was not done."""
    field = "reason" if isinstance(refusal, RosterReasonNeeded) else ""
    with dry_run() as session:
        found = find_cohort(session, cohort)
        kept = roster.find_plan(session, found, op, asker()) or abort(404)
        page = _show_plan(session, found, kept, form.refused(field, said(refusal)))
    return page, 409 if isinstance(refusal, StaleRosterPlan) else 422


def _ticked() -> dict[str, list[str]]:
    return {name: request.form.getlist(name) for name in ("taken", "drop")}


def _choices(session: Session, cohort: Cohort, op: UUID) -> roster.Choices:
    """What was ticked beneath the plan; what is no name of anything is passed over."""
    drops = {_uuid(text) for text in request.form.getlist("drop")}
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


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _found(cohort: UUID) -> Cohort:
    return find_cohort(get_database().session, cohort)


def _kept(cohort: UUID, op: UUID) -> tuple[Cohort, RosterPlan]:
    session = get_database().session
    found = find_cohort(session, cohort)
    return found, roster.find_plan(session, found, op, asker()) or abort(404)


def _plan(session: Session, cohort: Cohort, kept: RosterPlan) -> Plan:
    return roster.plan_of(session, cohort, kept, countries=country_codes(), by=asker())


def _show_form(cohort: Cohort, form: Form) -> str:
    return render_template(
        "pages/cohort_learners.html",
        cohort=cohort,
        form=form,
        most_rows=f"{MOST_ROWS:,}",
    )


def _show_columns(cohort: Cohort, kept: RosterPlan, form: Form) -> str:
    table = RosterTable.from_data(kept.content)
    heading = str(form.values.get("heading", "0"))
    titles = next((row for row in table.rows if str(row.number) == heading), None)
    return render_template(
        "pages/roster_columns.html",
        cohort=cohort,
        kept=kept,
        form=form,
        fields=options(field_names()),
        columns=[
            titles.cells[at] if titles and at < len(titles.cells) else ""
            for at in range(table.width)
        ],
        sample=[
            [row.number, *(_cut(_at(row.cells, at)) for at in range(table.width))]
            for row in table.rows[:SAMPLE_ROWS]
        ],
    )


def _at(cells: tuple[str, ...], at: int) -> str:
    return cells[at] if at < len(cells) else ""


def _cut(text: str) -> str:
    return text if len(text) <= SAMPLE_LETTERS else f"{text[:SAMPLE_LETTERS]}…"


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
