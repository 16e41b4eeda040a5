"""The start page: what the course is, or what the reader has to do."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from course import editions, enrolments, steps
from course.applications import applications_of
from course.models import Award, Enrolment, User
from course.waiting import quizzes_waiting
from learner_api.addresses import course_address
from learner_api.auth import asker_or_none, public
from learner_api.clock import now
from learner_api.consent import asks_notice
from learner_api.database import get_database
from learner_api.door_words import state_label
from learner_api.enrolled import with_roadmap
from learner_api.holdings import award_on, awards_held
from learner_api.navigation import page_frame
from learner_api.outstanding import Link, left_to_do, link_to
from learner_api.site import get_site

bp = Blueprint("home", __name__)
# Every page of the platform has the same frame, whoever draws it.
bp.app_context_processor(page_frame)

LEFT_SHOWN = 3


@dataclass(frozen=True, slots=True)
class MyCourse:
    """One of the reader's courses, as the start page shows it."""

    enrolment: Enrolment
    key: str
    title: str
    address: str
    award_title: str
    next: Link | None
    left: tuple[Link, ...]
    award: Award | None
    is_waiting: bool

    @property
    def left_shown(self) -> tuple[Link, ...]:
        return self.left[:LEFT_SHOWN]


@bp.get("/")
@public
@asks_notice
def home() -> ResponseReturnValue:
    """Tell a visitor about the course, and a reader where to go on."""
    catalogue = get_site().catalogue
    person = asker_or_none()
    if person is None:
        return render_template("pages/front.html", courses=catalogue.courses.values())
    mine = my_courses(person)
    return render_template(
        "pages/home.html",
        person=person,
        mine=mine,
        applied=[] if mine else my_applications(person),
        courses=catalogue.courses.values(),
    )


def my_courses(person: User) -> list[MyCourse]:
    """Every course that somebody is on, the latest first."""
    session = get_database().session
    awards = awards_held(session, person)
    held = enrolments.enrolments_of(session, person)
    waiting = quizzes_waiting(session, held)
    return [
        _my_course(each, awards, with_roadmap(each, waiting[each.id])) for each in held
    ]


def my_applications(person: User) -> list[tuple[str, tuple[str, str], str]]:
    """What somebody applied for: its title, how it stands for them, its address."""
    return [
        (
            each.application.cohort.title,
            state_label(each.state_told),
            f"/applications/{each.application.uuid}",
        )
        for each in applications_of(get_database().session, person)
    ]


def _my_course(
    enrolment: Enrolment, awards: list[Award], waiting: frozenset[str]
) -> MyCourse:
    session = get_database().session
    course = editions.course_of(session, enrolment.edition)
    step = steps.next_step(course, enrolment, session)
    cohort = enrolment.cohort
    return MyCourse(
        enrolment=enrolment,
        key=course.key,
        title=course.title,
        address=course_address(course.key),
        award_title=course.goal.title,
        next=link_to(enrolment, step) if step else None,
        left=tuple(left_to_do(course, enrolment, waiting)),
        award=award_on(awards, enrolment),
        is_waiting=cohort is not None and now().date() < cohort.opens_on,
    )
