"""Corrections of questions, and the regrades that carried them out."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from course.database import Base, Fact, Json


class Regrade(Base, Fact):
    """Attempts at one quiz judged anew, all in one transaction.

    ``token`` is the fingerprint of the preview that was approved and ``outcome`` what
    it listed. ``mode`` is how: only raising marks, or exactly.
    """

    __tablename__ = "regrade"
    __table_args__ = (CheckConstraint("mode IN ('raise', 'exact')", name="mode"),)

    quiz_key: Mapped[str] = mapped_column(String(100), index=True)
    mode: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(500))
    token: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[dict[str, Any]]


class Correction(Base, Fact):
    """What was wrong with a question, and how it is judged instead.

    It holds for the question as it stood, named by ``question_digest``: once its file
    is corrected the question has another digest, and is judged by its file again.
    ``action`` drops it, replaces its key by ``value``, or credits every answer.
    """

    __tablename__ = "correction"
    __table_args__ = (
        CheckConstraint("action IN ('drop', 'key', 'credit')", name="action"),
    )

    regrade_id: Mapped[int] = mapped_column(ForeignKey("regrade.id"), index=True)
    quiz_key: Mapped[str] = mapped_column(String(100), index=True)
    question_key: Mapped[str] = mapped_column(String(100))
    question_digest: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(10))
    value: Mapped[dict[str, Any] | None] = mapped_column(Json)
