"""A list of a preview of another rule as a file, once it is said what for."""

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from course.models.export import RULE_CHANGE_LIST
from course.rule_change_listing import GROUPS
from learner_api.auth import administrator
from learner_api.database import get_database
from learner_api.export_words import list_name
from learner_api.forms import Form
from learner_api.rule_files import rule_list_file, rule_list_names
from learner_api.rule_forms import target_in
from learner_api.rule_preview_page import edition_words, preview_address
from learner_api.rule_targets import Target
from learner_api.rule_words import group_word
from learner_api.taking_names import read_taking, take_first, taking_page
from learner_api.translation import gettext as _

bp = Blueprint("rule_lists", __name__, url_prefix="/rule-changes")


@bp.get("/<course_key>/file")
@administrator
def show_file(course_key: str) -> ResponseReturnValue:
    """What the list holds, and the question what it is needed for."""
    return _show(Form(), *_asked(course_key))


@bp.post("/<course_key>/file")
@administrator
def take_file(course_key: str) -> ResponseReturnValue:
    """The list by name, as a file, once it is on record what for."""
    form, (target, group) = read_taking(), _asked(course_key)
    if form.errors:
        return _show(form, target, group), 422
    suffix = form.data["format"]
    take_first(rule_list_names(target, group, suffix), form)
    return rule_list_file(target, group, suffix)


def _asked(course_key: str) -> tuple[Target, str]:
    """The edition, the people and the list that the address names, or 404."""
    group = request.args.get("group", "")
    if group not in GROUPS:
        abort(404)
    target = target_in(get_database().session, course_key, request.args.to_dict())
    return target, group


def _show(form: Form, target: Target, group: str) -> str:
    facts = [
        (_("What it holds"), list_name(RULE_CHANGE_LIST)),
        (_("List"), group_word(group)),
        (_("Course"), target.to.title),
        (
            _("For whom"),
            target.cohort.title if target.cohort else _("Everybody on the course"),
        ),
        (_("New edition"), edition_words(target.to)),
    ]
    here = f"/rule-changes/{target.scope.course_key}"
    trail = [(_("Rules"), "/rule-changes"), (target.to.title, here)]
    return taking_page(form, facts, trail=trail, back=preview_address(target))
