"""Changes of the rule that learners are held to, and runs that were begun anew."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.cohort import Cohort
from course.models.edition import Edition
from course.models.enrolment import Enrolment

CHOICES = ("finish", "top-up", "re-evaluate")
EFFECTS = ("moved", "kept", "asked", "topping-up")


class RuleChange(Base, Fact):
    """The decision that a course, or one cohort of it, goes over to another edition.

    ``choice`` says what becomes of those who are on it: they finish what they began,
    top up by ``top_up_by``, or are judged anew. ``token`` is the fingerprint of the
    preview that was approved, ``outcome`` its figures and the cohorts that went over.
    """

    __tablename__ = "rule_change"
    __table_args__ = (
        CheckConstraint(f"choice IN {CHOICES}", name="choice"),
        CheckConstraint(
            "(choice = 'top-up') = (top_up_by IS NOT NULL)", name="top_up_by"
        ),
    )

    course_key: Mapped[str] = mapped_column(String(100), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    to_edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    choice: Mapped[str] = mapped_column(String(20))
    top_up_by: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(500))
    token: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[dict[str, Any]]

    to_edition: Mapped[Edition] = relationship()
    cohort: Mapped[Cohort | None] = relationship()


class RuleChangeEntry(Base, Fact):
    """What a change of the rule did to one enrolment, and what was listed of it.

    ``moved``: it is held to the new edition from now on. ``kept``: it stays where it
    was. ``asked``: it stays, and its learner is asked to top up. ``topping-up``: the
    learner began to, and so went over. Where the two editions differ the enrolment
    went from one to the other at ``recorded_at``; figures of the past read that.
    """

    __tablename__ = "rule_change_entry"
    __table_args__ = (
        UniqueConstraint("rule_change_id", "enrolment_id", "effect"),
        CheckConstraint(f"effect IN {EFFECTS}", name="effect"),
        CheckConstraint(
            "(from_edition_id <> to_edition_id) = (effect IN ('moved', 'topping-up'))",
            name="moved",
        ),
        Index("ix_rule_change_entry_enrolment_id", "enrolment_id"),
    )

    rule_change_id: Mapped[int] = mapped_column(ForeignKey("rule_change.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    from_edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    to_edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    effect: Mapped[str] = mapped_column(String(20))
    listed: Mapped[dict[str, Any]]

    rule_change: Mapped[RuleChange] = relationship()


class Renewal(Base, Fact):
    """A new run of a course for somebody who had earned an award on an earlier one.

    The earlier run, its achievement and its documents stay as they are; the new run
    has its own. Each run is renewed once.
    """

    __tablename__ = "renewal"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    renews_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    reason: Mapped[str | None] = mapped_column(String(500))

    enrolment: Mapped[Enrolment] = relationship(foreign_keys=[enrolment_id])
