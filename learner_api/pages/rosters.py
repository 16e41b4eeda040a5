"""Lists of learners as they are sent, and what each of their columns holds."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from course import roster
from course.models import Cohort, RosterPlan
from course.roster_columns import FIELDS, Columns
from course.roster_errors import RosterColumnsNeeded, UnreadableRoster
from course.roster_tables import LARGEST, MOST_ROWS, RosterTable, read_table, read_text
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.forms import Form, new_operation, operation_or_new
from learner_api.labels import options
from learner_api.led_cohorts import led_cohort
from learner_api.roster_reading import MOST_SENT
from learner_api.roster_words import field_names
from learner_api.showing import showable
from learner_api.translation import gettext as _
from learner_api.translation import said
from learner_api.uploads import takes_up_to

bp = Blueprint("rosters", __name__, url_prefix="/cohorts/<uuid:cohort>")

# How much of a list is shown while its columns are named.
SAMPLE_ROWS, SAMPLE_LETTERS = 6, 60
REPEATED_MOST = 400_000


@bp.get("/learners")
@staff
def ask_for_list(cohort: UUID) -> ResponseReturnValue:
    """The form that takes a list of learners, pasted or uploaded."""
    return _show_form(led_cohort(cohort), Form({"op": new_operation()}))


@bp.post("/learners")
@staff
@takes_up_to(MOST_SENT)
def keep_list(cohort: UUID) -> ResponseReturnValue:
    """Keep a list to be planned. Nothing is done with it yet."""
    found = led_cohort(cohort)
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


def _kept(cohort: UUID, op: UUID) -> tuple[Cohort, RosterPlan]:
    session = get_database().session
    found = led_cohort(cohort)
    return found, roster.find_plan(session, found, op, asker()) or abort(404)


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
