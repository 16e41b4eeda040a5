"""Files of figures and of names: the record of them, a form, and a page for each."""

from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue

from course.errors import NotPermitted
from course.exporting import (
    RUNNING,
    WAITING,
    FoundExport,
    list_exports,
    question_of,
    require_reader,
)
from course.exporting_errors import (
    CohortNeeded,
    ExportDiffers,
    ExportDiskFull,
    NotSettled,
    PurposeNeeded,
)
from course.figures.faults import ImpossibleFilter
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.export_forms import WantedForm, page_of_wanted
from learner_api.export_jobs import have_export
from learner_api.export_views import (
    file_response,
    filled_in,
    manifest_response,
    visible_export,
    wanted_of,
)
from learner_api.export_words import (
    course_title,
    export_facts,
    export_state,
    name_of_export,
    state_and_day,
    why_refused,
)
from learner_api.figure_forms import read_question
from learner_api.figure_questions import same_question
from learner_api.forms import (
    Form,
    new_operation,
    read_form,
)
from learner_api.pages.jobs import LOOKS_AGAIN_AFTER
from learner_api.public_names import public_name
from learner_api.site import get_site
from learner_api.translation import said

bp = Blueprint("exports", __name__, url_prefix="/statistics/exports")

SHOWN = 50
_SHOWN_IN_THE_FORM = (
    CohortNeeded,
    ExportDiffers,
    ExportDiskFull,
    ImpossibleFilter,
    NotSettled,
    PurposeNeeded,
)
# The question was shown before: what is impossible is to measure this of it.
_FIELDS = {PurposeNeeded: "purpose", ImpossibleFilter: "measure"}


@bp.get("")
@staff
def show_list() -> ResponseReturnValue:
    """What was asked for, by whom and what for, the latest first."""
    after = request.args.get("after")
    found = list_exports(
        get_database().session,
        asker(),
        after=visible_export(public_name(after)) if after else None,
        limit=SHOWN + 1,
    )
    shown = found[:SHOWN]
    last = shown[-1].export.uuid if len(found) > SHOWN else None
    return render_template(
        "pages/exports.html",
        asker=asker(),
        rows=[_row(each) for each in shown],
        first_url="/statistics/exports" if after else None,
        next_url=f"/statistics/exports?after={last}" if last else None,
    )


@bp.get("/new")
@staff
def show_form() -> ResponseReturnValue:
    """What is asked, in words, and what is to be written of it."""
    return _show_form(Form({"op": new_operation()}))


@bp.post("/new")
@staff
def ask() -> ResponseReturnValue:
    """Have it written. What was typed is shown again where it cannot be."""
    form, question = read_form(WantedForm()), read_question(is_measured=True)
    if form.errors or question.errors:
        return _show_form(form)[0], 422
    database = get_database()
    try:
        found, _is_new = have_export(
            database,
            get_site().settings,
            wanted_of(filled_in(question, form)),
            op=form.data["op"],
            now=now(),
            by=asker(),
        )
    except _SHOWN_IN_THE_FORM as refusal:
        database.session.rollback()
        field = _FIELDS.get(type(refusal), "")
        return _show_form(form.refused(field, said(refusal)))[0], 422
    return redirect(f"/statistics/exports/{found.export.uuid}", 303)


@bp.get("/<uuid:export>")
@staff
def show(export: UUID) -> ResponseReturnValue:
    """How far it is; once it is written, what it holds and where to fetch it."""
    found = visible_export(export)
    state = found.state(now())
    page = make_response(
        render_template(
            "pages/export.html",
            found=found,
            state=state,
            tag_of_state=export_state(state),
            why=why_refused(found),
            facts=export_facts(found),
            manifest=found.export.file.manifest if found.export.file else None,
            may_fetch=_may_fetch(found),
            # A list that was handed over is asked for where it is shown.
            again=None
            if found.export.list_name
            else same_question(question_of(found.export)),
            name=name_of_export(found.export),
            course=course_title(found.export.course_key),
        )
    )
    if state in (WAITING, RUNNING):
        page.headers["Refresh"] = str(LOOKS_AGAIN_AFTER)
    return page


@bp.get("/<uuid:export>/file")
@staff
def download(export: UUID) -> Response:
    """The file as it was written."""
    return file_response(visible_export(export))


@bp.get("/<uuid:export>/manifest")
@staff
def download_manifest(export: UUID) -> Response:
    """What the file holds, for a program that checks it."""
    return manifest_response(visible_export(export))


def _show_form(form: Form) -> tuple[str, int]:
    return page_of_wanted(
        "pages/export_new.html", form, read_question(is_measured=True)
    )


def _may_fetch(found: FoundExport) -> bool:
    try:
        require_reader(get_database().session, asker(), found.export)
    except NotPermitted:
        return False
    return True


def _row(found: FoundExport) -> dict[str, Any]:
    export = found.export
    return {
        "export": export,
        "what": name_of_export(export),
        "course": course_title(export.course_key),
        "as_of": question_of(export).as_of,
        "state": state_and_day(found, now()),
        "tag": export_state(found.state(now())),
    }
