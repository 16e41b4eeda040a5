"""Evaluation: who gave a form, and, with nothing that leads there, what was answered.

The two sides share the form and the group and no other value. Nothing here may ever
gain a column that joins them: not a name, a moment, an operation or a running number.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Added, Base, Fact, Json
from course.models.enrolment import Enrolment


class EvaluationForm(Base, Added):
    """A form as it stood when it was first given; a changed file is another row."""

    __tablename__ = "evaluation_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime]


class EvaluationGiven(Base, Fact):
    """That somebody gave a form: once for each kind of form, and not what was in it.

    Its ``uuid`` is the operation. No digest of the answers is kept: the answers of one
    person are few enough to be tried out against it.
    """

    __tablename__ = "evaluation_given"
    __table_args__ = (UniqueConstraint("enrolment_id", "form_key"),)

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    form_key: Mapped[str] = mapped_column(String(60))
    form_id: Mapped[int] = mapped_column(ForeignKey("evaluation_form.id"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))

    enrolment: Mapped[Enrolment] = relationship()


class EvaluationBox(Base):
    """The sheets of one group that still wait for others, in no order.

    All of them are in one value, which is shuffled and written anew for each sheet that
    is put in: neither a row, nor its place in the file, nor the number of the
    transaction that a database keeps for it tells one sheet from another.
    """

    __tablename__ = "evaluation_box"

    place: Mapped[str] = mapped_column(String(250), primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("evaluation_form.id"))
    course_key: Mapped[str] = mapped_column(String(100))
    mode: Mapped[str] = mapped_column(String(20))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    sheets: Mapped[list[Any]] = mapped_column(Json)


class EvaluationAnswer(Base, Added):
    """One sheet of a box that was emptied, by itself: what somebody of a group said.

    ``month`` is that in which the box was emptied. The key is random, and on SQLite it
    is also what the rows lie in order of.
    """

    __tablename__ = "evaluation_answer"
    __table_args__ = (
        CheckConstraint("mode IN ('moderated', 'self-paced')", name="mode"),
        {"sqlite_with_rowid": False},
    )

    key: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    form_id: Mapped[int] = mapped_column(ForeignKey("evaluation_form.id"), index=True)
    course_key: Mapped[str] = mapped_column(String(100), index=True)
    mode: Mapped[str] = mapped_column(String(20))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    month: Mapped[date]
    answers: Mapped[dict[str, Any]]


class FollowUpChoice(Base, Fact):
    """Whether somebody wants to be asked again months later. The latest number holds.

    Its ``uuid`` is the operation.
    """

    __tablename__ = "follow_up_choice"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("verdict IN ('agreed', 'withdrawn')", name="verdict"),
    )

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    number: Mapped[int]
    verdict: Mapped[str] = mapped_column(String(10))

    enrolment: Mapped[Enrolment] = relationship()


class FollowUpInvitation(Base, Fact):
    """A link that was mailed, kept as its hash: the first, and one reminder."""

    __tablename__ = "follow_up_invitation"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "number"),
        CheckConstraint("number IN (1, 2)", name="number"),
    )

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    number: Mapped[int]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)

    enrolment: Mapped[Enrolment] = relationship()
