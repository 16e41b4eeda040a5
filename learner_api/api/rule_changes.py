"""Changing the rule of a course: what another edition would change, and doing it."""

from typing import Any

from flask import Response

from course import rule_changes
from course.errors import OperationConflict, StalePreview, UnknownCourse, UnknownEdition
from course.exports.rule_changes import list_table
from course.regrading import known_learners
from course.rule_change_listing import Decision
from course.rule_errors import NoTopUpDate
from learner_api.auth import administrator, asker
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.regrades import dry_run
from learner_api.resources import Resource
from learner_api.rule_change_letters import rule_change_letters
from learner_api.rule_targets import change_data, find_target, named
from learner_api.schemas.rule_changes import (
    NewRuleChangeSchema,
    RuleChangeSchema,
    RuleListQuerySchema,
    RulePreviewSchema,
    RuleTargetSchema,
)
from learner_api.site import get_site
from learner_api.table_files import table_file

bp = Resource("api-rule-changes", __name__, description="Changes of a course's rule.")


@bp.post("/courses/<course>/rule-change-previews")
@administrator
@bp.refuses(UnknownCourse, UnknownEdition)
@bp.takes(RuleTargetSchema)
@bp.gives(RulePreviewSchema)
def preview_rule_change(body: dict[str, Any], course: str) -> dict[str, Any]:
    """List who would stay certified, newly meet another rule, or fall short of it.

    Nothing is changed. The `token` names the listing, for `applyRuleChange`.
    """
    with dry_run() as session:
        target = find_target(session, course, body.get("edition"), body.get("cohort"))
        preview = rule_changes.preview_rule_change(
            session, target.to, target.scope, now=now()
        )
        shown = [each for rows in preview.shown.values() for each in rows]
        known = known_learners(session, shown)
        names = {enrolment: each.name for enrolment, each in known.items()}
        return {
            "course": course,
            "edition": preview.to_edition,
            "cohort": preview.cohort,
            "token": preview.token,
            "lists": {
                group: named(rows, names) for group, rows in preview.shown.items()
            },
            **preview.outcome(),
        }


@bp.get("/courses/<course>/rule-change-lists.<suffix>")
@administrator
@bp.refuses(UnknownCourse, UnknownEdition)
@bp.asks(RuleListQuerySchema)
@bp.gives(
    {"type": "string"},
    content_type="text/csv",
    description="One list, streamed: CSV or JSON by the address's suffix",
)
@bp.gives({"type": "object"}, content_type="application/json")
def export_rule_change_list(
    asked: dict[str, Any], course: str, suffix: str
) -> Response:
    """One list of a preview, whole, as a file."""
    session = get_database().session
    target = find_target(session, course, asked.get("edition"), asked.get("cohort"))
    group, moment = asked["group"], now()
    return table_file(
        f"rule-change-{course}-{group}",
        suffix,
        lambda reading: list_table(reading, target.to, target.scope, group, now=moment),
    )


@bp.post("/courses/<course>/rule-changes")
@administrator
@bp.refuses(NoTopUpDate, OperationConflict, StalePreview, UnknownCourse, UnknownEdition)
@bp.takes(NewRuleChangeSchema)
@bp.gives_also(RuleChangeSchema, 200, "The change that this operation made before")
@bp.gives(RuleChangeSchema, 201, description="A new change of the rule")
def apply_rule_change(body: dict[str, Any], course: str) -> Any:
    """Carry out exactly what a preview listed, all of it or nothing.

    Nothing that was earned is taken away. Learners and trainers are told by mail.
    """
    database = get_database()
    session = database.session
    target = find_target(session, course, body.get("edition"), body.get("cohort"))
    change, is_new = rule_changes.apply_rule_change(
        session,
        target.to,
        target.scope,
        Decision(body["choice"], body["reason"], body.get("top_up_by")),
        op=body["op"],
        token=body["token"],
        letters=rule_change_letters(get_site().settings.public_url),
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    told = change_data(change)
    database.commit()
    return told, 201 if is_new else 200
