"""Letters about what is new: one a day, to whom it is new, on both databases."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from course.discussion_digests import (
    REACH,
    SETTLING,
    News,
    cohorts_with_news,
    digests_due,
    told_to,
    write_digests,
)
from course.enrolments import withdraw
from course.letter_choices import DISCUSSION, choose, wants
from course.models import OutgoingMessage, User
from course.outbox import Stoppable
from learner_api.discussion_letters import digest_letter
from learner_api.stop_tokens import StopTokens
from tests import builders
from tests.builders import NOW, miniature_catalogue
from tests.discussing import a_post, an_act, an_edit
from tests.programmes import FIRST, an_edition_of
from tests.statements import statements_of
from tests.threads import at_once

DAY = timedelta(days=1)
SOON = NOW + SETTLING


@pytest.fixture
def cohort(session):
    return builders.a_cohort(session)


@pytest.fixture
def trainer(session, cohort):
    return session.get_one(User, cohort.created_by)


def a_member(session, cohort, name):
    learner = builders.a_learner(session, name=name)
    return builders.an_enrolment(session, learner, cohort=cohort)


@pytest.fixture
def ama(session, cohort):
    return a_member(session, cohort, "Ama Mensah")


@pytest.fixture
def bo(session, cohort):
    return a_member(session, cohort, "Bo Larsen")


def letters(session, now):
    """The letters of one pass: to whom, and their words."""
    known = set(session.scalars(select(OutgoingMessage.id)))
    session.flush()
    write_digests(
        session,
        digests_due(session, now=now),
        letter=digest_letter(
            "https://course.example.org", miniature_catalogue(), StopTokens(["k" * 32])
        ),
        now=now,
    )
    session.flush()
    written = session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id))
    return {each.recipient_name: each for each in written if each.id not in known}


def test_everybody_but_the_writer_is_told_once_and_can_reply(
    session, cohort, ama, bo, trainer
):
    post = a_post(session, ama, "Look **here**.\n\n@Bo Larsen, what of you?")

    first = letters(session, SOON)

    assert set(first) == {"Bo Larsen", trainer.name}
    body = first["Bo Larsen"].body
    assert "Ama Mensah mentions you" in body
    assert "Look here. @Bo Larsen, what of you?" in body
    assert f"https://course.example.org/posts/{post.uuid}/reply" in body
    assert "mentions you" not in first[trainer.name].body
    assert len(body.encode()) < 20_000
    # Again the same day, and the day after: nothing is new.
    assert letters(session, SOON + timedelta(hours=1)) == {}
    assert letters(session, SOON + DAY) == {}


def test_the_next_letter_tells_only_what_came_since(session, cohort, ama, bo):
    a_post(session, ama, "The first of all")
    letters(session, SOON)
    later = a_post(session, ama, "The second", now=SOON + timedelta(hours=1))
    a_post(session, bo, "An answer", now=SOON + timedelta(hours=2))

    # One letter a day at most, and the rest the day after.
    assert letters(session, SOON + timedelta(hours=3)).keys() == {"Ama Mensah"}
    following = letters(session, SOON + DAY)

    assert "The first of all" not in following["Bo Larsen"].body
    assert str(later.uuid) in following["Bo Larsen"].body
    assert "Ama Mensah" not in following


def test_who_wants_none_or_has_left_gets_none(session, cohort, ama, bo, trainer):
    gone = a_member(session, cohort, "Gone Away")
    withdraw(session, gone, reason="Left.", now=NOW, by=trainer)
    closed = a_member(session, cohort, "Closed Account")
    closed.user.closed_at = NOW
    choose(session, DISCUSSION, bo.user, is_wanted=False, now=NOW)
    choose(session, DISCUSSION, bo.user, is_wanted=False, now=NOW)
    a_post(session, ama)

    assert letters(session, SOON).keys() == {trainer.name}
    assert not wants(session, DISCUSSION, bo.user)
    choose(session, DISCUSSION, bo.user, is_wanted=True, now=NOW)
    assert letters(session, SOON).keys() == {"Bo Larsen"}


def test_what_is_hidden_old_or_not_settled_is_not_told(session, cohort, ama, bo):
    hidden = a_post(session, ama, "Hidden")
    an_act(session, hidden, "hidden")
    a_post(session, ama, "Too fresh", now=SOON)
    assert letters(session, SOON) == {}

    an_act(session, hidden, "shown")
    edited = a_post(session, ama, "Wrong", title="A thread")
    an_edit(session, edited, "Right")
    told = letters(session, SOON + timedelta(hours=1))["Bo Larsen"].body
    assert "2 new posts" in told
    assert "Too fresh" in told
    assert "Right" in told
    assert "Wrong" not in told
    assert letters(session, NOW + REACH + DAY) == {}
    assert cohorts_with_news(session, now=SOON) == [cohort.id]
    assert cohorts_with_news(session, now=NOW + REACH + DAY) == []


def test_the_title_of_a_hidden_post_is_not_told(session, cohort, ama, bo, trainer):
    opening = a_post(session, ama, "Hidden", title="What nobody should read")
    a_post(session, bo, "A reply", thread=opening.uuid)
    an_act(session, opening, "hidden")

    told = letters(session, SOON)

    assert told.keys() == {"Ama Mensah", trainer.name}
    assert "A reply" in told["Ama Mensah"].body
    assert all("What nobody should read" not in each.body for each in told.values())

    an_act(session, opening, "shown")
    a_post(session, bo, "Another", thread=opening.uuid, now=SOON + DAY)
    later = letters(session, SOON + DAY + SETTLING)
    assert "What nobody should read" in later["Ama Mensah"].body


def test_the_statements_do_not_follow_the_posts(session, cohort, ama, bo, engine):
    counts = []
    for day in range(2):
        moment = NOW + DAY * day
        for _ in range(5 * (day + 1)):
            a_post(session, ama, "@Bo Larsen, what of you?", now=moment)
        session.flush()
        with statements_of(engine) as sent:
            letters(session, moment + SETTLING)
        counts.append(len(sent))

    assert counts[0] == counts[1]


def test_somebody_in_two_cohorts_gets_one_letter_a_day(session, cohort, ama, bo):
    other = builders.a_cohort(session, edition=an_edition_of(session, FIRST))
    builders.an_enrolment(session, bo.user, cohort=other, edition=other.edition)
    writer = builders.an_enrolment(session, cohort=other, edition=other.edition)
    a_post(session, ama, "From the first")
    a_post(session, writer, "From the second")

    letter = letters(session, SOON)["Bo Larsen"]

    assert cohort.title in letter.subject
    assert other.title in letter.subject
    assert "From the first" in letter.body
    assert "From the second" in letter.body
    a_post(session, writer, "Later that day", now=SOON)
    assert "Bo Larsen" not in letters(session, SOON + timedelta(hours=2))
    assert "Later that day" in letters(session, SOON + DAY)["Bo Larsen"].body


def test_who_is_mentioned_by_an_edit_is_told_of_it_later(session, cohort, ama, bo):
    post = a_post(session, ama, "What of you?")
    letters(session, SOON)
    edited = SOON + timedelta(hours=3)

    an_edit(session, post, "What of you, @Bo Larsen?", now=edited)

    told = letters(session, SOON + DAY)
    assert told.keys() == {"Bo Larsen"}
    assert "Ama Mensah mentions you" in told["Bo Larsen"].body
    assert letters(session, SOON + 2 * DAY) == {}


def test_two_passes_at_once_write_each_letter_once(session, sessions, cohort, ama):
    for _ in range(3):
        builders.an_enrolment(session, cohort=cohort)
    a_post(session, ama, "Look here.")
    session.commit()

    def a_pass(_number):
        with sessions() as own:
            due = digests_due(own, now=SOON)
            written = write_digests(
                own,
                due,
                letter=lambda person, _told: Stoppable("New", person.name, "https://a"),
                now=SOON,
            )
            own.commit()
            return written

    # The three, and the trainer.
    assert sorted(at_once(2, a_pass)) == [0, 4]


def a_piece(thread, writer, minute, *mentioned):
    return News(
        id=minute,
        uuid=uuid4(),
        thread=thread,
        title=None,
        module_key="alpha",
        writer_id=writer,
        writer=str(writer),
        beginning="",
        written_at=NOW + timedelta(minutes=minute),
        mentioned=dict.fromkeys(mentioned, NOW + timedelta(minutes=minute)),
    )


def test_mentions_come_first_and_ones_own_posts_never():
    one, two = uuid4(), uuid4()
    news = [
        a_piece(one, 1, 1),
        a_piece(two, 2, 2, 3),
        a_piece(two, 1, 3),
        a_piece(one, 2, 4),
        a_piece(one, 3, 5),
    ]

    told = told_to(3, news, NOW + timedelta(minutes=1))

    assert [(each.post.id, each.posts, each.is_mentioned) for each in told] == [
        (2, 2, True),
        (4, 1, False),
    ]
    assert told_to(3, news, NOW + timedelta(minutes=9)) == []
