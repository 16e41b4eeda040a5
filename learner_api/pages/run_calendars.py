"""The calendar of a run, the form that sets its days, and one's own time zone."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from course import editions, run_calendar, zones
from course.errors import CourseError, OperationConflict, sentence
from course.models import Cohort
from course.rooms import own_enrolment
from course.run_calendar import ModuleWeek
from learner_api.auth import asker, signed_in, staff
from learner_api.calendar_words import pace_label, zone_choices
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
from learner_api.led_cohorts import led_cohort
from learner_api.run_calendars import (
    asker_zone,
    calendar_or_404,
    calendar_shown,
)
from learner_api.site import get_site
from learner_api.translation import said

bp = Blueprint("run_calendars", __name__)

_OPENS, _DUE = "opens-", "due-"


class Day(fields.Date):
    """A day of the calendar, which must be given."""

    def __init__(self) -> None:
        super().__init__(
            required=True,
            error_messages={
                "required": sentence("Choose a day."),
                "invalid": sentence(
                    "Write the day as year-month-day, such as 2026-11-23."
                ),
            },
        )


class CalendarForm(FormSchema):
    """The weeks of a run, and why they are set so. Each module has two days besides."""

    hidden = frozenset({"number"})

    op = Operation()
    number = fields.Integer(required=True, validate=validate.Range(min=0))
    reason = Line("Write why, such as a holiday. The record keeps it.", most=500)


class ZoneForm(FormSchema):
    """The zone to live by."""

    op = Operation()
    time_zone = OneOf(zones.zone_names(), "Choose your time zone.")


@bp.get("/cohorts/<uuid:cohort>/calendar")
@signed_in
def show_calendar(cohort: UUID) -> ResponseReturnValue:
    """When each module is begun and due, to learners of the run and to its staff."""
    shown = calendar_or_404(cohort)
    session = get_database().session
    is_learner = own_enrolment(session, shown.cohort, asker()) is not None
    return render_template(
        "pages/calendar.html",
        calendar=shown,
        course=editions.course_of(session, shown.cohort.edition),
        states={week.module: pace_label(week.state) for week in shown.weeks},
        is_learner=is_learner,
        is_staff=asker().is_staff and not is_learner,
    )


@bp.get("/cohorts/<uuid:cohort>/calendar/days")
@staff
def ask_for_days(cohort: UUID) -> ResponseReturnValue:
    """The form that sets the weeks of a run."""
    found = led_cohort(cohort)
    return _show_days(found, Form(_values(found)))


@bp.post("/cohorts/<uuid:cohort>/calendar/days")
@staff
def set_days(cohort: UUID) -> ResponseReturnValue:
    """Set the weeks of a run. Sent twice, it is done once."""
    database = get_database()
    found = led_cohort(cohort, for_update=True)
    form = read_form(_form_of(found))
    if form.errors:
        return _show_days(found, form), 422
    data = dict(form.data)
    weeks = [
        ModuleWeek(key, data.pop(_OPENS + key), data.pop(_DUE + key))
        for key in _titles(found)
    ]
    try:
        run_calendar.set_calendar(
            database.session, found, weeks, **data, now=now(), by=asker()
        )
    except CourseError as refusal:
        status = 409 if isinstance(refusal, OperationConflict) else 422
        return _show_days(found, form.refused("", said(refusal))), status
    database.commit()
    return redirect(f"/cohorts/{cohort}/calendar", 303)


@bp.get("/profile/time-zone")
@signed_in
def ask_for_zone() -> ResponseReturnValue:
    """The zone that the asker lives by, and the form that chooses another."""
    values = {"op": new_operation(), "time_zone": asker_zone().key}
    return _show_zone(Form(values))


@bp.post("/profile/time-zone")
@signed_in
def choose_zone() -> ResponseReturnValue:
    """Live by another zone from now on. Sent twice, it is done once."""
    form = read_form(ZoneForm())
    if form.errors:
        return _show_zone(form), 422
    database = get_database()
    op, zone = form.data["op"], form.data["time_zone"]
    zones.choose_zone(database.session, asker(), zone, op=op, now=now())
    database.commit()
    return redirect("/profile/saved", 303)


def _show_zone(form: Form) -> str:
    return render_template(
        "pages/time_zone.html",
        form=form,
        choices=zone_choices(),
        is_chosen=zones.chosen_zone(get_database().session, asker()) is not None,
        office=get_site().settings.zone.key,
    )


def _show_days(cohort: Cohort, form: Form) -> str:
    return render_template(
        "pages/calendar_days.html",
        cohort=cohort,
        calendar=calendar_shown(cohort),
        form=form,
        titles=_titles(cohort),
    )


def _form_of(cohort: Cohort) -> FormSchema:
    days: dict[str, Any] = {
        part + key: Day() for key in _titles(cohort) for part in (_OPENS, _DUE)
    }
    made: type[FormSchema] = type("DaysForm", (CalendarForm,), days)
    return made()


def _titles(cohort: Cohort) -> dict[str, str]:
    course = editions.course_of(get_database().session, cohort.edition)
    return {module.key: module.title for module in course.modules}


def _values(cohort: Cohort) -> dict[str, str]:
    held = run_calendar.held_calendar(get_database().session, cohort)
    values = {"op": new_operation(), "number": str(held.number)}
    for week in held.weeks:
        values[_OPENS + week.module] = week.opens_on.isoformat()
        values[_DUE + week.module] = week.due_on.isoformat()
    return values
