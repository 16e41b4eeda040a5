"""The page of a preview: both rules side by side, whom it would touch, the choices."""

from urllib.parse import urlencode
from uuid import UUID

from flask import render_template
from sqlalchemy.orm import Session

from course.outline import Course
from course.regrading import known_learners
from course.rule_change_listing import GROUPS, SHOWN, RulePreview
from course.rule_change_plan import held_editions
from learner_api import rule_words
from learner_api.forms import Form
from learner_api.rule_targets import Target, edition_named
from learner_api.translation import gettext as _

DIGEST_SHOWN = 12


def preview_page(
    session: Session,
    target: Target,
    found: RulePreview,
    form: Form,
    *,
    stale: bool = False,
    job: UUID | None = None,
) -> str:
    """The preview, with what was written in the form beneath it."""
    shown = [each for rows in found.shown.values() for each in rows]
    known = known_learners(session, shown)
    return render_template(
        "pages/rule_preview.html",
        stale=stale,
        form=form,
        course=target.to,
        cohort=target.cohort,
        edition=edition_words(target.to),
        comparisons=_comparisons(session, target),
        totals=rule_words.total_rows(found.totals),
        lists=[
            (
                rule_words.group_word(group),
                found.totals[group],
                rule_words.listing(found.shown[group], known),
                list_address(target, group),
            )
            for group in GROUPS
            if found.totals[group]
        ],
        most_shown=SHOWN,
        cohorts=found.cohorts,
        choices=rule_words.choice_options(),
        hidden={
            "edition": found.to_edition,
            "cohort": found.cohort or "",
            "token": found.token,
            "job": job or "",
        },
    )


def _comparisons(session: Session, target: Target) -> list[tuple[str, int, object]]:
    """Each rule that learners are held to, beside the new one."""
    course_key = target.scope.course_key
    held = held_editions(session, course_key, target.scope.cohort_id)
    old = [
        edition_named(session, course_key, digest)
        for digest in held
        if digest != target.to.digest
    ]
    return [
        (
            edition_words(each),
            held[each.digest],
            rule_words.compare_courses(each, target.to),
        )
        for each in old
    ]


def asked_of(target: Target) -> dict[str, str]:
    """The target as an address or a form names it."""
    cohort = {"cohort": str(target.scope.cohort)} if target.scope.cohort else {}
    return {"edition": target.to.digest, **cohort}


def preview_address(target: Target) -> str:
    """Where the preview of this target is."""
    asked = urlencode(asked_of(target))
    return f"/rule-changes/{target.scope.course_key}/preview?{asked}"


def list_address(target: Target, group: str) -> str:
    """Where one list is taken out as a file."""
    asked = urlencode({**asked_of(target), "group": group})
    return f"/rule-changes/{target.scope.course_key}/file?{asked}"


def edition_words(course: Course) -> str:
    """An edition by what it asks, and its fingerprint."""
    return _(
        "%(words)s (edition %(digest)s)",
        words=rule_words.rule_summary(course),
        digest=course.digest[:DIGEST_SHOWN],
    )
