"""The forms that ask for a file: what it holds, how it is written, and what for."""

from typing import Any

from flask import request
from sqlalchemy.orm import Session

from course.errors import sentence
from course.exports import EXPORT_FORMATS
from course.figures.query import MEASURES, StatisticsQuery
from course.models.export import CONTENTS, MOST_PURPOSE
from learner_api.export_words import content_names, format_names, measure_names
from learner_api.figure_pages import Known, page_of_figures
from learner_api.forms import Form, FormSchema, Line, OneOf, Operation
from learner_api.labels import options


class WantedForm(FormSchema):
    """What the file holds and how it is written; the question is in the address."""

    op = Operation()
    # Every page has a part whose id is "content".
    holds = OneOf(CONTENTS, sentence("Say what the file is to hold."))
    measure = OneOf(MEASURES)
    format = OneOf(sorted(EXPORT_FORMATS), sentence("Choose a format."))
    purpose = Line(most=MOST_PURPOSE)


def page_of_wanted(
    template: str, form: Form, question: Form, **more: Any
) -> tuple[str, int]:
    """The page that says in words what is asked, with the form that asks for it.

    ``template`` extends ``pages/_wanted.html``, and is given what there is ``more``.
    """

    def fill(
        _session: Session, query: StatisticsQuery, _known: Known
    ) -> dict[str, Any]:
        return {
            "asking": form,
            "contents": options(content_names()),
            "formats": options(format_names()),
            "measures": options(measure_names()),
            "measured": query.measures[0],
            "most": MOST_PURPOSE,
            "action": request.full_path,
            **more,
        }

    return page_of_figures(template, question, fill)
