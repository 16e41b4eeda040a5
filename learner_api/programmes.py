"""A programme as its learner reads it: course by course, and how far each is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import render_template

from course import enrolments, papers
from course.models import Award, Enrolment
from course.outline import Course
from course.standing import Standing
from course.steps import Step, outstanding_of
from learner_api.addresses import course_address, papers_address
from learner_api.auth import asker
from learner_api.database import get_database
from learner_api.enrolled import opens_on, waiting_at
from learner_api.outstanding import StaffLink, left_to_do, link_to

CERTIFIED, UNDER_WAY, NOT_BEGUN = "certified", "under-way", "not-begun"


@dataclass(frozen=True, slots=True)
class ProgrammePart:
    """A course of a programme: where it is, and whether its certificate counts.

    It has an address for those alone who are on the course.
    """

    title: str
    hours: int
    address: str | None
    state: str


def certified_in(standing: Standing | None) -> frozenset[str]:
    """The courses whose certificates count, by the proof of the diploma."""
    if standing is None:
        return frozenset()
    return frozenset(
        leaf.place.key
        for finding in standing.completion.criteria
        if finding.kind == "courses"
        for leaf in finding.leaves
        if leaf.is_met
    )


def programme_parts(
    course: Course, certified: frozenset[str], taken: frozenset[str]
) -> list[ProgrammePart]:
    """Each course of a programme; ``taken`` are the keys of those that one is on."""
    return [
        ProgrammePart(
            each.title,
            each.hours,
            course_address(each.key) if each.key in taken else None,
            CERTIFIED
            if each.key in certified
            else UNDER_WAY
            if each.key in taken
            else NOT_BEGUN,
        )
        for each in course.courses
    ]


def left_on_programme(
    course: Course,
    enrolment: Enrolment,
    parts: Sequence[ProgrammePart],
    waiting: Collection[str],
) -> list[StaffLink]:
    """What is left, each with the place where its learner can do something about it."""
    places = {part.title: part.address for part in parts}
    links = left_to_do(course, enrolment, waiting)
    return [
        (words, places[step.title] if step.kind == "course" else address)
        for step, (words, address) in zip(
            outstanding_of(course, enrolment), links, strict=True
        )
    ]


def programme_page(
    course: Course,
    enrolment: Enrolment | None,
    standing: Standing | None,
    step: Step | None,
    award: Award | None,
) -> str:
    """A programme: its courses, the paper, and what stands before the diploma."""
    session = get_database().session
    taken = frozenset(enrolments.courses_of(session, asker()))
    parts = programme_parts(course, certified_in(standing), taken)
    left: list[StaffLink] = []
    if enrolment is not None:
        left = left_on_programme(course, enrolment, parts, waiting_at(enrolment))
    return render_template(
        "pages/programme.html",
        course=course,
        rule=course.goal,
        enrolment=enrolment,
        opens_on=opens_on(enrolment),
        parts=parts,
        next=link_to(enrolment, step) if enrolment and step else None,
        left=left,
        award=award,
        paper=papers.standing_of(session, enrolment) if enrolment else None,
        papers_url=papers_address(enrolment.uuid) if enrolment else None,
    )
