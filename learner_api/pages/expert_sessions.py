"""Sessions with experts: when they are, and the forms that schedule and change them."""

from collections.abc import Callable
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from course import editions, expert_sessions
from course.errors import CourseError, OperationConflict
from course.models import Cohort, ExpertSession
from learner_api.addresses import sessions_address
from learner_api.auth import asker, signed_in, staff
from learner_api.calendar_words import zone_choices
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.entering import entered_or_404
from learner_api.forms import Form, new_operation, read_form
from learner_api.led_cohorts import led_cohort
from learner_api.run_calendars import asker_zone
from learner_api.telling import session_or_404, time_words
from learner_api.telling_forms import (
    BecauseForm,
    SlotChangeForm,
    SlotForm,
    slot_in,
    values_of_session,
)
from learner_api.translation import said

bp = Blueprint(
    "expert_sessions", __name__, url_prefix="/cohorts/<uuid:cohort>/sessions"
)


@bp.get("")
@signed_in
def show_sessions(cohort: UUID) -> str:
    """The sessions of a cohort, those to come first, by the reader's own clock."""
    told = entered_or_404(cohort)
    session = get_database().session
    rows = expert_sessions.sessions_of(session, [told.cohort.id])
    zone = asker_zone()
    shown = [
        (row, time_words(row, zone), _there(row) if row.zone != zone.key else None)
        for row in rows
    ]
    return render_template(
        "pages/sessions.html",
        cohort=told.cohort,
        course=editions.course_of(session, told.cohort.edition),
        is_led=told.is_led,
        coming=[each for each in shown if each[0].ends_at > now()],
        past=[each for each in reversed(shown) if each[0].ends_at <= now()],
    )


@bp.get("/new")
@staff
def ask_for_session(cohort: UUID) -> str:
    """The form that schedules a session."""
    values = {"op": new_operation(), "zone": asker_zone().key}
    return _form_page(led_cohort(cohort), None, Form(values))


@bp.post("/new")
@staff
def schedule(cohort: UUID) -> ResponseReturnValue:
    """Schedule a session. Sent twice, it is one."""
    found = led_cohort(cohort, for_update=True)
    form = read_form(SlotForm())

    def add() -> None:
        expert_sessions.schedule_session(
            get_database().session,
            found,
            slot_in(dict(form.data)),
            op=form.data["op"],
            now=now(),
            by=asker(),
        )

    return _done(found, None, form, add)


@bp.get("/<uuid:name>/edit")
@staff
def ask_for_change(cohort: UUID, name: UUID) -> str:
    """The form that changes a session, and the one that cancels it."""
    found = led_cohort(cohort)
    row = session_or_404(found, name)
    return _form_page(found, row, Form(_values(row)))


@bp.post("/<uuid:name>/edit")
@staff
def change(cohort: UUID, name: UUID) -> ResponseReturnValue:
    """Let a session take place otherwise. Sent twice, it is done once."""
    found = led_cohort(cohort, for_update=True)
    row = session_or_404(found, name)
    form = read_form(SlotChangeForm())

    def add() -> None:
        expert_sessions.change_session(
            get_database().session,
            row,
            slot_in(dict(form.data)),
            op=form.data["op"],
            reason=form.data["reason"],
            now=now(),
            by=asker(),
        )

    return _done(found, row, form, add)


@bp.post("/<uuid:name>/cancellation")
@staff
def cancel(cohort: UUID, name: UUID) -> ResponseReturnValue:
    """Cancel a session for good. Sent twice, it is done once."""
    found = led_cohort(cohort, for_update=True)
    row = session_or_404(found, name)
    form = read_form(BecauseForm())
    if form.errors:
        return _form_page(found, row, Form(_values(row)), form), 422
    database = get_database()
    try:
        expert_sessions.cancel_session(
            database.session, row, **form.data, now=now(), by=asker()
        )
    except CourseError as refusal:
        form = form.refused("", said(refusal))
        return _form_page(found, row, Form(_values(row)), form), 409
    database.commit()
    return redirect(sessions_address(cohort), 303)


def _done(
    cohort: Cohort, row: ExpertSession | None, form: Form, add: Callable[[], None]
) -> ResponseReturnValue:
    """What answers a form that adds a version, if nothing is wrong with it."""
    if form.errors:
        return _form_page(cohort, row, form), 422
    database = get_database()
    try:
        add()
    except CourseError as refusal:
        status = 409 if isinstance(refusal, OperationConflict) else 422
        return _form_page(cohort, row, form.refused("", said(refusal))), status
    here = sessions_address(cohort.uuid)
    database.commit()
    return redirect(here, 303)


def _form_page(
    cohort: Cohort, row: ExpertSession | None, form: Form, why: Form | None = None
) -> str:
    return render_template(
        "pages/session_form.html",
        cohort=cohort,
        row=row,
        form=form,
        why=why or Form({"op": new_operation()}),
        choices=zone_choices(),
    )


def _values(row: ExpertSession) -> dict[str, str]:
    zone = ZoneInfo(row.zone)
    starts, ends = (
        moment.astimezone(zone).isoformat() for moment in (row.starts_at, row.ends_at)
    )
    return {"op": new_operation(), **values_of_session(row, starts, ends)}


def _there(row: ExpertSession) -> str:
    return time_words(row, ZoneInfo(row.zone))
