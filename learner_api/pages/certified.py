"""The register, for administrators: who was certified on a day, as known on another."""

from datetime import UTC, date, datetime
from itertools import islice
from typing import Any
from urllib.parse import urlencode

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
from course.models.export import CERTIFIED_LIST
from course.names_taken import certified_list
from course.outline import Course
from learner_api.auth import administrator, asker
from learner_api.database import get_database
from learner_api.export_words import list_name
from learner_api.forms import Form, FormSchema
from learner_api.labels import options
from learner_api.register import register_file, register_query
from learner_api.schemas.fields import Moment, already_past, utc
from learner_api.site import get_site
from learner_api.taking_names import read_taking, take_first, taking_page
from learner_api.translation import gettext as _
from learner_api.translation import long_date, long_moment

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
    course, query = _asked(form)
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
        file_url=f"/certified/file?{_same_question(course, query)}",
    )


@bp.get("/file")
@administrator
def show_file() -> ResponseReturnValue:
    """What the file of everybody holds, and the question what it is needed for."""
    return _show_file(Form())


@bp.post("/file")
@administrator
def take_file() -> ResponseReturnValue:
    """Everybody by name, as a file, once it is on record what for."""
    form = read_taking()
    if form.errors:
        return _show_file(form), 422
    course, query = _asked(_good_query())
    suffix = form.data["format"]
    take_first(certified_list(query, course, suffix), form)
    return register_file(query, suffix)


def _show_file(form: Form) -> str:
    course, query = _asked(_good_query())
    session = get_database().session
    facts = [
        (_("What it holds"), list_name(CERTIFIED_LIST)),
        (_("Course"), get_site().catalogue.courses[course].title),
        *((_("Cohort"), each) for each in _cohort_title(query)),
        (_("On the day"), long_date(query.day)),
        (_("As it was known on"), long_moment(query.as_known_on)),
        (_("Rows"), str(certified_count(session, query))),
    ]
    trail = [(_("Rules"), "/rule-changes"), (_("Who was certified"), "/certified")]
    back = f"/certified?{_same_question(course, query)}"
    return taking_page(form, facts, trail=trail, back=back)


def _cohort_title(query: CertifiedQuery) -> list[str]:
    if query.cohort is None:
        return []
    found = cohorts.find_cohort(get_database().session, asker(), query.cohort)
    return [found.title] if found else []


def _good_query() -> Form:
    """The question of the address; one that means nothing is 404."""
    form = _read_query()
    if form.errors:
        abort(404)
    return form


def _asked(form: Form) -> tuple[str, CertifiedQuery]:
    """The course that is asked about, and the question."""
    courses = get_site().catalogue.courses
    course = form.data["course"] or next(iter(courses))
    if course not in courses:
        abort(404)
    query = register_query(
        get_database().session,
        course,
        on=form.data["on"],
        as_known_on=form.data["as_known_on"],
        cohort=form.data["cohort"],
    )
    return course, query


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


def _same_question(course: str, query: CertifiedQuery) -> str:
    """The same question as an address asks it, its day and its moment fixed."""
    cohort = {"cohort": str(query.cohort)} if query.cohort else {}
    return urlencode(
        {
            "course": course,
            "on": query.day.isoformat(),
            "as_known_on": utc(query.as_known_on),
            **cohort,
        }
    )


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
