"""Changing a rule, for administrators: which course, and what was decided before."""

from uuid import UUID

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from course import cohorts, rule_changes, top_ups
from course.models import RuleChange, User
from course.regrading import known_learners
from course.rule_change_plan import held_editions
from learner_api import rule_words
from learner_api.auth import administrator, asker
from learner_api.database import get_database
from learner_api.labels import options
from learner_api.rule_choice_words import choice_word
from learner_api.rule_preview_page import (
    edition_words,
)
from learner_api.rule_targets import (
    edition_named,
    known_editions,
)
from learner_api.site import get_site
from learner_api.translation import gettext as _

bp = Blueprint("rule_changes", __name__, url_prefix="/rule-changes")

MOST_COHORTS = 1000


@bp.get("")
@administrator
def list_courses() -> ResponseReturnValue:
    """Choose the course whose rule shall change."""
    courses = get_site().catalogue.courses
    return render_template("pages/rule_courses.html", courses=courses.values())


@bp.get("/<course_key>")
@administrator
def choose(course_key: str) -> ResponseReturnValue:
    """Choose the edition and whom it concerns, and see what was changed before."""
    session = get_database().session
    found = known_editions(session, course_key)
    held = held_editions(session, course_key)
    return render_template(
        "pages/rule_choose.html",
        course=found[0],
        editions=options({each.digest: edition_words(each) for each in found}),
        today=found[0].digest,
        held=[
            (edition_words(each), held[each.digest])
            for each in found
            if each.digest in held
        ],
        cohorts=options(
            {
                str(size.cohort.uuid): size.cohort.title
                for size in cohorts.list_cohorts(session, asker(), limit=MOST_COHORTS)
                if size.cohort.course_key == course_key
            }
        ),
        changes=[
            (each, _name(session, each), choice_word(each.choice))
            for each in rule_changes.rule_changes_of(session, course_key)
        ],
    )


@bp.get("/<course_key>/<uuid:change>")
@administrator
def show_change(course_key: str, change: UUID) -> ResponseReturnValue:
    """One change as it stays on the record: what, by whom, why, and for whom."""
    session = get_database().session
    found = rule_changes.find_rule_change(session, course_key, change) or abort(404)
    to = edition_named(session, course_key, found.to_edition.digest)
    asked = top_ups.top_ups_in(session, found)
    names = known_learners(session, asked)
    return render_template(
        "pages/rule_change.html",
        change=found,
        course=to,
        by=_name(session, found),
        edition=edition_words(to),
        choice=choice_word(found.choice, found.top_up_by),
        effects=rule_words.effect_rows(found.outcome["totals"], found.choice),
        compared=found.outcome["totals"]["compared"],
        cohorts=found.outcome["cohorts"],
        asked=[
            (names[each.enrolment].name, each, names[each.enrolment].cohort)
            for each in asked
        ],
    )


def _name(session: Session, change: RuleChange) -> str:
    by = session.get(User, change.actor_id) if change.actor_id else None
    return by.name if by else _("The platform")
