"""Selecting among applications: the list, a look at what a choice does, and the act."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from course import applications, calls, decision_notices, selection
from course.application_standing import SELECTED, WITHDRAWN
from course.applications import Filed
from course.balance import Balance, balance_of
from course.calls import APPLICATION
from course.errors import CourseError
from course.models import Cohort
from course.policy import reads_as_staff
from course.selection import Preview
from course.selection_plan import CHOICES
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.door_letters import decision_letter
from learner_api.door_words import (
    balanced_group_names,
    choice_names,
    obstacle_words,
    state_label,
)
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    Operation,
    new_operation,
    operation_or_new,
)
from learner_api.labels import country_name, gender_names, options
from learner_api.led_cohorts import led_cohort
from learner_api.schemas.fields import Text
from learner_api.showing import showable
from learner_api.site import get_site
from learner_api.translation import gettext as _
from learner_api.translation import said

bp = Blueprint("selection", __name__, url_prefix="/cohorts/<uuid:cohort>")

_FIELD = "choice."
MOST_ORGANISATIONS = 20


class SelectionForm(FormSchema):
    """The reason of a selection as it was looked at."""

    hidden = frozenset({"token"})

    op = Operation()
    token = Line("Look at the applications again.", most=64)
    reason = Line("Write why, for the record. Applicants do not read it.", most=500)
    words = Text(1000, lines=True, load_default=None)


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One line of the balance: what it counts, and how many in each group."""

    words: str
    counts: tuple[str, ...]


@bp.get("/applications")
@staff
def list_applications(cohort: UUID) -> ResponseReturnValue:
    """Who has applied, how that stands, and the balance of those selected."""
    return _show(led_cohort(cohort), Form())


@bp.post("/applications/preview")
@staff
def preview_selection(cohort: UUID) -> ResponseReturnValue:
    """What the choices would do, and the balance before and after. Nothing is done."""
    found = led_cohort(cohort)
    choices = _chosen()
    if not choices:
        words = _("Choose something for at least one application.")
        return _show(found, Form().refused("", words)), 422
    return _preview(found, choices, Form({"op": new_operation()}))


@bp.post("/selections")
@staff
def select_applicants(cohort: UUID) -> ResponseReturnValue:
    """Decide exactly what was looked at. Sent twice, it is done once."""
    database = get_database()
    found = led_cohort(cohort, for_update=True)
    choices = _chosen()
    form = _read_reason()
    if form.errors:
        return _preview(found, choices, form)
    try:
        selection.select_applicants(
            database.session,
            found,
            choices,
            **form.data,
            now=now(),
            office=get_site().office,
            by=asker(),
        )
    except CourseError as refusal:
        database.session.rollback()
        found = led_cohort(cohort)
        return _show(found, form.refused("", said(refusal))), 409
    database.commit()
    return redirect(f"/cohorts/{cohort}/applications", 303)


@bp.post("/decision-notices")
@staff
def send_notices(cohort: UUID) -> ResponseReturnValue:
    """Write to every applicant whose decision was not told yet, each once."""
    database = get_database()
    decision_notices.send_notices(
        database.session,
        led_cohort(cohort, for_update=True),
        op=operation_or_new(),
        letter=decision_letter(get_site().settings.public_url),
        now=now(),
        by=asker(),
    )
    database.commit()
    return redirect(f"/cohorts/{cohort}/applications", 303)


def balance_rows(columns: tuple[Balance, ...]) -> list[BalanceRow]:
    """The balance of several groups side by side, line by line."""
    rows = [BalanceRow(_("Everybody"), tuple(str(each.total) for each in columns))]
    genders = {
        gender: _("Gender: %(name)s", name=words)
        for gender, words in gender_names().items()
    }
    for kind, names in (("genders", genders), ("groups", balanced_group_names())):
        rows += [
            BalanceRow(words, _counts(columns, kind, key))
            for key, words in names.items()
            if any(getattr(each, kind)[key] for each in columns)
        ]
    named = sorted(
        {name for each in columns for name in each.organisations},
        key=lambda name: (-columns[0].organisations.get(name, 0), name),
    )
    rows += [
        BalanceRow(
            _("Organisation: %(name)s", name=name),
            _counts(columns, "organisations", name),
        )
        for name in named[:MOST_ORGANISATIONS]
    ]
    return rows


def _counts(columns: tuple[Balance, ...], kind: str, key: str) -> tuple[str, ...]:
    counts = [getattr(each, kind).get(key, 0) for each in columns]
    return tuple(
        f"{count} ({each.share(count)} %)"
        for each, count in zip(columns, counts, strict=True)
    )


def _chosen() -> dict[UUID, str]:
    """What the form chooses, by application; what is no choice is passed over."""
    chosen = {}
    for name, choice in request.form.items():
        if name.startswith(_FIELD) and choice in CHOICES:
            try:
                chosen[UUID(name.removeprefix(_FIELD))] = choice
            except ValueError:
                continue
    return chosen


def _read_reason() -> Form:
    """The form without its choices, judged."""
    values = {
        name: text for name, text in request.form.items() if not name.startswith(_FIELD)
    }
    shown = {name: showable(text) for name, text in values.items()}
    try:
        return Form(shown, SelectionForm().load(values))
    except ValidationError as error:
        told = {
            name if name in ("reason", "words") else "": _(messages[0])
            for name, messages in error.messages_dict.items()
        }
        return Form(shown, {}, told)


def _preview(
    cohort: Cohort, choices: Mapping[UUID, str], form: Form
) -> ResponseReturnValue:
    try:
        preview = selection.preview_selection(
            get_database().session, cohort, choices, now=now(), by=asker()
        )
    except CourseError as refusal:
        return _show(cohort, Form().refused("", said(refusal))), 409
    page = render_template(
        "pages/selection.html",
        cohort=cohort,
        preview=preview,
        rows=_outcome_rows(preview),
        obstacles=[
            _(
                "%(name)s %(obstacle)s",
                name=preview.filed[each.uuid].application.name,
                obstacle=obstacle_words(str(each.obstacle)),
            )
            for each in preview.obstacles
        ],
        balance=balance_rows((preview.before, preview.after)),
        choices={f"{_FIELD}{uuid}": choice for uuid, choice in choices.items()},
        form=form,
    )
    return (page, 422) if form.errors else page


def _outcome_rows(preview: Preview) -> list[dict[str, Any]]:
    return [
        {
            "filed": preview.filed[each.uuid],
            "before": state_label(preview.filed[each.uuid].standing.state)[0],
            "after": state_label(each.verdict),
            "over_quota": each.over_quota,
            "is_changed": each.is_changed,
        }
        for each in preview.outcomes
        if each.obstacle is None
    ]


def _show(cohort: Cohort, form: Form) -> str:
    session = get_database().session
    everything = applications.list_applications(session, cohort)
    standing = [each for each in everything if each.standing.state != WITHDRAWN]
    chosen = [each for each in everything if each.standing.state == SELECTED]
    groups = tuple(
        balance_of((each.application for each in group), on=now().date())
        for group in (standing, chosen)
    )
    following = [
        each
        for each in selection.next_in_line(session, cohort)[:1]
        if reads_as_staff(asker(), each.application)
    ]
    shown = applications.as_read_by(asker(), everything)
    call = calls.call_of(session, cohort)
    return render_template(
        "pages/applications.html",
        cohort=cohort,
        rows=[_row(each) for each in shown],
        places=selection.places_of(session, cohort),
        balance=balance_rows(groups) if standing else [],
        untold=sum(each.is_untold for each in shown),
        told=any(each.told for each in everything),
        takes_applications=bool(standing) or bool(call and call.door == APPLICATION),
        following=_promotion(cohort, following[0]) if following else None,
        choices=options(choice_names()),
        form=form,
        new_operation=new_operation,
    )


def _row(filed: Filed) -> dict[str, Any]:
    application = filed.application
    return {
        "filed": filed,
        "application": application,
        "is_own": application.user_id == asker().id,
        "state": state_label(filed.standing.state),
        "country": country_name(application.country),
        "gender": gender_names()[application.gender],
    }


def _promotion(cohort: Cohort, filed: Filed) -> dict[str, Any]:
    """The one click that gives a free place to whoever waits first."""
    uuid = filed.application.uuid
    preview = selection.preview_selection(
        get_database().session, cohort, {uuid: SELECTED}, now=now(), by=asker()
    )
    return {
        "name": filed.application.name,
        "hidden": {
            "op": new_operation(),
            "token": preview.token,
            "reason": _("A place has fallen free."),
            f"{_FIELD}{uuid}": SELECTED,
        },
    }
