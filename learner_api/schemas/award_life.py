"""The life of awards on the wire: acts, histories, name corrections, releases."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from course.award_states import CAUSES, STATES
from course.name_corrections import VERDICTS
from course.releases import FATES
from learner_api.schemas.awards import AwardSchema
from learner_api.schemas.fields import Asked, Flag, Moment, Text, operation
from learner_api.schemas.paging import PageQuerySchema, PageSchema

_REASON = {"description": "Why. It stays on the record, and the holder is told."}
_NAME = {"description": "The name as it is to be printed."}


class ActSchema(Asked):
    """Something that is done to an award."""

    op = operation()
    reason = Text(500, required=True, metadata=_REASON)


class SupersedingSchema(ActSchema):
    """Why a new document is written in place of an award."""

    cause = fields.String(
        required=True,
        validate=validate.OneOf(CAUSES),
        metadata={
            "description": "`name`: the same words with another name. `mark`: the "
            "results as the record has them today. `words`: today's template, issuer "
            "and titles."
        },
    )
    name = Text(200, metadata=_NAME)

    @validates_schema(skip_on_field_errors=True)
    def check_name(self, data: dict[str, Any], **_: Any) -> None:
        """A name is given where it is what changes, and nowhere else."""
        if (data["cause"] == "name") != ("name" in data):
            words = "Write the name where, and only where, the cause is 'name'."
            raise ValidationError(words, "name")


class LifeEventSchema(Schema):
    """One event in the life of a chain of documents."""

    number = fields.String(required=True)
    kind = fields.String(required=True)
    cause = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    by = fields.String(required=True, allow_none=True)
    at = Moment(required=True)


class AwardLifeSchema(AwardSchema):
    """An award whole, its chain of documents and everything that happened to them."""

    chain = fields.List(fields.String(), required=True)
    differs_from_record = fields.Boolean(
        required=True,
        metadata={"description": "Whether the frozen results are no longer today's."},
    )
    history = fields.List(fields.Nested(LifeEventSchema), required=True)


class RegisterQuerySchema(Asked):
    """Which awards of the register."""

    search = Text(200, metadata={"description": "A number, or a part of a name."})
    state = fields.String(validate=validate.OneOf(STATES))
    after = Text(40, metadata={"description": "The number of the last one seen."})
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))


class RegisteredSchema(Schema):
    """An award as the register lists it."""

    number = fields.String(required=True)
    title = fields.String(required=True)
    course = fields.String(required=True)
    holder_name = fields.String(required=True)
    person = fields.UUID(required=True)
    awarded_on = fields.String(required=True, metadata={"format": "date"})
    status = fields.String(required=True)
    address = fields.String(required=True)


class RegisterPageSchema(PageSchema):
    """Awards of everybody, the latest first."""

    items = fields.List(fields.Nested(RegisteredSchema), required=True)


class NewNameCorrectionSchema(Asked):
    """Another name on one's own certificate, and why."""

    op = operation()
    name = Text(200, required=True, metadata=_NAME)
    reason = Text(500, required=True)
    changes_profile = Flag(
        load_default=False,
        metadata={"description": "Whether the name in the profile is to change too."},
    )


class NameAnswerSchema(Asked):
    """What is said to whoever asked."""

    op = operation()
    words = Text(500, required=True, metadata={"description": "The holder reads it."})


class NameCorrectionQuerySchema(PageQuerySchema):
    """Which requests."""

    waiting = fields.Boolean(load_default=False)


class NameCorrectionSchema(Schema):
    """A request for another name, and its answer if there is one."""

    uuid = fields.UUID(required=True)
    number = fields.String(required=True)
    printed_name = fields.String(required=True)
    name = fields.String(required=True)
    reason = fields.String(required=True)
    changes_profile = fields.Boolean(required=True)
    asked_at = Moment(required=True)
    verdict = fields.String(
        required=True, allow_none=True, metadata={"enum": [*VERDICTS, None]}
    )
    words = fields.String(required=True, allow_none=True)
    answered_at = Moment(required=True, allow_none=True)
    answered_by = fields.String(required=True, allow_none=True)


class NameCorrectionPageSchema(PageSchema):
    """Requests for another name, the latest first."""

    items = fields.List(fields.Nested(NameCorrectionSchema), required=True)


class ReleaseRowSchema(Schema):
    """One learner of a cohort: what a release does, or why it does nothing."""

    enrolment = fields.UUID(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    fate = fields.String(required=True, metadata={"enum": list(FATES)})
    characters = fields.List(fields.String(), required=True)


class ReleasePreviewSchema(Schema):
    """What validating the run of a cohort now would do."""

    token = fields.String(required=True)
    rows = fields.List(fields.Nested(ReleaseRowSchema), required=True)


class NewReleaseSchema(Asked):
    """The validation of a run: what was looked at, and a note."""

    op = operation()
    token = fields.String(
        required=True,
        validate=validate.Length(min=1, max=64),
        metadata={"description": "The `token` of the list that was looked at."},
    )
    note = Text(
        500, required=True, metadata={"description": "What was checked, and how."}
    )


class ReleaseSchema(Schema):
    """A run that was validated, and what came of it."""

    uuid = fields.UUID(required=True)
    note = fields.String(required=True)
    recorded_at = Moment(required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    numbers = fields.List(fields.String(), required=True)
