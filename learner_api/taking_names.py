"""The page that asks what names are needed for, and then hands over their list."""

from collections.abc import Sequence

from flask import render_template, request

from course.errors import sentence
from course.exports import EXPORT_FORMATS
from course.models.export import LEAST_PURPOSE, MOST_PURPOSE
from course.names_taken import NameList, take_names
from learner_api.auth import asker
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.export_words import format_names
from learner_api.forms import Form, FormSchema, Line, OneOf, read_form
from learner_api.labels import options

_SAY = sentence("Say in 10 to 500 characters what the names are needed for.")


class TakingForm(FormSchema):
    """What the names are needed for, and how their list is written."""

    purpose = Line(_SAY, most=MOST_PURPOSE)
    format = OneOf(sorted(EXPORT_FORMATS), sentence("Choose a format."))


def read_taking() -> Form:
    """The form that was sent, with what is wrong with it."""
    form = read_form(TakingForm())
    purpose = form.data.get("purpose")
    if purpose is not None and len(purpose) < LEAST_PURPOSE:
        return form.refused("purpose", _SAY)
    return form


def taking_page(
    form: Form,
    facts: Sequence[tuple[str, str]],
    *,
    trail: Sequence[tuple[str, str]],
    back: str,
) -> str:
    """What the list holds, in words, and the form; ``back`` is where it was seen."""
    return render_template(
        "pages/names.html",
        form=form,
        facts=facts,
        trail=trail,
        back=back,
        action=request.full_path,
        formats=options(format_names()),
        most=MOST_PURPOSE,
    )


def take_first(names: NameList, form: Form) -> None:
    """Put on record that the names are taken, before the first of them leaves."""
    database = get_database()
    purpose = form.data["purpose"]
    take_names(database.session, names, purpose, now=now(), by=asker())
    database.commit()
