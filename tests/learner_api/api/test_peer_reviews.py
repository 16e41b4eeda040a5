"""Peer reviews by API: rounds, plans, assignments, and what each side is told."""

from uuid import uuid4

import pytest

from course.models import OutgoingMessage, PeerRound
from tests import builders
from tests.builders import how_many
from tests.peers import SUMMARY, WORDS, authors_of, due, written

API = "/api/v1"


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session, name="Lea Leader")


@pytest.fixture
def cohort(session, trainer):
    return builders.a_cohort(session, trainer=trainer)


@pytest.fixture
def authors(session, cohort):
    made = authors_of(session, cohort, ("Planning", "Labour", "Health"))
    session.commit()
    return made


@pytest.fixture
def leader(authors, trainer, caller):
    return caller(trainer)


def opened(leader, cohort, **more):
    body = {
        "op": str(uuid4()),
        "reviews_each": 1,
        "due_at": due().isoformat(),
        "zone": "Africa/Accra",
        "is_anonymous": True,
    }
    return leader.post(f"{API}/cohorts/{cohort.uuid}/peer-rounds", json=body | more)


def assigned(leader, round_, seed="1"):
    place = f"{API}/peer-rounds/{round_}"
    plan = leader.get(f"{place}/plan", query_string={"seed": seed}).json
    body = {"op": str(uuid4()), "seed": seed, "token": plan["token"]}
    return leader.post(f"{place}/assignments", json=body)


def started(leader, cohort, **more):
    round_ = opened(leader, cohort, **more).json["uuid"]
    assert assigned(leader, round_).status_code == 201
    return round_


def task_of(client, enrolment):
    told = client.get(f"{API}/enrolments/{enrolment.uuid}/peer-reviews").json
    return f"{API}/peer-reviews/{told['to_write'][0]['uuid']}"


def test_a_round_is_opened_planned_and_assigned(session, leader, cohort, authors):
    op = str(uuid4())
    answer = opened(leader, cohort, op=op)
    again = opened(leader, cohort, op=op)

    assert (answer.status_code, again.status_code) == (201, 200)
    assert again.json == answer.json
    round_ = answer.json["uuid"]
    plan = leader.get(f"{API}/peer-rounds/{round_}/plan").json
    assert (plan["peers"], plan["colleagues"], len(plan["pairs"])) == (3, 0, 3)
    told = assigned(leader, round_)
    assert (told.status_code, told.json["assigned"]) == (201, 3)
    listed = leader.get(f"{API}/peer-rounds/{round_}/assignments?limit=2").json
    assert [each["state"] for each in listed["items"]] == ["waiting", "waiting"]
    rest = leader.get(listed["next"]).json
    assert (len(rest["items"]), rest["next"]) == (1, None)
    assert how_many(session, OutgoingMessage) == 3


def test_what_cannot_be_a_round_is_refused(session, leader, cohort):
    refused = [
        opened(leader, cohort, zone="Nowhere/There"),
        opened(leader, cohort, due_at="2020-01-01T12:00:00Z"),
        opened(leader, cohort, rubric="none"),
        opened(leader, cohort, reviews_each=9),
    ]

    assert [each.status_code for each in refused] == [422] * 4
    assert how_many(session, PeerRound) == 0
    session.commit()
    opened(leader, cohort)
    assert opened(leader, cohort).json["type"] == "/problems/peer-round-open"


def test_a_stale_plan_is_refused(session, leader, cohort):
    round_ = opened(leader, cohort).json["uuid"]
    body = {"op": str(uuid4()), "seed": "1", "token": "0" * 64}

    answer = leader.post(f"{API}/peer-rounds/{round_}/assignments", json=body)

    assert answer.json["type"] == "/problems/stale-peer-plan"


def test_without_names_no_name_and_no_uuid_of_a_person_leaks(
    leader, cohort, authors, caller
):
    round_ = started(leader, cohort)
    people = {
        name
        for each in authors
        for name in (str(each.uuid), str(each.user.uuid), each.user.name)
    }
    own = authors[0]
    client = caller(own.user)
    hidden = people - {str(own.uuid), str(own.user.uuid), own.user.name}
    place = task_of(client, own)
    for each in authors:
        person = caller(each.user)
        person.post(f"{task_of(person, each)}/review", json=written())
    leader.post(f"{API}/peer-rounds/{round_}/closing", json={"op": str(uuid4())})

    told = client.get(place)
    listed = client.get(f"{API}/enrolments/{own.uuid}/peer-reviews")

    assert told.json["author"] is None
    assert told.json["document"]["author"] == ""
    assert [each["reviewer"] for each in listed.json["received"]] == [None]
    assert not [word for word in hidden if word in told.text + listed.text]


def test_with_names_both_sides_are_told_the_name_and_no_uuid(
    leader, cohort, authors, caller
):
    started(leader, cohort, is_anonymous=False)
    own = authors[0]
    client = caller(own.user)

    told = client.get(task_of(client, own))

    names = {each.user.name for each in authors[1:]}
    assert told.json["author"] in names
    for each in authors[1:]:
        assert str(each.uuid) not in told.text
        assert str(each.user.uuid) not in told.text


def test_a_review_is_drafted_handed_in_and_read_after_closing(
    leader, cohort, authors, caller
):
    round_ = started(leader, cohort)
    own = authors[0]
    client = caller(own.user)
    place = task_of(client, own)

    draft = client.put(f"{place}/draft", json=written(summary=""))
    assert draft.json["comments"] == WORDS
    assert client.get(place).json["draft"]["comments"] == WORDS
    assert leader.get(place).json["draft"] is None
    incomplete = client.post(f"{place}/review", json=written(levels={"vision": 1}))
    assert incomplete.json["missing"] == ["bodies"]
    op = uuid4()
    first = client.post(f"{place}/review", json=written(op))
    again = client.post(f"{place}/review", json=written(op))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json["state"] == "given"
    assert first.json["draft"] is None
    late = client.put(f"{place}/draft", json=written())
    assert late.json["type"] == "/problems/peer-review-given"

    closed = leader.post(
        f"{API}/peer-rounds/{round_}/closing", json={"op": str(uuid4())}
    )

    assert (closed.json["is_closed"], closed.json["given"]) == (True, 1)
    received = [
        review
        for each in authors
        for review in caller(each.user)
        .get(f"{API}/enrolments/{each.uuid}/peer-reviews")
        .json["received"]
    ]
    assert [each["summary"] for each in received] == [SUMMARY]


def test_a_trainer_sets_a_review_aside_and_says_why(leader, cohort, authors, caller):
    started(leader, cohort)
    client = caller(authors[0].user)
    place = task_of(client, authors[0])
    body = {"op": str(uuid4()), "act": "set-aside", "reason": "It is unkind."}
    assert leader.post(f"{place}/acts", json=body).status_code == 404
    client.post(f"{place}/review", json=written())

    answer = leader.post(f"{place}/acts", json=body)

    assert (answer.status_code, answer.json["state"]) == (201, "set-aside")
    assert leader.post(f"{place}/acts", json=body).status_code == 200
    body["op"] = str(uuid4())
    refused = leader.post(f"{place}/acts", json=body)
    assert refused.json["type"] == "/problems/peer-review-unchanged"
    assert client.post(f"{place}/acts", json=body).status_code == 403


def test_nobody_else_is_answered(session, leader, cohort, authors, caller):
    round_ = started(leader, cohort)
    place = task_of(caller(authors[0].user), authors[0])
    other = builders.a_trainer(session)
    session.commit()

    assert caller(authors[1].user).get(place).status_code == 404
    stranger = caller(other)
    assert stranger.get(place).status_code == 404
    assert stranger.get(f"{API}/peer-rounds/{round_}").status_code == 404
    assert opened(stranger, cohort).status_code == 404
    reader = caller(authors[0].user).get(f"{API}/peer-rounds/{round_}")
    assert reader.status_code == 403


def test_lists_cost_a_handful_of_statements(leader, cohort, authors, counting):
    round_ = started(leader, cohort)

    for address, most in (
        (f"{API}/peer-rounds/{round_}/assignments", 3),
        (f"{API}/peer-rounds/{round_}/plan", 6),
        (f"{API}/enrolments/{authors[0].uuid}/peer-reviews", 4),
    ):
        with counting() as sent:
            assert leader.get(address).status_code == 200
        assert len(sent) <= most, (address, sent)
