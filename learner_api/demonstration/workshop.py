"""A workshop of two days: tests, what its people say of it, and a report on it.

Nothing is to be read online by a day, so that the run is at one's own pace.
"""

from datetime import datetime, timedelta
from random import Random

from course import accounts, cohorts, editions, enrolments
from learner_api.demonstration.people import DOMAIN, Habits
from learner_api.demonstration.reporting import report_on
from learner_api.demonstration.saying import say_how_it_was
from learner_api.demonstration.student import Story, Student, World, operation
from learner_api.demonstration.studying import sit_tests

DAYS_AFTER_OPENING = 20
_PEOPLE = (
    ("Nadia Rahmani", "nadia.rahmani", "MA", "female"),
    ("Efua Mensah", "efua.mensah", "GH", "female"),
    ("Ion Rusu", "ion.rusu", "MD", "male"),
    ("Dilnoza Karimova", "dilnoza.karimova", "UZ", "female"),
    ("Rafael Paredes", "rafael.paredes", "EC", "male"),
    ("Tanvir Hossain", "tanvir.hossain", "BD", "male"),
    ("Grace Mutua", "grace.mutua", "KE", "female"),
)

ATTENDING = len(_PEOPLE)


def workshop(world: World, prepared_at: datetime, random: Random) -> list[Story]:
    """Its cohort and its people, who come together on one day."""
    opens = world.opened_at + timedelta(days=DAYS_AFTER_OPENING)
    cohort, _ = cohorts.create_cohort(
        world.session,
        editions.course_edition(world.session, world.course, now=prepared_at),
        op=operation(random),
        key="two-day-workshop",
        title="Two-day workshop",
        mode="self-paced",
        opens_on=opens.date(),
        closes_on=(opens + timedelta(days=1)).date(),
        now=prepared_at,
        by=world.trainer,
    )
    stories: list[Story] = []
    for name, mailbox, country, gender in _PEOPLE:
        person = accounts.register_person(
            world.session,
            email=f"{mailbox}@{DOMAIN}",
            name=name,
            role="learner",
            now=prepared_at,
            by=world.trainer,
            is_demonstration=True,
            profile={
                "country": country,
                "gender": gender,
                "affiliation": "government",
                "age_band": "45-54" if gender == "female" else "35-44",
                "organisation": "Ministry of Planning",
            },
        )
        enrolment = enrolments.enrol(
            world.session,
            person,
            cohort.edition,
            cohort=cohort,
            now=prepared_at,
            by=world.trainer,
        )
        chance = Random(mailbox)  # noqa: S311  # nothing secret is drawn from it
        student = Student(world, enrolment, Habits(skill=0.85), chance)
        stories.append(_attend(student, opens))
    return [*stories, report_on(world, cohort, opens + timedelta(days=1))]


def _attend(student: Student, opens: datetime) -> Story:
    """The test before on the first morning, the others on the second afternoon."""
    moment = opens.replace(hour=9, minute=student.random.randint(0, 20))
    moment = yield from sit_tests(student, ("pre-test",), moment)
    moment = moment.replace(hour=15, minute=0) + timedelta(days=1)
    moment = yield from sit_tests(student, ("post-test", "final-assessment"), moment)
    yield from say_how_it_was(student, moment)
