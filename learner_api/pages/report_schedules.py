"""Reports of every month on pages: scheduled, their history, ended."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from course.errors import sentence
from course.exporting_errors import (
    CohortNeeded,
    NoReaders,
    PurposeNeeded,
    UnknownReaders,
)
from course.figures.faults import ImpossibleFilter
from course.models.report_schedule import LAST_DAY
from course.report_schedules import (
    MOST_READERS,
    end_schedule,
    history_of,
    list_schedules,
    readers_of,
)
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.export_forms import WantedForm, page_of_wanted
from learner_api.export_views import filled_in
from learner_api.export_words import (
    content_name,
    course_title,
    state_and_day,
)
from learner_api.figure_forms import read_question
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    Operation,
    new_operation,
    read_form,
)
from learner_api.public_names import public_name
from learner_api.schedule_views import have_scheduled, visible_schedule, waiting_for
from learner_api.translation import said

bp = Blueprint("report-schedules", __name__, url_prefix="/statistics/schedules")

SHOWN = 50
_SHOWN_IN_THE_FORM = (
    CohortNeeded,
    ImpossibleFilter,
    NoReaders,
    PurposeNeeded,
    UnknownReaders,
)
_FIELDS = {
    PurposeNeeded: "purpose",
    NoReaders: "readers",
    UnknownReaders: "readers",
    # The question was shown before: what is impossible is to measure this of it.
    ImpossibleFilter: "measure",
}


class ScheduleForm(WantedForm):
    """What is sent, when and to whom."""

    title = Line(sentence("Give the report a title."))
    day = fields.Integer(
        load_default=1,
        validate=validate.Range(
            min=1, max=LAST_DAY, error=sentence("Choose a day from 1 to 28.")
        ),
    )
    hour = fields.Integer(
        load_default=6,
        validate=validate.Range(
            min=0, max=23, error=sentence("Choose an hour from 0 to 23.")
        ),
    )
    readers = fields.String(
        required=True,
        error_messages={"required": sentence("Say to whom it is to be sent.")},
        validate=validate.Length(max=254 * (MOST_READERS + 1)),
    )


class EndForm(FormSchema):
    """Nothing but the name of the act."""

    op = Operation()


@bp.get("")
@staff
def show_list() -> ResponseReturnValue:
    """The reports of every month, and to whom they go."""
    session = get_database().session
    after = request.args.get("after")
    found = list_schedules(
        session,
        asker(),
        after=visible_schedule(public_name(after)) if after else None,
        limit=SHOWN + 1,
    )
    shown = found[:SHOWN]
    readers = readers_of(session, shown)
    last = shown[-1].uuid if len(found) > SHOWN else None
    return render_template(
        "pages/report_schedules.html",
        schedules=[
            (each, course_title(each.course_key), len(readers[each.id]))
            for each in shown
        ],
        first_url="/statistics/schedules" if after else None,
        next_url=f"/statistics/schedules?after={last}" if last else None,
    )


@bp.get("/new")
@staff
def show_form() -> ResponseReturnValue:
    """What is asked, in words; what to write of it, when, and to whom to send it."""
    return _show_form(Form({"op": new_operation(), "readers": asker().email}))


@bp.post("/new")
@staff
def ask() -> ResponseReturnValue:
    """Schedule it. What was typed is shown again where it cannot be."""
    form, question = read_form(ScheduleForm()), read_question(is_measured=True)
    if form.errors or question.errors:
        return _show_form(form)[0], 422
    database = get_database()
    try:
        made, _is_new = have_scheduled(
            filled_in(question, form), form.data["readers"].replace(",", " ").split()
        )
    except _SHOWN_IN_THE_FORM as refusal:
        database.session.rollback()
        field = _FIELDS.get(type(refusal), "")
        return _show_form(form.refused(field, said(refusal)))[0], 422
    database.commit()
    return redirect(f"/statistics/schedules/{made.uuid}", 303)


@bp.get("/<uuid:schedule>")
@staff
def show(schedule: UUID) -> ResponseReturnValue:
    """What is sent, when and to whom; and what was sent, month by month."""
    found, session = visible_schedule(schedule), get_database().session
    return render_template(
        "pages/report_schedule.html",
        schedule=found,
        what=content_name(found.content, found.asked),
        course=course_title(found.course_key),
        readers=readers_of(session, [found])[found.id],
        waiting=[
            (each.month, said(each.refusal) if each.refusal else None)
            for each in waiting_for(found)
        ],
        history=[
            (each, state_and_day(each.found, now()))
            for each in history_of(session, found)
        ],
        op=new_operation(),
    )


@bp.post("/<uuid:schedule>/end")
@staff
def end(schedule: UUID) -> ResponseReturnValue:
    """Send it no more."""
    database = get_database()
    found, form = visible_schedule(schedule), read_form(EndForm())
    if not form.errors:
        end_schedule(database.session, found, op=form.data["op"], now=now(), by=asker())
        database.commit()
    return redirect(f"/statistics/schedules/{schedule}", 303)


def _show_form(form: Form) -> tuple[str, int]:
    return page_of_wanted(
        "pages/report_schedule_new.html", form, read_question(is_measured=True)
    )
