"""Jobs as the wire carries them: what was asked, how far it is, what it came to."""

from typing import Any

from marshmallow import Schema, fields

from course.models import Job
from course.models.job import STATES
from learner_api.schemas.fields import Moment


class JobErrorSchema(Schema):
    """Why a job was not carried out."""

    kind = fields.String(
        required=True,
        metadata={
            "description": "The name of the refusal; `broken` where it failed, `lost` "
            "where it ended its worker again and again."
        },
    )
    message = fields.String(metadata={"description": "The refusal in words."})


class JobSchema(Schema):
    """Work that was asked for and is carried out after the answer."""

    job = fields.UUID(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True, metadata={"enum": list(STATES)})
    asked_by = fields.String(required=True)
    asked_at = Moment(required=True)
    started_at = Moment(required=True, allow_none=True)
    ended_at = Moment(required=True, allow_none=True)
    done = fields.Integer(
        required=True, metadata={"description": "How much is done, of the total."}
    )
    total = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "How much there is to do, where that is known."},
    )
    result = fields.Dict(
        required=True,
        allow_none=True,
        metadata={
            "description": "What it came to, once it is done: of a "
            "`rule-change-preview` what `previewRuleChange` gives, of a `rule-change` "
            "its name, of a `roster` and a `roster-undo` the names for "
            "`getRosterImport`."
        },
    )
    error = fields.Nested(JobErrorSchema, required=True, allow_none=True)


def job_data(job: Job, result: dict[str, Any] | None) -> dict[str, Any]:
    """A job as ``JobSchema`` dumps it, with its result in the words of the wire."""
    return {
        "job": job.uuid,
        "kind": job.kind,
        "state": job.state,
        "asked_by": job.asked_by.name,
        "asked_at": job.asked_at,
        "started_at": job.started_at,
        "ended_at": job.ended_at,
        "done": job.done,
        "total": job.total,
        "result": result,
        "error": job.error,
    }
