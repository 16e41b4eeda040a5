"""The trainer's page: who is on track, who needs a word, and each module of each."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from course.cohort_messages import audience_of
from course.learners_seen import CohortOverview, LearnerSeen
from learner_api.auth import staff
from learner_api.file_links import file_links
from learner_api.labels import options
from learner_api.led_cohorts import led_cohort
from learner_api.overview_views import overview_shown, read_view
from learner_api.overview_words import (
    acted_words,
    block_words,
    details_words,
    group_label,
    group_names,
    lessons_words,
    quiz_state_words,
    shade,
    sort_names,
)
from learner_api.translation import gettext as _

bp = Blueprint("overview", __name__, url_prefix="/cohorts/<uuid:cohort>")

LEARNERS_SHOWN = 40


@bp.get("/overview")
@staff
def show_overview(cohort: UUID) -> ResponseReturnValue:
    """Who is on track, behind, silent or failed twice, what blocks each, and where."""
    found, view = led_cohort(cohort), read_view()
    overview = overview_shown(found, view.days_shown)
    learners = overview.found(group=view.group, search=view.search, sort=view.sort)
    last = max(len(learners) - 1, 0) // LEARNERS_SHOWN
    first = min(view.part - 1, last) * LEARNERS_SHOWN
    shown = learners[first : first + LEARNERS_SHOWN]
    wrong = _("Write a number of days from 1 to 365.") if view.days is None else None
    audience = audience_of(overview, found, view.choice) if view.is_writable else None
    titles = dict(overview.course.quizzes())
    page = render_template(
        "pages/cohort_overview.html",
        cohort=found,
        overview=overview,
        view=view,
        errors={"days": wrong} if wrong else {},
        counts=[
            (group, words, overview.counts[group])
            for group, words in group_names().items()
        ],
        sorts=options(sort_names()),
        groups=options(group_names()),
        rows=[_row(each, titles) for each in shown],
        cells=[_cells(overview, each) for each in shown],
        found=len(learners),
        links=file_links(f"/api/v1/cohorts/{found.uuid}/overview", view.query()),
        first=first,
        per_part=LEARNERS_SHOWN,
        part=first // LEARNERS_SHOWN + 1,
        letters=len(audience.learners) if audience else 0,
    )
    return (page, 422) if wrong else page


def _row(learner: LearnerSeen, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "learner": learner,
        "groups": [group_label(group) for group in learner.groups],
        "details": details_words(learner, titles),
        "block": block_words(learner),
        "acted": acted_words(learner.acted_at),
    }


def _cells(overview: CohortOverview, learner: LearnerSeen) -> dict[str, Any]:
    """A row of the heat map: in every cell words, and how dark it is shown."""
    states = [learner.module(each.key) for each in overview.course.modules]
    return {
        "learner": learner,
        "cells": [
            (shade(state), lessons_words(state), quiz_state_words(state), state.quiz)
            if state
            else None
            for state in states
        ],
    }
