"""Courses, modules and lessons as the wire carries them, and where a learner stands."""

from marshmallow import Schema, fields

from learner_api.schemas.fields import Asked, Moment, as_of, happened, operation
from quizzes import PURPOSES


class StepSchema(Schema):
    """One thing to do: a lesson to finish, a quiz to pass, or what else a rule asks."""

    kind = fields.String(
        required=True,
        metadata={
            "enum": [
                "lesson",
                "quiz",
                "score",
                "test",
                "roadmap",
                "sign-off",
                "course",
                "paper",
                "posts",
                "evaluation",
            ]
        },
    )
    module = fields.String(required=True, attribute="module_key")
    key = fields.String(required=True)
    title = fields.String(required=True)


class CohortNameSchema(Schema):
    """The cohort that one takes a course with."""

    uuid = fields.UUID(required=True)
    title = fields.String(required=True)
    opens_on = fields.Date(required=True)
    closes_on = fields.Date(required=True)


class AvailableCourseSchema(Schema):
    """A course that the installation offers and the asker is not enrolled on."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    summary = fields.String(required=True)
    hours = fields.Integer(required=True)
    enrolled = fields.Boolean(required=True)


class EnrolledCourseSchema(AvailableCourseSchema):
    """A course that the asker is on: how far, what is left, where to go on."""

    enrolment = fields.UUID(required=True)
    edition = fields.String(required=True)
    cohort = fields.Nested(CohortNameSchema, required=True, allow_none=True)
    enrolled_at = Moment(required=True)
    withdrawn_at = Moment(required=True, allow_none=True)
    completed_at = Moment(required=True, allow_none=True)
    met = fields.Integer(required=True)
    needed = fields.Integer(required=True)
    percent = fields.Integer(
        required=True, metadata={"description": "Share of the rule that is met."}
    )
    outstanding = fields.List(fields.Nested(StepSchema), required=True)
    next_step = fields.Nested(StepSchema, required=True, allow_none=True)
    waiting_quizzes = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Those with an attempt that a person has to mark."},
    )


class CoursePageSchema(Schema):
    """The asker's courses, and those that could be taken besides."""

    items = fields.List(fields.Nested(EnrolledCourseSchema), required=True)
    available = fields.List(fields.Nested(AvailableCourseSchema), required=True)
    next = fields.String(dump_default=None, allow_none=True)


class SourceSchema(Schema):
    """A document or data set that is cited, with the date of the fact."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    body = fields.String(
        required=True, metadata={"description": "The organisation that answers for it."}
    )
    year = fields.Integer(required=True, allow_none=True)
    as_of = fields.String(required=True, allow_none=True)
    address = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True)


class TermSchema(Schema):
    """A word of the field, explained once."""

    key = fields.String(required=True)
    name = fields.String(required=True)
    short = fields.String(
        required=True, allow_none=True, metadata={"description": "Its acronym."}
    )
    meaning = fields.String(required=True)


class TablePartSchema(Schema):
    """Rows of a figure's table that belong together."""

    name = fields.String(required=True, allow_none=True)
    rows = fields.List(
        fields.List(fields.Raw(metadata={"type": ["string", "number"]})),
        required=True,
        metadata={"description": "One cell for each of the columns."},
    )


class FigureSchema(Schema):
    """The data behind a picture, as the table beneath it; the HTML holds both."""

    key = fields.String(required=True)
    kind = fields.String(
        required=True, metadata={"enum": ["bars", "lines", "cycle", "structure"]}
    )
    title = fields.String(required=True)
    caption = fields.String(required=True)
    alternative = fields.String(required=True)
    source = fields.String(required=True)
    sources = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Keys of all its sources, its own first."},
    )
    columns = fields.List(fields.String(), required=True)
    table = fields.List(fields.Nested(TablePartSchema), required=True)


class LessonNameSchema(Schema):
    """A lesson in its module's list."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    minutes = fields.Integer(required=True)
    completed = fields.Boolean(required=True)


class QuizNameSchema(Schema):
    """A quiz: what it asks, and how the asker has done."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    introduction = fields.String(required=True)
    purpose = fields.String(required=True, metadata={"enum": list(PURPOSES)})
    questions = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "On one paper; null where papers differ in length."},
    )
    pass_mark = fields.Integer(
        required=True, metadata={"description": "Share of the points, in per cent."}
    )
    attempts_allowed = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "With those that the learner was granted besides."},
    )
    attempts_marked = fields.Integer(required=True)
    passed = fields.Boolean(required=True)


class TaskSchema(Schema):
    """What to do for one's own country after the lessons of a module."""

    title = fields.String(required=True)
    minutes = fields.Integer(required=True)
    steps = fields.List(fields.String(), required=True)
    worksheet = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The key of the worksheet that it fills in."},
    )


class ModuleSchema(Schema):
    """One part of the Handbook: lessons in order and, usually, a quiz."""

    course = fields.String(required=True)
    key = fields.String(required=True)
    title = fields.String(required=True)
    summary = fields.String(required=True)
    hours = fields.Integer(required=True)
    minutes = fields.Integer(required=True)
    objectives = fields.List(fields.String(), required=True)
    introduction = fields.String(
        required=True, metadata={"description": "Markdown of the course's dialect."}
    )
    introduction_html = fields.String(required=True)
    key_points = fields.List(fields.String(), required=True)
    discussion_question = fields.String(required=True)
    further_reading = fields.List(fields.Nested(SourceSchema), required=True)
    figures_as_of = fields.Date(required=True)
    lessons = fields.List(fields.Nested(LessonNameSchema), required=True)
    quiz = fields.Nested(QuizNameSchema, required=True, allow_none=True)
    practice = fields.List(fields.Nested(QuizNameSchema), required=True)
    tasks = fields.List(fields.Nested(TaskSchema), required=True)


class LessonSchema(Schema):
    """A lesson, whole: its text both as written and as HTML, its sources and data."""

    course = fields.String(required=True)
    module = fields.String(required=True)
    key = fields.String(required=True)
    title = fields.String(required=True)
    objectives = fields.List(fields.String(), required=True)
    minutes = fields.Integer(required=True)
    digest = fields.String(required=True)
    body = fields.String(
        required=True, metadata={"description": "Markdown of the course's dialect."}
    )
    html = fields.String(required=True)
    sources = fields.List(fields.Nested(SourceSchema), required=True)
    figures = fields.List(fields.Nested(FigureSchema), required=True)
    terms = fields.List(
        fields.Nested(TermSchema),
        required=True,
        metadata={"description": "By name; the HTML links to `#word-{key}`."},
    )
    completed = fields.Boolean(required=True)


class LessonDoneSchema(Asked):
    """Naming the act of finishing a lesson."""

    op = operation()
    occurred_at = happened()


class CompletionSchema(Schema):
    """That a lesson is finished, since when, and what that leaves."""

    module = fields.String(required=True)
    lesson = fields.String(required=True)
    op = fields.UUID(required=True)
    occurred_at = Moment(required=True)
    recorded_at = Moment(required=True)
    met = fields.Integer(required=True)
    needed = fields.Integer(required=True)
    percent = fields.Integer(required=True)
    course_completed_at = Moment(required=True, allow_none=True)


class AsOfQuerySchema(Asked):
    """As of when."""

    as_of = as_of()


class FindingSchema(Schema):
    """One requirement compared with what was done."""

    sentence = fields.String(required=True)
    is_met = fields.Boolean(required=True)
    met = fields.Integer(required=True)
    needed = fields.Integer(required=True)
    met_at = Moment(required=True, allow_none=True)
    outstanding = fields.List(fields.Nested(StepSchema), required=True)


class AwardProgressSchema(Schema):
    """One award of the course: its requirements, one by one."""

    kind = fields.String(required=True)
    title = fields.String(required=True)
    met = fields.Integer(required=True)
    needed = fields.Integer(required=True)
    earned_at = Moment(required=True, allow_none=True, attribute="met_at")
    findings = fields.List(fields.Nested(FindingSchema), required=True)


class ProgressSchema(Schema):
    """Where the asker stands on a course, as of a moment."""

    course = fields.String(required=True)
    edition = fields.String(required=True)
    as_of = Moment(required=True)
    met = fields.Integer(required=True)
    needed = fields.Integer(required=True)
    percent = fields.Integer(
        required=True, metadata={"description": "Share of the rule that is met."}
    )
    awards = fields.List(fields.Nested(AwardProgressSchema), required=True)
