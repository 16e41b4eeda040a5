"""A discussion by API: rooms, threads, messages and what is done about them."""

from typing import Any
from uuid import uuid4

import pytest

from course.models import Post, User
from tests import builders
from tests.builders import how_many
from tests.discussing import MODULE, WORDS

API = "/api/v1"


@pytest.fixture
def cohort(session):
    return builders.a_cohort(session)


@pytest.fixture
def enrolment(session, cohort):
    learner = builders.a_learner(session, name="Ama Mensah")
    return builders.an_enrolment(session, learner, cohort=cohort)


@pytest.fixture
def other(session, cohort):
    learner = builders.a_learner(session, name="Bo Larsen")
    return builders.an_enrolment(session, learner, cohort=cohort)


@pytest.fixture
def people(session, cohort, enrolment, other, caller):
    """Ama and Bo, who learn, and their trainer, each with a program."""
    trainer = session.get_one(User, cohort.created_by)
    session.commit()
    return [caller(each) for each in (enrolment.user, other.user, trainer)]


@pytest.fixture
def room(cohort):
    return f"{API}/cohorts/{cohort.uuid}/discussion/{MODULE}"


def posted(client, room: str, status: int = 201, **body: Any) -> Any:
    answer = client.post(
        f"{room}/messages", json={"op": str(uuid4()), "body": WORDS} | body
    )
    assert answer.status_code == status, answer.text
    return answer.json


def told(client, path: str, **query: Any) -> Any:
    answer = client.get(path, query_string=query or None)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_a_room_is_read_and_written_in(session, people, room, cohort):
    ama, bo, _trainer = people
    op = str(uuid4())
    first = posted(ama, room, op=op, body="What do you say, @bo larsen?")
    again = posted(ama, room, 200, op=op, body="What do you say, @bo larsen?")
    opened = posted(bo, room, title="Seasonal work", body="**Who** counts?")
    reply = posted(ama, room, thread=opened["uuid"])

    assert again == first
    assert first["mentions"] == ["Bo Larsen"]
    assert opened["html"] == "<p><strong>Who</strong> counts?</p>\n"
    listed = told(bo, f"{room}/threads")
    assert (listed["question"]["posts"], listed["question"]["is_question"]) == (1, True)
    assert [each["title"] for each in listed["items"]] == ["Seasonal work"]
    thread = told(bo, f"{room}/threads/{opened['uuid']}")
    assert [each["uuid"] for each in thread["items"]] == [
        opened["uuid"],
        reply["uuid"],
    ]
    (one, _two) = told(bo, f"{API}/cohorts/{cohort.uuid}/discussion")["items"]
    assert (one["module"], one["posts"]) == (MODULE, 3)
    names = told(bo, f"{API}/cohorts/{cohort.uuid}/names", q="am")
    assert names == {"items": ["Ama Mensah"]}


def test_lists_come_in_pages(people, room):
    ama, *_ = people
    for number in range(3):
        posted(ama, room, body=f"Number {number}")
        posted(ama, room, title=f"Thread {number}")

    page = told(ama, f"{room}/threads", limit=2)
    rest = told(ama, page["next"])
    question = page["question"]["uuid"]
    posts = told(ama, f"{room}/threads/{question}", limit=2)
    last = told(ama, posts["next"])

    titles = [each["title"] for each in (*page["items"], *rest["items"])]
    assert titles == ["Thread 2", "Thread 1", "Thread 0"]
    bodies = [each["body"] for each in (*posts["items"], *last["items"])]
    assert bodies == ["Number 0", "Number 1", "Number 2"]
    for path in (f"{room}/threads", f"{room}/threads/{question}"):
        answer = ama.get(path, query_string={"after": str(uuid4())})
        assert answer.status_code == 422


def test_an_edit_is_read_by_all_and_the_history_by_few(people, room):
    ama, bo, trainer = people
    post = posted(ama, room)
    where = f"{API}/posts/{post['uuid']}"
    body = {"op": str(uuid4()), "body": "Better said."}

    answers = [ama.post(f"{where}/texts", json=body) for _ in range(2)]

    assert [each.status_code for each in answers] == [201, 200]
    assert told(bo, where)["body"] == "Better said."
    assert told(bo, where)["texts"] == []
    for client in (ama, trainer):
        texts = told(client, where)["texts"]
        assert [each["body"] for each in texts] == ["Better said.", WORDS]
        assert texts[1]["words"] == 15
    assert bo.post(f"{where}/texts", json=body).status_code == 403


def test_a_report_is_answered_by_a_trainer_with_a_reason(people, room):
    ama, bo, trainer = people
    post = posted(ama, room)
    where = f"{API}/posts/{post['uuid']}"
    report = {"op": str(uuid4()), "reason": "It names a person."}

    answers = [bo.post(f"{where}/reports", json=report) for _ in range(2)]
    (waiting,) = told(trainer, f"{API}/reported-posts")["items"]
    act = {"op": str(uuid4()), "act": "hidden", "reason": "It names a person."}
    hidden = [trainer.post(f"{where}/moderation", json=act) for _ in range(2)]

    assert [each.status_code for each in answers] == [201, 200]
    assert [each.status_code for each in hidden] == [201, 200]
    assert waiting["reports"][0]["by"] == "Bo Larsen"
    assert told(trainer, f"{API}/reported-posts")["items"] == []
    seen = told(bo, where)
    assert (seen["state"], seen["body"], seen["writer"]) == ("hidden", None, None)
    own = told(ama, where)
    assert (own["body"], own["reason"]) == (WORDS, "It names a person.")
    edit = {"op": str(uuid4()), "body": "Again"}
    refused = ama.post(f"{where}/texts", json=edit)
    assert refused.json["type"] == "/problems/post-not-open"
    twice = trainer.post(f"{where}/moderation", json=act | {"op": str(uuid4())})
    assert twice.json["type"] == "/problems/post-state-unchanged"


def test_an_answer_is_marked_and_the_thread_summed_up(people, room):
    ama, bo, trainer = people
    post = posted(ama, room)
    thread = f"{room}/threads/{post['thread']}"

    marked = trainer.post(
        f"{thread}/answers", json={"op": str(uuid4()), "post": post["uuid"]}
    )
    summed = trainer.post(
        f"{thread}/summaries", json={"op": str(uuid4()), "body": "Most count."}
    )

    assert (marked.status_code, summed.status_code) == (201, 201)
    read = told(bo, thread)
    assert (read["answer"]["uuid"], read["summary"]["body"]) == (
        post["uuid"],
        "Most count.",
    )
    foreign = {"op": str(uuid4()), "post": str(uuid4())}
    assert trainer.post(f"{thread}/answers", json=foreign).status_code == 422
    trainer.post(f"{thread}/answers", json={"op": str(uuid4()), "post": None})
    assert told(bo, thread)["answer"] is None


def test_a_withdrawal_is_for_good(people, room):
    ama, bo, _trainer = people
    post = posted(ama, room)
    where = f"{API}/posts/{post['uuid']}"

    for _ in range(2):
        answer = ama.post(f"{where}/withdrawal", json={"op": str(uuid4())})
        assert answer.json["state"] == "withdrawn"

    assert told(bo, where)["body"] is None
    report = {"op": str(uuid4()), "reason": "Why?"}
    assert bo.post(f"{where}/reports", json=report).status_code == 409


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"body": ""}, 422),
        ({"body": " \n"}, 422),
        ({"body": "x" * 10_001}, 422),
        ({"thread": str(uuid4()), "title": "Both"}, 422),
        ({"thread": str(uuid4())}, 404),
        ({"colour": "red"}, 422),
    ],
)
def test_what_cannot_be_posted_is_not(session, people, room, body, status):
    posted(people[0], room, status, **body)

    assert how_many(session, Post) == 0


def test_letters_are_a_choice(people):
    ama, *_ = people
    where = f"{API}/me/letters"
    assert told(ama, where) == {"is_wanted": True}

    ama.put(where, json={"is_wanted": False})

    assert told(ama, where) == {"is_wanted": False}
    assert ama.put(where, json={"is_wanted": "no"}).status_code == 422
