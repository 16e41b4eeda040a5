"""The awards of an outline: what an author may write, and what is wrong with it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from marshmallow import (
    INCLUDE,
    RAISE,
    Schema,
    fields,
    post_load,
    validate,
)

from course.award_kinds import COMPLETION, DIPLOMA, PARTICIPATION
from course.evidence import MODERATED
from course.outline import AwardRule
from course.outline_places import Place
from course.requirements import (
    REQUIREMENTS,
    Requirement,
    RequirementFault,
    Taught,
)

KINDS = (COMPLETION, PARTICIPATION)
WHENS = (MODERATED,)

_NOT_ASSESSED = {
    COMPLETION: "it asks for no objective assessment. Add a criterion of the kind "
    '"quizzes" or "score" that names a quiz and is asked in every run, '
    f"or call the award [awards.{PARTICIPATION}].",
    DIPLOMA: "it asks for no objective assessment. Add a criterion of the kind "
    '"courses" that is asked in every run.',
}


class RequirementSchema(Schema):
    """One criterion: its kind, when it is asked, and what its kind wants to know."""

    class Meta:
        # The schema of the kind refuses what nobody knows.
        unknown = INCLUDE

    kind = fields.String(required=True, validate=validate.OneOf(sorted(REQUIREMENTS)))
    when = fields.String(load_default=None, validate=validate.OneOf(WHENS))

    @post_load
    def ask_the_kind(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        own = {key: data[key] for key in data.keys() - {"kind", "when"}}
        asked = REQUIREMENTS[data["kind"]].asked().load(own)
        return {"kind": data["kind"], "when": data["when"], "asked": asked}


class AwardSchema(Schema):
    """One kind of award: its title, its criteria and for how long it holds."""

    class Meta:
        unknown = RAISE

    title = fields.String(required=True, validate=validate.Length(min=1))
    requires = fields.List(
        fields.Nested(RequirementSchema),
        required=True,
        validate=validate.Length(min=1),
    )
    valid_years = fields.Integer(
        load_default=None, strict=True, validate=validate.Range(min=1, max=50)
    )
    held_for_release = fields.String(load_default=None, validate=validate.OneOf(WHENS))


def award_rules(
    awards: Mapping[str, Mapping[str, Any]],
    taught: Taught,
    fault: Callable[[Place, str], None],
) -> Iterator[AwardRule]:
    """The rules of an outline; ``fault`` is told each place and what is wrong there."""
    for kind in sorted(awards):
        written = awards[kind]
        found = []
        for number, each in enumerate(written["requires"]):
            try:
                rule = REQUIREMENTS[each["kind"]].of_outline(each["asked"], taught)
                found.append(rule.only_when(each["when"]))
            except RequirementFault as error:
                fault(("awards", kind, "requires", number, "of"), str(error))
        asked = tuple(found)
        is_whole = len(asked) == len(written["requires"])
        if kind in _NOT_ASSESSED and is_whole and not assesses(asked):
            fault(("awards", kind), _NOT_ASSESSED[kind])
        yield AwardRule(
            kind=kind,
            title=written["title"],
            requirements=asked,
            valid_years=written["valid_years"],
            held_for_release=written["held_for_release"],
        )


def assesses(asked: tuple[Requirement, ...]) -> bool:
    """Whether something is asked in every run that shows assessed knowledge."""
    return any(
        each.is_objective and each.when is None and each.places for each in asked
    )
