"""Beginning a course anew, and topping up, as the wire carries them."""

from marshmallow import Schema, fields

from learner_api.schemas.fields import Asked, Moment, Text, operation


class NewRunSchema(Asked):
    """To begin anew; an administrator who does it for somebody says why."""

    op = operation()
    reason = Text(
        500, metadata={"description": "Why, where an administrator grants it."}
    )


class RunSchema(Schema):
    """A run of a course: an enrolment of its own."""

    enrolment = fields.UUID(required=True, attribute="uuid")
    course = fields.String(required=True, attribute="course_key")
    run = fields.Integer(required=True)
    enrolled_at = Moment(required=True)


class NewTopUpSchema(Asked):
    """To begin topping up."""

    op = operation()


class TopUpSchema(Schema):
    """A top-up that was begun."""

    enrolment = fields.UUID(required=True)
    edition = fields.String(required=True)
    recorded_at = Moment(required=True)
