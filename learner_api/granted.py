"""What was granted to a cohort or to a learner, as the pages of trainers list it."""

from course.accommodations import granted_to
from course.models import Cohort, Enrolment
from learner_api.accommodation_words import AccommodationRow, accommodation_row
from learner_api.auth import asker
from learner_api.database import get_database
from learner_api.site import get_site


def accommodations_shown(
    cohort: Cohort, holder: Cohort | Enrolment
) -> list[AccommodationRow]:
    """What the cohort was granted, or a learner of it, the latest first."""
    quizzes = get_site().catalogue.quizzes
    return [
        accommodation_row(each, quizzes, f"/cohorts/{cohort.uuid}")
        for each in granted_to(get_database().session, asker(), holder)
    ]
