"""Changes of a rule that concern more people than a request has time for, as jobs."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from course import editions, jobs, rule_changes
from course.errors import sentence
from course.jobs import Progress
from course.models import Cohort, Job, User
from course.outline import Course
from course.rule_change_listing import Decision, RulePreview
from course.rule_change_plan import RuleScope, how_many_concerned
from learner_api.rule_change_letters import rule_change_letters
from learner_api.rule_targets import Target, preview_data
from learner_api.schemas.rule_changes import RulePreviewSchema
from learner_api.translation import gettext as _
from learner_api.work import Shown, Work, Workplace, administrator_of

PREVIEW, CHANGE = "rule-change-preview", "rule-change"
# What a request does itself; for more people it is a job.
AT_ONCE = 2000


def is_too_many(session: Session, target: Target) -> bool:
    """Whether a change concerns more people than a request has time for."""
    return how_many_concerned(session, target.to, target.scope) > AT_ONCE


def ask_preview(
    session: Session, target: Target, *, op: UUID, now: datetime, by: User
) -> Job:
    """Have a preview worked out. Asked again with one ``op``, it is one job."""
    return _ask(session, PREVIEW, target, {}, op=op, now=now, by=by)


def ask_change(
    session: Session,
    target: Target,
    decision: Decision,
    token: str,
    *,
    op: UUID,
    now: datetime,
    by: User,
) -> Job:
    """Have carried out what a preview listed, under the ``op`` of the change."""
    day = decision.top_up_by
    decided = {
        "choice": decision.choice,
        "reason": decision.reason,
        "top_up_by": day.isoformat() if day else None,
        "token": token,
    }
    return _ask(session, CHANGE, target, decided, op=op, now=now, by=by)


def preview_in(
    session: Session, by: User, target: Target, job: UUID
) -> RulePreview | None:
    """The preview that a job came to, if it is of this very target."""
    found = jobs.find_job(session, by, job)
    if found is None or found.kind != PREVIEW or found.result is None:
        return None
    preview = RulePreview.from_data(found.result)
    scope = target.scope
    named = (preview.course_key, preview.to_edition, preview.cohort)
    asked = (scope.course_key, target.to.digest, scope.cohort)
    return preview if named == asked else None


def _before(job: Job) -> str:
    return f"/rule-changes/{job.asked['course']}"


def _after(job: Job) -> str:
    result, here = job.result or {}, _before(job)
    if job.kind == CHANGE:
        return f"{here}/{result['rule_change']}"
    asked = {"edition": result["to_edition"], "job": str(job.uuid)}
    if result["cohort"]:
        asked["cohort"] = result["cohort"]
    return f"{here}/preview?{urlencode(asked)}"


def _place(_job: Job) -> list[tuple[str, str]]:
    return [(_("Rules"), "/rule-changes")]


def result_data(session: Session, job: Job) -> dict[str, Any] | None:
    """What a job came to, as the wire carries it."""
    if job.kind != PREVIEW or job.result is None:
        return job.result
    given: dict[str, Any] = RulePreviewSchema().dump(
        preview_data(session, RulePreview.from_data(job.result))
    )
    return given


def _ask(
    session: Session,
    kind: str,
    target: Target,
    decided: dict[str, Any],
    *,
    op: UUID,
    now: datetime,
    by: User,
) -> Job:
    # Files may change before it runs; what was asked for may not.
    edition = editions.course_edition(session, target.to, now=now)
    scope = target.scope
    asked = {
        "course": scope.course_key,
        "edition": edition.digest,
        "cohort": str(scope.cohort) if scope.cohort else None,
        **decided,
    }
    walks = 1 if kind == PREVIEW or decided["choice"] == "finish" else 2
    total = walks * how_many_concerned(session, target.to, scope)
    job, _is_new = jobs.ask(session, kind, asked, op=op, total=total, now=now, by=by)
    return job


def _preview(place: Workplace, job: Job, progress: Progress) -> dict[str, Any]:
    with place.database.reading() as session:
        administrator_of(session, job)
        to, scope = _target_of(session, job.asked)
        return rule_changes.preview_rule_change(
            session, to, scope, now=place.clock(), progress=progress
        ).to_data()


def _change(place: Workplace, job: Job, progress: Progress) -> dict[str, Any]:
    asked = job.asked
    day = asked["top_up_by"]
    decided_day = date.fromisoformat(day) if day else None
    with place.writing() as session:
        to, scope = _target_of(session, asked)
        change, _is_new = rule_changes.apply_rule_change(
            session,
            to,
            scope,
            Decision(asked["choice"], asked["reason"], decided_day),
            op=job.uuid,
            token=asked["token"],
            letters=rule_change_letters(place.settings.public_url),
            now=place.clock(),
            office=place.office,
            by=administrator_of(session, job),
            progress=progress,
        )
        return {"course": scope.course_key, "rule_change": str(change.uuid)}


def _target_of(session: Session, asked: dict[str, Any]) -> tuple[Course, RuleScope]:
    edition = editions.find_course_edition(session, asked["course"], asked["edition"])
    cohort = (
        asked["cohort"]
        and session.scalars(
            select(Cohort).where(Cohort.uuid == UUID(asked["cohort"]))
        ).one()
    )
    to = editions.course_of(session, edition)
    return to, RuleScope.of(asked["course"], cohort or None)


RULE_JOBS: dict[str, Work] = {PREVIEW: _preview, CHANGE: _change}
SHOWN = {
    PREVIEW: Shown(sentence("What another rule would change"), _place, _before, _after),
    CHANGE: Shown(sentence("A change of the rule"), _place, _before, _after),
}
