"""The report on the workshop: written, sent back once, and waiting to be validated."""

from datetime import datetime, timedelta
from random import Random

from course import cohort_reports, report_reviews
from course.cohort_reports import SENT_BACK
from course.models import Cohort, CohortReport
from learner_api.award_letters import release_letter
from learner_api.demonstration.student import Story, World, operation

_FIRST = {
    "done": "Seven officials from six countries met for two days. They sat the test "
    "before on the first morning, and the test after and the final assessment on the "
    "second afternoon. The lessons are open to them to read at their own pace.",
    "went-well": "Nobody left early. The stakeholder matrix was filled in by two "
    "people of one country together, and they went home with it.",
    "was-hard": "Two days are short for the part on budgets. The line was down for "
    "most of the first afternoon; we worked on paper.",
}
_LATER = {
    "recommendations": "Keep the workshop to people who have read the first two "
    "modules. Bring the worksheets on paper as well. Ask each ministry for two people, "
    "so that nobody goes home alone with a plan.",
}
_SAID_BACK = "Say what you recommend for the next workshop."


def report_on(world: World, cohort: Cohort, closed_at: datetime) -> Story:
    """Words are written and handed in, sent back, completed, and handed in again."""
    random = Random("reporting")  # noqa: S311  # nothing secret is drawn from it
    moment = closed_at.replace(hour=10, minute=5) + timedelta(days=5)
    yield moment
    _write(world, cohort, _FIRST, moment, random)
    moment += timedelta(minutes=20)
    yield moment
    report = _hand_in(world, cohort, moment, random)
    moment += timedelta(days=2, hours=3)
    yield moment
    report_reviews.review_report(
        world.session,
        report,
        op=operation(random),
        verdict=SENT_BACK,
        reason=_SAID_BACK,
        token="",
        letter=None,
        release_letter=release_letter(""),
        now=moment,
        office=world.office,
        by=world.administrator,
    )
    moment += timedelta(days=3)
    yield moment
    _write(world, cohort, _LATER, moment, random)
    moment += timedelta(minutes=10)
    yield moment
    _hand_in(world, cohort, moment, random)


def _write(
    world: World,
    cohort: Cohort,
    words: dict[str, str],
    moment: datetime,
    random: Random,
) -> None:
    for section, body in words.items():
        cohort_reports.save_words(
            world.session,
            cohort,
            op=operation(random),
            section=section,
            body=body,
            after=0,
            now=moment,
            by=world.trainer,
        )


def _hand_in(
    world: World, cohort: Cohort, moment: datetime, random: Random
) -> CohortReport:
    report, _ = cohort_reports.submit_report(
        world.session,
        cohort,
        op=operation(random),
        letter=None,
        now=moment,
        office=world.office,
        by=world.trainer,
    )
    return report
