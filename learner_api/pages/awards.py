"""Certificates: one's own, in words and as documents, credentials and badges."""

from datetime import date

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from course import (
    award_register,
    award_status,
    editions,
    enrolments,
    name_corrections,
    programmes,
)
from course.award_status import verification_of
from course.errors import NameNotPrintable
from course.renewals import due_renewals
from course.top_ups import top_ups_of
from learner_api.auth import asker, public, signed_in
from learner_api.award_words import (
    since_words,
    state_meaning,
    state_tag,
)
from learner_api.certificates import certificate_file
from learner_api.checking import not_indexed
from learner_api.clock import now
from learner_api.credential_files import own_badge, own_credential, public_badge
from learner_api.database import get_database
from learner_api.forms import new_operation
from learner_api.holdings import awards_held, held_back
from learner_api.linkedin import linkedin_url
from learner_api.printed_rows import printed_rows
from learner_api.site import get_site
from learner_api.translation import gettext as _
from learner_api.translation import long_date, said

bp = Blueprint("awards", __name__)


@bp.after_request
def keep_out_of_indexes(response: Response) -> Response:
    """Certificates bear names: no search engine keeps what is told of them."""
    return not_indexed(response)


@bp.get("/awards")
@signed_in
def list_awards() -> ResponseReturnValue:
    """Show the certificates that the asker holds, and what keeps others back."""
    return _awards_page()


@bp.post("/courses/<course_key>/awards")
@signed_in
def request_award(course_key: str) -> ResponseReturnValue:
    """Issue a certificate that was earned and held back.

    A certificate that is there already is answered as it is, so a second click gives
    the same one.
    """
    session = get_database().session
    enrolment = enrolments.enrolment_on(session, asker(), course_key, for_update=True)
    course = editions.course_of(session, enrolment.edition)
    offered, kind = course.awards, request.form.get("kind", course.goal.kind)
    if kind not in offered:
        raise ValidationError({"kind": [_("Choose one of the options.")]})
    try:
        award, _is_new = programmes.request_award(
            session, enrolment, kind, now=now(), office=get_site().office, by=asker()
        )
    except NameNotPrintable as refusal:
        return _awards_page({"": said(refusal)}), 422
    get_database().commit()
    return redirect(f"/awards/{award.number}", 303)


@bp.get("/awards/<number>")
@signed_in
def award(number: str) -> ResponseReturnValue:
    """Show a certificate in words, for those who cannot read the document."""
    session = get_database().session
    award = award_register.find_award(session, asker(), number)
    claims = award.claims
    found = verification_of(session, award, now=now())
    return render_template(
        "pages/award.html",
        award=award,
        claims=claims,
        verification=found,
        meaning=state_meaning(found),
        since=since_words(found),
        tag=state_tag(found.status),
        rows=printed_rows(award),
        linkedin_url=linkedin_url(claims),
        awarded_on=long_date(date.fromisoformat(claims["awarded_on"])),
        is_own=award.achievement.enrolment.user_id == asker().id,
        is_administrator=asker().is_administrator,
        corrections=name_corrections.list_corrections(
            session, achievement_id=award.achievement_id
        ),
    )


@bp.get("/awards/<number>/document")
@signed_in
def award_document(number: str) -> ResponseReturnValue:
    """Hand out the document itself. It never changes, so it is sent once."""
    award = award_register.find_award(get_database().session, asker(), number)
    return certificate_file(award)


@bp.get("/awards/<number>/credential.<suffix>")
@signed_in
def award_credential(number: str, suffix: str) -> ResponseReturnValue:
    """Hand out the signed credential, for programs that hold and check such."""
    return own_credential(number, suffix)


@bp.get("/awards/<number>/badge.<suffix>")
@signed_in
def award_badge(number: str, suffix: str) -> ResponseReturnValue:
    """Hand out the badge with the credential inside."""
    return own_badge(number, suffix)


@bp.get("/verify/<number>/badge.<suffix>")
@public
def shown_badge(number: str, suffix: str) -> ResponseReturnValue:
    """Show the badge to anybody: it names the award and not its holder."""
    return public_badge(number, suffix)


def _awards_page(errors: dict[str, str] | None = None) -> str:
    session = get_database().session
    held = awards_held(session, asker())
    states = award_status.statuses(session, [award.id for award in held], now=now())
    mine = enrolments.enrolments_of(session, asker())
    courses = {each.id: editions.course_of(session, each.edition) for each in mine}
    return render_template(
        "pages/awards.html",
        awards=held,
        tags={award.id: state_tag(states[award.id]) for award in held},
        held_back=[
            (
                back,
                courses[back.enrolment_id].awards[back.kind].title,
                courses[back.enrolment_id].title,
            )
            for back in held_back(session, mine)
        ],
        going=[each for each in mine if each.completed_at is None],
        due=due_renewals(session, mine, today=_today()),
        top_ups=top_ups_of(session, mine),
        new_operation=new_operation,
        courses=courses,
        courses_by_key={each.course_key: courses[each.id] for each in mine},
        errors=errors or {},
    )


def _today() -> date:
    return now().astimezone(get_site().office.zone).date()
