"""Letters about what is new in the rooms: one a day at most, to each person.

A letter tells of what others wrote since the letter before, in every cohort that its
reader is in. The rows that note it, one a cohort, are written in the same transaction,
so that a pass that is run twice writes nothing twice.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from course import outbox
from course.database import insert_once
from course.letter_choices import DISCUSSION, unwilling
from course.mentions import people_in
from course.message_text import first_words
from course.models import (
    Cohort,
    DiscussionDigest,
    Post,
    PostAct,
    PostMention,
    PostText,
    User,
)
from course.post_states import SHOWN

# Who never had a letter is told of no more than this.
REACH = timedelta(days=7)
# A post whose transaction is still open now is for the next letter.
SETTLING = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class News:
    """A post that is told of.

    Without a title it stands under the module's question, or in a thread whose opening
    was hidden or withdrawn. ``mentioned`` says since when it mentions whom: a post can
    come to mention somebody by an edit.
    """

    id: int
    uuid: UUID
    thread: UUID
    title: str | None
    module_key: str
    writer_id: int
    writer: str
    beginning: str
    written_at: datetime
    mentioned: Mapping[int, datetime]


@dataclass(frozen=True, slots=True)
class ThreadNews:
    """What is new in one thread: the latest post, or one that mentions the reader."""

    post: News
    posts: int
    is_mentioned: bool


@dataclass(frozen=True, slots=True)
class CohortNews:
    """What somebody is told of one cohort."""

    cohort_id: int
    cohort: UUID
    title: str
    threads: tuple[ThreadNews, ...]


DigestLetter: TypeAlias = Callable[[User, Sequence[CohortNews]], outbox.Words]
"""The words of a letter, made at the edge."""


def cohorts_with_news(session: Session, *, now: datetime) -> list[int]:
    """The cohorts in which somebody has written lately, or mentioned somebody."""
    after = now - REACH
    return list(
        session.scalars(
            select(Post.cohort_id)
            .where(or_(Post.recorded_at > after, _mentions_since(after)))
            .distinct()
            .order_by(Post.cohort_id)
        )
    )


def digests_due(session: Session, *, now: datetime) -> dict[int, list[CohortNews]]:
    """What is new to whom, by the id of each person who has something to be told.

    A few statements for each cohort in which something was written, whoever reads it.
    """
    until = now - SETTLING
    due: dict[int, list[CohortNews]] = {}
    for cohort_id in cohorts_with_news(session, now=now):
        cohort = session.get_one(Cohort, cohort_id)
        news = _news(session, cohort_id, after=now - REACH, until=until)
        for person_id, since in _readers(session, cohort_id) if news else ():
            begin = max(since or now - REACH, now - REACH)
            threads = told_to(person_id, news, begin)
            if threads:
                due.setdefault(person_id, []).append(
                    CohortNews(cohort.id, cohort.uuid, cohort.title, tuple(threads))
                )
    return due


def write_digests(
    session: Session,
    due: Mapping[int, Sequence[CohortNews]],
    *,
    letter: DigestLetter,
    now: datetime,
) -> int:
    """Write to each of these people, once a day; how many letters.

    What a letter of today has told already is left out; the rest waits for tomorrow.
    """
    written: list[tuple[User, outbox.Words, str]] = []
    day = now.date().isoformat()
    # Two passes at once take turns with each person.
    people = session.scalars(
        select(User)
        .where(User.id.in_(due))
        .order_by(User.id)
        .with_for_update(key_share=True)
    )
    held = people.all()
    had_letter = _had_letter(session, [person.id for person in held], day)
    for person in held:
        if person.id in had_letter:
            continue
        told = [
            each
            for each in due[person.id]
            if _note(session, each.cohort_id, person, until=now - SETTLING, now=now)
        ]
        if told:
            occasion = f"discussion:{person.uuid}:{day}"
            written.append((person, letter(person, told), occasion))
    outbox.tell_all(session, written, now=now)
    return len(written)


def told_to(person_id: int, news: Sequence[News], since: datetime) -> list[ThreadNews]:
    """What somebody is told, by thread: where they are mentioned comes first. Pure."""
    threads: dict[UUID, list[News]] = {}
    for each in news:
        is_new = each.written_at > since or _is_mentioned(person_id, each, since)
        if is_new and each.writer_id != person_id:
            threads.setdefault(each.thread, []).append(each)
    told = []
    for posts in threads.values():
        naming = [each for each in posts if _is_mentioned(person_id, each, since)]
        told.append(ThreadNews((naming or posts)[-1], len(posts), bool(naming)))
    return sorted(told, key=lambda each: (not each.is_mentioned, -each.post.id))


def _is_mentioned(person_id: int, news: News, since: datetime) -> bool:
    """Whether a post mentions somebody since a moment."""
    return person_id in news.mentioned and news.mentioned[person_id] > since


def _news(
    session: Session, cohort_id: int, *, after: datetime, until: datetime
) -> list[News]:
    """The visible posts of a cohort between two moments, as they read now.

    With them those that have come to mention somebody since.
    """
    later, act, newer = aliased(PostText), aliased(PostAct), aliased(PostAct)
    opening = aliased(Post)
    rows = session.execute(
        select(Post, opening.title, User.name, PostText.body)
        .join(PostText, PostText.post_id == Post.id)
        .outerjoin(later, (later.post_id == Post.id) & (later.number > PostText.number))
        .outerjoin(act, act.post_id == Post.id)
        .outerjoin(newer, (newer.post_id == Post.id) & (newer.number > act.number))
        .outerjoin(opening, (opening.uuid == Post.thread) & _shows(opening))
        .join(User, User.id == Post.actor_id)
        .where(
            Post.cohort_id == cohort_id,
            or_(Post.recorded_at > after, _mentions_since(after)),
            Post.recorded_at <= until,
            later.id.is_(None),
            newer.id.is_(None),
            act.id.is_(None) | (act.act == SHOWN),
        )
        .order_by(Post.id)
    ).all()
    mentioned = _mentioned(session, cohort_id, after, until)
    return [
        News(
            id=post.id,
            uuid=post.uuid,
            thread=post.thread,
            title=title,
            module_key=post.module_key,
            writer_id=post.actor_id or 0,
            writer=writer,
            beginning=first_words(body),
            written_at=post.recorded_at,
            mentioned=mentioned.get(post.id, {}),
        )
        for post, title, writer, body in rows
    ]


def _shows(post: type[Post]) -> ColumnElement[bool]:
    """Whether a post is neither hidden nor withdrawn, by the latest act."""
    act, newer = aliased(PostAct), aliased(PostAct)
    return ~exists(
        select(act.id)
        .outerjoin(newer, (newer.post_id == act.post_id) & (newer.number > act.number))
        .where(act.post_id == post.id, newer.id.is_(None), act.act != SHOWN)
    )


def _mentions_since(after: datetime) -> ColumnElement[bool]:
    """Whether a post has come to mention somebody since a moment."""
    return exists(
        select(PostMention.id).where(
            PostMention.post_id == Post.id, PostMention.recorded_at > after
        )
    )


def _mentioned(
    session: Session, cohort_id: int, after: datetime, until: datetime
) -> Mapping[int, dict[int, datetime]]:
    found: dict[int, dict[int, datetime]] = {}
    for post_id, user_id, moment in session.execute(
        select(PostMention.post_id, PostMention.user_id, PostMention.recorded_at)
        .join(Post, Post.id == PostMention.post_id)
        .where(
            Post.cohort_id == cohort_id,
            PostMention.recorded_at > after,
            PostMention.recorded_at <= until,
        )
    ):
        found.setdefault(post_id, {})[user_id] = moment
    return found


def _had_letter(session: Session, people: Collection[int], day: str) -> set[int]:
    """Who of these was written to on this day, of whatever cohort."""
    return set(
        session.scalars(
            select(DiscussionDigest.user_id).where(
                DiscussionDigest.user_id.in_(people), DiscussionDigest.day == day
            )
        )
    )


def _readers(session: Session, cohort_id: int) -> list[tuple[int, datetime | None]]:
    """Who may be written to, with the moment up to which they were told before."""
    told = (
        select(
            DiscussionDigest.user_id,
            func.max(DiscussionDigest.occurred_at).label("until"),
        )
        .where(DiscussionDigest.cohort_id == cohort_id)
        .group_by(DiscussionDigest.user_id)
        .subquery()
    )
    rows = session.execute(
        people_in(cohort_id)
        .add_columns(told.c.until)
        .outerjoin(told, told.c.user_id == User.id)
        .where(User.id.not_in(unwilling(DISCUSSION)))
        .order_by(User.id)
    )
    return [(person.id, until) for person, until in rows]


def _note(
    session: Session, cohort_id: int, person: User, *, until: datetime, now: datetime
) -> bool:
    """Put the letter on the record; whether it is the first of its day."""
    made = session.execute(
        insert_once(session, DiscussionDigest)
        .values(
            uuid=uuid4(),
            cohort_id=cohort_id,
            user_id=person.id,
            day=now.date().isoformat(),
            actor_id=None,
            occurred_at=until,
            recorded_at=now,
        )
        .on_conflict_do_nothing()
        .returning(DiscussionDigest.id)
    )
    return made.scalar_one_or_none() is not None
