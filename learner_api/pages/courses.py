"""Reading a course: its modules, their lessons, and how far one has come."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from course import editions, enrolments, progress, steps
from course.awards import mode_of
from course.errors import NotEnrolled, UnknownModule
from course.models import Enrolment
from course.outline import Course
from course.top_ups import top_ups_of
from learner_api.addresses import (
    course_address,
    evaluation_address,
    lesson_address,
    quiz_address,
    roadmap_address,
    worksheets_address,
)
from learner_api.auth import asker, signed_in
from learner_api.book_files import downloads_of
from learner_api.clock import now
from learner_api.consent import before_notice
from learner_api.database import get_database
from learner_api.discussions import discussion_of
from learner_api.enrolled import enrolment_or_none, opens_on, waiting_at
from learner_api.forms import new_operation, operation_or_new
from learner_api.holdings import award_on, awards_held
from learner_api.kept_pages import kept_page
from learner_api.lessons import rendered_introduction, rendered_lesson
from learner_api.module_steps import (
    assessment_steps,
    is_done,
    is_outstanding,
    module_steps,
    practice_of,
    steps_of,
)
from learner_api.openings import note_opening
from learner_api.outstanding import (
    Link,
    left_in_words,
    left_to_do,
    link_to,
)
from learner_api.programmes import programme_page
from learner_api.proof_words import award_shown
from learner_api.run_calendars import calendar_of
from learner_api.site import get_site
from learner_api.telling import latest_told
from learner_api.translation import gettext as _
from modules import Lesson, Module

bp = Blueprint("courses", __name__)

LEFT_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A lesson among those of its module."""

    number: int
    lesson: Lesson
    before: Link | None
    after: Link | None


@bp.get("/courses/<course_key>")
@signed_in
def course(course_key: str) -> ResponseReturnValue:
    """Show a course: its modules, its rule, and what stands before the certificate."""
    session = get_database().session
    offered = get_site().catalogue.course(course_key)
    enrolment = enrolment_or_none(course_key)
    shown, step, award = offered, None, None
    outstanding: tuple[steps.Step, ...] = ()
    waiting = waiting_at(enrolment)
    standing = None
    if enrolment is not None:
        standing = progress.standing_of(session, enrolment)
        shown = editions.course_of(session, enrolment.edition)
        step = steps.next_step(shown, enrolment, session)
        outstanding = steps.outstanding_of(shown, enrolment)
        award = award_on(awards_held(session, asker()), enrolment)
    if shown.is_programme:
        return programme_page(shown, enrolment, standing, step, award)
    return render_template(
        "pages/course.html",
        course=shown,
        planned=offered.planned,
        enrolment=enrolment,
        opens_on=opens_on(enrolment),
        rule=shown.goal,
        rules=_rules_for(shown, enrolment),
        others=[
            (proof, left_in_words(proof.outstanding))
            for proof in (standing.awards if standing else ())
            if proof.kind != shown.goal.kind
        ],
        modules=module_steps(shown, enrolment, step, waiting),
        tests_before=assessment_steps(shown, enrolment, step, waiting, before=True),
        tests_after=assessment_steps(shown, enrolment, step, waiting, before=False),
        next=link_to(enrolment, step) if enrolment and step else None,
        left=left_to_do(shown, enrolment, waiting) if enrolment else [],
        left_words=left_in_words(outstanding),
        most_left=LEFT_SHOWN,
        award=award,
        worksheets_url=worksheets_address(enrolment.uuid) if enrolment else None,
        downloads=downloads_of(course_key),
        roadmap_url=roadmap_address(enrolment.uuid) if enrolment else None,
        discussion_url=discussion_of(enrolment),
        calendar=calendar_of(enrolment),
        told=latest_told(enrolment),
        evaluation_url=evaluation_address(enrolment.uuid) if enrolment else None,
    )


@bp.get("/courses/<course_key>/continue")
@signed_in
def go_on(course_key: str) -> ResponseReturnValue:
    """Lead to where the learner stopped, whenever the link of a letter is followed."""
    get_site().catalogue.course(course_key)
    enrolment = enrolment_or_none(course_key)
    if enrolment is None:
        return redirect(course_address(course_key), 303)
    session = get_database().session
    held_to = editions.course_of(session, enrolment.edition)
    step = steps.next_step(held_to, enrolment, session)
    return redirect(
        link_to(enrolment, step)[1] if step else course_address(course_key), 303
    )


@bp.get("/courses/<course_key>/modules/<module_key>")
@signed_in
def module(course_key: str, module_key: str) -> ResponseReturnValue:
    """Show a module: what it is for, its lessons and its quiz."""
    offered, module = module_of(course_key, module_key)
    place = next(each for each in offered.modules if each.key == module_key)
    enrolment = enrolment_or_none(course_key)
    step = None
    if enrolment is not None:
        session = get_database().session
        held_to = editions.course_of(session, enrolment.edition)
        step = steps.next_step(held_to, enrolment, session)
    book = get_site().catalogue.handbook
    return render_template(
        "pages/module.html",
        course=offered,
        module=module,
        number=offered.modules.index(place) + 1,
        enrolment=enrolment,
        introduction=rendered_introduction(course_key, module),
        steps=steps_of(course_key, place, enrolment, step, waiting_at(enrolment)),
        practice=practice_of(course_key, module),
        next=link_to(enrolment, step) if enrolment and step else None,
        further_reading=[book.sources[key] for key in module.further_reading],
        worksheets=book.worksheets,
        worksheets_url=worksheets_address(enrolment.uuid) if enrolment else None,
        downloads=downloads_of(course_key, module_key),
        discussion_url=discussion_of(enrolment, module_key),
    )


@bp.get("/courses/<course_key>/modules/<module_key>/lessons/<lesson_key>")
@signed_in
def lesson(course_key: str, module_key: str, lesson_key: str) -> ResponseReturnValue:
    """Show a lesson, and note the first time that its learner opens it."""
    offered, module = module_of(course_key, module_key)
    lesson = get_site().catalogue.lesson(module_key, lesson_key)
    session = get_database().session
    found = progress.was_opened(session, asker(), course_key, module_key, lesson_key)
    if found is None and not asker().is_staff:
        raise NotEnrolled(course_key)
    enrolment, is_opened = found or (None, True)
    if enrolment and not is_opened and _is_being_read(enrolment):
        note_opening(enrolment.id, module_key, lesson_key)
    done = is_done(enrolment, module_key, lesson_key)
    counts = is_outstanding(enrolment, module_key, lesson_key)
    waits_for = opens_on(enrolment)
    place = ("lesson", course_key, module_key, lesson_key)
    return kept_page(
        (*place, asker().role, enrolment is not None, done, counts, waits_for),
        lambda **places: render_template(
            "pages/lesson.html",
            course=offered,
            module=module,
            place=_place_of(course_key, module, lesson),
            rendered=rendered_lesson(course_key, lesson),
            enrolment=enrolment,
            is_done=done,
            is_outstanding=counts,
            opens_on=waits_for,
            beside=[
                (
                    each.title,
                    lesson_address(course_key, module_key, each.key),
                    each is lesson,
                )
                for each in module.lessons
            ],
            address=lesson_address(course_key, module_key, lesson_key),
            **places,
        ),
        signed_in_name=asker().name,
        signed_in_uuid=str(asker().uuid),
        operation=new_operation(),
    )


@bp.post("/courses/<course_key>/modules/<module_key>/lessons/<lesson_key>/completion")
@signed_in
@before_notice
def finish_lesson(
    course_key: str, module_key: str, lesson_key: str
) -> ResponseReturnValue:
    """Record that a lesson is finished and lead on to the next thing."""
    _offered, module = module_of(course_key, module_key)
    lesson = get_site().catalogue.lesson(module_key, lesson_key)
    session = get_database().session
    enrolment = enrolments.enrolment_on(session, asker(), course_key, for_update=True)
    was_complete = enrolment.completed_at is not None
    progress.complete_lesson(
        session,
        enrolment,
        module_key,
        lesson_key,
        op=operation_or_new(),
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    get_database().commit()
    if enrolment.completed_at is not None and not was_complete:
        return redirect(course_address(course_key), 303)
    after = _place_of(course_key, module, lesson).after
    return redirect(after[1] if after else course_address(course_key), 303)


@bp.get("/courses/<course_key>/progress")
@signed_in
def show_progress(course_key: str) -> ResponseReturnValue:
    """Explain where the learner stands: what is asked, what is met, what is left."""
    session = get_database().session
    enrolment = enrolments.enrolment_on(session, asker(), course_key)
    standing = progress.standing_of(session, enrolment)
    shown, waiting = (
        editions.course_of(session, enrolment.edition),
        waiting_at(enrolment),
    )
    return render_template(
        "pages/progress.html",
        course=shown,
        awards=[
            award_shown(proof, shown, enrolment, waiting) for proof in standing.awards
        ],
        as_of=now(),
        top_ups=top_ups_of(session, [enrolment]),
        new_operation=new_operation,
    )


def _rules_for(
    course: Course, enrolment: Enrolment | None
) -> list[tuple[str, list[tuple[str, bool]]]]:
    """Each award with what it asks; of readers without a run, all that it may ask.

    Each sentence comes with whether it is asked in moderated runs alone.
    """
    return [
        (
            rule.title,
            [
                (each.sentence, each.when is not None and enrolment is None)
                for each in rule.requirements
                if enrolment is None or each.applies_in(mode_of(enrolment))
            ],
        )
        for rule in course.awards.values()
    ]


def module_of(course_key: str, module_key: str) -> tuple[Course, Module]:
    """The course as it is offered and its module, or a refusal that names which."""
    catalogue = get_site().catalogue
    offered = catalogue.course(course_key)
    if offered.module(module_key) is None:
        raise UnknownModule(module_key)
    return offered, catalogue.module(module_key)


def _place_of(course_key: str, module: Module, lesson: Lesson) -> Place:
    """Where a lesson stands, and what comes before and after it."""
    at = module.lessons.index(lesson)
    links = [
        (each.title, lesson_address(course_key, module.key, each.key))
        for each in module.lessons
    ]
    if module.quiz:
        quiz = get_site().catalogue.quiz(module.quiz)
        links.append(
            (_("Quiz: %(title)s", title=quiz.title), quiz_address(course_key, quiz.key))
        )
    return Place(
        number=at + 1,
        lesson=lesson,
        before=links[at - 1] if at else None,
        after=links[at + 1] if at + 1 < len(links) else None,
    )


def _is_being_read(enrolment: Enrolment) -> bool:
    """Whether a person on the course opened the page, not a browser ahead of one."""
    return (
        request.method == "GET"
        and "prefetch" not in request.headers.get("Sec-Purpose", "")
        and enrolment.withdrawn_at is None
    )
