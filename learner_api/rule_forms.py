"""What is sent to preview a change of the rule, to decide on it and to apply it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import abort
from marshmallow import EXCLUDE, ValidationError, fields, validate
from sqlalchemy.orm import Session

from course.errors import sentence
from course.rule_change_listing import CHOICES, Decision
from course.rule_errors import NoTopUpDate
from learner_api.clock import now
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    OneOf,
    Operation,
)
from learner_api.rule_targets import (
    Target,
    find_target,
)
from learner_api.site import get_site
from learner_api.translation import said

MOST_REASON = 500
_SAY_WHY = sentence("Say why, in a sentence that learners may read.")
_CHOOSE = sentence("Choose what becomes of those who are on the course.")
_WRITE_DAY = sentence("Write the day as year, month and day, such as 2027-03-31.")


class TargetForm(FormSchema):
    """Which edition to go over to, and for whom."""

    class Meta:
        # What else an address or the form holds is read by itself.
        unknown = EXCLUDE

    edition = fields.String(
        validate=validate.Regexp(r"[0-9a-f]{64}\Z"), load_default=None
    )
    cohort = fields.UUID(load_default=None)


class JobForm(FormSchema):
    """Which job worked the preview out."""

    class Meta:
        unknown = EXCLUDE

    job = fields.UUID(load_default=None)


class DecisionForm(FormSchema):
    """What was decided on beneath a preview."""

    hidden = frozenset({"edition", "token"})

    edition = fields.String(required=True)
    cohort = fields.UUID(load_default=None)
    job = fields.UUID(load_default=None)
    token = fields.String(required=True)
    choice = OneOf(CHOICES, _CHOOSE)
    top_up_by = fields.Date(load_default=None, error_messages={"invalid": _WRITE_DAY})
    reason = Line(_SAY_WHY, most=MOST_REASON)


class ApplyForm(DecisionForm):
    """What the confirmation hands on, all of it hidden, to be carried out."""

    op = Operation()


def target_in(session: Session, course_key: str, values: dict[str, str]) -> Target:
    """The edition and the people that an address or a form names, or 404."""
    try:
        named: dict[str, Any] = TargetForm().load(values)
    except ValidationError:
        abort(404)
    return find_target(session, course_key, named["edition"], named["cohort"])


def job_in(values: Mapping[str, str]) -> UUID | None:
    """The job whose preview an address or a form goes on with."""
    try:
        named: dict[str, Any] = JobForm().load(dict(values))
    except ValidationError:
        abort(404)
    job: UUID | None = named["job"]
    return job


def with_day(form: Form) -> Form:
    """The form, with what only both fields together tell."""
    if form.errors:
        return form
    if form.data["choice"] != "top-up":
        # A day that was typed before another choice is left aside.
        return Form(form.values, {**form.data, "top_up_by": None})
    today = now().astimezone(get_site().office.zone).date()
    if form.data["top_up_by"] is None or form.data["top_up_by"] <= today:
        return form.refused("top_up_by", said(NoTopUpDate()))
    return form


def decision_in(form: Form) -> Decision:
    """What was decided on."""
    sent = form.data
    return Decision(sent["choice"], sent["reason"], sent["top_up_by"])
