"""A verdict on what a learner handed in, as the wire carries it."""

from marshmallow import fields, validate

from course.roadmap_reviews import VERDICTS
from learner_api.schemas.fields import Asked, Text, operation

MOST_COMMENTS = 5_000


class ReviewAskedSchema(Asked):
    """Accepted or sent back, with comments."""

    op = operation()
    verdict = fields.String(required=True, validate=validate.OneOf(VERDICTS))
    comments = Text(
        MOST_COMMENTS,
        least=0,
        lines=True,
        load_default="",
        metadata={"description": "Plain text that the learner reads; lines are kept."},
    )
