"""Writing to each other within a cohort, on both databases."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import discussion, enrolments
from course.discussion_errors import (
    PostNotOpen,
    PostStateUnchanged,
    ReportedAlready,
)
from course.doctor import examine
from course.errors import (
    CohortNotOpen,
    NotPermitted,
    OperationConflict,
)
from course.models import Award, Post, PostMention, PostReport, PostText, User
from course.moderation import list_reported
from course.post_states import HIDDEN, SHOWN
from course.rooms import find_room, rooms_of, rooms_shown
from course.thread_lists import find_thread, list_threads
from course.thread_reading import find_post, posts_of, read_thread, show_post, texts_of
from tests import builders
from tests.builders import NOW, OFFICE, how_many
from tests.discussing import (
    MODULE,
    WORDS,
    a_post,
    a_report,
    a_room,
    a_summary,
    a_withdrawal,
    an_act,
    an_answer,
    an_edit,
)
from tests.rules import a_ruled_edition
from tests.statements import statements_of
from tests.threads import at_once

LATER = NOW + timedelta(days=1)
RULE = """
[awards.completion]
title = "Certificate of Completion"

[[awards.completion.requires]]
kind = "quizzes"
of = "core"

[awards.participation]
title = "Certificate of Participation"

[[awards.participation.requires]]
kind = "posts"
at_least = 2
words = 10
"""


@pytest.fixture
def cohort(session):
    return builders.a_cohort(session, edition=a_ruled_edition(session, RULE))


@pytest.fixture
def trainer(session, cohort):
    return session.get_one(User, cohort.created_by)


@pytest.fixture
def enrolment(session, cohort):
    return builders.an_enrolment(
        session, builders.a_learner(session, name="Ama Mensah"), cohort=cohort
    )


@pytest.fixture
def other(session, cohort):
    return builders.an_enrolment(
        session, builders.a_learner(session, name="Bo Larsen"), cohort=cohort
    )


def differences(session):
    return [each for found in examine(session) for each in found]


def earned(enrolment):
    return list(enrolment.standing["earned"])


def bodies(session, room, asker, thread):
    return [
        each.text.body if each.is_open else None
        for each in posts_of(session, room, asker, thread)
    ]


def test_the_question_stands_before_anybody_has_written(session, cohort, enrolment):
    room = a_room(session, cohort, enrolment.user)

    question = find_thread(session, room, room.question)

    assert question is not None
    assert (question.posts, question.opening) == (0, None)
    assert list_threads(session, room) == []
    read = read_thread(session, room, enrolment.user, room.question)
    assert read is not None
    assert read.posts == 0
    assert read_thread(session, room, enrolment.user, uuid4()) is None


def test_posts_stand_in_the_order_in_which_they_were_written(
    session, cohort, enrolment, other
):
    room = a_room(session, cohort, enrolment.user)
    a_post(session, enrolment, "First")
    a_post(session, other, "Second", now=LATER)
    opened = a_post(session, other, "What of seasons?", title="Seasonal work")
    a_post(session, enrolment, "We count them too", thread=opened.uuid)

    assert bodies(session, room, enrolment.user, room.question) == ["First", "Second"]
    (thread,) = list_threads(session, room)
    assert (thread.uuid, thread.posts, thread.writer) == (
        opened.uuid,
        2,
        "Bo Larsen",
    )
    shown = {each.room.module.key: each.posts for each in _rooms(session, enrolment)}
    assert shown == {MODULE: 4, "second-module": 0}


def _rooms(session, enrolment):
    found = rooms_of(session, enrolment.user, enrolment.cohort.uuid)
    return rooms_shown(session, found)


def test_a_message_sent_twice_is_one(session, enrolment):
    op = uuid4()
    first = a_post(session, enrolment, op=op)

    again = a_post(session, enrolment, op=op, now=LATER)

    assert again is first
    assert how_many(session, Post) == how_many(session, PostText) == 1
    with pytest.raises(OperationConflict):
        a_post(session, enrolment, "Something else entirely", op=op)
    with pytest.raises(OperationConflict):
        a_post(session, enrolment, op=op, module_key="second-module")


@pytest.mark.parametrize("title", ["A thread", None])
def test_no_post_bears_the_name_of_a_question(session, cohort, enrolment, title):
    theirs = builders.a_cohort(session)
    room = a_room(session, theirs, session.get_one(User, theirs.created_by))

    # Anybody can reckon what another cohort's question is called.
    with pytest.raises(OperationConflict):
        a_post(session, enrolment, op=room.question, title=title)

    assert how_many(session, Post) == 0


def test_an_operation_of_two_senders_at_once_is_one_post(session, sessions, enrolment):
    op = uuid4()
    session.commit()

    def send(_number):
        with sessions() as own:
            mine = enrolments.find_enrolment(own, enrolment.user, enrolment.uuid)
            post = a_post(own, mine, op=op, by=own.get_one(User, enrolment.user_id))
            own.commit()
            return post.uuid

    assert at_once(3, send) == [op, op, op]
    assert how_many(session, Post) == how_many(session, PostText) == 1


def test_an_edit_is_a_further_text_and_only_the_writer_makes_it(
    session, cohort, enrolment, other
):
    post = a_post(session, enrolment)
    op = uuid4()
    an_edit(session, post, "Better said", op=op, now=LATER)
    an_edit(session, post, "Better said", op=op, now=LATER)

    assert [each.body for each in texts_of(session, post)] == ["Better said", WORDS]
    shown = _shown(session, post, other.user)
    assert (shown.text.body, shown.edited_at) == ("Better said", LATER)
    with pytest.raises(NotPermitted):
        an_edit(session, post, "Not mine", by=other.user)
    with pytest.raises(OperationConflict):
        an_edit(session, post, "Another text", op=op)


def _shown(session, post, asker):
    found = find_post(session, asker, post.uuid)
    assert found is not None
    return show_post(session, found, asker)


def test_hidden_posts_are_read_by_their_writer_and_the_trainers_alone(
    session, cohort, enrolment, other, trainer
):
    room = a_room(session, cohort, enrolment.user)
    post = a_post(session, enrolment)

    an_act(session, post, HIDDEN, by=trainer)

    for asker, is_open in (
        (enrolment.user, True),
        (other.user, False),
        (trainer, True),
    ):
        shown = _shown(session, post, asker)
        assert (shown.state, shown.is_open) == ("hidden", is_open)
    assert bodies(session, room, other.user, room.question) == [None]
    with pytest.raises(PostNotOpen):
        an_edit(session, post, "Another text")
    with pytest.raises(PostStateUnchanged):
        an_act(session, post, HIDDEN, by=trainer)

    an_act(session, post, SHOWN, by=trainer)
    assert bodies(session, room, other.user, room.question) == [WORDS]
    with pytest.raises(PostStateUnchanged):
        an_act(session, post, SHOWN, by=trainer)
    with pytest.raises(NotPermitted):
        an_act(session, post, HIDDEN, is_led=False, by=other.user)


def test_what_is_withdrawn_stays_so(session, enrolment, other, trainer):
    post, op = a_post(session, enrolment), uuid4()
    a_withdrawal(session, post, op=op)
    a_withdrawal(session, post, op=op)

    assert not _shown(session, post, other.user).is_open
    for act in (HIDDEN, SHOWN):
        with pytest.raises(PostStateUnchanged):
            an_act(session, post, act, by=trainer)
    with pytest.raises(PostNotOpen):
        a_report(session, post, other.user)
    with pytest.raises(NotPermitted):
        a_withdrawal(session, post, by=other.user)


def test_a_report_waits_until_a_trainer_decides(session, enrolment, other, trainer):
    post, op = a_post(session, enrolment), uuid4()
    assert list_reported(session, trainer) == []

    a_report(session, post, other.user, op=op)
    a_report(session, post, other.user, op=op)

    (waiting,) = list_reported(session, trainer)
    assert (waiting.post, waiting.writer) == (post, "Ama Mensah")
    assert [name for _report, name in waiting.reports] == ["Bo Larsen"]
    stranger = builders.a_trainer(session, email="stranger@example.org")
    assert list_reported(session, stranger) == []
    with pytest.raises(ReportedAlready):
        a_report(session, post, other.user)
    # Looked at, and left as it is.
    an_act(session, post, SHOWN, by=trainer, now=LATER)
    assert list_reported(session, trainer) == []
    assert how_many(session, PostReport) == 1


def test_posts_complete_an_award_and_an_edit_takes_nothing_back(
    session, enrolment, trainer
):
    first = a_post(session, enrolment, "One")
    a_post(session, enrolment)
    assert earned(enrolment) == []

    an_edit(session, first, WORDS, now=LATER)

    assert earned(enrolment) == ["participation"]
    assert how_many(session, Award) == 1
    an_edit(session, first, "One", now=LATER)
    assert earned(enrolment) == ["participation"]
    assert enrolment.last_active_at == LATER
    assert differences(session) == []


def test_a_hidden_post_does_not_count_and_takes_no_award(session, enrolment, trainer):
    first, second = a_post(session, enrolment), a_post(session, enrolment)
    an_act(session, first, HIDDEN, by=trainer, now=LATER)
    assert earned(enrolment) == []
    assert how_many(session, Award) == 1
    assert enrolment.last_active_at == NOW

    an_act(session, first, SHOWN, by=trainer, now=LATER)
    assert earned(enrolment) == ["participation"]
    a_withdrawal(session, second, now=LATER)
    assert earned(enrolment) == []
    assert how_many(session, Award) == 1
    assert differences(session) == []


def test_outside_there_are_no_rooms_and_no_posts(session, cohort, enrolment, trainer):
    post = a_post(session, enrolment)
    elsewhere = builders.an_enrolment(session, cohort=builders.a_cohort(session))
    alone = builders.an_enrolment(session)
    stranger = builders.a_trainer(session, email="stranger@example.org")

    for asker in (elsewhere.user, alone.user, stranger):
        assert find_room(session, asker, cohort.uuid, MODULE) is None
        assert find_post(session, asker, post.uuid) is None

    enrolments.withdraw(session, enrolment, reason="Left.", now=NOW, by=trainer)
    assert rooms_of(session, enrolment.user, cohort.uuid) == []
    assert find_post(session, enrolment.user, post.uuid) is None
    # What a learner wrote stays for the others.
    assert _shown(session, post, trainer).text.body == WORDS
    assert find_room(session, trainer, cohort.uuid, "no-such-module") is None


def test_nothing_is_recorded_before_the_cohort_opens(session, enrolment):
    before = NOW - timedelta(days=400)

    with pytest.raises(CohortNotOpen):
        a_post(session, enrolment, now=before)


def test_a_trainer_writes_answers_and_sums_up(
    session, cohort, enrolment, other, trainer
):
    post = a_post(session, enrolment)
    own = a_post(session, None, "Look at the census.", cohort=cohort, by=trainer)
    room = a_room(session, cohort, trainer)
    an_answer(session, room, post, trainer)
    op = uuid4()
    a_summary(session, room, room.question, trainer, op=op)
    a_summary(session, room, room.question, trainer, op=op)
    a_summary(session, room, room.question, trainer, body="Now better.")

    read = read_thread(session, room, other.user, room.question)
    assert own.enrolment_id is None
    assert read is not None
    assert read.answer is not None
    assert read.summary is not None
    assert (read.answer.post, read.summary.body) == (post, "Now better.")
    question = find_thread(session, room, room.question)
    assert question is not None
    assert (question.has_answer, question.has_summary) == (True, True)

    an_act(session, post, HIDDEN, by=trainer)
    hidden = read_thread(session, room, other.user, room.question)
    assert hidden is not None
    assert hidden.answer is None
    with pytest.raises(PostNotOpen):
        an_answer(session, room, post, trainer)
    with pytest.raises(NotPermitted):
        an_answer(session, a_room(session, cohort, other.user), own, other.user)
    with pytest.raises(NotPermitted):
        a_summary(
            session, a_room(session, cohort, other.user), room.question, other.user
        )


def test_a_mention_is_noted_once_and_only_of_the_cohort(
    session, cohort, enrolment, other, trainer
):
    builders.a_learner(session, name="Cleo Stranger")
    post = a_post(session, enrolment, "Ask @bo larsen, or @Cleo Stranger. @Nobody")
    an_edit(session, post, f"@Bo Larsen and @{trainer.name}!")

    mentioned = session.scalars(
        select(User.name)
        .join(PostMention, PostMention.user_id == User.id)
        .order_by(PostMention.id)
    ).all()
    assert mentioned == ["Bo Larsen", trainer.name]


def test_the_number_of_statements_does_not_follow_the_posts(
    session, sessions, cohort, enrolment, other, engine
):
    counts = []
    for _ in range(2):
        for _each in range(4):
            post = a_post(session, enrolment, "@Bo Larsen, what of you?")
            opened = a_post(session, other, title="Another thread")
            an_edit(session, post, "@Bo Larsen, and of yours?")
            an_act(session, opened, HIDDEN)
        session.commit()
        with sessions() as fresh:
            asker = fresh.get_one(User, enrolment.user_id)
            room = a_room(fresh, cohort, asker)
            with statements_of(engine) as sent:
                read_thread(fresh, room, asker, room.question)
                posts_of(fresh, room, asker, room.question)
                list_threads(fresh, room)
                rooms_shown(fresh, [room])
        counts.append(len(sent))

    assert counts[0] == counts[1] <= 10


def test_a_thread_is_read_a_page_at_a_time(session, cohort, enrolment):
    room = a_room(session, cohort, enrolment.user)
    posts = [a_post(session, enrolment, f"Number {each}") for each in range(5)]
    threads = [a_post(session, enrolment, title=f"Thread {each}") for each in range(4)]

    page = posts_of(session, room, enrolment.user, room.question, first=2, limit=2)
    after = posts_of(
        session, room, enrolment.user, room.question, after=posts[3].id, limit=2
    )
    listed = list_threads(session, room, limit=2)
    rest = list_threads(session, room, after=listed[-1])

    assert [each.post for each in page] == posts[2:4]
    assert [each.post for each in after] == posts[4:]
    assert [each.uuid for each in (*listed, *rest)] == [
        each.uuid for each in reversed(threads)
    ]


def test_a_repeated_message_is_found_though_its_writer_has_moved_on(
    session, cohort, enrolment, trainer
):
    op = uuid4()
    room = a_room(session, cohort, enrolment.user)
    a_post(session, enrolment, op=op)
    enrolments.withdraw(session, enrolment, reason="Left.", now=NOW, by=trainer)

    post, is_new = discussion.post_message(
        session, room, op=op, body=WORDS, now=LATER, office=OFFICE, by=enrolment.user
    )

    assert (post.uuid, is_new) == (op, False)
