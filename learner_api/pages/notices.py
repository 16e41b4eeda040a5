"""The privacy notice: reading it in any of its versions, and accepting it."""

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from course import consent
from course.door_errors import StaleNotice
from course.notices import Notice
from learner_api.auth import asker, asker_or_none, public, signed_in
from learner_api.clock import now
from learner_api.consent import before_notice, note_accepted
from learner_api.database import get_database
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    Operation,
    new_operation,
    read_form,
)
from learner_api.markdown import render_markdown
from learner_api.pages.sign_in import local_path
from learner_api.site import get_site
from learner_api.translation import DEFAULT, said

bp = Blueprint("notices", __name__, url_prefix="/privacy-notice")


class AcceptanceForm(FormSchema):
    """The version that was read, and where the person was going."""

    hidden = frozenset({"version", "next"})

    op = Operation()
    version = Line("Load the page again.", most=64)
    next = Line(most=2000)


@bp.get("")
@public
def show_notice() -> ResponseReturnValue:
    """The notice in force; who has not accepted it yet can do so here."""
    onward = local_path(request.args.get("next", "/"))
    return _show(Form({"op": new_operation(), "next": onward}))


@bp.get("/<int:number>")
@public
def show_version(number: int) -> ResponseReturnValue:
    """A version as it was accepted, whichever is in force now."""
    notice = get_site().notices.find(number) or abort(404)
    return _page(notice, Form(), is_asked=False, changed=())


@bp.post("")
@signed_in
@before_notice
def accept_notice() -> ResponseReturnValue:
    """Note that the notice is accepted, and go on to where the person was going."""
    form = read_form(AcceptanceForm())
    if form.errors:
        return _show(form), 422
    database = get_database()
    notice = get_site().notices.in_force
    try:
        consent.accept_notice(
            database.session,
            asker(),
            notice,
            form.data["version"],
            op=form.data["op"],
            now=now(),
        )
    except StaleNotice as refusal:
        return _show(form.refused("", said(refusal))), 409
    database.commit()
    note_accepted(asker())
    return redirect(local_path(form.data["next"] or "/"), 303)


def notice_html(notice: Notice) -> tuple[str, Markup]:
    """The heading of a notice, and what stands below it."""
    heading, _, body = notice.text(DEFAULT).partition("\n")
    # Rendered by our own dialect, which lets no HTML through.
    html = Markup(render_markdown(body, lesson_url=lambda *_: "/"))  # noqa: S704
    return heading.removeprefix("#").strip(), html


def _show(form: Form) -> str:
    notices = get_site().notices
    person = asker_or_none()
    accepted: tuple[str, ...] = ()
    if person is not None:
        accepted = consent.versions_accepted(get_database().session, person)
    is_asked = person is not None and notices.in_force.version not in accepted
    changed = notices.changed_since(accepted[-1] if accepted else None)
    return _page(notices.in_force, form, is_asked=is_asked, changed=changed)


def _page(
    notice: Notice, form: Form, *, is_asked: bool, changed: tuple[str, ...]
) -> str:
    heading, html = notice_html(notice)
    return render_template(
        "pages/notice.html",
        heading=heading,
        html=html,
        notice=notice,
        versions=get_site().notices.versions,
        is_asked=is_asked,
        changed=changed,
        form=form,
    )
