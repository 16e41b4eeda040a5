"""Validating the run of a cohort: the list before, and the release itself."""

from typing import Any
from uuid import UUID

from course import releases
from course.award_errors import NothingToRelease, StaleRelease
from course.errors import OperationConflict
from course.models import CohortRelease
from learner_api.auth import administrator, asker
from learner_api.award_letters import release_letter
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.led_cohorts import led_cohort
from learner_api.resources import Resource
from learner_api.schemas.award_life import (
    NewReleaseSchema,
    ReleasePreviewSchema,
    ReleaseSchema,
)
from learner_api.site import get_site

bp = Resource(
    "api-releases",
    __name__,
    description="Certificates that leave together once a run is validated.",
)


@bp.get("/cohorts/<uuid:cohort>/release")
@administrator
@bp.gives(ReleasePreviewSchema)
def preview_release(cohort: UUID) -> dict[str, Any]:
    """Who of a cohort would get a certificate now, who would not and why.

    Nothing is changed. The `token` names the list, for `releaseAwards`.
    """
    preview = releases.preview_release(get_database().session, led_cohort(cohort))
    return {
        "token": preview.token,
        "rows": [
            {
                "enrolment": row.enrolment.uuid,
                "name": row.enrolment.user.name,
                "kind": row.kind,
                "title": row.title,
                "fate": row.fate,
                "characters": row.characters,
            }
            for row in preview.rows
        ],
    }


@bp.post("/cohorts/<uuid:cohort>/release")
@administrator
@bp.refuses(OperationConflict, NothingToRelease, StaleRelease)
@bp.takes(NewReleaseSchema)
@bp.gives_also(ReleaseSchema, 200, "What this operation released before")
@bp.gives(ReleaseSchema, 201, description="The release")
def release_awards(body: dict[str, Any], cohort: UUID) -> Any:
    """Validate a run, issue exactly what was listed, and tell each learner once."""
    database = get_database()
    release, is_new = releases.release_awards(
        database.session,
        led_cohort(cohort),
        **body,
        letter=release_letter(get_site().settings.public_url),
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    database.commit()
    return release_data(release), 201 if is_new else 200


def release_data(release: CohortRelease) -> dict[str, Any]:
    """A release as ``ReleaseSchema`` dumps it."""
    return {
        "uuid": release.uuid,
        "note": release.note,
        "recorded_at": release.recorded_at,
        **release.outcome,
    }
