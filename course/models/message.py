"""Mail that waits to be sent."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from course.database import Base


class OutgoingMessage(Base):
    """A letter, written in the transaction that occasioned it and sent after.

    A sender takes it for a while (``leased_until``); if the sender dies, another takes
    it up again. ``dedupe_key`` makes one occasion one letter. ``stop_link`` is the
    address at which letters of its kind are stopped, for the programs that read mail.
    """

    __tablename__ = "outgoing_message"
    __table_args__ = (
        Index(
            "ix_outgoing_message_waiting",
            "run_at",
            sqlite_where=text("sent_at IS NULL AND failed_at IS NULL"),
            postgresql_where=text("sent_at IS NULL AND failed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    dedupe_key: Mapped[str] = mapped_column(String(200), unique=True)
    recipient_name: Mapped[str] = mapped_column(String(200))
    recipient_email: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    stop_link: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime]
    run_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(500))
