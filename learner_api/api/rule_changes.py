"""Changing the rule of a course: what another edition would change, and doing it."""

from typing import Any
from uuid import uuid4

from flask import Response

from course import rule_changes
from course.errors import OperationConflict, StalePreview, UnknownCourse, UnknownEdition
from course.rule_change_listing import Decision
from course.rule_changes import require_day
from course.rule_errors import NoTopUpDate
from learner_api.auth import administrator, asker
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.job_answers import taken_on
from learner_api.names_taken import handed_over
from learner_api.regrades import dry_run
from learner_api.resources import Resource
from learner_api.rule_change_letters import rule_change_letters
from learner_api.rule_files import rule_list_file, rule_list_names
from learner_api.rule_jobs import ask_change, ask_preview, is_too_many
from learner_api.rule_targets import change_data, find_target, preview_data
from learner_api.schemas.jobs import JobSchema
from learner_api.schemas.rule_changes import (
    NewRuleChangeSchema,
    NewRulePreviewSchema,
    RuleChangeSchema,
    RuleListQuerySchema,
    RulePreviewSchema,
)
from learner_api.site import get_site
from learner_api.table_files import gives_table

bp = Resource("api-rule-changes", __name__, description="Changes of a course's rule.")


@bp.post("/courses/<course>/rule-change-previews")
@administrator
@bp.refuses(UnknownCourse, UnknownEdition)
@bp.takes(NewRulePreviewSchema)
@bp.gives_also(JobSchema, 202, "For many people: a job, whose result is the preview")
@bp.gives(RulePreviewSchema)
def preview_rule_change(body: dict[str, Any], course: str) -> Any:
    """List who would stay certified, newly meet another rule, or fall short of it.

    Nothing is changed. The `token` names the listing, for `applyRuleChange`.
    """
    with dry_run() as session:
        target = find_target(session, course, body.get("edition"), body.get("cohort"))
        if not is_too_many(session, target):
            preview = rule_changes.preview_rule_change(
                session, target.to, target.scope, now=now()
            )
            return preview_data(session, preview)
    database = get_database()
    op = body.get("op") or uuid4()
    job = ask_preview(database.session, target, op=op, now=now(), by=asker())
    return taken_on(database, job)


@bp.get("/courses/<course>/rule-change-lists.<suffix>")
@administrator
@bp.refuses(UnknownCourse, UnknownEdition)
@bp.asks(RuleListQuerySchema)
@gives_table(bp, "One list")
def export_rule_change_list(
    asked: dict[str, Any], course: str, suffix: str
) -> Response:
    """One list of a preview, whole, as a file.

    Names are for a `purpose`, which is kept on record with whoever takes them.
    """
    session = get_database().session
    target = find_target(session, course, asked.get("edition"), asked.get("cohort"))
    answer = rule_list_file(target, asked["group"], suffix)
    names = rule_list_names(target, asked["group"], suffix)
    return handed_over(answer, names, asked["purpose"])


@bp.post("/courses/<course>/rule-changes")
@administrator
@bp.refuses(NoTopUpDate, OperationConflict, StalePreview, UnknownCourse, UnknownEdition)
@bp.takes(NewRuleChangeSchema)
@bp.gives_also(RuleChangeSchema, 200, "The change that this operation made before")
@bp.gives_also(JobSchema, 202, "For many people: a job that carries it out")
@bp.gives(RuleChangeSchema, 201, description="A new change of the rule")
def apply_rule_change(body: dict[str, Any], course: str) -> Any:
    """Carry out exactly what a preview listed, all of it or nothing.

    Nothing that was earned is taken away. Learners and trainers are told by mail.
    """
    database = get_database()
    session = database.session
    target = find_target(session, course, body.get("edition"), body.get("cohort"))
    decision = Decision(body["choice"], body["reason"], body.get("top_up_by"))
    op, token = body["op"], body["token"]
    if is_too_many(session, target):
        require_day(decision, now=now(), office=get_site().office)
        job = ask_change(session, target, decision, token, op=op, now=now(), by=asker())
        return taken_on(database, job)
    change, is_new = rule_changes.apply_rule_change(
        session,
        target.to,
        target.scope,
        decision,
        op=op,
        token=token,
        letters=rule_change_letters(get_site().settings.public_url),
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    told = change_data(change)
    database.commit()
    return told, 201 if is_new else 200
