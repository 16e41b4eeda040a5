"""The report on a cohort's run: the trainers' words, what was handed in, the answer."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.cohort import Cohort


class ReportWords(Base, Fact):
    """What a trainer wrote in one section; an edit is a further row.

    Its ``uuid`` is the operation. The highest ``number`` of a section is read.
    """

    __tablename__ = "report_words"
    __table_args__ = (
        UniqueConstraint("cohort_id", "section", "number"),
        CheckConstraint("number >= 1", name="number"),
    )

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    section: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    body: Mapped[str] = mapped_column(Text)


class CohortReport(Base, Fact):
    """One version of the report as it was handed in: all that the document prints.

    Its ``uuid`` is the operation. ``claims`` are never read anew from the record, so
    that the version gives the same file for ever; ``digest`` is theirs.
    """

    __tablename__ = "cohort_report"
    __table_args__ = (
        UniqueConstraint("cohort_id", "number"),
        CheckConstraint("number >= 1", name="number"),
    )

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    number: Mapped[int]
    claims: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))

    cohort: Mapped[Cohort] = relationship()


class ReportReview(Base, Fact):
    """What an administrator said of a version, once: sent back, or validated.

    ``release_id`` is the release that the validation was, where certificates waited.
    """

    __tablename__ = "report_review"
    __table_args__ = (
        CheckConstraint("verdict IN ('sent-back', 'validated')", name="verdict"),
        CheckConstraint("length(reason) > 0", name="reason"),
    )

    report_id: Mapped[int] = mapped_column(ForeignKey("cohort_report.id"), unique=True)
    verdict: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(500))
    release_id: Mapped[int | None] = mapped_column(ForeignKey("cohort_release.id"))

    report: Mapped[CohortReport] = relationship()
