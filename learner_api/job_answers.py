"""What a program is answered where its act goes on as a job."""

from flask import Response, json

from course.models import Job
from learner_api.database import Database
from learner_api.rule_jobs import result_data
from learner_api.schemas.jobs import JobSchema, job_data


def taken_on(database: Database, job: Job) -> Response:
    """A job was asked for: commit, and say what it is and where to look at it."""
    told = JobSchema().dump(job_data(job, result_data(database.session, job)))
    database.commit()
    return Response(
        json.dumps(told),
        202,
        {"Location": f"/api/v1/jobs/{job.uuid}"},
        mimetype="application/json",
    )
