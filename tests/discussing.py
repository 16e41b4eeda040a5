"""Posts and what is done about them, made in one call through the verbs."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from course import (
    discussion,
    discussion_digests,
    moderation,
    thread_notes,
)
from course.letter_choices import DISCUSSION, choose
from course.models import (
    Cohort,
    Enrolment,
    Post,
    PostAct,
    PostReport,
    ThreadAnswer,
    ThreadSummary,
    User,
)
from course.outbox import Stoppable
from course.rooms import Room, find_room
from course.thread_reading import FoundPost
from tests import builders
from tests.builders import NOW, OFFICE

MODULE = "first-module"
WORDS = "We count everybody who came in the last ten years, by sex and by district."
"""Fifteen words."""


def a_room(
    session: Session, cohort: Cohort, asker: User, module_key: str = MODULE
) -> Room:
    """The room of a module as somebody enters it."""
    room = find_room(session, asker, cohort.uuid, module_key)
    assert room is not None
    return room


def a_post(
    session: Session,
    enrolment: Enrolment | None = None,
    body: str = WORDS,
    *,
    cohort: Cohort | None = None,
    module_key: str = MODULE,
    **overrides: Any,
) -> Post:
    """A post by the learner of an enrolment, or by somebody else in a cohort."""
    if enrolment is None and cohort is None:
        cohort = builders.a_cohort(session)
        enrolment = builders.an_enrolment(session, cohort=cohort)
    cohort = cohort or (enrolment.cohort if enrolment else None)
    assert cohort is not None
    values: dict[str, Any] = {"op": uuid4(), "now": NOW, "office": OFFICE}
    values["by"] = overrides.pop("by", enrolment.user if enrolment else None)
    room = a_room(session, cohort, values["by"], module_key)
    post, _ = discussion.post_message(session, room, body=body, **values | overrides)
    return post


def an_edit(session: Session, post: Post, body: str, **overrides: Any) -> Post:
    """Another text of a post, by its writer."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "now": NOW,
        "office": OFFICE,
        "by": post.writer,
    }
    edited, _ = discussion.edit_message(session, post, body=body, **values | overrides)
    return edited


def a_withdrawal(session: Session, post: Post, **overrides: Any) -> Post:
    """A post taken back by its writer."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "now": NOW,
        "office": OFFICE,
        "by": post.writer,
    }
    withdrawn, _ = discussion.withdraw_message(session, post, **values | overrides)
    return withdrawn


def a_report(session: Session, post: Post, by: User, **overrides: Any) -> PostReport:
    """A report of a post."""
    values: dict[str, Any] = {"op": uuid4(), "reason": "It names a person.", "now": NOW}
    report, _ = moderation.report_message(
        session, FoundPost(post, is_led=False), **values | overrides, by=by
    )
    return report


def an_act(
    session: Session, post: Post, act: str, *, is_led: bool = True, **overrides: Any
) -> PostAct:
    """A post hidden or shown by an administrator."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "reason": "It names a person.",
        "now": NOW,
        "office": OFFICE,
    }
    values["by"] = overrides.pop("by", None) or builders.an_administrator(session)
    row, _ = moderation.moderate_message(
        session, FoundPost(post, is_led), act=act, **values | overrides
    )
    return row


def a_summary(
    session: Session, room: Room, thread: UUID, by: User, **overrides: Any
) -> ThreadSummary:
    """What a thread came to."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "body": "Most count by district.",
        "now": NOW,
    }
    row, _ = thread_notes.summarise_thread(
        session, room, thread, **values | overrides, by=by
    )
    return row


def an_answer(
    session: Session, room: Room, post: Post, by: User, **overrides: Any
) -> ThreadAnswer:
    """A post marked as its thread's answer."""
    values: dict[str, Any] = {"op": uuid4(), "now": NOW}
    row, _ = thread_notes.mark_answer(
        session, room, post.thread, post, **values | overrides, by=by
    )
    return row


def every_discussion_fact(session: Session) -> None:
    """A row of each fact that a discussion makes."""
    cohort = builders.a_cohort(session)
    trainer = session.get_one(User, cohort.created_by)
    first, second = (builders.an_enrolment(session, cohort=cohort) for _ in range(2))
    post = a_post(session, first, f"What do you say, @{second.user.name}?")
    answer = a_post(session, second)
    room = a_room(session, cohort, trainer)
    a_report(session, answer, first.user)
    an_act(session, answer, "hidden", by=trainer)
    an_answer(session, room, post, trainer)
    a_summary(session, room, room.question, trainer)
    choose(session, DISCUSSION, first.user, is_wanted=False, now=NOW)
    soon = NOW + discussion_digests.SETTLING
    discussion_digests.write_digests(
        session,
        discussion_digests.digests_due(session, now=soon),
        letter=lambda person, _told: Stoppable(
            "New", person.name, "https://course.example.org/stop"
        ),
        now=soon,
    )
