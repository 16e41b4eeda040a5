"""One list of a preview of another rule, whole, as a file."""

from flask import Response

from course.exports.rule_changes import list_table
from course.names_taken import NameList, rule_change_list
from learner_api.clock import now
from learner_api.rule_targets import Target
from learner_api.table_files import table_file


def rule_list_file(target: Target, group: str, suffix: str) -> Response:
    """The list of this name, as of now, in the format of the suffix."""
    to, scope, moment = target.to, target.scope, now()
    return table_file(
        f"rule-change-{scope.course_key}-{group}",
        suffix,
        lambda session: list_table(session, to, scope, group, now=moment),
    )


def rule_list_names(target: Target, group: str, suffix: str) -> NameList:
    """The same for the record of who takes names."""
    return rule_change_list(target.to, target.scope, group, suffix, now=now())
