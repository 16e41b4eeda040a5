"""The register of certificates, for administrators: finding one, its life, its acts.

Each act has a page of its own that says what follows from it and asks why.
"""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from course import award_acts, superseding
from course.award_register import award_numbered, search_register
from course.award_states import (
    REINSTATED,
    REVOKED,
    STATES,
    SUPERSEDED,
    SUSPENDED,
    may,
)
from course.award_status import Verification, life_of, verification_of
from course.errors import CourseError, UnknownAward
from course.models import Award
from learner_api.auth import administrator, asker
from learner_api.award_letters import act_letter
from learner_api.award_words import (
    event_words,
    state_meaning,
    state_names,
    state_tag,
)
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    Operation,
    new_operation,
    read_form,
)
from learner_api.labels import options
from learner_api.printed_rows import printed_rows
from learner_api.showing import showable
from learner_api.site import get_site
from learner_api.translation import said

bp = Blueprint("award-register", __name__, url_prefix="/register")

SHOWN = 50
_WHY = "Write why. It stays on the record, and the holder is told."

# What an address calls an act, and what it does to the document.
ACTS = {
    "suspension": SUSPENDED,
    "reinstatement": REINSTATED,
    "revocation": REVOKED,
    "name": SUPERSEDED,
    "mark": SUPERSEDED,
    "words": SUPERSEDED,
}
_VERBS: dict[str, Any] = {
    "suspension": award_acts.suspend_award,
    "reinstatement": award_acts.reinstate_award,
    "revocation": award_acts.revoke_award,
}


class ActForm(FormSchema):
    """Why something is done to a certificate."""

    op = Operation()
    reason = Line(_WHY, most=500)


class NameForm(ActForm):
    """The name that a certificate shall bear, and why."""

    name = Line("Write the name as it shall stand on the certificate.")


@bp.get("")
@administrator
def search() -> ResponseReturnValue:
    """Certificates of everybody, narrowed by a search or a state."""
    asked = request.args.get("search", "").replace("\0", "").strip()[:200]
    state = request.args.get("state", "")
    state = state if state in STATES else ""
    session = get_database().session
    found = search_register(
        session,
        search=asked,
        state=state,
        after=_after(request.args.get("after", "")),
        limit=SHOWN + 1,
        now=now(),
    )
    shown = found[:SHOWN]
    query = {"search": asked, "state": state}
    return render_template(
        "pages/award_register.html",
        found=shown,
        tags={each.award.id: state_tag(each.state) for each in shown},
        search=asked,
        state=state,
        states=options(state_names()),
        first_url=f"/register?{urlencode(query)}" if "after" in request.args else None,
        next_url=f"/register?{urlencode({**query, 'after': shown[-1].award.number})}"
        if len(found) > len(shown)
        else None,
    )


@bp.get("/<number>")
@administrator
def show(number: str) -> ResponseReturnValue:
    """One certificate: what it says, its whole history, and what can be done."""
    session = get_database().session
    award, found = _find(number)
    return render_template(
        "pages/award_life.html",
        award=award,
        found=found,
        holder=award.achievement.enrolment.user,
        tag=state_tag(found.status),
        meaning=state_meaning(found),
        rows=printed_rows(award),
        history=[
            (entry, event_words(entry))
            for entry in life_of(session, award.achievement_id)
        ],
        acts=[act for act, kind in ACTS.items() if may(found.status, kind)],
        differs=_differs(award, found),
    )


@bp.get("/<number>/acts/<act>")
@administrator
def ask(number: str, act: str) -> ResponseReturnValue:
    """Say what an act does, and ask why it is done."""
    award, found = _find(number)
    return _show_act(award, found, act, Form({"op": new_operation()}))


@bp.post("/<number>/acts/<act>")
@administrator
def carry_out(number: str, act: str) -> ResponseReturnValue:
    """Do it and tell the holder. Sent twice, it is done once."""
    award, found = _find(number)
    if act not in ACTS:
        abort(404)
    form = read_form(NameForm() if act == "name" else ActForm())
    if form.errors:
        return _show_act(award, found, act, form), 422
    database = get_database()
    try:
        done = _carry_out(award, act, form.data)
    except CourseError as refusal:
        database.session.rollback()
        award, found = _find(number)
        field = "name" if "characters" in refusal.data else ""
        return _show_act(award, found, act, form.refused(field, said(refusal))), 422
    database.commit()
    return redirect(f"/register/{done.newest.number}", 303)


def _carry_out(award: Award, act: str, data: Any) -> award_acts.Act:
    session = get_database().session
    letter = act_letter(get_site().settings.public_url)
    if act in _VERBS:
        done: award_acts.Act
        done, _is_new = _VERBS[act](
            session,
            award,
            **data,
            letter=letter,
            now=now(),
            office=get_site().office,
            by=asker(),
        )
        return done
    done, _is_new = superseding.supersede_award(
        session,
        award,
        cause=act,
        **data,
        letter=letter,
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    return done


def _find(number: str) -> tuple[Award, Verification]:
    session = get_database().session
    award = award_numbered(session, number)
    return award, verification_of(session, award, now=now())


def _after(number: str) -> Award | None:
    if not number:
        return None
    try:
        return award_numbered(get_database().session, showable(number)[:40])
    except UnknownAward:
        abort(404)


def _differs(award: Award, found: Verification) -> bool:
    """Whether the record says other results than the newest document."""
    return found.successor is None and superseding.differs_from_record(
        get_database().session, award
    )


def _show_act(award: Award, found: Verification, act: str, form: Form) -> str:
    if act not in ACTS:
        abort(404)
    return render_template(
        "pages/award_act.html",
        award=award,
        found=found,
        act=act,
        tag=state_tag(found.status),
        is_possible=may(found.status, ACTS[act]),
        form=form,
    )
