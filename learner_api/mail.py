"""Sending the mail that waits in the outbox, to a server or as files.

A letter is claimed and that is committed; it is sent; what became of it is committed.
Whoever dies in between loses the claim when its lease ends, and the letter goes out
then. A letter sent twice that way bears one Message-ID.
"""

import logging
import os
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr
from pathlib import Path
from threading import Event
from typing import Protocol

from config.mail import MailServer
from config.settings import Settings
from course import outbox
from course.models import OutgoingMessage
from learner_api.database import Database

TIMEOUT = 20
PAUSE = 5

log = logging.getLogger("course.mail")


class OneLineHeader(UnstructuredHeader, BaseHeader):
    """A header whose address a mail program reads as it is.

    A longer one would be folded into encoded words, which no program takes for an
    address.
    """

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", OneLineHeader)
_POLICY = SMTP.clone(header_factory=_HEADERS)


class Undelivered(Exception):
    """A letter could not be handed over. ``goes_on`` says if others still may be."""

    def __init__(self, reason: str, *, goes_on: bool) -> None:
        super().__init__(reason)
        self.goes_on = goes_on


class Post(Protocol):
    """Where letters are handed over."""

    def send(self, message: EmailMessage, name: str) -> None:
        """Hand one over, or raise ``Undelivered``."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How many letters left, and how many could not."""

    sent: int
    failed: int


def send_waiting(
    database: Database,
    settings: Settings,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    stop: Event | None = None,
) -> Sent:
    """Send what waits now, one letter at a time, until none is left or the post is out.

    Any number of senders may do this at once: a letter is claimed by one of them.
    """
    sent = failed = 0
    with _post_office(settings) as post:
        while not (stop and stop.is_set()):
            letter = _claim(database, now=clock())
            if letter is None:
                break
            try:
                post.send(_written(letter, settings.mail_from), f"{letter.uuid}.eml")
            except Undelivered as error:
                failed += 1
                _note_failed(database, letter.id, str(error), now=clock())
                log.warning("A letter was not sent.", extra={"job": letter.uuid})
                if not error.goes_on:
                    break
            else:
                sent += 1
                _note_sent(database, letter.id, now=clock())
    return Sent(sent, failed)


def keep_sending(database: Database, settings: Settings, stop: Event) -> None:
    """Send what waits, look again a little later, and so on until told to stop."""
    while not stop.is_set():
        try:
            send_waiting(database, settings, stop=stop)
        except Exception:
            # The database may be away for a while; letters are kept, and so is this.
            log.exception("Sending mail was interrupted.")
        stop.wait(PAUSE)


@dataclass(frozen=True, slots=True)
class MailFolder:
    """Letters as files, for an installation without a mail server."""

    folder: Path

    def send(self, message: EmailMessage, name: str) -> None:
        """Write the letter for its owner's eyes: its link may let somebody in."""
        draft = self.folder / f".{name}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(message.as_bytes())
            draft.replace(self.folder / name)
        except OSError as error:
            raise Undelivered(f"not written: {error}", goes_on=False) from error


class MailRound:
    """One conversation with a mail server, begun by the first letter."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self._connection: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, name: str) -> None:
        """Hand over a letter. A refusal of this one does not end the round."""
        try:
            if self._connection is None:
                self._connection = _connect(self.server)
            self._connection.send_message(message)
        except (
            smtplib.SMTPRecipientsRefused,
            smtplib.SMTPSenderRefused,
            smtplib.SMTPDataError,
            smtplib.SMTPNotSupportedError,
        ) as error:
            raise Undelivered(f"refused: {error}", goes_on=True) from error
        except OSError as error:
            # Every other fault of smtplib, of the network and of TLS is one of these.
            raise Undelivered(f"no connection: {error}", goes_on=False) from error

    def close(self) -> None:
        """Take leave of the server, if it was spoken to and is still there."""
        if self._connection is not None:
            try:
                self._connection.quit()
            except OSError:
                self._connection.close()


@contextmanager
def _post_office(settings: Settings) -> Iterator[Post]:
    server = settings.mail_server
    if server is None:
        yield MailFolder(settings.mail_dir)
        return
    mail_round = MailRound(server)
    try:
        yield mail_round
    finally:
        mail_round.close()


def _connect(server: MailServer) -> smtplib.SMTP:
    connection: smtplib.SMTP
    if server.security == "tls":
        context = ssl.create_default_context()
        connection = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT, context=context
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        if server.security == "starttls":
            connection.starttls(context=ssl.create_default_context())
        if server.user is not None and server.password is not None:
            connection.login(server.user, server.password)
    except OSError:
        connection.close()
        raise
    return connection


def _written(letter: OutgoingMessage, mail_from: str) -> EmailMessage:
    """The letter as it travels: text alone, named after its row."""
    _, sender = parseaddr(mail_from)
    message = EmailMessage(policy=_POLICY)
    try:
        message["From"] = mail_from
        message["To"] = Address(
            display_name=letter.recipient_name, addr_spec=letter.recipient_email
        )
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(letter.created_at)
        message["Message-ID"] = f"<{letter.uuid}@{sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        if letter.stop_link is not None:
            _let_stop(message, letter.stop_link)
        message.set_content(letter.body)
    except (ValueError, MessageError) as error:
        raise Undelivered(f"not a letter: {error}", goes_on=True) from error
    return message


def _let_stop(message: EmailMessage, link: str) -> None:
    """Let a mail program offer to stop letters of this kind, as RFC 8058 says."""
    message["List-Unsubscribe"] = f"<{link}>"
    # One click is for HTTPS alone: elsewhere the address is one to open.
    if link.startswith("https://"):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _claim(database: Database, *, now: datetime) -> OutgoingMessage | None:
    # One at a time: a lease is long enough for one conversation, not for twenty.
    with database.writing() as session:
        claimed = outbox.claim_messages(session, now=now, limit=1)
        return claimed[0] if claimed else None


def _note_sent(database: Database, letter_id: int, *, now: datetime) -> None:
    with database.writing() as session:
        outbox.note_sent(session.get_one(OutgoingMessage, letter_id), now=now)


def _note_failed(
    database: Database, letter_id: int, reason: str, *, now: datetime
) -> None:
    with database.writing() as session:
        letter = session.get_one(OutgoingMessage, letter_id)
        outbox.note_failed(letter, reason, now=now)
