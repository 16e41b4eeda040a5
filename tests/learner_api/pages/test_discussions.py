"""The pages of a discussion: rooms, threads, posts, and what is done about them."""

import re
from uuid import uuid4

import brotli
import pytest

from course import enrolments
from course.models import DigestChoice, Post, PostText, User
from learner_api.assets import FOLDER, JOINED, Asset
from tests import builders
from tests.builders import NOW, how_many
from tests.conftest import SAME_ORIGIN
from tests.discussing import (
    MODULE,
    WORDS,
    a_post,
    a_report,
    a_room,
    a_summary,
    an_act,
    an_answer,
    an_edit,
)
from tests.html import parse_page, text_of
from tests.rules import a_ruled_edition
from tests.statements import statements_of

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
of = ["first-module"]
"""


@pytest.fixture
def cohort(session):
    return builders.a_cohort(session)


@pytest.fixture
def trainer(session, cohort):
    return session.get_one(User, cohort.created_by)


@pytest.fixture
def enrolment(session, cohort):
    learner = builders.a_learner(session, name="Ama Mensah")
    return builders.an_enrolment(session, learner, cohort=cohort)


@pytest.fixture
def other(session, cohort):
    learner = builders.a_learner(session, name="Bo Larsen")
    return builders.an_enrolment(session, learner, cohort=cohort)


@pytest.fixture
def here(session, enrolment, other, sign_in):
    """The learner has signed in; where the rooms of their cohort are."""
    session.commit()
    sign_in(enrolment.user)
    return f"/cohorts/{enrolment.cohort.uuid}/discussion"


@pytest.fixture
def another(app, session, sign_in):
    """The browser of somebody else, who has signed in there."""

    def another(person):
        session.commit()
        browser = app.test_client()
        sign_in(person, browser)
        return browser

    return another


@pytest.fixture
def as_trainer(another, trainer):
    return another(trainer)


def words_of(html):
    """The words of a page, its spaces closed up."""
    return " ".join(text_of(parse_page(html)).split())


def the_question(session, cohort, asker):
    question = a_room(session, cohort, asker).question
    session.commit()
    return question


def send(client, path, **data):
    return client.post(path, data=data, headers=SAME_ORIGIN)


def test_the_course_and_the_module_lead_to_the_room(client, here, page):
    assert here in page("/courses/miniature")
    module = page(f"/courses/miniature/modules/{MODULE}")
    assert f"{here}/{MODULE}" in module

    rooms = page(here)
    assert "Nobody has written yet." in words_of(rooms)
    assert f"{here}/{MODULE}" in rooms


def test_who_takes_the_course_alone_is_told_why_there_is_no_room(
    session, sign_in, page
):
    alone = builders.an_enrolment(session)
    session.commit()
    sign_in(alone.user)

    assert "You take this course alone." in words_of(page("/courses/miniature"))
    module = words_of(page(f"/courses/miniature/modules/{MODULE}"))
    assert "there is nobody here to discuss it with" in module


def test_the_question_is_answered_and_the_answer_has_a_place(
    session, client, here, enrolment, cohort, page
):
    thread = f"{here}/{MODULE}/threads/{the_question(session, cohort, enrolment.user)}"
    assert "Yours would be the first answer." in words_of(page(thread))
    op = str(uuid4())

    first = send(client, thread, op=op, body=f"{WORDS}\n\n**Bold**")
    again = send(client, thread, op=op, body=f"{WORDS}\n\n**Bold**")

    assert first.location == again.location == f"/posts/{op}"
    led = client.get(first.location)
    assert led.location == f"{thread}#post-{op}"
    shown = page(thread)
    assert "<strong>Bold</strong>" in shown
    assert f'id="post-{op}"' in shown
    assert how_many(session, Post) == 1


def test_a_thread_is_opened_by_its_title(client, here, page):
    op = str(uuid4())

    sent = send(client, f"{here}/{MODULE}", op=op, title="Seasonal work", body=WORDS)

    assert sent.location == f"{here}/{MODULE}/threads/{op}#post-{op}"
    assert "Seasonal work" in page(f"{here}/{MODULE}")
    assert '<h1 dir="auto">Seasonal work</h1>' in page(f"{here}/{MODULE}/threads/{op}")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"body": "What of it?"}, "Write what the thread is about."),
        ({"title": "Of seasons", "body": " "}, "Write your message first."),
        ({"title": "Of seasons", "body": "x" * 10_001}, "at most 10000 characters"),
        ({"title": "Of seasons", "body": "a\x00b"}, "cannot be kept"),
    ],
)
def test_a_refused_form_keeps_the_words(session, client, here, typed, words):
    answer = send(client, f"{here}/{MODULE}", op=str(uuid4()), **typed)

    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in html
    assert (typed["body"].replace("\x00", "") in html) or not typed["body"].strip()
    assert how_many(session, Post) == 0


def test_words_sent_to_a_closed_cohort_are_kept_in_the_form(session, client, sign_in):
    cohort = builders.a_cohort(
        session,
        opens_on=NOW.date().replace(year=2099),
        closes_on=NOW.date().replace(year=2100),
    )
    early = builders.an_enrolment(session, cohort=cohort)
    session.commit()
    sign_in(early.user)
    room = f"/cohorts/{cohort.uuid}/discussion/{MODULE}"

    answer = send(client, room, op=str(uuid4()), title="Of seasons", body=WORDS)

    assert answer.status_code == 409
    assert WORDS in answer.get_data(as_text=True)


def test_only_the_writer_edits_and_every_text_is_kept(
    session, client, here, enrolment, other, page, as_trainer
):
    own, foreign = a_post(session, enrolment), a_post(session, other)
    session.commit()
    assert WORDS in page(f"/posts/{own.uuid}/edit")
    page(f"/posts/{foreign.uuid}/edit", 403)
    page(f"/posts/{foreign.uuid}/history", 403)

    op = str(uuid4())
    send(client, f"/posts/{own.uuid}/edit", op=op, body="Better said.")

    history = words_of(page(f"/posts/{own.uuid}/history"))
    assert history.index("Better said.") < history.index(WORDS)
    by_trainer = as_trainer.get(f"/posts/{own.uuid}/history")
    assert "Better said." in by_trainer.get_data(as_text=True)
    empty = send(client, f"/posts/{own.uuid}/edit", op=op, body="")
    assert empty.status_code == 422
    assert how_many(session, PostText) == 3


def test_a_hidden_post_says_so_to_its_writer_and_only_that_to_others(
    session, client, here, enrolment, other, cohort, page, trainer, another
):
    post = a_post(session, enrolment, "A name that should not be here")
    opened = a_post(session, other, "Body", title="A title that hides")
    an_act(session, post, "hidden", by=trainer, reason="It names a person.")
    an_act(session, opened, "hidden", by=trainer)
    session.commit()
    thread = f"{here}/{MODULE}/threads/{post.thread}"

    own = words_of(page(thread))
    assert "Why: It names a person." in own
    assert "A name that should not be here" in own
    assert "A title that hides" not in page(f"{here}/{MODULE}")

    browser = another(other.user)
    html = browser.get(thread).get_data(as_text=True)
    assert "A trainer has hidden this post." in html
    assert "A name that should not be here" not in html
    assert "Ama Mensah" not in html
    refused = send(client, f"/posts/{post.uuid}/edit", op=str(uuid4()), body="Again")
    assert refused.status_code == 409


def test_a_report_comes_before_the_trainers_who_decide(
    session, client, here, other, page, as_trainer, trainer
):
    post = a_post(session, other, "Something rude")
    session.commit()
    where = f"/posts/{post.uuid}/report"
    assert "Something rude" in page(where)
    assert send(client, where, op=str(uuid4()), reason="").status_code == 422

    sent = send(client, where, op=str(uuid4()), reason="It is rude.")
    assert "on the record" in words_of(page(sent.location))
    assert send(client, where, op=str(uuid4()), reason="Still.").status_code == 409

    listed = as_trainer.get("/reported-posts").get_data(as_text=True)
    assert "It is rude." in listed
    decide = f"/posts/{post.uuid}/moderation"
    form = as_trainer.get(decide).get_data(as_text=True)
    assert "Leave it as it is" in form
    assert send(as_trainer, f"{decide}/hidden", op=str(uuid4())).status_code == 422
    done = send(as_trainer, f"{decide}/hidden", op=str(uuid4()), reason="It is rude.")
    assert done.status_code == 303
    assert "waits for a decision" in as_trainer.get("/reported-posts").get_data(True)
    assert "Show it again" in as_trainer.get(decide).get_data(as_text=True)
    twice = send(as_trainer, f"{decide}/hidden", op=str(uuid4()), reason="Again.")
    assert twice.status_code == 409
    assert send(as_trainer, f"{decide}/burnt", op=str(uuid4())).status_code == 404


def test_a_trainer_marks_the_answer_and_sums_up(
    session, here, enrolment, other, cohort, as_trainer, page
):
    post = a_post(session, enrolment)
    session.commit()
    thread = f"{here}/{MODULE}/threads/{post.thread}"

    mark = f"{thread}/marked/{post.uuid}"
    click = str(uuid4())
    assert [send(as_trainer, mark, op=click).status_code for _ in range(2)] == [303] * 2
    send(as_trainer, f"{thread}/summary", op=str(uuid4()), summary="Most *count*.")
    refused = send(as_trainer, f"{thread}/summary", op=str(uuid4()), summary="")

    assert refused.status_code == 422
    html = page(thread)
    assert "Most <em>count</em>." in html
    assert "The answer" in words_of(html)
    assert "Answered" in words_of(page(f"{here}/{MODULE}"))
    send(as_trainer, mark, op=str(uuid4()))
    assert "The answer" not in words_of(page(thread))


def test_a_withdrawn_post_is_gone_for_the_others(
    session, client, here, enrolment, other, another
):
    post = a_post(session, enrolment, "Said too soon")
    session.commit()

    send(client, f"/posts/{post.uuid}/withdrawal", op=str(uuid4()))

    browser = another(other.user)
    html = browser.get(f"{here}/{MODULE}/threads/{post.thread}").get_data(as_text=True)
    assert "Its writer has withdrawn this post." in html
    assert "Said too soon" not in html


def test_a_long_thread_comes_in_parts_and_a_post_leads_to_its_own(
    session, client, here, enrolment, page
):
    posts = [a_post(session, enrolment, f"Number {each}.") for each in range(30)]
    session.commit()
    thread = f"{here}/{MODULE}/threads/{posts[0].thread}"

    first, second = page(thread), page(f"{thread}?part=2")

    assert "Number 24." in first
    assert "Number 25." not in first
    assert "Number 29." in second
    assert "Number 29." in page(f"{thread}?part=99")
    last = client.get(f"/posts/{posts[-1].uuid}")
    assert last.location == f"{thread}?part=2#post-{posts[-1].uuid}"
    reply = client.get(f"/posts/{posts[-1].uuid}/reply")
    assert reply.location == f"{thread}?part=2#reply"


def test_outside_the_cohort_nothing_is_there(
    session, here, enrolment, other, cohort, page, trainer
):
    post = a_post(session, other)
    enrolments.withdraw(session, enrolment, reason="Left.", now=NOW, by=trainer)
    session.commit()

    for path in (here, f"{here}/{MODULE}", f"/posts/{post.uuid}"):
        page(path, 404)
    assert here not in page("/courses/miniature")


def test_what_an_award_asks_of_posts_is_told_and_led_to(session, sign_in, page):
    edition = a_ruled_edition(session, RULE)
    cohort = builders.a_cohort(session, edition=edition)
    enrolment = builders.an_enrolment(session, cohort=cohort)
    trainer = session.get_one(User, cohort.created_by)
    a_post(session, enrolment)
    session.commit()
    sign_in(enrolment.user)
    room = f"/cohorts/{cohort.uuid}/discussion/{MODULE}"

    progress = page("/courses/miniature/progress")

    assert "1 written, 2 needed" in words_of(progress)
    assert f'href="{room}">Write in the discussion of your cohort</a>' in progress
    assert "the posts in the discussion" in words_of(page("/courses/miniature"))
    sign_in(trainer)
    held_up = words_of(page(f"/cohorts/{cohort.uuid}/completion"))
    assert "Posts in the discussion" in held_up


def test_letters_are_chosen_once(session, client, here, page):
    assert "/profile/letters" in page("/profile")
    for _ in range(2):
        sent = send(client, "/profile/letters", wanted="no")
    assert send(client, "/profile/letters").status_code == 422

    assert "Your choice is saved." in words_of(page(sent.location))
    assert how_many(session, DigestChoice) == 1
    assert re.search(r'value="no" checked', page("/profile/letters"))


def test_statements_do_not_follow_the_posts(
    session, client, here, enrolment, other, cohort, engine, trainer
):
    counts = []
    for _ in range(2):
        for _each in range(6):
            post = a_post(session, other, "What do you say, @Ama Mensah?")
            a_post(session, enrolment, title="Another thread")
            an_edit(session, post, "And you, @Ama Mensah?")
        a_report(session, post, enrolment.user)
        an_answer(session, a_room(session, cohort, trainer), post, trainer)
        a_summary(session, a_room(session, cohort, trainer), post.thread, trainer)
        session.commit()
        told = []
        for path in (
            here,
            f"{here}/{MODULE}",
            f"{here}/{MODULE}/threads/{post.thread}",
        ):
            with statements_of(engine) as sent:
                assert client.get(path).status_code == 200
            told.append(len(sent))
        counts.append(told)

    assert counts[0] == counts[1]
    assert max(counts[0]) <= 9


def test_a_full_page_of_posts_is_light_on_a_slow_line(
    session, client, here, enrolment, page
):
    body = " ".join(f"{WORDS} {each}" for each in range(6))
    posts = [a_post(session, enrolment, f"{each} {body}") for each in range(25)]
    session.commit()

    html = page(f"{here}/{MODULE}/threads/{posts[0].thread}")

    scripts = re.findall(r'src="/static/([\w-]+\.js)', html)
    assets = [
        Asset.read(*(FOLDER / part for part in JOINED.get(name, (name,))))
        for name in ("course.css", "discussion.css", *scripts)
    ]
    weight = len(brotli.compress(html.encode(), quality=4))
    assert weight + sum(len(each.bodies["br"]) for each in assets) < 14_000
