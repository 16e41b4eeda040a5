"""Content as it stood when the record first depended on it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course.database import Added, Base


class Edition(Base, Added):
    """An outline or a quiz as it stood; never updated.

    ``digest`` is the fingerprint of what the file means, so a comment or a blank line
    makes no new edition. What a learner is judged by is always read from here.
    """

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("kind", "key", "digest"),
        CheckConstraint("kind IN ('course', 'quiz')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    # SQLite reaches what stands behind a large content by way of all its pages.
    recorded_at: Mapped[datetime] = mapped_column(deferred=True)
