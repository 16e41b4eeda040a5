"""What the people of a cohort write to each other about the modules of their course.

A room is a cohort and a module. It has no row, and nor has its first thread, which is
the module's own question: it bears a name that follows from the room.
"""

from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.database import Base, Fact
from course.models.cohort import Cohort
from course.models.user import User


class Post(Base, Fact):
    """A message in a thread of a room: where it stands. What it says is a `PostText`.

    Its ``uuid`` is the operation. ``thread`` is the name of the thread: that of the
    room's question, or of the post that opened it, which alone has a ``title``.
    ``enrolment_id`` is that of whoever wrote as a learner of the cohort.
    """

    __tablename__ = "post"
    __table_args__ = (
        CheckConstraint("title IS NULL OR thread = uuid", name="title"),
        Index("ix_post_cohort_id_module_key", "cohort_id", "module_key"),
    )

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    module_key: Mapped[str] = mapped_column(String(100))
    thread: Mapped[UUID] = mapped_column(index=True)
    title: Mapped[str | None] = mapped_column(String(200))
    enrolment_id: Mapped[int | None] = mapped_column(
        ForeignKey("enrolment.id"), index=True
    )

    cohort: Mapped[Cohort] = relationship()
    writer: Mapped[User] = relationship(
        primaryjoin="User.id == foreign(Post.actor_id)", viewonly=True
    )


class PostText(Base, Fact):
    """What a post says; an edit is a further row, and the highest ``number`` is read.

    Its ``uuid`` is the operation. ``words`` are those that were counted in it.
    """

    __tablename__ = "post_text"
    __table_args__ = (
        UniqueConstraint("post_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("length(body) BETWEEN 1 AND 10000", name="body"),
    )

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    number: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    words: Mapped[int]


class PostMention(Base, Fact):
    """Somebody who is mentioned in a post, once, whichever of its texts did it."""

    __tablename__ = "post_mention"
    __table_args__ = (UniqueConstraint("post_id", "user_id"),)

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)


class PostAct(Base, Fact):
    """A post was hidden, shown again or left as it is, or withdrawn by its writer.

    The latest ``number`` holds. Staff say why; a writer need not.
    """

    __tablename__ = "post_act"
    __table_args__ = (
        UniqueConstraint("post_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("act IN ('hidden', 'shown', 'withdrawn')", name="act"),
        CheckConstraint("act = 'withdrawn' OR length(reason) > 0", name="reason"),
    )

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    number: Mapped[int]
    act: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(500))


class PostReport(Base, Fact):
    """Somebody asks the trainers to look at a post, and says why: once each."""

    __tablename__ = "post_report"
    __table_args__ = (
        UniqueConstraint("post_id", "actor_id"),
        CheckConstraint("length(reason) > 0", name="reason"),
    )

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    reason: Mapped[str] = mapped_column(String(500))


class ThreadAnswer(Base, Fact):
    """The post that a trainer marked as a thread's answer, or that none is any more."""

    __tablename__ = "thread_answer"
    __table_args__ = (
        UniqueConstraint("thread", "number"),
        CheckConstraint("number >= 1", name="number"),
    )

    thread: Mapped[UUID]
    number: Mapped[int]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))


class ThreadSummary(Base, Fact):
    """What a thread came to, in a trainer's words. The highest ``number`` is read."""

    __tablename__ = "thread_summary"
    __table_args__ = (
        UniqueConstraint("thread", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("length(body) BETWEEN 1 AND 10000", name="body"),
    )

    thread: Mapped[UUID]
    number: Mapped[int]
    body: Mapped[str] = mapped_column(Text)


class DiscussionDigest(Base, Fact):
    """One letter about what is new in a cohort's rooms, to one person on one day.

    It tells what was recorded up to its own moment; the next begins there.
    """

    __tablename__ = "discussion_digest"
    __table_args__ = (UniqueConstraint("cohort_id", "user_id", "day"),)

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    day: Mapped[str] = mapped_column(String(10))


class DigestChoice(Base, Fact):
    """Whether somebody wants these letters; who never said so wants them."""

    __tablename__ = "digest_choice"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    is_wanted: Mapped[bool]
