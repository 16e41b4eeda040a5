"""Work that takes longer than a request may."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base
from course.models.user import User

STATES = ("waiting", "running", "done", "refused", "failed")
# What trainers ask for too; all else is for administrators.
APPLY_ROSTER, UNDO_ROSTER, WRITE_EXPORT = "roster", "roster-undo", "export"
OF_TRAINERS = (APPLY_ROSTER, UNDO_ROSTER, WRITE_EXPORT)
_OPEN = "state IN ('waiting', 'running')"


class Job(Base):
    """Something that was asked for and is carried out after the answer.

    A worker takes it for a while (``leased_until``); if the worker dies, another takes
    it up again. ``uuid`` is the operation of whoever asked, so that one operation is
    one job. ``done`` of ``total`` says how far it is, where that is known; ``result``
    what it came to; ``error`` why it was refused, or that it failed.

    A job is no fact: what it does to the record it does in a transaction of its own,
    with facts of its own, and its row may be cleared away afterwards.
    """

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        Index(
            "ix_job_open",
            "asked_at",
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    asked: Mapped[dict[str, Any]]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    result: Mapped[dict[str, Any] | None]
    error: Mapped[dict[str, Any] | None]

    asked_by: Mapped[User] = relationship()

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.ended_at is not None
