"""The form by which people ask for figures, as the address of a page fills it in."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar, Final

from flask import abort, request
from marshmallow import ValidationError, fields, validates_schema

from course.errors import sentence
from course.figures.query import BREAKDOWNS, DETAILS, MEASURES, MOST_BREAKDOWNS
from learner_api.clock import now
from learner_api.forms import Form, FormSchema, OneOf
from learner_api.schemas.fields import Moment, already_past
from learner_api.schemas.figure_questions import FILTERS, Several, filter_field
from learner_api.showing import showable
from learner_api.translation import gettext as _

_WRITE_MOMENT: Final = sentence(
    "Write the moment as date and time, such as 2026-11-23 14:00."
)
_WRITE_DAY: Final = sentence("Write the day as 2026-11-23.")
_AT_MOST_TWO: Final = sentence("Figures are counted by two things at most.")
# What no form asks for in words of its own: a wrong one is an address that is not.
_RECORDS: Final = ("course", "cohort", "edition")


class FiguresForm(FormSchema):
    """What is asked: of which course, of whom, counted by what, as of when.

    A moment without a zone is in UTC.
    """

    class Meta(FormSchema.Meta):
        include: ClassVar[Mapping[str, fields.Field[str]]] = {
            name: filter_field(name) for name in FILTERS
        }

    course = fields.String(load_default=None)
    cohort = fields.UUID(load_default=None)
    edition = fields.String(load_default=None)
    enrolled_since = fields.Date(
        load_default=None, error_messages={"invalid": _WRITE_DAY}
    )
    enrolled_until = fields.Date(
        load_default=None, error_messages={"invalid": _WRITE_DAY}
    )
    by = Several(BREAKDOWNS, MOST_BREAKDOWNS, load_default=list, too_many=_AT_MOST_TWO)
    measures = Several(MEASURES, len(MEASURES), load_default=list)
    detail = OneOf(DETAILS)
    as_of = Moment(
        default_timezone=UTC,
        load_default=None,
        validate=already_past,
        error_messages={"invalid": _WRITE_MOMENT},
    )

    @validates_schema(skip_on_field_errors=True)
    def refuse_impossible(self, data: Mapping[str, Any], **_options: Any) -> None:
        """Say beside the field which two days contradict each other."""
        since, until = data["enrolled_since"], data["enrolled_until"]
        if since and until and since > until:
            words = sentence("The last day is before the first day.")
            raise ValidationError(words, "enrolled_until")
        if since and since > _day(data):
            words = sentence("Nobody had enrolled so late by the moment that is shown.")
            raise ValidationError(words, "enrolled_since")
        if len(set(data["by"])) < len(data["by"]):
            words = sentence("Choose two different things, or one.")
            raise ValidationError(words, "by")


def read_question(*, is_counted: bool = True, is_measured: bool = False) -> Form:
    """The question as the address asks it; what names no record is not found.

    Where nothing ``is_counted`` by anything, by what is passed over; and so is what is
    measured, but where one thing ``is_measured`` of several.
    """
    values: dict[str, Any] = {
        name: showable(text) for name, text in request.args.to_dict().items()
    }
    given_by = request.args.getlist("by") if is_counted else []
    several = [text for text in given_by if text.strip()]
    measures = request.args.getlist("measures") if is_measured else []
    given = {**values, "by": ",".join(several), "measures": ",".join(measures)}
    values |= {"by": several, "measures": measures}
    try:
        return Form(values, FiguresForm().load(given))
    except ValidationError as error:
        known = FiguresForm().fields.keys() - set(_RECORDS)
        if error.messages_dict.keys() - known:
            abort(404)
        return Form(values, errors=_in_words(error))


def _day(data: Mapping[str, Any]) -> Any:
    moment: datetime = data["as_of"] or now()
    return moment.date()


def _in_words(error: ValidationError) -> dict[str, str]:
    """The first message of each field, whether it is one value or several."""
    found = {}
    for name, messages in error.messages_dict.items():
        while isinstance(messages, dict):
            messages = next(iter(messages.values()))
        found[name] = _(str(messages[0]))
    return found
