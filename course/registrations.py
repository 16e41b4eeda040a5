"""Registering without an account: an address asks, a link is mailed, a person comes in.

No account is made before the link was followed, so that nobody can register somebody
else and no list fills up with addresses that are nobody's.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from course import accounts, consent
from course.account_errors import RegistrationInvalid
from course.awards import AwardOffice
from course.models import Cohort, Enrolment, Registration, User
from course.notices import Notice
from course.tokens import hash_secret
from course.turns import hold_enrolments, hold_people

DAYS = 14


def register_address(
    session: Session,
    cohort: Cohort,
    email: str,
    *,
    code: str | None,
    notice: Notice,
    now: datetime,
) -> str:
    """Keep that an address asks to come in; the secret of the link to mail to it.

    Whoever registers has accepted this version of the notice.
    """
    session.execute(delete(Registration).where(Registration.expires_at < now))
    secret = token_urlsafe(32)
    session.add(
        Registration(
            cohort_id=cohort.id,
            email=accounts.normalised_email(email),
            code=code,
            token_hash=hash_secret(secret),
            notice_version=notice.version,
            created_at=now,
            expires_at=now + timedelta(days=DAYS),
        )
    )
    session.flush()
    return secret


def open_registration(session: Session, secret: str, *, now: datetime) -> Registration:
    """The registration behind a link, or ``RegistrationInvalid``."""
    found = session.scalar(
        select(Registration)
        .where(
            Registration.token_hash == hash_secret(secret),
            Registration.used_at.is_(None),
            Registration.expires_at > now,
        )
        .with_for_update(of=Registration)
        .options(joinedload(Registration.cohort).joinedload(Cohort.edition))
    )
    if found is None:
        raise RegistrationInvalid
    return found


def confirm_registration(
    session: Session,
    registration: Registration,
    *,
    password_hash: str,
    profile: Mapping[str, str | None],
    notice: Notice,
    now: datetime,
    office: AwardOffice,
) -> User:
    """Make the account of whoever followed the link: the address is theirs.

    Somebody who was invited before and never came takes up that account, even where
    the list that had invited them was undone. The link is used up. What they
    accepted when they registered is noted if it is still in force. Where they join a
    cohort at once, the caller has locked it. Raises ``EmailTaken`` and
    ``NameNotPrintable``.
    """
    invited = accounts.find_person(session, registration.email)
    if invited is not None:
        # A list that had invited them may be taken back in this moment.
        theirs = select(Enrolment.id).where(Enrolment.user_id == invited.id)
        hold_enrolments(session, session.scalars(theirs), office.programmes)
        hold_people(session, [invited.id])
    if invited is not None and accounts.is_to_be_taken_up(session, invited):
        person = invited
        accounts.reopen_account(session, person, now=now, by=person)
        accounts.change_profile(session, person, profile, now=now, by=person)
        accounts.set_password(session, person, password_hash, now=now)
    else:
        given = dict(profile)
        person = accounts.register_person(
            session,
            email=registration.email,
            name=str(given.pop("name")),
            role="learner",
            now=now,
            password_hash=password_hash,
            profile=given,
        )
    session.flush()
    registration.used_at = now
    if registration.notice_version == notice.version:
        consent.accept_notice(
            session,
            person,
            notice,
            registration.notice_version,
            op=uuid4(),
            now=now,
            given_at=registration.created_at,
        )
    return person
