"""Awards as the wire carries them: the whole record, and what anybody may know."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, pre_dump

from course.award_claims import objectives_of
from course.award_states import CAUSES, STATES
from course.credential_checks import ANSWERS
from learner_api.schemas.fields import Asked, Moment, Text
from learner_api.schemas.paging import PageSchema


class AwardQuerySchema(Asked):
    """Which kind of award is asked for."""

    kind = Text(40, required=True, metadata={"example": "completion"})


class AwardedModuleSchema(Schema):
    """A module as the document names it."""

    title = fields.String(required=True)
    hours = fields.Integer(required=True)
    objectives = fields.List(
        fields.String(),
        metadata={"description": "Not told by module on the first certificates."},
    )
    quiz = fields.String(
        allow_none=True,
        metadata={"description": "The quiz of the module, if it was passed."},
    )


class CertifiedCourseSchema(Schema):
    """A course that a diploma rests on, with the certificate that shows it."""

    title = fields.String(required=True)
    hours = fields.Integer(required=True)
    certificate = fields.String(
        required=True, metadata={"description": "The number of the certificate."}
    )


class AcceptedPaperSchema(Schema):
    """The paper that a diploma rests on."""

    title = fields.String(required=True)


class SignatorySchema(Schema):
    """Somebody who signed, and in which office."""

    name = fields.String(required=True)
    title = fields.String(required=True)


class SupersededSchema(Schema):
    """The document that was replaced, and why."""

    number = fields.String(required=True)
    reason = fields.String(required=True, metadata={"enum": list(CAUSES)})


class PrintedClaimsSchema(Schema):
    """The words that were printed, as they were on the day. No score, no contact."""

    number = fields.String(required=True)
    kind = fields.String(required=True)
    kind_title = fields.String(required=True)
    holder_name = fields.String(required=True)
    course_key = fields.String(required=True)
    course_title = fields.String(required=True)
    hours = fields.Integer(required=True)
    language = fields.String(required=True)
    awarded_on = fields.String(required=True, metadata={"format": "date"})
    edition = fields.String(required=True)
    modules = fields.List(fields.Nested(AwardedModuleSchema), required=True)
    objectives = fields.List(fields.String(), required=True)
    courses = fields.List(
        fields.Nested(CertifiedCourseSchema),
        metadata={"description": "What a diploma rests on, in place of modules."},
    )
    paper = fields.Nested(AcceptedPaperSchema)
    rule = fields.List(fields.String(), required=True)
    issuer_name = fields.String(required=True)
    signatory_name = fields.String(required=True)
    signatory_title = fields.String(required=True)
    signatories = fields.List(
        fields.Nested(SignatorySchema),
        metadata={"description": "Everybody who signed. Earlier awards had one."},
    )
    verify_url = fields.String(required=True)
    valid_until = fields.String(
        metadata={"format": "date", "description": "The last day on which it holds."}
    )
    supersedes = fields.Nested(
        SupersededSchema, metadata={"description": "What this document replaces."}
    )

    @pre_dump
    def gather_objectives(
        self, claims: Mapping[str, Any], **_: Any
    ) -> Mapping[str, Any]:
        """Tell all objectives together too, on whichever certificate they are."""
        return {**claims, "objectives": objectives_of(claims)}


class QuizResultSchema(Schema):
    """The best mark at one quiz on the day."""

    title = fields.String(required=True)
    points = fields.Integer(required=True)
    out_of = fields.Integer(required=True)


class ResultSchema(Schema):
    """The results on the day."""

    quizzes = fields.List(fields.Nested(QuizResultSchema), required=True)


class ClaimsSchema(PrintedClaimsSchema):
    """Everything that was frozen when the award was given."""

    awarded_at = fields.String(required=True, metadata={"format": "date-time"})
    result = fields.Nested(ResultSchema, required=True)


class AwardNameSchema(Schema):
    """An award in a list."""

    number = fields.String(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    course = fields.String(required=True)
    course_title = fields.String(required=True)
    holder_name = fields.String(required=True)
    awarded_on = fields.String(required=True, metadata={"format": "date"})
    address = fields.String(required=True)
    document = fields.String(required=True)


class AwardPageSchema(PageSchema):
    """One's awards, the newest first."""

    items = fields.List(fields.Nested(AwardNameSchema), required=True)


class AwardSchema(AwardNameSchema):
    """An award, whole, and whether it holds."""

    digest = fields.String(required=True)
    recorded_at = Moment(required=True)
    status = fields.String(required=True)
    status_since = Moment(required=True)
    successor = fields.String(required=True, allow_none=True)
    claims = fields.Nested(ClaimsSchema, required=True)


class VerificationSchema(Schema):
    """What anybody may know of an award."""

    number = fields.String(required=True)
    status = fields.String(
        required=True,
        metadata={"enum": list(STATES)},
    )
    status_since = Moment(required=True)
    successor = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The number of the newest award that replaces this."},
    )
    chain = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Every document of the achievement, the first first."},
    )
    claims = fields.Nested(PrintedClaimsSchema, required=True)


class CredentialCheckSchema(Schema):
    """What a credential turned out to be. ``answer`` alone decides."""

    answer = fields.String(
        required=True,
        metadata={
            "enum": list(ANSWERS),
            "description": "The state of the award where the credential is genuine.",
        },
    )
    issuer = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Who issued it, as the file says and nobody vouches."},
    )
    number = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The award here that the file names."},
    )
    verification = fields.Nested(
        VerificationSchema,
        required=True,
        allow_none=True,
        metadata={"description": "What the register says; nothing unless genuine."},
    )
