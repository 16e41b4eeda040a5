"""Question banks for staff: take the questions out, or make a bank file of others'."""

import base64

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate
from werkzeug.exceptions import RequestEntityTooLarge

from learner_api.auth import staff
from learner_api.bank_words import refusal_words, report_rows
from learner_api.forms import Form, FormSchema, Line, OneOf, read_form
from learner_api.labels import options
from learner_api.question_banks import EXPORTS, TOML, archive_of, export_file
from learner_api.site import get_site
from learner_api.translation import gettext as _
from quizzes.exchange import (
    EXCHANGE_FORMATS,
    BankRefused,
    Report,
    Wanted,
    import_bank,
)
from quizzes.schemas import is_key

bp = Blueprint("question_banks", __name__, url_prefix="/question-banks")


class ImportForm(FormSchema):
    """What the file is, and what to say where it does not."""

    format = OneOf(EXCHANGE_FORMATS, "Choose the format of the file.")
    lesson = Line("Choose the lesson that the questions belong to.")
    quiz = Line(most=80)
    title = Line()
    strict = fields.String(load_default=None, validate=validate.Equal("yes"))


@bp.get("")
@staff
def show_banks() -> ResponseReturnValue:
    """The quizzes there are, each in every format, and the form for a file."""
    return _show(Form())


@bp.post("")
@staff
def take_in() -> ResponseReturnValue:
    """What becomes of a file of questions, with the bank file to keep.

    The course stays as it is, so there is nothing to commit: sent twice, the same is
    shown again.
    """
    try:
        form = read_form(ImportForm())
        upload = request.files.get("file")
    except RequestEntityTooLarge:
        most = get_site().settings.maximum_body_bytes
        words = _(
            "The file is larger than %(most)d bytes. Send it in parts.", most=most
        )
        return _show(Form().refused("file", words)), 422
    form = _checked(form, upload is not None and bool(upload.filename))
    if form.errors or upload is None:
        return _show(form), 422
    data = form.data
    wanted = Wanted(data["quiz"], data["title"], data["lesson"], bool(data["strict"]))
    try:
        imported = import_bank(upload.stream.read(), data["format"], wanted)
    except BankRefused as refusal:
        return _show(form.refused("file", refusal_words(refusal)), refusal.report), 422
    counts = imported.report.counts
    return render_template(
        "pages/question_import.html",
        imported=imported,
        counts=counts,
        rows=report_rows(imported.report),
        is_there=imported.quiz.key in get_site().catalogue.quizzes,
        # A page without script hands over what it has made in the link itself.
        archive=base64.b64encode(archive_of(imported)).decode("ascii"),
    )


@bp.get("/<quiz>")
@staff
def take_out(quiz: str) -> Response:
    """The questions of a quiz with their right answers, as a file to keep."""
    format_name = request.args.get("format", "moodle-xml")
    if format_name not in EXPORTS:
        abort(404)
    return export_file(quiz, format_name)


def _checked(form: Form, has_file: bool) -> Form:
    if not has_file:
        form = form.refused("file", _("Choose a file of questions."))
    key = form.data.get("quiz")
    if key and not is_key(key):
        form = form.refused(
            "quiz",
            _("Write small letters and digits, joined by hyphens, such as first-quiz."),
        )
    return form


def _show(form: Form, report: Report | None = None) -> str:
    catalogue = get_site().catalogue
    formats = {name: kind.title for name, kind in EXCHANGE_FORMATS.items()}
    lessons = {
        f"{module.key}/{lesson.key}": f"{module.title}: {lesson.title}"
        for module in catalogue.handbook.modules.values()
        for lesson in module.lessons
    }
    return render_template(
        "pages/question_banks.html",
        form=form,
        quizzes=sorted(catalogue.quizzes.values(), key=lambda quiz: quiz.title),
        export_formats={**formats, TOML: "TOML"},
        formats=options(formats),
        lessons=options(lessons),
        rows=report_rows(report) if report else [],
    )
