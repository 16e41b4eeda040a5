"""Lists of learners: planned, applied by the token of the plan, taken back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, abort

from course import roster, roster_history, roster_undo
from course.errors import NotPermitted, OperationConflict
from course.exports.rosters import roster_table
from course.models import Cohort
from course.roster_columns import Columns
from course.roster_errors import (
    RosterChoiceInvalid,
    RosterColumnsNeeded,
    RosterNotUndoable,
    RosterReasonNeeded,
    RosterUndoTooLate,
    StaleRosterPlan,
    UnreadableRoster,
)
from course.roster_history import AppliedRoster
from course.roster_tables import read_table, read_text
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.job_answers import taken_on
from learner_api.led_cohorts import led_cohort
from learner_api.letters import roster_letters
from learner_api.resources import Resource
from learner_api.roster_jobs import (
    ask_to_apply,
    ask_to_undo,
    is_too_long,
    is_too_long_to_undo,
)
from learner_api.roster_reading import MOST_SENT, country_codes
from learner_api.roster_words import reason_words
from learner_api.schemas.jobs import JobSchema
from learner_api.schemas.rosters import (
    ApplyRosterSchema,
    NewRosterPlanSchema,
    RosterImportSchema,
    RosterImportsSchema,
    RosterPlanSchema,
    UndoRosterSchema,
)
from learner_api.site import get_site
from learner_api.table_files import gives_table, table_file
from learner_api.uploads import takes_up_to

bp = Resource("api-rosters", __name__, description="Lists of learners for cohorts.")


@bp.post("/cohorts/<uuid:cohort>/roster/plans")
@staff
@takes_up_to(MOST_SENT)
@bp.refuses(OperationConflict, RosterColumnsNeeded, UnreadableRoster)
@bp.takes(NewRosterPlanSchema)
@bp.gives(RosterPlanSchema, 201, description="What the list would do")
def plan_roster(body: dict[str, Any], cohort: UUID) -> dict[str, Any]:
    """Say of each row of a list what would become of it. Nothing is done.

    The plan bears the name of the operation; apply it by its token. Lists that are not
    applied are thrown away after seven days.
    """
    database = get_database()
    table = (
        read_text(body["list"])
        if "list" in body
        else read_table(body["file"], body["file_name"])
    )
    found = led_cohort(cohort)
    kept = roster.keep_roster(
        database.session,
        found,
        table,
        op=body["op"],
        file_name=body["file_name"],
        columns=_columns(body.get("columns")),
        is_whole=body["is_whole"],
        now=now(),
        by=asker(),
    )
    plan = roster.plan_of(
        database.session, found, kept, countries=country_codes(), by=asker()
    )
    database.commit()
    return {
        "uuid": kept.uuid,
        "token": plan.token,
        "is_whole": plan.is_whole,
        "cohorts": [place.key for place in plan.cohorts],
        "counts": plan.counts,
        "rows": [row_data(row.to_data()) for row in plan.rows],
    }


@bp.post("/cohorts/<uuid:cohort>/roster/plans/<uuid:plan>/application")
@staff
@bp.refuses(OperationConflict, RosterChoiceInvalid, RosterReasonNeeded, StaleRosterPlan)
@bp.takes(ApplyRosterSchema)
@bp.gives_also(RosterImportSchema, 200, "The list as it was applied before")
@bp.gives_also(JobSchema, 202, "Of a long list: a job that applies it")
@bp.gives(RosterImportSchema, 201, description="The list, applied")
def apply_roster(body: dict[str, Any], cohort: UUID, plan: UUID) -> Any:
    """Do exactly what a plan says. Applied twice, it is done once.

    Ambiguous rows are done where `taken` names them, and learners are dropped where
    `drops` names them; all else that changes something is done. A list of more than
    2,000 rows is applied by a job.
    """
    database = get_database()
    found = led_cohort(cohort)
    choices = roster.Choices(
        frozenset(body["drops"]), frozenset(body["taken"]), body["reason"].strip()
    )
    kept = roster.find_plan(database.session, found, plan, asker())
    if kept is not None and is_too_long(kept, choices):
        roster.require_reason(choices)
        job = ask_to_apply(
            database.session,
            found,
            kept,
            choices,
            body["token"],
            now=now(),
            by=asker(),
        )
        return taken_on(database, job)
    done = roster.apply_roster(
        database.session,
        found,
        plan,
        choices,
        token=body["token"],
        countries=country_codes(),
        letters=roster_letters(get_site().settings.public_url, asker()),
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    if done is None:
        abort(404)
    told = _applied_data(_applied(found, done[0].uuid))
    database.commit()
    return told, 201 if done[1] else 200


@bp.get("/cohorts/<uuid:cohort>/roster/imports")
@staff
@bp.tagged()
@bp.gives(RosterImportsSchema)
def list_roster_imports(cohort: UUID) -> dict[str, Any]:
    """The lists that were applied to a cohort or moved its learners."""
    found = roster_history.rosters_of(get_database().session, led_cohort(cohort))
    return {"items": found}


@bp.get("/cohorts/<uuid:cohort>/roster/imports/<uuid:roster_import>")
@staff
@bp.tagged()
@bp.gives(RosterImportSchema)
def get_roster_import(cohort: UUID, roster_import: UUID) -> dict[str, Any]:
    """One list that was applied: what became of each row, and its undo."""
    return _applied_data(_applied(led_cohort(cohort), roster_import))


@bp.post("/cohorts/<uuid:cohort>/roster/imports/<uuid:roster_import>/undo")
@staff
@bp.refuses(NotPermitted, OperationConflict, RosterNotUndoable, RosterUndoTooLate)
@bp.takes(UndoRosterSchema)
@bp.gives_also(RosterImportSchema, 200, "The list, taken back before")
@bp.gives_also(JobSchema, 202, "Of a long list: a job that takes it back")
@bp.gives(RosterImportSchema, 201, description="The list, taken back")
def undo_roster(body: dict[str, Any], cohort: UUID, roster_import: UUID) -> Any:
    """Take a list back, up to 30 days after it was applied.

    The record stands as it stood before. Whoever did something since keeps it, and the
    answer says who and why. A list that moved more than 2,000 is taken back by a job.
    """
    database = get_database()
    found = led_cohort(cohort, for_update=True)
    applied = _applied(found, roster_import)
    if is_too_long_to_undo(applied):
        job = ask_to_undo(
            database.session,
            found,
            applied,
            op=body["op"],
            reason=body["reason"],
            now=now(),
            by=asker(),
        )
        return taken_on(database, job)
    _undo, is_new = roster_undo.undo_roster(
        database.session,
        applied.applied,
        op=body["op"],
        reason=body["reason"],
        letters=roster_letters(get_site().settings.public_url, asker()),
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    told = _applied_data(_applied(found, roster_import))
    database.commit()
    return told, 201 if is_new else 200


@bp.get("/cohorts/<uuid:cohort>/roster.<suffix>")
@staff
@gives_table(bp, "The learners of the cohort")
def export_roster(cohort: UUID, suffix: str) -> Response:
    """The learners of a cohort as a list that can be edited and planned again."""
    found = led_cohort(cohort)
    return table_file(
        f"roster-{found.key}", suffix, lambda session: roster_table(session, found)
    )


def row_data(row: Mapping[str, Any]) -> dict[str, Any]:
    """One row of a plan, or of a list that was applied, with its reason in words."""
    return {
        "row": row.get("number"),
        "kind": row["kind"],
        "reason": row["reason"],
        "detail": reason_words(row),
        "email": row["email"],
        "name": row.get("name", ""),
        "cohort": row.get("cohort"),
        "origin": row.get("origin"),
        "enrolment": row.get("enrolment"),
        "changes": bool(row.get("effect")),
        "done": row.get("done", False),
    }


def _columns(sent: dict[str, int] | None) -> Columns | None:
    if sent is None:
        return None
    places = dict(sent)
    return Columns(places, places.pop("heading"))


def _applied(cohort: Cohort, uuid: UUID) -> AppliedRoster:
    found = roster_history.find_roster(get_database().session, cohort, uuid)
    return found or abort(404)


def _applied_data(found: AppliedRoster) -> dict[str, Any]:
    return {
        "uuid": found.uuid,
        "token": found.token,
        "file_name": found.file_name,
        "applied_at": found.applied_at,
        "by": found.by,
        "counts": found.counts,
        "undoable_until": found.undoable_until,
        "undone": found.undone,
        "rows": [row_data(row) for row in found.rows],
    }
