"""Which letters somebody wants, and the language in which they read them."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from course import languages
from course.discussion_digests import choose_digest, wants_digest
from course.reminders import choose_reminders, wants_reminders
from learner_api.auth import asker, signed_in
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.forms import (
    Form,
    FormSchema,
    OneOf,
    Operation,
    new_operation,
    read_form,
)
from learner_api.language_words import language_choices

bp = Blueprint("digests", __name__)

YES, NO = "yes", "no"


class LettersForm(FormSchema):
    """Whether somebody wants the letters."""

    wanted = OneOf((YES, NO), "Choose one of the options.")


class RemindersForm(FormSchema):
    """Whether somebody wants reminders."""

    reminders = OneOf((YES, NO), "Choose one of the options.")


class LanguageForm(FormSchema):
    """The language to read letters in."""

    op = Operation()
    language = OneOf(languages.LANGUAGES, "Choose a language.")


@bp.get("/profile/letters")
@signed_in
def ask_for_choice() -> str:
    """The form that stops these letters, or asks for them again."""
    return _page(Form())


@bp.post("/profile/letters")
@signed_in
def choose() -> ResponseReturnValue:
    """Keep the choice. Sent twice, it is one."""
    form = read_form(LettersForm())
    if form.errors:
        return _page(form), 422
    database = get_database()
    is_wanted = form.data["wanted"] == YES
    choose_digest(database.session, asker(), is_wanted=is_wanted, now=now())
    database.commit()
    return redirect("/profile/letters?saved=1", 303)


@bp.post("/profile/letters/reminders")
@signed_in
def choose_reminding() -> ResponseReturnValue:
    """Keep whether somebody wants reminders. Sent twice, it is one choice."""
    form = read_form(RemindersForm())
    if form.errors:
        return _page(form), 422
    database = get_database()
    is_wanted = form.data["reminders"] == YES
    choose_reminders(database.session, asker(), is_wanted=is_wanted, now=now())
    database.commit()
    return redirect("/profile/letters?saved=1", 303)


@bp.post("/profile/letters/language")
@signed_in
def choose_language() -> ResponseReturnValue:
    """Read letters in another language from now on. Sent twice, it is done once."""
    form = read_form(LanguageForm())
    if form.errors:
        return _page(form), 422
    database = get_database()
    op, language = form.data["op"], form.data["language"]
    languages.choose_language(database.session, asker(), language, op=op, now=now())
    database.commit()
    return redirect("/profile/letters?saved=1", 303)


def _page(form: Form) -> str:
    session = get_database().session
    is_wanted = wants_digest(session, asker())
    is_reminded = wants_reminders(session, asker())
    language = languages.languages_of(session, [asker().id])[asker().id]
    return render_template(
        "pages/letters.html",
        form=form,
        chosen=[YES if is_wanted else NO],
        reminded=[YES if is_reminded else NO],
        reads=form.values.get("language", language),
        languages=language_choices(),
        op=form.values.get("op") or new_operation(),
        is_saved="saved" in request.args,
    )
