"""Changes of a rule as the wire carries them: asked, previewed, applied."""

from typing import Any

from marshmallow import Schema, fields, validate

from course.rule_change_listing import CHOICES, GROUPS
from learner_api.schemas.fields import Asked, Moment, Purpose, Text, operation

_EDITION = {
    "description": "The digest of the edition to go over to; that of today's files, "
    "if left out."
}
_COHORT = {"description": "Only this cohort; everybody on the course, if left out."}
_LISTS = {
    "description": "The first of each list, by its name. `exportRuleChangeList` has "
    "each whole."
}


def _digest(**options: Any) -> fields.String:
    return fields.String(validate=validate.Regexp(r"[0-9a-f]{64}\Z"), **options)


class RuleTargetSchema(Asked):
    """The edition to go over to, and whom it concerns."""

    may_be_left_out = True

    edition = _digest(metadata=_EDITION)
    cohort = fields.UUID(metadata=_COHORT)


class NewRulePreviewSchema(RuleTargetSchema):
    """What to work out; ``op`` where it may be sent twice."""

    op = fields.UUID(
        metadata={
            "description": "Names the job, where it is one: sent twice, it is one."
        }
    )


class RuleListQuerySchema(Asked):
    """One list of a preview."""

    edition = _digest(metadata=_EDITION)
    cohort = fields.UUID(metadata=_COHORT)
    group = fields.String(
        load_default="falls-short",
        validate=validate.OneOf(GROUPS),
        metadata={"description": "Which list; who would fall short, if left out."},
    )
    purpose = Purpose(required=True)


class NewRuleChangeSchema(Asked):
    """A preview that was looked at, what was chosen, and why."""

    op = operation()
    edition = _digest(metadata=_EDITION)
    cohort = fields.UUID(metadata=_COHORT)
    choice = fields.String(
        required=True,
        validate=validate.OneOf(CHOICES),
        metadata={
            "description": "finish: they finish what they began. top-up: those in "
            "progress go over now, the certified are asked to by a day. re-evaluate: "
            "the new rule holds for everybody now."
        },
    )
    top_up_by = fields.Date(
        metadata={"description": "With top-up: a day that is still to come."}
    )
    reason = Text(
        500,
        required=True,
        metadata={"description": "Why. Learners read it, and it stays on the record."},
    )
    token = _digest(
        required=True,
        metadata={"description": "That of the preview. Nothing else is carried out."},
    )


class MetSchema(Schema):
    """How much of the rule for completion is met."""

    met = fields.Integer(required=True)
    needed = fields.Integer(required=True)


class EnrolmentChangeSchema(Schema):
    """One enrolment under both rules."""

    enrolment = fields.UUID(required=True)
    learner = fields.UUID(required=True)
    name = fields.String(required=True)
    from_edition = fields.String(required=True)
    before = fields.Nested(MetSchema, required=True)
    after = fields.Nested(MetSchema, required=True)
    certified = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Kinds of award that are held and valid."},
    )
    falls_short = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Those of them that the new rule does not find met."},
    )
    earned = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Kinds that only the new rule finds met."},
    )


class CohortChangeSchema(Schema):
    """A cohort whose future learners are held to the new edition."""

    cohort = fields.UUID(required=True)
    title = fields.String(required=True)
    from_edition = fields.String(required=True)


class _FiguresSchema(Schema):
    course = fields.String(required=True)
    edition = fields.String(required=True)
    cohort = fields.UUID(required=True, allow_none=True)
    totals = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={
            "description": "How many were compared, are certified, are in progress, "
            "and stand on each list, by its name."
        },
    )
    cohorts = fields.List(fields.Nested(CohortChangeSchema), required=True)
    token = fields.String(required=True)


class RulePreviewSchema(_FiguresSchema):
    """What another rule would make of everybody."""

    lists = fields.Dict(
        keys=fields.String(metadata={"enum": list(GROUPS)}),
        values=fields.List(fields.Nested(EnrolmentChangeSchema)),
        required=True,
        metadata=_LISTS,
    )


class RuleChangeSchema(_FiguresSchema):
    """A change of the rule that was carried out, with the figures of its preview."""

    rule_change = fields.UUID(required=True)
    choice = fields.String(required=True, metadata={"enum": list(CHOICES)})
    top_up_by = fields.Date(required=True, allow_none=True)
    reason = fields.String(required=True)
    recorded_at = Moment(required=True)
