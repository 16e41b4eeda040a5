"""Which letters somebody wants, and the language in which they read them."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from course import languages
from course.letter_choices import DISCUSSION, REMINDERS, choose, wants
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
def choose_digest() -> ResponseReturnValue:
    """Keep the choice. Sent twice, it is one."""

    def keep(session: Session, data: Mapping[str, Any]) -> None:
        is_wanted = data["wanted"] == YES
        choose(session, DISCUSSION, asker(), is_wanted=is_wanted, now=now())

    return _kept(LettersForm(), keep)


@bp.post("/profile/letters/reminders")
@signed_in
def choose_reminding() -> ResponseReturnValue:
    """Keep whether somebody wants reminders. Sent twice, it is one choice."""

    def keep(session: Session, data: Mapping[str, Any]) -> None:
        is_wanted = data["reminders"] == YES
        choose(session, REMINDERS, asker(), is_wanted=is_wanted, now=now())

    return _kept(RemindersForm(), keep)


@bp.post("/profile/letters/language")
@signed_in
def choose_language() -> ResponseReturnValue:
    """Read letters in another language from now on. Sent twice, it is done once."""

    def keep(session: Session, data: Mapping[str, Any]) -> None:
        languages.choose_language(
            session, asker(), data["language"], op=data["op"], now=now()
        )

    return _kept(LanguageForm(), keep)


def _kept(
    schema: FormSchema, keep: Callable[[Session, Mapping[str, Any]], None]
) -> ResponseReturnValue:
    """Have a form's choice kept, and say so; or show what is wrong with it."""
    form = read_form(schema)
    if form.errors:
        return _page(form), 422
    database = get_database()
    keep(database.session, form.data)
    database.commit()
    return redirect("/profile/letters?saved=1", 303)


def _page(form: Form) -> str:
    session = get_database().session
    is_wanted = wants(session, DISCUSSION, asker())
    is_reminded = wants(session, REMINDERS, asker())
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
