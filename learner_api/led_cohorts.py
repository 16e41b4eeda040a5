"""The cohort that an address names, for whoever answers for it."""

from uuid import UUID

from flask import abort

from course import cohorts
from course.models import Cohort
from learner_api.auth import asker
from learner_api.database import get_database


def led_cohort(uuid: UUID, *, for_update: bool = False) -> Cohort:
    """The cohort of this name, locked where something is added to it.

    404 for whoever may not see it: to them it is not there.
    """
    session = get_database().session
    found = cohorts.find_cohort(session, asker(), uuid, for_update=for_update)
    return found or abort(404)


def require_led(uuid: UUID | None) -> None:
    """Refuse a question of a cohort that is not the asker's, with 404.

    None asks of every cohort they lead, and is never refused.
    """
    if uuid is not None:
        led_cohort(uuid)
