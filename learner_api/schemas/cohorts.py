"""Cohorts and where their learners stand, as the wire carries them."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from course.models.cohort import MODES
from learner_api.schemas.courses import StepSchema
from learner_api.schemas.fields import Asked, Key, Moment, Text, operation
from learner_api.schemas.paging import PageSchema


class NewCohortSchema(Asked):
    """A cohort to make, led by its maker when that is a trainer."""

    op = operation()
    key = Key(60, required=True)
    title = Text(200, required=True)
    course = Text(100, required=True)
    edition = Text(
        64,
        metadata={"description": "A digest; the course as it stands, if left out."},
    )
    mode = fields.String(required=True, validate=validate.OneOf(MODES))
    opens_on = fields.Date(required=True)
    closes_on = fields.Date(required=True)

    @validates_schema
    def check_dates(self, data: dict[str, Any], **_: Any) -> None:
        if data["opens_on"] > data["closes_on"]:
            words = "A cohort closes on the day it opens, or later."
            raise ValidationError(words, "closes_on")


class TrainerSchema(Schema):
    """Somebody who leads a cohort."""

    uuid = fields.UUID(required=True)
    name = fields.String(required=True)


class CohortSchema(Schema):
    """People who take one edition of a course together."""

    uuid = fields.UUID(required=True)
    key = fields.String(required=True)
    title = fields.String(required=True)
    course = fields.String(required=True, attribute="course_key")
    edition = fields.String(required=True, attribute="edition.digest")
    mode = fields.String(required=True, validate=validate.OneOf(MODES))
    opens_on = fields.Date(required=True)
    closes_on = fields.Date(required=True)
    created_at = Moment(required=True)


class CohortDetailSchema(CohortSchema):
    """A cohort with those who lead it."""

    trainers = fields.List(fields.Nested(TrainerSchema), required=True)


class CohortSizeSchema(Schema):
    """A cohort with how many learn in it and how many have completed."""

    cohort = fields.Nested(CohortSchema, required=True)
    learners = fields.Integer(required=True)
    completed = fields.Integer(required=True)


class CohortPageSchema(PageSchema):
    """Cohorts, the newest first."""

    items = fields.List(fields.Nested(CohortSizeSchema), required=True)


class LearnerStandingSchema(Schema):
    """One learner of a cohort: how far they are and what blocks them."""

    enrolment = fields.UUID(required=True, attribute="enrolment.uuid")
    name = fields.String(required=True, attribute="enrolment.user.name")
    email = fields.String(required=True, attribute="enrolment.user.email")
    state = fields.String(
        required=True,
        metadata={
            "enum": ["withdrawn", "completed", "under-way", "invited", "not-started"]
        },
    )
    met = fields.Integer(required=True, attribute="enrolment.met")
    needed = fields.Integer(required=True, attribute="enrolment.needed")
    percent = fields.Integer(required=True, attribute="enrolment.percent")
    outstanding = fields.List(fields.Nested(StepSchema), required=True)
    failed_quizzes = fields.List(fields.String(), required=True)
    waiting_quizzes = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Those with an attempt that a person has to mark."},
    )
    last_active_at = Moment(
        required=True, allow_none=True, attribute="enrolment.last_active_at"
    )
    completed_at = Moment(
        required=True, allow_none=True, attribute="enrolment.completed_at"
    )


class CohortProgressSchema(PageSchema):
    """The learners of a cohort, by name."""

    items = fields.List(fields.Nested(LearnerStandingSchema), required=True)
