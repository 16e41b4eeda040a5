"""Whether the asker wants letters about what is new in the discussion."""

from typing import Any

from course.letter_choices import DISCUSSION, REMINDERS, choose, wants
from learner_api.auth import asker, signed_in
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.resources import Resource
from learner_api.schemas.discussions import DigestChoiceSchema

bp = Resource(
    "api-letters", __name__, description="Letters about what is new in discussions."
)


@bp.get("/me/letters")
@signed_in
@bp.tagged()
@bp.gives(DigestChoiceSchema)
def get_letters() -> dict[str, Any]:
    """Whether you get a letter a day, where others have written something new."""
    return {"is_wanted": wants(get_database().session, DISCUSSION, asker())}


@bp.put("/me/letters")
@signed_in
@bp.takes(DigestChoiceSchema)
@bp.gives(DigestChoiceSchema)
def choose_letters(body: dict[str, Any]) -> dict[str, Any]:
    """Say whether you want these letters. Said again, it is said once."""
    database = get_database()
    choose(database.session, DISCUSSION, asker(), **body, now=now())
    database.commit()
    return body


@bp.get("/me/reminders")
@signed_in
@bp.tagged()
@bp.gives(DigestChoiceSchema)
def get_reminders() -> dict[str, Any]:
    """Whether you are reminded of modules that are due and that you have not done."""
    return {"is_wanted": wants(get_database().session, REMINDERS, asker())}


@bp.put("/me/reminders")
@signed_in
@bp.takes(DigestChoiceSchema)
@bp.gives(DigestChoiceSchema)
def choose_reminding(body: dict[str, Any]) -> dict[str, Any]:
    """Say whether you want reminders. Said again, it is said once."""
    database = get_database()
    choose(database.session, REMINDERS, asker(), **body, now=now())
    database.commit()
    return body
