"""What the pages of figures share: their question, its names, and their form."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import abort, render_template
from sqlalchemy.orm import Session

from course import cohorts, editions
from course.cohorts import CohortName
from course.figures.faults import ImpossibleFilter
from course.figures.query import BREAKDOWNS, NONE, StatisticsQuery
from course.models import Edition
from course.small_groups import STEP
from learner_api.auth import asker
from learner_api.country_words import region_names, subregion_names
from learner_api.database import get_database
from learner_api.figure_forms import FiguresForm
from learner_api.figure_questions import question_of, question_of_now, same_question
from learner_api.figure_words import (
    Names,
    breakdown_names,
    country_group_names,
    detail_names,
    development_names,
    filters_in_words,
)
from learner_api.forms import Form
from learner_api.labels import (
    affiliation_names,
    age_band_names,
    country_names,
    gender_names,
    options,
)
from learner_api.site import get_site
from learner_api.staff_labels import short_mode_names
from learner_api.translation import gettext as _
from learner_api.translation import long_date, said

MOST_COHORTS = 500
"""How many cohorts the form offers, the newest; the others by their own pages."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the record holds that can be asked for: cohorts that are led, editions.

    ``cohorts`` are those that the form offers, ``editions`` are named by digest.
    """

    course: str
    cohorts: Sequence[CohortName]
    editions: Mapping[str, str]

    def names(self, session: Session, cohorts_of: Collection[str] | None) -> Names:
        """What editions are called, and cohorts of these keys, or all of them."""
        titles = cohorts.cohort_titles(session, asker(), self.course, cohorts_of)
        return Names(cohorts=titles, editions=self.editions)


def known_of(session: Session, form: Form) -> Known:
    """What can be asked for of the course that the form names: two statements."""
    courses = get_site().catalogue.courses
    course = form.data.get("course") or form.values.get("course") or next(iter(courses))
    if course not in courses:
        abort(404)
    held = editions.editions_of_course(session, course)
    return Known(
        course=course,
        cohorts=cohorts.name_cohorts(
            session,
            asker(),
            course,
            most=MOST_COHORTS,
            besides=form.data.get("cohort"),
        ),
        editions={each.digest: _edition_name(each) for each in held},
    )


def page_of_figures(
    template: str,
    form: Form,
    fill: Callable[[Session, StatisticsQuery, Known], Mapping[str, Any]],
) -> tuple[str, int]:
    """The page with what ``fill`` makes of its question, or with what is wrong."""
    session = get_database().session
    known = known_of(session, form)
    if form.errors:
        return _show(template, form, known), 422
    try:
        query = question_of(known.course, form.data)
        with get_database().reading_one_state() as still:
            filled = fill(still, query, known)
    except ImpossibleFilter as error:
        return _show(template, _refused(form, error), known), 422
    return _show(template, form, known, query=query, **filled), 200


def _refused(form: Form, error: ImpossibleFilter) -> Form:
    """The reason beside the field; where the form has no such field, above it."""
    field = str(error.data["field"])
    return form.refused(field if field in FiguresForm().fields else "", said(error))


def is_narrowed(query: StatisticsQuery) -> bool:
    """Whether it speaks of fewer than everybody on the course."""
    plain = StatisticsQuery(query.course_key, query.as_of, detail=query.detail)
    return replace(query, by=()) != plain


def _edition_name(edition: Edition) -> str:
    return _(
        "Of %(day)s (%(digest)s)",
        day=long_date(edition.recorded_at.date()),
        digest=edition.digest[:8],
    )


def _show(template: str, form: Form, known: Known, **figures: Any) -> str:
    courses = get_site().catalogue.courses
    query: StatisticsQuery | None = figures.get("query")
    as_of = form.data.get("as_of")
    shown = (
        {
            "shared": same_question(query),
            "to_take_out": same_question(query) if as_of else question_of_now(query),
            "is_latest": as_of is None,
            "only": _filters(query, known),
            "is_narrowed": is_narrowed(query),
        }
        if query
        else {}
    )
    return render_template(
        template,
        asker=asker(),
        form=form,
        course=courses[known.course],
        # A browser's own field for a moment takes it without a zone.
        shown_as_of=as_of.strftime("%Y-%m-%dT%H:%M")
        if as_of
        else form.values.get("as_of"),
        choices=_choices(known),
        step=STEP,
        is_filtered=bool(form.errors) or _is_filled_in(form),
        **shown,
        **figures,
    )


def _filters(query: StatisticsQuery, known: Known) -> list[str]:
    asked = [value for name, value in query.where if name == "cohort"]
    names = known.names(get_database().session, asked)
    return filters_in_words(query, names, _title(known, query))


def _title(known: Known, query: StatisticsQuery) -> str:
    found = [one.title for one in known.cohorts if one.uuid == query.cohort]
    return found[0] if found else str(query.cohort)


def _is_filled_in(form: Form) -> bool:
    """Whether the address narrows anything, so that the form is shown open."""
    asked = (*BREAKDOWNS, "by", "enrolled_since", "enrolled_until", "as_of")
    return any(form.data.get(name) for name in asked)


def _choices(known: Known) -> dict[str, list[dict[str, str]]]:
    courses = get_site().catalogue.courses
    return {
        "course": options({one.key: one.title for one in courses.values()}),
        "cohort": options({str(one.uuid): one.title for one in known.cohorts}),
        "edition": options(dict(known.editions)),
        "by": options(breakdown_names()),
        "country": _with_unknown(country_names()),
        "region": _with_unknown(region_names()),
        "subregion": _with_unknown(subregion_names()),
        "development": options(development_names()),
        "country_group": options(country_group_names()),
        "affiliation": _with_unknown(affiliation_names()),
        "gender": _with_unknown(gender_names()),
        "age_band": _with_unknown(age_band_names()),
        "mode": options(short_mode_names()),
        "detail": options(detail_names()),
    }


def _with_unknown(names: dict[str, str]) -> list[dict[str, str]]:
    return options({**names, NONE: _("Not given")})
