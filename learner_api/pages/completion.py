"""What holds learners up before an award, for trainers, and their sign-off."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from course import editions, enrolments, sign_offs
from course.cohort_completion import (
    AwardInCohort,
    HeldUpBy,
    Learner,
    cohort_completion,
)
from course.errors import EnrolmentWithdrawn
from course.models import Enrolment
from course.progress import standing_of
from course.sign_off_errors import SignOffUnchanged
from learner_api.addresses import sign_off_address
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    OneOf,
    Operation,
    new_operation,
    read_form,
)
from learner_api.led_cohorts import led_cohort
from learner_api.proof_words import award_shown, held_up_words
from learner_api.site import get_site
from learner_api.translation import gettext as _
from learner_api.translation import ngettext, said

bp = Blueprint("completion", __name__)

SIGN_OFF = "/enrolments/<uuid:enrolment>/sign-off"


class SignOffForm(FormSchema):
    """What a trainer says of a learner, and why."""

    hidden = frozenset({"verdict"})

    op = Operation()
    verdict = OneOf(sign_offs.VERDICTS, "Choose one of the options.")
    reason = Line("Write why. Whoever looks at the record later needs it.", most=500)


@dataclass(frozen=True, slots=True)
class HeldUpLine:
    """Something that holds learners up, in words, with those whom it does."""

    only_words: str
    all_words: str
    only: Sequence[Learner]
    everybody: Sequence[Learner]


@bp.get("/cohorts/<uuid:cohort>/completion")
@staff
def show_cohort_completion(cohort: UUID) -> str:
    """What holds the learners of a cohort up, with their names behind each line."""
    session = get_database().session
    found = led_cohort(cohort)
    completion = cohort_completion(session, found)
    return render_template(
        "pages/cohort_completion.html",
        cohort=found,
        learners=completion.learners,
        awards=[_award_lines(each) for each in completion.awards],
        as_of=now(),
    )


@bp.get(SIGN_OFF)
@staff
def ask_for_sign_off(enrolment: UUID) -> str:
    """What was said of a learner so far, and the form to say something."""
    return _sign_off_page(_found(enrolment), Form({"op": new_operation()}))


@bp.post(SIGN_OFF)
@staff
def sign_off(enrolment: UUID) -> ResponseReturnValue:
    """Sign a learner off, or take that back. Sent twice, it is done once."""
    database = get_database()
    found = _found(enrolment, for_update=True)
    form = read_form(SignOffForm())
    if form.errors:
        return _sign_off_page(found, form), 422
    try:
        sign_offs.sign_off(
            database.session,
            found,
            **form.data,
            now=now(),
            office=get_site().office,
            by=asker(),
        )
    except (EnrolmentWithdrawn, SignOffUnchanged) as refusal:
        return _sign_off_page(found, form.refused("", said(refusal))), 409
    database.commit()
    return redirect(f"{sign_off_address(enrolment)}?saved=1", 303)


def _found(uuid: UUID, *, for_update: bool = False) -> Enrolment:
    session = get_database().session
    found = enrolments.find_enrolment(session, asker(), uuid, for_update=for_update)
    if found is None:
        abort(404)
    sign_offs.require_signer(found, asker())
    return found


def _sign_off_page(enrolment: Enrolment, form: Form) -> str:
    session = get_database().session
    course = editions.course_of(session, enrolment.edition)
    history = sign_offs.sign_offs_of(session, enrolment)
    cohort = enrolment.cohort
    rules = course.awards.values()
    return render_template(
        "pages/sign_off.html",
        enrolment=enrolment,
        person=enrolment.user,
        course=course,
        form=form,
        history=history,
        is_given=bool(history) and history[0][0].verdict == sign_offs.GIVEN,
        is_asked=any(
            each.kind == "sign-off" for rule in rules for each in rule.requirements
        ),
        is_saved="saved" in request.args and not form.errors,
        here=sign_off_address(enrolment.uuid),
        learner_url=f"/cohorts/{cohort.uuid}/learners/{enrolment.uuid}"
        if cohort
        else None,
        awards=[
            award_shown(proof, course, enrolment, is_own=False)
            for proof in standing_of(session, enrolment).awards
        ],
    )


def _award_lines(award: AwardInCohort) -> dict[str, Any]:
    return {
        "kind": award.kind,
        "title": award.title,
        "earned": award.earned,
        "lines": [_line(each) for each in award.held_up_by],
    }


def _line(held_up: HeldUpBy) -> HeldUpLine:
    what = held_up_words(held_up.place)
    everybody = sorted((*held_up.only, *held_up.also), key=lambda each: each.name)
    return HeldUpLine(
        only_words=ngettext(
            "%(num)d is held up only by this: %(what)s",
            "%(num)d are held up only by this: %(what)s",
            len(held_up.only),
            what=what,
        ),
        all_words=_("%(num)d: %(what)s", num=len(everybody), what=what),
        only=held_up.only,
        everybody=everybody,
    )
