"""A cohort as its trainer looks after it, and what is written to it, on the wire."""

from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, fields, validate

from course.cohort_messages import Audience, Sent
from course.learners_seen import SORTS, CohortOverview, LearnerSeen
from course.models.cohort_message import AUDIENCES, LONGEST_BODY, LONGEST_SUBJECT
from course.module_states import QUIZ_STATES
from course.trainer_groups import GROUPS
from learner_api.overview_words import block_words
from learner_api.schemas.courses import StepSchema
from learner_api.schemas.fields import Asked, Moment, Text, operation
from learner_api.schemas.paging import PageQuerySchema, PageSchema

MOST_DAYS = 365
LONGEST_SEARCH = 100
_DAYS = {
    "description": "So many days without an acknowledged act are silence; what the "
    "installation has set, if left out."
}


def days() -> fields.Integer:
    """After how many days somebody counts as silent."""
    return fields.Integer(
        strict=True,
        validate=validate.Range(min=1, max=MOST_DAYS),
        metadata=_DAYS,
    )


class ViewQuerySchema(Asked):
    """Which learners, and after how many days somebody counts as silent."""

    group = fields.String(
        validate=validate.OneOf(GROUPS), metadata={"description": "Only this group."}
    )
    search = Text(
        LONGEST_SEARCH,
        least=0,
        load_default="",
        metadata={"description": "Words that the name or address holds, all of them."},
    )
    sort = fields.String(load_default=SORTS[0], validate=validate.OneOf(SORTS))
    days = fields.Integer(validate=validate.Range(min=1, max=MOST_DAYS), metadata=_DAYS)


class OverviewQuerySchema(PageQuerySchema, ViewQuerySchema):
    """The same, in pages."""


class ModuleWeekSchema(Schema):
    """A module of the calendar: when it opens, and the last day for it."""

    module = fields.String(required=True)
    opens_on = fields.Date(required=True)
    due_on = fields.Date(required=True)


class ModuleTitleSchema(Schema):
    """A module of the course."""

    key = fields.String(required=True)
    title = fields.String(required=True)


class ModuleStateSchema(Schema):
    """One cell of the heat map: how far a learner is in a module."""

    module = fields.String(required=True)
    lessons_done = fields.Integer(required=True)
    lessons = fields.Integer(required=True)
    quiz = fields.String(required=True, metadata={"enum": list(QUIZ_STATES)})


class LearnerSeenSchema(Schema):
    """One learner: the groups they stand in, what blocks them, and each module."""

    enrolment = fields.UUID(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    groups = fields.List(fields.String(metadata={"enum": list(GROUPS)}), required=True)
    late_modules = fields.List(fields.String(), required=True, attribute="late")
    failed_quizzes = fields.List(fields.String(), required=True, attribute="failed")
    last_act_at = Moment(required=True, allow_none=True, attribute="acted_at")
    met = fields.Integer(required=True)
    needed = fields.Integer(required=True)
    percent = fields.Integer(required=True)
    blocked_by = fields.Nested(
        StepSchema,
        required=True,
        allow_none=True,
        attribute="block",
        metadata={"description": "The next thing that the proof of the award lacks."},
    )
    blocked_by_words = fields.Function(
        block_words, required=True, metadata={"type": "string"}
    )
    waits_for_a_person = fields.Boolean(required=True, attribute="waits")
    modules = fields.List(fields.Nested(ModuleStateSchema), required=True)


class AudienceSchema(Schema):
    """Who would get a message to the learners that were asked for."""

    learners = fields.Integer(required=True)
    token = fields.String(
        required=True,
        metadata={"description": "Stands for exactly them; `messageCohort` takes it."},
    )


class CohortOverviewSchema(PageSchema):
    """A cohort as of one moment: counts, learners, and the heat map by module."""

    cohort = fields.UUID(required=True)
    as_of = Moment(required=True)
    mode = fields.String(required=True)
    days = fields.Integer(required=True)
    calendar = fields.List(
        fields.Nested(ModuleWeekSchema),
        required=True,
        metadata={"description": "Empty where there is none: then nobody is behind."},
    )
    modules = fields.List(fields.Nested(ModuleTitleSchema), required=True)
    learners = fields.Integer(required=True)
    counts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "How many stand in each group; some in several."},
    )
    found = fields.Integer(
        required=True,
        metadata={"description": "How many were asked for, on all pages."},
    )
    audience = fields.Nested(
        AudienceSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null for those withdrawn, who are not written to."},
    )
    items = fields.List(fields.Nested(LearnerSeenSchema), required=True)


class NewCohortMessageSchema(Asked):
    """What to write, and to whom: exactly those whom the token stands for."""

    op = operation()
    audience = fields.String(required=True, validate=validate.OneOf(AUDIENCES))
    days = days()
    search = Text(LONGEST_SEARCH, least=0, load_default="")
    token = fields.String(
        required=True,
        validate=validate.Regexp(r"[0-9a-f]{64}\Z"),
        metadata={"description": "From `getCohortOverview` asked for the same group."},
    )
    subject = Text(LONGEST_SUBJECT, required=True)
    text = Text(LONGEST_BODY, lines=True, required=True)


class CohortMessageSchema(Schema):
    """A message to a group: who wrote it when, what, and to how many."""

    uuid = fields.UUID(required=True)
    sent_at = Moment(required=True)
    by = fields.String(required=True)
    audience = fields.String(required=True, metadata={"enum": list(AUDIENCES)})
    days = fields.Integer(required=True)
    search = fields.String(required=True)
    subject = fields.String(required=True)
    text = fields.String(required=True)
    letters = fields.Integer(required=True)


class ReaderSchema(Schema):
    """Somebody whom a message went to."""

    enrolment = fields.UUID(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)


class CohortMessageDetailSchema(CohortMessageSchema):
    """The same, with everybody whom it went to."""

    readers = fields.List(fields.Nested(ReaderSchema), required=True)


class CohortMessagesSchema(PageSchema):
    """What was written to groups of a cohort, the latest first."""

    items = fields.List(fields.Nested(CohortMessageSchema), required=True)


def overview_data(
    overview: CohortOverview,
    found: Sequence[LearnerSeen],
    audience: Audience | None,
) -> dict[str, Any]:
    """What stands above the learners."""
    return {
        "as_of": overview.as_of,
        "days": overview.days,
        "calendar": overview.calendar,
        "modules": overview.course.modules,
        "learners": len(overview.learners),
        "counts": overview.counts,
        "found": len(found),
        "audience": audience
        and {"learners": len(audience.learners), "token": audience.token},
    }


def message_data(sent: Sent) -> dict[str, Any]:
    """A message as it goes out."""
    message = sent.message
    return {
        "uuid": message.uuid,
        "sent_at": message.recorded_at,
        "by": sent.by,
        "audience": message.audience,
        "days": message.days,
        "search": message.search,
        "subject": message.subject,
        "text": message.body,
        "letters": sent.letters,
    }
