"""How good the questions of a quiz are, for trainers who know no statistics."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError, fields

from course import cohorts
from course.item_query import WHICH, ItemQuery
from course.item_statistics import awaiting_marks
from course.models import Cohort
from learner_api.addresses import correction_address, item_statistics_address
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.forms import Form, FormSchema, OneOf
from learner_api.item_statistics import ItemStatistics, item_statistics
from learner_api.item_views import view_of
from learner_api.item_words import attempts_words, language_name
from learner_api.labels import options
from learner_api.schemas.fields import Moment, already_past
from learner_api.site import get_site
from learner_api.translation import gettext as _

bp = Blueprint("item_statistics", __name__, url_prefix="/quizzes")

MOST_COHORTS = 1000

_WRITE_MOMENT = "Write the moment as date and time, such as 2026-11-23 14:00."


class ItemFiguresForm(FormSchema):
    """What is asked: whose attempts, which of them, as of when."""

    cohort = fields.UUID(load_default=None)
    which = OneOf(WHICH)
    as_of = Moment(
        default_timezone=UTC,
        load_default=None,
        validate=already_past,
        error_messages={"invalid": _WRITE_MOMENT},
    )


@bp.get("/<quiz>/statistics")
@staff
def show_item_statistics(quiz: str) -> ResponseReturnValue:
    """What to look at, the quiz as a whole, and each question, in words and plots."""
    title = get_site().catalogue.quiz(quiz).title
    form = _read_query()
    session = get_database().session
    led = [
        size.cohort
        for size in cohorts.list_cohorts(session, asker(), limit=MOST_COHORTS)
    ]
    if form.errors:
        return _show(quiz, title, form, led), 422
    cohort: UUID | None = form.data["cohort"]
    chosen = cohorts.find_cohort(session, asker(), cohort) if cohort else None
    if cohort and chosen is None:
        abort(404)
    query = ItemQuery(
        quiz, form.data["as_of"] or now(), cohort, form.data["which"] or WHICH[0]
    )
    awaited = awaiting_marks(session, asker(), query)
    told = item_statistics(asker(), query)
    return _show(
        quiz,
        told.gathered.quiz.title if told.gathered.quiz else title,
        form,
        led,
        told=told,
        view=view_of(told),
        about=_about(told, chosen, awaited),
        corrections=_corrections(told),
    )


def _about(
    told: ItemStatistics, cohort: Cohort | None, awaited: int
) -> list[tuple[str, object]]:
    """What the figures rest on."""
    gathered = told.gathered
    rows: list[tuple[str, object]] = [
        (_("Attempts"), attempts_words(gathered) if gathered.attempts else 0),
        (_("Learners"), _whose(cohort)),
    ]
    if len(gathered.languages) > 1:
        parts = [f"{language_name(code)} {each}" for code, each in gathered.languages]
        rows.append((_("Languages of the quiz"), ", ".join(parts)))
    if awaited:
        rows.append((_("Left out"), _("%(count)d that wait for a mark", count=awaited)))
    return rows


def _corrections(told: ItemStatistics) -> dict[str, str]:
    """Where each question can be corrected, for those who may do it."""
    quiz = told.gathered.quiz
    if quiz is None or not asker().is_administrator:
        return {}
    return {
        question.key: correction_address(quiz.key, question.key, question.digest)
        for question in quiz.questions
    }


def _whose(cohort: Cohort | None) -> str:
    if cohort is not None:
        return _("those of the cohort “%(cohort)s”", cohort=cohort.title)
    if asker().is_administrator:
        return _("everybody")
    return _("those of the cohorts that you lead")


def _read_query() -> Form:
    """The question as the address asks it; a moment without a zone is in UTC."""
    values = request.args.to_dict()
    try:
        data: dict[str, Any] = ItemFiguresForm().load(values)
    except ValidationError as error:
        known = {name: _(messages[0]) for name, messages in error.messages_dict.items()}
        if "cohort" in known or known.keys() - ItemFiguresForm().fields.keys():
            abort(404)
        return Form(values, errors=known)
    return Form(values, data)


def _show(quiz: str, title: str, form: Form, led: list[Cohort], **told: Any) -> str:
    as_of: datetime | None = form.data.get("as_of")
    return render_template(
        "pages/item_statistics.html",
        here=item_statistics_address(quiz),
        quiz_key=quiz,
        quiz_title=title,
        may_regrade=asker().is_administrator,
        form=form,
        # A browser's own field for a moment takes it without a zone.
        shown_as_of=as_of.strftime("%Y-%m-%dT%H:%M")
        if as_of
        else form.values.get("as_of"),
        cohorts=options({str(one.uuid): one.title for one in led}),
        which=options(
            {
                "counting": _("One of each learner"),
                "all": _("All of them"),
            }
        ),
        **told,
    )
