"""The progress of a cohort, lesson by lesson, on the wire."""

from marshmallow import Schema, fields, validate

from course.progress_matrix import LESSON_STATES, SORTS
from learner_api.schemas.fields import Asked, Moment, Text
from learner_api.schemas.paging import PageQuerySchema, PageSchema
from learner_api.staff_labels import STATES

LONGEST_KEY = 100


class MatrixQuerySchema(Asked):
    """In which order, and the lessons of which module."""

    sort = fields.String(
        load_default=SORTS[0],
        validate=validate.OneOf(SORTS),
        metadata={"description": "Furthest first, or by name; ties by name."},
    )
    module = Text(
        LONGEST_KEY, metadata={"description": "Only the lessons of this module."}
    )


class MatrixPageQuerySchema(PageQuerySchema, MatrixQuerySchema):
    """The same, in pages."""


class MatrixLessonSchema(Schema):
    """A column of the matrix."""

    number = fields.Integer(required=True)
    key = fields.String(required=True)
    title = fields.String(required=True)


class MatrixModuleSchema(Schema):
    """Columns that belong together."""

    number = fields.Integer(
        required=True, metadata={"description": "The module's place in the course."}
    )
    key = fields.String(required=True)
    title = fields.String(required=True)
    lessons = fields.List(fields.Nested(MatrixLessonSchema), required=True)


class MatrixLearnerSchema(Schema):
    """A row of the matrix: a learner with every lesson."""

    enrolment = fields.UUID(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    state = fields.String(required=True, metadata={"enum": list(STATES)})
    met = fields.Integer(required=True)
    needed = fields.Integer(required=True)
    percent = fields.Integer(
        required=True,
        metadata={"description": "The share of the rule that is met, rounded down."},
    )
    lessons = fields.List(
        fields.String(allow_none=True, metadata={"enum": [*LESSON_STATES, None]}),
        required=True,
        metadata={
            "description": "One for each lesson of `modules`, in that order. Null "
            "where the learner's own outline has no such lesson."
        },
    )


class ProgressMatrixSchema(PageSchema):
    """A cohort as of one moment: every lesson, and the learners in order."""

    cohort = fields.UUID(required=True)
    as_of = Moment(required=True)
    modules = fields.List(fields.Nested(MatrixModuleSchema), required=True)
    learners = fields.Integer(
        required=True, metadata={"description": "How many there are, on all pages."}
    )
    items = fields.List(fields.Nested(MatrixLearnerSchema), required=True)
