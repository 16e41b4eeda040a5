"""Applications, their selection and what was decided, as the wire carries them."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from course.application_standing import STATES
from course.applications import Filed
from course.models.application import ATTACHMENT_KINDS
from course.models.user import AFFILIATIONS, GENDERS
from course.selection_plan import CHOICES
from learner_api.labels import country_names
from learner_api.schemas.fields import Asked, Flag, Moment, Text, operation

MOST_CHOICES = 2000


class NewApplicationSchema(Asked):
    """What an applicant says, in the words of that day."""

    op = operation()
    name = Text(200, required=True)
    country = fields.String(required=True, validate=validate.OneOf(country_names()))
    gender = fields.String(required=True, validate=validate.OneOf(GENDERS))
    affiliation = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(AFFILIATIONS)
    )
    organisation = Text(
        200, required=True, metadata={"description": "The ministry or other body."}
    )
    motivation = Text(4000, lines=True, required=True)
    nominated_by = Text(200, load_default=None, allow_none=True)
    supervisor = Text(200, load_default=None, allow_none=True)
    is_released = Flag(
        load_default=False,
        metadata={"description": "The supervisor frees the hours that it takes."},
    )


class WithdrawalSchema(Asked):
    """Why an applicant withdraws."""

    op = operation()
    reason = Text(500, required=True)


class AttachmentQuerySchema(Asked):
    """The act, and what the file is."""

    op = operation()
    kind = fields.String(required=True, validate=validate.OneOf(ATTACHMENT_KINDS))


class AttachmentSchema(Schema):
    """A file that came with an application."""

    uuid = fields.UUID(required=True)
    kind = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)
    digest = fields.String(required=True, metadata={"description": "SHA-256."})
    recorded_at = Moment(required=True)


class ApplicationSchema(Schema):
    """An application as its applicant reads it: what they were told is in `told`."""

    uuid = fields.UUID(required=True)
    call = fields.String(required=True)
    number = fields.Integer(required=True)
    applied_at = Moment(required=True)
    name = fields.String(required=True)
    country = fields.String(required=True)
    gender = fields.String(required=True)
    affiliation = fields.String(required=True, allow_none=True)
    organisation = fields.String(required=True)
    motivation = fields.String(required=True)
    nominated_by = fields.String(required=True, allow_none=True)
    supervisor = fields.String(required=True, allow_none=True)
    is_released = fields.Boolean(required=True)
    lacks = fields.List(fields.String(), required=True)
    attachments = fields.List(fields.Nested(AttachmentSchema), required=True)
    told = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The last verdict that the applicant was told."},
    )
    words = fields.String(required=True, allow_none=True)


class ApplicationListSchema(Schema):
    """One's own applications, the latest first."""

    items = fields.List(fields.Nested(ApplicationSchema), required=True)


class DecisionSchema(Schema):
    """What was decided of an application, for staff."""

    number = fields.Integer(required=True)
    verdict = fields.String(required=True)
    rank = fields.Integer(required=True, allow_none=True)
    reason = fields.String(required=True)
    words = fields.String(required=True, allow_none=True)
    recorded_at = Moment(required=True)


class FiledSchema(ApplicationSchema):
    """An application as staff of its cohort read it."""

    state = fields.String(required=True, metadata={"enum": list(STATES)})
    rank = fields.Integer(required=True, allow_none=True)
    is_untold = fields.Boolean(required=True)
    decisions = fields.List(fields.Nested(DecisionSchema), required=True)


class BalanceSchema(Schema):
    """How many of a group there are of each kind."""

    total = fields.Integer(required=True)
    genders = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    groups = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    organisations = fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True
    )


class FiledListSchema(Schema):
    """The applications to a cohort, its places, and the balance as it is now."""

    quota = fields.Integer(required=True, allow_none=True)
    taken = fields.Integer(required=True)
    free = fields.Integer(required=True, allow_none=True)
    applied = fields.Nested(BalanceSchema, required=True)
    selected = fields.Nested(BalanceSchema, required=True)
    next_in_line = fields.List(fields.UUID(), required=True)
    items = fields.List(fields.Nested(FiledSchema), required=True)


class ChoiceSchema(Asked):
    """What is to become of one application."""

    application = fields.UUID(required=True)
    choice = fields.String(required=True, validate=validate.OneOf(CHOICES))


class ChoicesSchema(Asked):
    """What is to become of each of many applications."""

    choices = fields.List(
        fields.Nested(ChoiceSchema),
        required=True,
        validate=validate.Length(min=1, max=MOST_CHOICES),
    )

    @validates_schema
    def check_repeated(self, data: dict[str, Any], **_: Any) -> None:
        named = [each["application"] for each in data["choices"]]
        if len(set(named)) < len(named):
            raise ValidationError("Name each application once.", "choices")


class SelectionSchema(ChoicesSchema):
    """A selection as it was looked at, with its reason."""

    op = operation()
    token = Text(64, required=True)
    reason = Text(
        500, required=True, metadata={"description": "For staff; no applicant sees it."}
    )
    words = Text(
        1000,
        lines=True,
        load_default=None,
        allow_none=True,
        metadata={"description": "What the applicants are told besides."},
    )


class OutcomeSchema(Schema):
    """What becomes of one application."""

    application = fields.UUID(required=True, attribute="uuid")
    asked = fields.String(required=True)
    verdict = fields.String(required=True)
    rank = fields.Integer(required=True, allow_none=True)
    over_quota = fields.Boolean(required=True)
    obstacle = fields.String(required=True, allow_none=True)
    is_changed = fields.Boolean(required=True)


class PreviewSchema(Schema):
    """What a selection would do, and the balance before and after."""

    token = fields.String(required=True)
    free = fields.Integer(required=True, allow_none=True)
    outcomes = fields.List(fields.Nested(OutcomeSchema), required=True)
    before = fields.Nested(BalanceSchema, required=True)
    after = fields.Nested(BalanceSchema, required=True)


class SelectedSchema(Schema):
    """A selection that was made, and what became of each application."""

    uuid = fields.UUID(required=True)
    reason = fields.String(required=True)
    recorded_at = Moment(required=True)
    outcomes = fields.List(fields.Nested(OutcomeSchema), required=True)


class ToldSchema(Schema):
    """How many were written to."""

    told = fields.Integer(required=True)


def application_data(filed: Filed) -> dict[str, Any]:
    """An application as its applicant may read it."""
    application = filed.application
    told = filed.told
    return {
        **{
            name: getattr(application, name)
            for name in (
                "uuid",
                "number",
                "name",
                "country",
                "gender",
                "affiliation",
                "organisation",
                "motivation",
                "nominated_by",
                "supervisor",
                "is_released",
            )
        },
        "call": application.cohort.key,
        "applied_at": application.recorded_at,
        "lacks": filed.lacks,
        "attachments": filed.attachments,
        "told": "withdrawn"
        if filed.standing.state == "withdrawn"
        else told and told.verdict,
        "words": told and told.words,
    }


def filed_data(filed: Filed) -> dict[str, Any]:
    """An application as staff of its cohort may read it."""
    return {
        **application_data(filed),
        "state": filed.standing.state,
        "rank": filed.standing.rank,
        "is_untold": filed.is_untold,
        "decisions": filed.decisions,
    }
