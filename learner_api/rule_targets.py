"""Which edition a change of the rule leads to, and whom it concerns, by their names."""

from dataclasses import dataclass
from uuid import UUID

from flask import abort
from sqlalchemy.orm import Session

from course import cohorts, editions
from course.errors import UnknownCourse
from course.models import Cohort, RuleChange
from course.outline import Course
from course.regrading import known_learners
from course.rule_change_listing import EnrolmentChange, RulePreview
from course.rule_change_plan import RuleScope
from learner_api.auth import asker
from learner_api.site import get_site


@dataclass(frozen=True, slots=True)
class Target:
    """The course as it shall be, and everybody or the one cohort concerned."""

    to: Course
    scope: RuleScope
    cohort: Cohort | None


def find_target(
    session: Session, course_key: str, digest: str | None, cohort: UUID | None
) -> Target:
    """The target of these names; without a digest it is the edition of today's files.

    Raises ``UnknownCourse``, ``UnknownEdition``; a cohort of another course is 404.
    """
    found = None
    if cohort is not None:
        found = cohorts.find_cohort(session, asker(), cohort)
        if found is None or found.course_key != course_key:
            abort(404)
    to = edition_named(session, course_key, digest)
    return Target(to, RuleScope.of(course_key, found), found)


def edition_named(session: Session, course_key: str, digest: str | None) -> Course:
    """The course of today's files, or as an edition kept it."""
    today = course_today(course_key)
    if today is not None and digest in (None, today.digest):
        return today
    if digest is None:
        raise UnknownCourse(course_key)
    edition = editions.find_course_edition(session, course_key, digest)
    return editions.course_of(session, edition)


def course_today(course_key: str) -> Course | None:
    """The course as its files stand, where they still do."""
    return get_site().catalogue.courses.get(course_key)


def known_editions(session: Session, course_key: str) -> list[Course]:
    """Every edition of a course that learners can be held to, today's first."""
    kept = [
        editions.course_of(session, each)
        for each in editions.editions_of_course(session, course_key)
    ]
    today = course_today(course_key)
    found = {each.digest: each for each in ([today] if today else []) + kept}
    if not found:
        raise UnknownCourse(course_key)
    return list(found.values())


def preview_data(session: Session, preview: RulePreview) -> dict[str, object]:
    """A preview as ``RulePreviewSchema`` dumps it, with the names of today."""
    shown = [each for rows in preview.shown.values() for each in rows]
    known = known_learners(session, shown)
    names = {enrolment: each.name for enrolment, each in known.items()}
    return {
        "course": preview.course_key,
        "edition": preview.to_edition,
        "cohort": preview.cohort,
        "token": preview.token,
        "lists": {group: named(rows, names) for group, rows in preview.shown.items()},
        **preview.outcome(),
    }


def change_data(change: RuleChange) -> dict[str, object]:
    """A change of the rule as ``RuleChangeSchema`` dumps it."""
    return {
        "rule_change": change.uuid,
        "course": change.course_key,
        "edition": change.to_edition.digest,
        "cohort": change.cohort.uuid if change.cohort else None,
        "choice": change.choice,
        "top_up_by": change.top_up_by,
        "reason": change.reason,
        "token": change.token,
        "recorded_at": change.recorded_at,
        **change.outcome,
    }


def named(
    changes: tuple[EnrolmentChange, ...], names: dict[UUID, str]
) -> list[dict[str, object]]:
    """Rows of a list as the wire carries them."""
    return [
        {
            **each.to_data(),
            "name": names[each.enrolment],
            "before": {"met": each.before[0], "needed": each.before[1]},
            "after": {"met": each.after[0], "needed": each.after[1]},
            "falls_short": each.falls_short,
        }
        for each in changes
    ]
