"""The learners of a cohort, one of them at a time."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from course import attempts, editions, enrolments, history, programmes, roadmaps
from course.cohorts import LearnerStanding
from course.evidence import Evidence, MarkedAttempt
from course.gathering import evidence_of
from course.models import Attempt, Cohort, Enrolment
from course.outline import Course
from course.requirements import Requirement
from course.standing import fold
from learner_api.addresses import (
    lesson_address,
    papers_address,
    roadmap_address,
    sign_off_address,
)
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.enrolled import waiting_at
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    read_form,
)
from learner_api.granted import accommodations_shown
from learner_api.history_words import happening_words
from learner_api.labels import affiliation_names, country_name
from learner_api.led_cohorts import led_cohort
from learner_api.module_steps import quiz_words
from learner_api.proof_words import award_shown
from learner_api.site import get_site
from learner_api.staff_labels import state_label
from quizzes import MEASURES, Purpose

bp = Blueprint("cohort_learners", __name__, url_prefix="/cohorts/<uuid:cohort>")


class WithdrawalForm(FormSchema):
    """Why a learner is taken off the course."""

    reason = Line("Write why. Whoever looks at the record later needs it.", most=500)


@bp.get("/learners/<uuid:enrolment>")
@staff
def show_learner(cohort: UUID, enrolment: UUID) -> ResponseReturnValue:
    """Where one learner stands: what is met, what was tried, what was read."""
    return _show_learner(*find_learner(cohort, enrolment), Form())


@bp.post("/learners/<uuid:enrolment>/withdrawal")
@staff
def withdraw(cohort: UUID, enrolment: UUID) -> ResponseReturnValue:
    """Take a learner off the course, and keep the reason. Sent twice, done once."""
    found, learner = find_learner(cohort, enrolment, for_update=True)
    form = read_form(WithdrawalForm())
    if form.errors:
        return _show_learner(found, learner, form), 422
    database = get_database()
    reason = form.data["reason"]
    enrolments.withdraw(database.session, learner, reason=reason, now=now(), by=asker())
    database.commit()
    return redirect(f"/cohorts/{cohort}/learners/{enrolment}", 303)


@bp.post("/learners/<uuid:enrolment>/restoration")
@staff
def restore(cohort: UUID, enrolment: UUID) -> ResponseReturnValue:
    """Let a learner who was withdrawn go on. Sent twice, done once."""
    _found, learner = find_learner(cohort, enrolment, for_update=True)
    database = get_database()
    programmes.restore(
        database.session, learner, now=now(), office=get_site().office, by=asker()
    )
    database.commit()
    return redirect(f"/cohorts/{cohort}/learners/{enrolment}", 303)


def find_learner(
    cohort: UUID, enrolment: UUID, *, for_update: bool = False
) -> tuple[Cohort, Enrolment]:
    """A cohort and one of its learners, if the asker may see both, or 404."""
    session = get_database().session
    found = led_cohort(cohort)
    learner = enrolments.find_enrolment(
        session, asker(), enrolment, for_update=for_update
    )
    if learner is None or learner.cohort_id != found.id:
        abort(404)
    return found, learner


def _show_learner(cohort: Cohort, enrolment: Enrolment, form: Form) -> str:
    session = get_database().session
    course = editions.course_of(session, enrolment.edition)
    evidence = evidence_of(session, enrolment.id, on_programme=course.is_programme)
    titles = {rule.kind: rule.title for rule in course.awards.values()}
    standing, waiting = fold(course, evidence), waiting_at(enrolment)
    return render_template(
        "pages/cohort_learner.html",
        cohort=cohort,
        enrolment=enrolment,
        person=enrolment.user,
        country=country_name(enrolment.user.country),
        affiliation=affiliation_names().get(enrolment.user.affiliation or ""),
        state=state_label(_state(enrolment)),
        awards=[
            award_shown(proof, course, enrolment, waiting, is_own=False)
            for proof in standing.awards
        ],
        asks_sign_off=any(each.kind == "sign-off" for each in _asked(course)),
        sign_off_url=sign_off_address(enrolment.uuid),
        lesson_address=partial(lesson_address, course.key),
        modules=course.modules,
        finished=evidence.lessons,
        sittings=_sittings(session, enrolment, course, evidence),
        entries=[
            (happening_words(each, titles), each.by, each.at)
            for each in history.enrolment_history(session, enrolment)
        ],
        form=form,
        now=now(),
        accommodations=accommodations_shown(cohort, enrolment),
        roadmap=roadmaps.standing_of(session, enrolment).shown_to(asker()),
        roadmap_url=roadmap_address(enrolment.uuid),
        papers_url=papers_address(enrolment.uuid) if course.is_programme else None,
    )


def _state(enrolment: Enrolment) -> str:
    return LearnerStanding(enrolment).state


def _quizzes_of(course: Course) -> list[tuple[str, str, Purpose]]:
    """The quizzes of a course by key, in words and by purpose, in their order."""
    tests = [
        (each.key, quiz_words(each.purpose, each.title), each.purpose)
        for each in course.assessments
    ]
    of_modules: list[tuple[str, str, Purpose]] = [
        (module.quiz_key, module.quiz_title or module.title, "module-quiz")
        for module in course.modules
        if module.quiz_key is not None
    ]
    before = [each for each in tests if each[2] == "pre-test"]
    return before + of_modules + [each for each in tests if each not in before]


def _sittings(
    session: Session, enrolment: Enrolment, course: Course, evidence: Evidence
) -> list[tuple[str, Attempt, MarkedAttempt | None, bool]]:
    """The learner's attempts, quiz by quiz, each with the mark that counts today.

    The last says whether there is nothing to pass.
    """
    marks = {(one.quiz_key, one.number): one for one in evidence.attempts}
    begun = attempts.attempts_of(session, enrolment)
    return [
        (words, attempt, marks.get((key, attempt.number)), purpose in MEASURES)
        for key, words, purpose in _quizzes_of(course)
        for attempt in begun.get(key, ())
    ]


def _asked(course: Course) -> Iterator[Requirement]:
    """Every criterion of every award of a course."""
    for rule in course.awards.values():
        yield from rule.requirements
