"""The door of a cohort as its trainers set it: who may come in, until when, and how."""

import io
import re
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from marshmallow import ValidationError, fields, validate

from course import calls, join_codes
from course.calls import APPLICATION, ASKS, INVITATION, OPEN, Terms
from course.errors import CourseError
from course.models import Call, Cohort
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.door_words import door_name, door_names
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    OneOf,
    Operation,
    new_operation,
    operation_or_new,
    read_form,
)
from learner_api.labels import options
from learner_api.led_cohorts import led_cohort
from learner_api.schemas.calls import LANGUAGE, MOST_DOMAINS, MOST_LANGUAGES, Domain
from learner_api.schemas.fields import Text
from learner_api.site import get_site
from learner_api.translation import said

bp = Blueprint("doors", __name__, url_prefix="/cohorts/<uuid:cohort>/door")


class Several(Line):
    """Several short words in one line, parted by commas or spaces."""

    def __init__(self, ask: str | None, one: Any, most: int) -> None:
        super().__init__(ask, most=2000)
        self._one, self._most = one, most

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        words = [each for each in re.split(r"[\s,;]+", text) if each]
        if len(words) > self._most:
            raise ValidationError("These are too many. Leave some out.")
        return tuple(self._one.deserialize(each) for each in words)


def _language(text: str) -> None:
    if not re.fullmatch(LANGUAGE, text):
        raise ValidationError("Write languages as en, fr or pt-BR.")


class DoorForm(FormSchema):
    """What the door says from now on."""

    op = Operation()
    door = OneOf((OPEN, APPLICATION), "Choose how people come in.")
    deadline = fields.Date(
        load_default=None,
        error_messages={
            "invalid": "Write the deadline as year-month-day, such as 2026-11-23."
        },
    )
    quota = fields.Integer(
        load_default=None,
        validate=validate.Range(min=1, max=100_000),
        error_messages={"invalid": "Write the number of places in figures."},
    )
    for_whom = Text(
        1000,
        lines=True,
        required=True,
        error_messages={"required": "Write whom the call is for."},
    )
    languages = Several(
        "Write the language of the run, such as en.",
        fields.String(validate=_language),
        MOST_LANGUAGES,
    )
    focal_point_name = Line("Write who answers questions.")
    focal_point_address = Line("Write how to reach them.", most=300)
    with_code = fields.Boolean(load_default=False, truthy={"yes"})
    domains = Several(None, Domain(), MOST_DOMAINS)
    asks_nomination = fields.Boolean(load_default=False, truthy={"yes"})
    asks_letter = fields.Boolean(load_default=False, truthy={"yes"})
    asks_release = fields.Boolean(load_default=False, truthy={"yes"})
    waiting_list = fields.Boolean(load_default=False, truthy={"yes"})


class ClosingForm(FormSchema):
    """Why the door is closed."""

    op = Operation()
    reason = Line("Write why. Whoever looks at the record later needs it.", most=500)


@bp.get("")
@staff
def show_door(cohort: UUID) -> ResponseReturnValue:
    """How people come into the cohort, its code, and the form that changes it."""
    session = get_database().session
    found = led_cohort(cohort)
    return _show(found, Form(_values(calls.call_of(session, found))))


@bp.post("")
@staff
def open_door(cohort: UUID) -> ResponseReturnValue:
    """Say from now on who may come in. What was said before stays on the record."""
    database = get_database()
    found = led_cohort(cohort, for_update=True)
    form = read_form(DoorForm())
    if form.errors:
        return _show(found, form), 422
    data = dict(form.data)
    asks = tuple(each for each in ASKS if data.pop(f"asks_{each}"))
    head = {name: data.pop(name) for name in ("op", "door", "deadline", "quota")}
    data["domains"] = data["domains"] or ()
    try:
        calls.open_door(
            database.session,
            found,
            **head,
            terms=Terms(**data, asks=asks),
            now=now(),
            by=asker(),
        )
        if data["with_code"] and not join_codes.code_of(database.session, found):
            join_codes.renew_code(
                database.session, found, op=head["op"], now=now(), by=asker()
            )
    except CourseError as refusal:
        return _show(found, form.refused("", said(refusal))), 422
    database.commit()
    return redirect(f"/cohorts/{cohort}/door", 303)


@bp.post("/closing")
@staff
def close_door(cohort: UUID) -> ResponseReturnValue:
    """Close the door: from now on people come in by invitation alone."""
    database = get_database()
    found = led_cohort(cohort, for_update=True)
    form = read_form(ClosingForm())
    held = _values(calls.call_of(database.session, found))
    if form.errors:
        return _show(found, Form({**held, **form.values}, {}, form.errors)), 422
    try:
        calls.close_door(database.session, found, **form.data, now=now(), by=asker())
    except CourseError as refusal:
        return _show(found, Form(held).refused("reason", said(refusal))), 422
    database.commit()
    return redirect(f"/cohorts/{cohort}/door", 303)


@bp.post("/code")
@staff
def renew_code(cohort: UUID) -> ResponseReturnValue:
    """Make a new join code; the old one opens nothing from now on."""
    database = get_database()
    found = led_cohort(cohort, for_update=True)
    join_codes.renew_code(
        database.session, found, op=operation_or_new(), now=now(), by=asker()
    )
    database.commit()
    return redirect(f"/cohorts/{cohort}/door#code", 303)


def _values(call: Call | None) -> dict[str, Any]:
    """The form as the door stands, or with what a new door usually says."""
    if call is None:
        return {
            "op": new_operation(),
            "door": OPEN,
            "with_code": "yes",
            "waiting_list": "yes",
            "languages": "en",
        }
    terms = calls.terms_of(call)
    return {
        "op": new_operation(),
        "door": call.door if call.door != INVITATION else OPEN,
        "deadline": call.deadline.isoformat() if call.deadline else "",
        "quota": call.quota or "",
        "for_whom": terms.for_whom,
        "languages": ", ".join(terms.languages),
        "focal_point_name": terms.focal_point_name,
        "focal_point_address": terms.focal_point_address,
        "domains": ", ".join(terms.domains),
        "with_code": "yes" if terms.with_code else "",
        "waiting_list": "yes" if terms.waiting_list else "",
        **{f"asks_{each}": "yes" if each in terms.asks else "" for each in ASKS},
    }


def _show(cohort: Cohort, form: Form) -> str:
    session = get_database().session
    versions = calls.versions_of(session, cohort)
    code = join_codes.code_of(session, cohort)
    address = f"{get_site().settings.public_url}/calls/{cohort.key}"
    link = f"{address}?code={code.code}" if code else address
    return render_template(
        "pages/door.html",
        cohort=cohort,
        call=versions[0][0] if versions else None,
        door=door_name(versions[0][0].door if versions else INVITATION),
        doors=options({door: door_names()[door] for door in (OPEN, APPLICATION)}),
        door_name=door_name,
        versions=versions,
        taken=calls.places_taken(session, cohort),
        code=code,
        address=address,
        link=link,
        drawing=_drawing(link),
        form=form,
        new_operation=new_operation,
    )


def _drawing(address: str) -> Markup:
    """The address as a QR code, drawn into the page."""
    import segno

    drawing = io.BytesIO()
    segno.make_qr(address, error="m").save(
        drawing, kind="svg", xmldecl=False, svgns=False, scale=4, light="#fff"
    )
    # Drawn here from an address of our own.
    return Markup(drawing.getvalue().decode())  # noqa: S704
