"""The language in which the asker reads letters."""

from typing import Any

from course import languages
from course.account_errors import UnknownLanguage
from course.errors import OperationConflict
from learner_api.auth import asker, signed_in
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.resources import Resource
from learner_api.schemas.languages import (
    LetterLanguageAskedSchema,
    LetterLanguageSchema,
)

bp = Resource("api-languages", __name__, description="The languages of letters.")


@bp.get("/me/language")
@signed_in
@bp.tagged()
@bp.gives(LetterLanguageSchema)
def get_language() -> dict[str, Any]:
    """The language in which letters to the asker are written; pages are in English."""
    return _language()


@bp.post("/me/language")
@signed_in
@bp.refuses(UnknownLanguage, OperationConflict)
@bp.takes(LetterLanguageAskedSchema)
@bp.gives_also(LetterLanguageSchema, 200, "This operation chose it before")
@bp.gives(LetterLanguageSchema, 201, description="The language from now on")
def set_language(body: dict[str, Any]) -> Any:
    """Say in which language one reads letters: those written from now on are in it."""
    database = get_database()
    _row, is_new = languages.choose_language(
        database.session, asker(), body["language"], op=body["op"], now=now()
    )
    answer = _language()
    database.commit()
    return answer, 201 if is_new else 200


def _language() -> dict[str, Any]:
    chosen = languages.chosen_language(get_database().session, asker())
    return {"language": chosen or languages.OFFICE, "is_chosen": chosen is not None}
