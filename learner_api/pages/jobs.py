"""Work that goes on after the answer: a page that tells how far it is."""

from uuid import UUID

from flask import Blueprint, abort, make_response, redirect, render_template
from flask.typing import ResponseReturnValue

from course import jobs
from course.models import Job
from learner_api.auth import asker, staff
from learner_api.database import get_database
from learner_api.export_jobs import SHOWN as EXPORTS
from learner_api.roster_jobs import SHOWN as ROSTERS
from learner_api.rule_jobs import SHOWN as RULES
from learner_api.translation import gettext as _
from learner_api.translation import long_moment

bp = Blueprint("jobs", __name__, url_prefix="/jobs")

LOOKS_AGAIN_AFTER = 3
_SHOWN = {**RULES, **ROSTERS, **EXPORTS}


@bp.get("/<uuid:job>")
@staff
def show_job(job: UUID) -> ResponseReturnValue:
    """How far a job is; once it is done, the page of what it came to.

    The page looks again by itself, without a script, until the job is over.
    """
    session = get_database().session
    found = jobs.find_job(session, asker(), job) or abort(404)
    shown = _SHOWN[found.kind]
    if found.state == "done":
        return redirect(shown.after(found), 303)
    page = make_response(
        render_template(
            "pages/job.html",
            job=found,
            name=_(shown.title),
            place=shown.place(found),
            facts=_facts(found),
            why=_(found.error.get("message", "")) if found.error else "",
            here=f"/jobs/{found.uuid}",
            back=shown.before(found),
        )
    )
    if not found.is_over:
        page.headers["Refresh"] = str(LOOKS_AGAIN_AFTER)
    return page


def _facts(job: Job) -> list[tuple[str, str]]:
    facts = [
        (_("Asked for by"), job.asked_by.name),
        (_("Asked on"), long_moment(job.asked_at)),
    ]
    if job.started_at is not None:
        facts.append((_("Begun"), long_moment(job.started_at)))
    if job.ended_at is not None:
        facts.append((_("Ended"), long_moment(job.ended_at)))
    return facts
