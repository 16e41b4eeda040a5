"""Inviting somebody by mail to choose a password and begin."""

from datetime import datetime

from sqlalchemy.orm import Session

from course import outbox, tokens
from course.models import User
from learner_api.translation import gettext as _


def invite_person(
    session: Session, person: User, *, public_url: str, now: datetime, by: User
) -> None:
    """Write the letter that lets a new person in; it leaves with the commit."""
    secret = tokens.create_invitation(session, person, "invitation", now=now)
    body = _(
        "Hello %(name)s,\n\n"
        "%(by)s has made an account for you at the Handbook course.\n\n"
        "Choose a password to begin:\n%(link)s\n\n"
        "The link works once, for %(days)d days. After that, ask for a new one on the "
        "sign-in page.\n",
        name=person.name,
        by=by.name,
        days=tokens.INVITATION_DAYS,
        link=f"{public_url}/welcome/{secret}",
    )
    subject = _("You are invited to the Handbook course")
    outbox.write_message(session, person, subject=subject, body=body, now=now)
