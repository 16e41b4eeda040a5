"""Files that come with an application: letters, as PDF or as a picture."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from course.door_errors import FilesClosed, InvalidAttachment, TooManyAttachments
from course.errors import NotPermitted, OperationConflict, sentence
from course.models import (
    Application,
    ApplicationAttachment,
    ApplicationDecision,
    User,
)

LARGEST = 900_000
MOST = 6

# What a file is, by its first bytes; its name and what the browser says prove nothing.
_TYPES = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def media_type_of(content: bytes) -> str:
    """What a file is, or ``InvalidAttachment`` with what to send instead."""
    if not content:
        raise InvalidAttachment(sentence("The file is empty. Choose another."))
    if len(content) > LARGEST:
        raise InvalidAttachment(
            sentence("The file is larger than 900 kB. Scan it in grey, or as a PDF.")
        )
    for beginning, media_type in _TYPES:
        if content.startswith(beginning):
            return media_type
    raise InvalidAttachment(
        sentence("Send a PDF, or a picture as JPEG or PNG. This file is neither.")
    )


def attach(
    session: Session,
    application: Application,
    *,
    op: UUID,
    kind: str,
    content: bytes,
    now: datetime,
    by: User,
) -> tuple[ApplicationAttachment, bool]:
    """Add a file to one's own application; the same file twice is one.

    The application is locked, so that several files sent at once are counted, and a
    decision that is just being written counts too. Raises ``InvalidAttachment``,
    ``TooManyAttachments``, ``FilesClosed``, ``NotPermitted`` and ``OperationConflict``.
    """
    if application.user_id != by.id:
        raise NotPermitted
    media_type = media_type_of(content)
    digest = sha256(content).hexdigest()
    _lock(session, application)
    earlier = session.scalar(
        select(ApplicationAttachment).where(
            (ApplicationAttachment.uuid == op)
            | (
                (ApplicationAttachment.application_id == application.id)
                & (ApplicationAttachment.kind == kind)
                & (ApplicationAttachment.digest == digest)
            )
        )
    )
    if earlier is not None:
        same = (earlier.application_id, earlier.kind, earlier.digest)
        if same != (application.id, kind, digest):
            raise OperationConflict
        return earlier, False
    if not takes_files(session, application):
        raise FilesClosed
    if len(attachments_of(session, [application.id])) >= MOST:
        raise TooManyAttachments(MOST)
    made = ApplicationAttachment(
        uuid=op,
        application_id=application.id,
        kind=kind,
        media_type=media_type,
        size=len(content),
        digest=digest,
        content=content,
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
    )
    session.add(made)
    session.flush()
    return made, True


def takes_files(session: Session, application: Application) -> bool:
    """Whether files may still be added: until it is decided upon, or withdrawn."""
    decided = select(ApplicationDecision.id).where(
        ApplicationDecision.application_id == application.id
    )
    return session.scalar(decided.limit(1)) is None


def attachments_of(
    session: Session, application_ids: list[int]
) -> list[ApplicationAttachment]:
    """What came with these applications, without the files themselves."""
    return list(
        session.scalars(
            select(ApplicationAttachment)
            .where(ApplicationAttachment.application_id.in_(application_ids))
            .order_by(ApplicationAttachment.id)
        )
    )


def find_attachment(
    session: Session, application: Application, uuid: UUID
) -> ApplicationAttachment | None:
    """One file of an application, with its content."""
    return session.scalar(
        select(ApplicationAttachment)
        .where(
            ApplicationAttachment.uuid == uuid,
            ApplicationAttachment.application_id == application.id,
        )
        .options(undefer(ApplicationAttachment.content))
    )


def _lock(session: Session, application: Application) -> None:
    """Let no other file and no decision come to an application until the end."""
    session.execute(
        select(Application.id).where(Application.id == application.id).with_for_update()
    )
