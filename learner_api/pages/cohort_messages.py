"""Writing to a group of a cohort: who would get it, the letter, and what was sent."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from course import cohort_messages
from course.cohort_messages import Choice, audience_of
from course.errors import sentence
from course.models import Cohort
from course.models.cohort_message import AUDIENCES, LONGEST_BODY, LONGEST_SUBJECT
from course.overview_errors import NobodyToWriteTo, StaleAudience
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.cohort_letters import message_letter
from learner_api.database import get_database
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    OneOf,
    Operation,
    new_operation,
    read_form,
    text_to_keep,
)
from learner_api.led_cohorts import led_cohort
from learner_api.overview_views import overview_shown, read_view
from learner_api.overview_words import audience_names
from learner_api.public_names import public_name
from learner_api.schemas.overview import LONGEST_SEARCH, MOST_DAYS
from learner_api.site import get_site
from learner_api.translation import said

bp = Blueprint(
    "cohort_messages", __name__, url_prefix="/cohorts/<uuid:cohort>/messages"
)

SHOWN = 50


class Words(fields.String):
    """Several lines of text, kept as they were typed."""

    def __init__(self, ask: str, *, most: int) -> None:
        super().__init__(
            required=True,
            error_messages={"required": ask},
            validate=validate.Length(
                max=most, error=sentence("Write at most {max} characters here.")
            ),
        )

    def _deserialize(self, value: object, *rest: object, **options: object) -> str:
        lines = str(value).replace("\r\n", "\n").strip()
        return text_to_keep(lines)


class MessageForm(FormSchema):
    """A letter and whom it is for, as they were seen."""

    hidden = frozenset({"token", "audience", "days", "search"})

    op = Operation()
    token = Line("Look at who would get it again.", most=64)
    audience = OneOf(AUDIENCES, "Choose whom to write to.")
    days = fields.Integer(required=True, validate=validate.Range(min=1, max=MOST_DAYS))
    search = Line(most=LONGEST_SEARCH)
    subject = Line("Write what the letter is about.", most=LONGEST_SUBJECT)
    text = Words(sentence("Write the letter."), most=LONGEST_BODY)


@bp.get("")
@staff
def list_messages(cohort: UUID) -> ResponseReturnValue:
    """What was written to groups of the cohort, the latest first."""
    session = get_database().session
    found, after = led_cohort(cohort), None
    if "after" in request.args:
        seen = public_name(request.args["after"])
        last = cohort_messages.find_message(session, found, seen) or abort(404)
        after = last.message
    sent = cohort_messages.messages_of(session, found, after=after, limit=SHOWN + 1)
    return render_template(
        "pages/cohort_messages.html",
        cohort=found,
        sent=sent[:SHOWN],
        names=audience_names(),
        is_first=after is None,
        next_url=f"/cohorts/{cohort}/messages?after={sent[SHOWN - 1].message.uuid}"
        if len(sent) > SHOWN
        else None,
    )


@bp.get("/new")
@staff
def ask_for_message(cohort: UUID) -> ResponseReturnValue:
    """Exactly who would get a letter to this group, and the form to write it."""
    found, view = led_cohort(cohort), read_view()
    if not view.is_writable:
        abort(404)
    return _ask(found, view.choice, Form({"op": new_operation()}))


@bp.post("")
@staff
def send_message(cohort: UUID) -> ResponseReturnValue:
    """Write to exactly those who were seen. Sent twice, it is done once."""
    database = get_database()
    found = led_cohort(cohort, for_update=True)
    form = read_form(MessageForm())
    if form.errors:
        return _ask(found, _choice_of(form), form), 422
    choice = _choice_of(form)
    try:
        message, _is_new = cohort_messages.message_cohort(
            database.session,
            found,
            choice,
            op=form.data["op"],
            token=form.data["token"],
            subject=form.data["subject"],
            body=form.data["text"],
            letter=message_letter(get_site().settings.public_url, found, asker()),
            office=get_site().settings.zone,
            now=now(),
            by=asker(),
        )
    except (NobodyToWriteTo, StaleAudience) as refusal:
        return _ask(found, choice, form.refused("", said(refusal))), 409
    database.commit()
    return redirect(f"/cohorts/{cohort}/messages/{message.uuid}", 303)


@bp.get("/<uuid:message>")
@staff
def show_message(cohort: UUID, message: UUID) -> ResponseReturnValue:
    """What was written, by whom and when, and everybody whom it went to."""
    session = get_database().session
    found = led_cohort(cohort)
    sent = cohort_messages.find_message(session, found, message) or abort(404)
    return render_template(
        "pages/cohort_message.html",
        cohort=found,
        sent=sent,
        names=audience_names(),
        readers=cohort_messages.readers_of(session, sent.message),
    )


def _choice_of(form: Form) -> Choice:
    """Whom the form is for, whatever else is wrong with it."""
    asked = form.data or form.values
    audience, days = asked.get("audience"), str(asked.get("days", ""))
    usual = get_site().settings.silent_days
    return Choice(
        audience=audience if audience in AUDIENCES else AUDIENCES[0],
        days=int(days) if days in map(str, range(1, MOST_DAYS + 1)) else usual,
        search=(asked.get("search") or "")[:LONGEST_SEARCH],
    )


def _ask(cohort: Cohort, choice: Choice, form: Form) -> str:
    overview = overview_shown(cohort, choice.days)
    audience = audience_of(overview, cohort, choice)
    return render_template(
        "pages/cohort_message_new.html",
        cohort=cohort,
        choice=choice,
        names=audience_names(),
        learners=audience.learners,
        token=audience.token,
        as_of=overview.as_of,
        form=form,
        by=asker(),
    )
