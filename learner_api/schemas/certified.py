"""Who was certified on a day, as the wire carries it."""

from marshmallow import Schema, fields, validate

from learner_api.schemas.fields import Asked, Moment, Purpose, as_of

MOST = 1000


class RegisterQuerySchema(Asked):
    """On which day, as known when, and perhaps of which cohort."""

    on = fields.Date(
        metadata={
            "description": "The day, as the issuing office counts; today, if left out."
        }
    )
    as_known_on = as_of()
    cohort = fields.UUID(metadata={"description": "Only this cohort."})


class RegisterFileQuerySchema(RegisterQuerySchema):
    """The same, and what the names are needed for."""

    purpose = Purpose(required=True)


class CertifiedQuerySchema(RegisterQuerySchema):
    """The same, and how many to name."""

    limit = fields.Integer(load_default=50, validate=validate.Range(min=0, max=MOST))


class CertifiedSchema(Schema):
    """Somebody who held an award, in its words."""

    learner = fields.UUID(required=True)
    name = fields.String(required=True)
    course = fields.String(required=True)
    kind = fields.String(required=True)
    number = fields.String(required=True)
    run = fields.Integer(
        required=True, metadata={"description": "1, or more after renewals."}
    )
    awarded_on = fields.String(required=True, metadata={"format": "date"})
    valid_until = fields.String(
        required=True, allow_none=True, metadata={"format": "date"}
    )


class RegisterSchema(Schema):
    """How many were certified, and the first of them."""

    course = fields.String(required=True)
    on = fields.Date(required=True)
    as_known_on = Moment(required=True)
    cohort = fields.UUID(required=True, allow_none=True)
    count = fields.Integer(required=True)
    items = fields.List(fields.Nested(CertifiedSchema), required=True)
