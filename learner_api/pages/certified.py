"""The register, for administrators: who was certified on a day, as known on another."""

from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError, fields

from course import cohorts
from course.certified import (
    Certified,
    CertifiedQuery,
    certified_count,
    certified_rows,
)
from course.errors import sentence
from course.outline import Course
from learner_api.auth import administrator, asker
from learner_api.database import get_database
from learner_api.file_links import file_links
from learner_api.forms import Form, FormSchema
from learner_api.labels import options
from learner_api.register import register_query
from learner_api.schemas.fields import Moment, already_past
from learner_api.site import get_site
from learner_api.translation import gettext as _
from learner_api.translation import long_date

bp = Blueprint("certified", __name__, url_prefix="/certified")

SHOWN = 50
MOST_COHORTS = 1000
_WRITE_DAY = sentence("Write the day as year, month and day, such as 2026-12-31.")
_WRITE_MOMENT = sentence("Write the moment as date and time, such as 2026-11-23 14:00.")


class RegisterForm(FormSchema):
    """On which day, as known when, of which course and perhaps which cohort."""

    course = fields.String(load_default=None)
    cohort = fields.UUID(load_default=None)
    on = fields.Date(load_default=None, error_messages={"invalid": _WRITE_DAY})
    as_known_on = Moment(
        default_timezone=UTC,
        load_default=None,
        validate=already_past,
        error_messages={"invalid": _WRITE_MOMENT},
    )


@bp.get("")
@administrator
def show_register() -> ResponseReturnValue:
    """How many were certified, and the first of them by name."""
    form = _read_query()
    session = get_database().session
    if form.errors:
        return _show(form), 422
    courses = get_site().catalogue.courses
    course = form.data["course"] or next(iter(courses))
    if course not in courses:
        abort(404)
    query = register_query(
        session,
        course,
        on=form.data["on"],
        as_known_on=form.data["as_known_on"],
        cohort=form.data["cohort"],
    )
    return _show(
        form,
        query=query,
        course_title=courses[course].title,
        count=certified_count(session, query),
        rows=[
            _row(each, courses[course])
            for each in islice(certified_rows(session, query), SHOWN)
        ],
        most_shown=SHOWN,
        links=_files(query),
    )


def _read_query() -> Form:
    """The question as the address asks it; a moment without a zone is in UTC."""
    values = request.args.to_dict()
    try:
        data: dict[str, Any] = RegisterForm().load(values)
    except ValidationError as error:
        known = {name: _(messages[0]) for name, messages in error.messages_dict.items()}
        if not known.keys() <= {"on", "as_known_on"}:
            abort(404)
        return Form(values, errors=known)
    return Form(values, data)


def _row(held: Certified, course: Course) -> tuple[Any, ...]:
    """A certificate that held, in words; of a kind given no more, its name remains."""
    rule = course.awards.get(held.kind)
    until = date.fromisoformat(held.valid_until) if held.valid_until else None
    return (
        held.name,
        held.number,
        rule.title if rule else held.kind,
        long_date(date.fromisoformat(held.awarded_on)),
        long_date(until) if until else _("For ever"),
        held.run,
    )


def _files(query: CertifiedQuery) -> list[tuple[str, str]]:
    """The same question, its day and its moment fixed, as files."""
    cohort = {"cohort": str(query.cohort)} if query.cohort else {}
    asked = {
        "on": query.day.isoformat(),
        "as_known_on": query.as_known_on.isoformat().replace("+00:00", "Z"),
        **cohort,
    }
    return file_links(f"/api/v1/courses/{query.course_key}/certified", asked)


def _show(form: Form, **register: Any) -> str:
    courses = get_site().catalogue.courses
    known: datetime | None = form.data.get("as_known_on")
    sizes = cohorts.list_cohorts(get_database().session, asker(), limit=MOST_COHORTS)
    query = register.get("query")
    return render_template(
        "pages/certified.html",
        form=form,
        shown_day=query.day.isoformat() if query else form.values.get("on"),
        # A browser's own field for a moment takes it without a zone.
        shown_known=known.strftime("%Y-%m-%dT%H:%M")
        if known
        else form.values.get("as_known_on"),
        courses=options({one.key: one.title for one in courses.values()}),
        cohorts=options({str(one.cohort.uuid): one.cohort.title for one in sizes}),
        **register,
    )
