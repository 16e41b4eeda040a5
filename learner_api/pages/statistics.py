"""Completion figures on the screen, and the files of exactly the same question."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError, fields
from sqlalchemy.orm import Session

from course import cohorts
from course.models import Cohort
from course.statistics import (
    BREAKDOWNS,
    CompletionCount,
    CompletionQuery,
    completion_counts,
    completion_total,
)
from learner_api.addresses import item_statistics_address
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.downloads import completions_file
from learner_api.forms import Form, FormSchema, OneOf
from learner_api.labels import options
from learner_api.schemas.fields import Moment, already_past
from learner_api.site import get_site
from learner_api.staff_labels import breakdown_names, group_name
from learner_api.translation import gettext as _

bp = Blueprint("statistics", __name__, url_prefix="/statistics")

MOST_COHORTS = 1000

_WRITE_MOMENT = "Write the moment as date and time, such as 2026-11-23 14:00."


class FiguresForm(FormSchema):
    """What is asked: which course, counted by what, which cohort, as of when."""

    course = fields.String(load_default=None)
    by = OneOf(BREAKDOWNS)
    cohort = fields.UUID(load_default=None)
    as_of = Moment(
        default_timezone=UTC,
        load_default=None,
        validate=already_past,
        error_messages={"invalid": _WRITE_MOMENT},
    )


@bp.get("")
@staff
def show_figures() -> ResponseReturnValue:
    """How many enrolled, started and completed, by one breakdown, as of a moment."""
    form = _read_query()
    session = get_database().session
    led = _cohorts(session)
    if form.errors:
        return _show(form, led), 422
    query, by = _query(session, form), form.data["by"] or BREAKDOWNS[0]
    titles = {cohort.key: cohort.title for cohort in led}
    counts = completion_counts(session, asker(), query, by)
    total = completion_total(session, asker(), query)
    asked = _address_of(query)
    return _show(
        form,
        led,
        query=query,
        by=by,
        rows=_rows(counts, by, titles),
        total=(_("All"), *_cells(total)),
        quizzes=_quizzes(query),
        counts_query=urlencode({**asked, "by": by}),
        rows_query=urlencode(asked),
    )


@bp.get("/completions.<suffix>")
@staff
def download(suffix: str) -> ResponseReturnValue:
    """The same question as a file: counts where ``by`` is given, else named rows."""
    form = _read_query()
    if form.errors:
        raise ValidationError(
            {name: [message] for name, message in form.errors.items()}
        )
    query = _query(get_database().session, form)
    return completions_file(asker(), query, form.data["by"], suffix)


def share(part: int, whole: int) -> int:
    """A share in whole per cent, rounded down so that 100 means all of them."""
    return part * 100 // whole if whole else 0


def _rows(
    counts: list[CompletionCount], by: str, titles: dict[str, str]
) -> list[tuple[object, ...]]:
    """The groups in words and by their words, the unnamed group last."""
    named = [(group_name(by, one.group, titles), one) for one in counts]
    named.sort(key=lambda each: (each[1].group is None, each[0].casefold()))
    return [(name, *_cells(one)) for name, one in named]


def _cells(count: CompletionCount) -> tuple[object, ...]:
    return (
        count.enrolled,
        count.started,
        count.completed,
        f"{share(count.completed, count.enrolled)} %",
        count.certified,
    )


def _read_query() -> Form:
    """The question as the address asks it; a moment without a zone is in UTC."""
    values = request.args.to_dict()
    try:
        data: dict[str, Any] = FiguresForm().load(values)
    except ValidationError as error:
        known = {name: _(messages[0]) for name, messages in error.messages_dict.items()}
        if "cohort" in known or known.keys() - FiguresForm().fields.keys():
            abort(404)
        return Form(values, errors=known)
    return Form(values, data)


def _query(session: Session, form: Form) -> CompletionQuery:
    """The question, if the asker may ask it; somebody else's cohort is not there."""
    courses = get_site().catalogue.courses
    course = form.data["course"] or next(iter(courses))
    cohort: UUID | None = form.data["cohort"]
    if course not in courses:
        abort(404)
    if cohort and cohorts.find_cohort(session, asker(), cohort) is None:
        abort(404)
    return CompletionQuery(course, form.data["as_of"] or now(), cohort)


def _address_of(query: CompletionQuery) -> dict[str, str]:
    """The question as an address asks it, its moment fixed."""
    cohort = {"cohort": str(query.cohort)} if query.cohort else {}
    moment = query.as_of.isoformat().replace("+00:00", "Z")
    return {"course": query.course_key, **cohort, "as_of": moment}


def _quizzes(query: CompletionQuery) -> list[tuple[str, str]]:
    """The quizzes of the course, each with the page that tells of its questions."""
    course = get_site().catalogue.course(query.course_key)
    asked = f"?{urlencode({'cohort': query.cohort})}" if query.cohort else ""
    return [
        (title, f"{item_statistics_address(key)}{asked}")
        for key, title in course.quizzes()
    ]


def _cohorts(session: Session) -> list[Cohort]:
    sizes = cohorts.list_cohorts(session, asker(), limit=MOST_COHORTS)
    return [size.cohort for size in sizes]


def _show(form: Form, led: list[Cohort], **figures: Any) -> str:
    courses = get_site().catalogue.courses
    as_of: datetime | None = form.data.get("as_of")
    return render_template(
        "pages/statistics.html",
        asker=asker(),
        form=form,
        # A browser's own field for a moment takes it without a zone.
        shown_as_of=as_of.strftime("%Y-%m-%dT%H:%M")
        if as_of
        else form.values.get("as_of"),
        courses=options({one.key: one.title for one in courses.values()}),
        breakdowns=options(breakdown_names()),
        cohorts=options({str(one.uuid): one.title for one in led}),
        **figures,
    )
