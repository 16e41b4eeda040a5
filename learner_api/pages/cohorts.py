"""Cohorts as trainers and administrators see them: all, a new one, one with its people.

What is done with the learners of a cohort is in ``cohort_learners``.
"""

import re
import unicodedata
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError, fields, validate, validates_schema
from sqlalchemy.orm import Session

from course import accounts, cohorts, editions
from course.errors import CohortKeyTaken, UnknownCourse, UnknownEdition, sentence
from course.models import Cohort
from course.models.cohort import MODES
from learner_api.auth import administrator, asker, staff
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
from learner_api.granted import accommodations_shown
from learner_api.labels import options
from learner_api.led_cohorts import led_cohort
from learner_api.public_names import public_name
from learner_api.site import get_site
from learner_api.staff_labels import mode_name, mode_names
from learner_api.standings import (
    SORTS,
    shown_standings,
    standing_row,
    state_counts,
)
from learner_api.translation import gettext as _
from learner_api.translation import said

bp = Blueprint("cohorts", __name__, url_prefix="/cohorts")

COHORTS_SHOWN = 50
LEARNERS_SHOWN = 100
MOST_LEARNERS = 10_000
LONGEST_KEY = 60

_KEY = r"[a-z0-9]+(-[a-z0-9]+)*\Z"


class NewCohortForm(FormSchema):
    """What is asked about a cohort that is to be made."""

    op = Operation()
    course = Line("Choose the course.")
    edition = Line()
    title = Line("Write what the cohort is called.")
    key = fields.String(
        load_default=None,
        validate=[
            validate.Length(
                max=LONGEST_KEY, error=sentence("Write at most {max} characters.")
            ),
            validate.Regexp(
                _KEY,
                error=sentence(
                    "Use small letters, digits and single hyphens between them."
                ),
            ),
        ],
    )
    mode = OneOf(MODES, "Choose how the cohort is given.")
    opens_on = fields.Date(
        required=True,
        error_messages={
            "required": sentence("Write the first day."),
            "invalid": "Write the first day as year-month-day, such as 2026-11-23.",
        },
    )
    closes_on = fields.Date(
        required=True,
        error_messages={
            "required": sentence("Write the last day."),
            "invalid": "Write the last day as year-month-day, such as 2026-12-18.",
        },
    )

    @validates_schema
    def check_dates(self, data: dict[str, Any], **_options: Any) -> None:
        if data["opens_on"] > data["closes_on"]:
            words = "The last day comes before the first. Change one of them."
            raise ValidationError(words, "closes_on")


class TrainerForm(FormSchema):
    """The address of somebody who shall lead the cohort."""

    email = Line("Write the trainer's e-mail address.", most=254)


@bp.get("")
@staff
def list_cohorts() -> ResponseReturnValue:
    """The cohorts that the asker leads, or all of them, newest first."""
    session = get_database().session
    after = request.args.get("after")
    last = led_cohort(public_name(after)).id if after else 0
    found = cohorts.list_cohorts(session, asker(), after=last, limit=COHORTS_SHOWN + 1)
    shown = found[:COHORTS_SHOWN]
    return render_template(
        "pages/cohorts.html",
        sizes=shown,
        validates=asker().is_administrator,
        mode_name=mode_name,
        is_first=not after,
        next_url=f"/cohorts?after={shown[-1].cohort.uuid}"
        if len(found) > len(shown)
        else None,
    )


@bp.get("/new")
@staff
def ask_for_cohort() -> ResponseReturnValue:
    """The form for a new cohort."""
    values = {"op": new_operation(), "mode": MODES[0]}
    return _show_new(Form(values))


@bp.post("/new")
@staff
def make_cohort() -> ResponseReturnValue:
    """Make a cohort, led by its maker when that is a trainer."""
    form = read_form(NewCohortForm())
    if form.errors:
        return _show_new(form), 422
    key = form.data["key"] or suggested_key(form.data["title"])
    if not key:
        words = "Write a key: the title has no letters from a to z to make one from."
        return _show_new(form.refused("key", words)), 422
    database = get_database()
    try:
        cohort = _create(database.session, form, key)
    except UnknownCourse:
        return _show_new(form.refused("course", "Choose the course.")), 422
    except UnknownEdition:
        words = "The course has no such edition. Choose another."
        return _show_new(form.refused("edition", words)), 422
    except CohortKeyTaken as error:
        return _show_new(form.refused("key", said(error)), key=key), 422
    database.commit()
    return redirect(f"/cohorts/{cohort.uuid}", 303)


@bp.get("/<uuid:cohort>")
@staff
def show_cohort(cohort: UUID) -> ResponseReturnValue:
    """Where each learner of a cohort stands and what blocks them."""
    return _show(led_cohort(cohort), Form())


@bp.post("/<uuid:cohort>/trainers")
@administrator
def add_trainer(cohort: UUID) -> ResponseReturnValue:
    """Let somebody lead the cohort."""
    database = get_database()
    found = led_cohort(cohort, for_update=True)
    form = read_form(TrainerForm())
    if form.errors:
        return _show(found, form), 422
    trainer = accounts.find_person(database.session, form.data["email"])
    if trainer is None or not trainer.is_staff or trainer.closed_at is not None:
        words = "No trainer has this address. Give the person that role first."
        return _show(found, form.refused("email", words)), 422
    cohorts.add_trainer(database.session, found, trainer)
    database.commit()
    return redirect(f"/cohorts/{cohort}", 303)


@bp.post("/<uuid:cohort>/trainers/<uuid:person>/removal")
@administrator
def remove_trainer(cohort: UUID, person: UUID) -> ResponseReturnValue:
    """Stop somebody from leading the cohort. Sent twice, it is done once."""
    database = get_database()
    found = led_cohort(cohort, for_update=True)
    for trainer in found.trainers:
        if trainer.uuid == person:
            cohorts.remove_trainer(database.session, found, trainer)
    database.commit()
    return redirect(f"/cohorts/{cohort}", 303)


def suggested_key(title: str) -> str:
    """A key made from a title: its plain letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower())
    return "-".join(words)[:LONGEST_KEY].strip("-")


def _create(session: Session, form: Form, key: str) -> Cohort:
    course = get_site().catalogue.course(form.data["course"])
    digest, op = form.data["edition"], form.data["op"]
    edition = (
        editions.find_course_edition(session, course.key, digest)
        if digest
        else editions.course_edition(session, course, now=now())
    )
    try:
        cohort, _made = cohorts.create_cohort(
            session,
            edition,
            op=op,
            key=key,
            title=form.data["title"],
            mode=form.data["mode"],
            opens_on=form.data["opens_on"],
            closes_on=form.data["closes_on"],
            now=now(),
            by=asker(),
        )
    except CohortKeyTaken:
        # A second click at the same instant lost the race to the first.
        made = cohorts.find_cohort(session, asker(), op)
        if made is None:
            raise
        return made
    return cohort


def _show(cohort: Cohort, form: Form) -> str:
    session = get_database().session
    state = request.args.get("state") or None
    sort = request.args.get("sort", SORTS[0])
    part = request.args.get("part", "1")
    standings = cohorts.cohort_progress(session, cohort, limit=MOST_LEARNERS)
    counts = state_counts(standings)
    if sort not in SORTS or not part.isdecimal():
        abort(404)
    shown = shown_standings(standings, state=state, sort=sort)
    first = (max(int(part[:6]), 1) - 1) * LEARNERS_SHOWN
    quizzes = get_site().catalogue.quizzes
    return render_template(
        "pages/cohort.html",
        cohort=cohort,
        course=editions.course_of(session, cohort.edition),
        mode_name=mode_name,
        counts=counts,
        total=len(standings),
        learners=sum(one.state != "withdrawn" for one in standings),
        completed=sum(one.state == "completed" for one in standings),
        rows=[
            standing_row(one, quizzes, now=now())
            for one in shown[first : first + LEARNERS_SHOWN]
        ],
        found=len(shown),
        first=first,
        per_part=LEARNERS_SHOWN,
        state=state,
        sort=sort,
        now=now(),
        form=form,
        asker=asker(),
        accommodations=accommodations_shown(cohort, cohort),
    )


def _show_new(form: Form, *, key: str | None = None) -> str:
    session = get_database().session
    courses = get_site().catalogue.courses
    kept = [
        {
            "value": edition.digest,
            "label": _(
                "%(course)s, as first used on %(day)s (%(digest)s)",
                course=courses[edition.key].title,
                day=edition.recorded_at.date().isoformat(),
                digest=edition.digest[:8],
            ),
        }
        for course in courses.values()
        for edition in editions.editions_of_course(session, course.key)
        if edition.digest != course.digest
    ]
    return render_template(
        "pages/cohort_new.html",
        form=form,
        values={**form.values, **({"key": key} if key else {})},
        courses=options({one.key: one.title for one in courses.values()}),
        editions=kept,
        modes=options(mode_names()),
    )
