"""The cohort whose rooms the asker enters: to be told things, to read its dates."""

from uuid import UUID

from flask import abort

from course.rooms import Entered, entered_cohort
from learner_api.auth import asker
from learner_api.database import get_database


def entered_or_404(cohort: UUID) -> Entered:
    """The cohort of this name, or 404 for whoever may not enter its rooms."""
    return entered_cohort(get_database().session, asker(), cohort) or abort(404)
