"""The form by which a trainer marks one answer: what it holds, and what is wrong."""

from collections.abc import Mapping
from uuid import UUID

from flask import request

from course.models import ResponseMark
from course.person_marks import Seen
from learner_api.forms import Form, new_operation, operation_or_new
from learner_api.schemas.marking import MOST_COMMENT
from learner_api.showing import showable
from learner_api.translation import gettext as _
from quizzes import Criterion, FreeText


def level_field(criterion: Criterion) -> str:
    """The name of the field that holds the level of a criterion."""
    return f"level.{criterion.key}"


def empty_form(question: FreeText, mark: ResponseMark | None) -> Form:
    """The form as it is first shown: with the mark that the answer has, if any."""
    levels: Mapping[str, int] = mark.levels if mark else {}
    return Form(
        {
            "op": new_operation(),
            "seen": str(mark.uuid) if mark else "",
            "comment": mark.comment if mark else "",
            **{
                level_field(each): str(levels[each.key])
                for each in question.rubric
                if each.key in levels
            },
        }
    )


def read_mark_form(question: FreeText) -> Form:
    """The form that was sent: a level for every criterion, and a comment."""
    typed = {name: showable(text) for name, text in request.form.to_dict().items()}
    values = {**typed, "op": str(operation_or_new())}
    levels, errors = {}, {}
    for criterion in question.rubric:
        chosen = values.get(level_field(criterion), "")
        offered = {str(level.points): level.points for level in criterion.levels}
        if chosen in offered:
            levels[criterion.key] = offered[chosen]
        else:
            errors[level_field(criterion)] = _(
                "Choose a level: %(criterion)s", criterion=criterion.label
            )
    comment = values.get("comment", "")
    if len(comment) > MOST_COMMENT:
        errors["comment"] = _(
            "Write at most %(most)s characters here.", most=MOST_COMMENT
        )
    data = {"op": UUID(values["op"]), "levels": levels, "comment": comment}
    return Form(values, {**data, "seen": _seen(values.get("seen", ""))}, errors)


def _seen(text: str) -> Seen:
    try:
        return Seen(UUID(text))
    except ValueError:
        return Seen(None)
