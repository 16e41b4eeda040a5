"""What the invented officials write to each other: a few posts, as a story."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select

from course import discussion, moderation, thread_notes
from course.models import Cohort, Post, User
from course.rooms import Room, find_room
from course.thread_reading import find_post
from learner_api.demonstration.people import DOMAIN
from learner_api.demonstration.student import Story, World, operation

_MODULE = "situation-analysis"


@dataclass(frozen=True, slots=True)
class _Saying:
    """Who writes what on which day; by a title it opens a thread, which others name."""

    day: int
    mailbox: str
    body: str
    title: str | None = None
    thread: str | None = None


_SAID = (
    _Saying(
        14,
        "farida.chowdhury",
        "In Bangladesh it would be the **cost of recruitment by district**. If it were "
        "known, the loans of the welfare fund could go where people borrow most. The "
        "labour force survey asks already who is abroad; one question more would do.",
    ),
    _Saying(
        16,
        "stefan.munteanu",
        "@Farida Chowdhury, did the statistics office agree to add a question? Ours "
        "says that a question costs a year of negotiation.\n\n"
        "In Moldova the missing figure is how many children live with neither parent. "
        "The schools could count them every autumn.",
    ),
    _Saying(
        18,
        "farida.chowdhury",
        "Not at once. They agreed when the Planning Commission promised to use the "
        "figure in the next plan, in writing. So:\n\n"
        "1. say which decision waits for it,\n"
        "2. offer to pay for the first round,\n"
        "3. publish the result together.",
    ),
    _Saying(
        35,
        "kwabena.asare",
        "Ours is the number who *came back* in the last five years. The census has it, "
        "but nobody has ever made the table.",
    ),
    _Saying(
        36,
        "salma.benyoussef",
        "في تونس ينقصنا عدد العائدين بحسب الولاية، "
        "ويمكن لمكاتب التشغيل أن تجمعه شهريا.",
    ),
    _Saying(
        37,
        "marisol.andrade",
        "People who pick coffee come for ten weeks and are in no register. How do you "
        "count them, without frightening anybody away?",
        title="Counting seasonal workers",
    ),
    _Saying(
        38,
        "youssef.elidrissi",
        "We ask the health posts, which see everybody and report to nobody. "
        "See https://www.iom.int/ for a guide.",
        thread="Counting seasonal workers",
    ),
)


def discuss(world: World, cohort: Cohort) -> Story:
    """Posts, an answer, a summary and a report, each at its moment."""
    random = Random("discussion")  # noqa: S311  # nothing secret is drawn from it
    threads: dict[str, UUID] = {}
    posts: list[Post] = []
    for saying in _SAID:
        writer = _person(world, saying.mailbox)
        room = _room(world, cohort, writer) if writer else None
        if writer is None or room is None:
            continue
        moment = world.opened_at + timedelta(days=saying.day, hours=2)
        yield moment
        post, _ = discussion.post_message(
            world.session,
            room,
            op=operation(random),
            body=saying.body,
            title=saying.title,
            thread=threads.get(saying.thread or ""),
            now=moment,
            office=world.office,
            by=writer,
        )
        posts.append(post)
        if saying.title:
            threads[saying.title] = post.thread
    yield from _look_after(world, cohort, posts, random)


def _look_after(
    world: World, cohort: Cohort, posts: list[Post], random: Random
) -> Story:
    """The trainer marks an answer and sums up; somebody reports a post."""
    room = _room(world, cohort, world.trainer)
    if room is None or len(posts) < len(_SAID):
        return
    session, trainer = world.session, world.trainer
    moment = world.opened_at + timedelta(days=40, hours=3)
    yield moment
    thread_notes.mark_answer(
        session,
        room,
        room.question,
        posts[2],
        op=operation(random),
        now=moment,
        by=trainer,
    )
    moment += timedelta(minutes=20)
    yield moment
    thread_notes.summarise_thread(
        session,
        room,
        room.question,
        op=operation(random),
        body="Four of five figures that you miss are **collected already** and never "
        "tabulated. Begin by asking for the table, not for a survey.",
        now=moment,
        by=trainer,
    )
    moment += timedelta(days=1)
    yield moment
    found, reader = find_post(session, trainer, posts[-1].uuid), posts[0].writer
    if found is not None:
        moderation.report_message(
            session,
            found,
            op=operation(random),
            reason="The link leads to a front page, not to a guide.",
            now=moment,
            by=reader,
        )


def _person(world: World, mailbox: str) -> User | None:
    return world.session.scalar(select(User).where(User.email == f"{mailbox}@{DOMAIN}"))


def _room(world: World, cohort: Cohort, person: User) -> Room | None:
    """The room as somebody enters it; who left the course does not."""
    return find_room(world.session, person, cohort.uuid, _MODULE)
