"""Mail leaves by the outbox: written with the fact that occasions it, sent after."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, TypeAlias
from uuid import uuid4

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import Session

from course.languages import languages_of
from course.models import OutgoingMessage, User

LEASE = timedelta(minutes=2)
# Some five days in all: a mail server may be away over a long weekend.
RETRY_AFTER = tuple(
    timedelta(minutes=m) for m in (1, 5, 30, 120, 720, 1440, 1440, 2880)
)


class Stoppable(NamedTuple):
    """The words of a letter of a kind that its reader may stop, and where."""

    subject: str
    body: str
    stop_link: str


Said: TypeAlias = tuple[str, str] | Stoppable
"""Subject and body of a letter."""

Words: TypeAlias = Said | Callable[[str], Said]
"""What a letter says: as it stands, or for the language of its reader."""


def write_message(
    session: Session,
    person: User,
    *,
    subject: str,
    body: str,
    now: datetime,
    occasion: str | None = None,
    stop_link: str | None = None,
) -> OutgoingMessage:
    """Put a letter in the outbox. It leaves only if this transaction commits.

    ``occasion`` names what it is about, so that one occasion is one letter.
    """
    message = OutgoingMessage(
        dedupe_key=occasion or str(uuid4()),
        recipient_name=person.name,
        recipient_email=person.email,
        subject=subject,
        body=body,
        stop_link=stop_link,
        created_at=now,
        run_at=now,
    )
    session.add(message)
    return message


def tell(
    session: Session,
    person: User,
    letter: Words,
    *,
    now: datetime,
    occasion: str,
) -> None:
    """Write a letter in their language to whoever's account is open still."""
    if person.closed_at is None:
        languages = languages_of(session, [person.id]) if callable(letter) else {}
        subject, body, stop_link = _said(letter, person, languages)
        write_message(
            session,
            person,
            subject=subject,
            body=body,
            now=now,
            occasion=occasion,
            stop_link=stop_link,
        )


def tell_all(
    session: Session,
    letters: Sequence[tuple[User, Words, str]],
    *,
    now: datetime,
) -> None:
    """Write to many at once, to each in their language: person, words and occasion.

    The languages of all readers are one statement, the letters another.
    """
    told = [each for each in letters if each[0].closed_at is None]
    readers = [person.id for person, words, _occasion in told if callable(words)]
    languages = languages_of(session, readers) if readers else {}
    rows = [
        {
            "dedupe_key": occasion,
            "recipient_name": person.name,
            "recipient_email": person.email,
            "subject": subject,
            "body": body,
            "stop_link": stop_link,
            "created_at": now,
            "run_at": now,
        }
        for person, words, occasion in told
        for subject, body, stop_link in [_said(words, person, languages)]
    ]
    if rows:
        session.execute(insert(OutgoingMessage), rows)


def stop(session: Session, occasions: Sequence[str], *, now: datetime) -> set[str]:
    """Stop the letters of these occasions that have not left; which were stopped.

    One that a sender holds just now is on its way.
    """
    if not occasions:
        return set()
    stopped = session.scalars(
        update(OutgoingMessage)
        .where(
            OutgoingMessage.dedupe_key.in_(occasions),
            OutgoingMessage.sent_at.is_(None),
            OutgoingMessage.failed_at.is_(None),
            or_(
                OutgoingMessage.leased_until.is_(None),
                OutgoingMessage.leased_until < now,
            ),
        )
        .values(
            failed_at=now, error="Stopped before it was sent.", body="", stop_link=None
        )
        .returning(OutgoingMessage.dedupe_key)
        .execution_options(synchronize_session=False)
    )
    return set(stopped)


def claim_messages(
    session: Session, *, now: datetime, limit: int = 20
) -> list[OutgoingMessage]:
    """Take the letters that wait longest for a while.

    Whoever dies with them loses them.
    """
    waiting = (
        select(OutgoingMessage.id)
        .where(
            OutgoingMessage.sent_at.is_(None),
            OutgoingMessage.failed_at.is_(None),
            OutgoingMessage.run_at <= now,
            or_(
                OutgoingMessage.leased_until.is_(None),
                OutgoingMessage.leased_until < now,
            ),
        )
        .order_by(OutgoingMessage.run_at, OutgoingMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        # Found once: PostgreSQL may ask a plain sub-select again for every letter, each
        # time past those it locked before, and more would be claimed than are given.
        .cte("waiting")
    )
    claimed = session.scalars(
        update(OutgoingMessage)
        .where(OutgoingMessage.id.in_(select(waiting.c.id)))
        .values(leased_until=now + LEASE, attempts=OutgoingMessage.attempts + 1)
        .returning(OutgoingMessage)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return sorted(claimed, key=lambda letter: (letter.run_at, letter.id))


def note_sent(message: OutgoingMessage, *, now: datetime) -> None:
    """The letter is on its way; its body and its links are not kept."""
    message.sent_at = now
    message.leased_until = None
    _forget(message)


def note_failed(message: OutgoingMessage, error: str, *, now: datetime) -> None:
    """Try again later, each time after a longer wait, and in the end give up.

    What was given up keeps no body either: it may hold a link.
    """
    message.error = error[:500]
    message.leased_until = None
    if message.attempts > len(RETRY_AFTER):
        message.failed_at = now
        _forget(message)
    else:
        message.run_at = now + RETRY_AFTER[message.attempts - 1]


def _forget(message: OutgoingMessage) -> None:
    message.body = ""
    message.stop_link = None


def _said(
    words: Words, person: User, languages: Mapping[int, str]
) -> tuple[str, str, str | None]:
    """Subject, body and the link that stops such letters, if there is one."""
    said = words(languages[person.id]) if callable(words) else words
    return said if isinstance(said, Stoppable) else (*said, None)
