"""Work that goes on after the answer: how far it is, and what it came to."""

from typing import Any
from uuid import UUID

from flask import abort

from course import jobs
from learner_api.auth import asker, staff
from learner_api.database import get_database
from learner_api.resources import Resource
from learner_api.rule_jobs import result_data
from learner_api.schemas.jobs import JobSchema, job_data

bp = Resource("api-jobs", __name__, description="Work that takes a while.")


@bp.get("/jobs/<uuid:job>")
@staff
@bp.refuses(404)
@bp.gives(JobSchema)
def get_job(job: UUID) -> dict[str, Any]:
    """How far a job is, and once it is done its result. Ask again every few seconds."""
    session = get_database().session
    found = jobs.find_job(session, asker(), job) or abort(404)
    return job_data(found, result_data(session, found))
