"""Second markers, decisions and appeals of roadmaps by API."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from course import cohorts
from course.models import OutgoingMessage
from tests import builders

API = "/api/v1"


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session, name="Lea Leader")


@pytest.fixture
def other(session):
    return builders.a_trainer(session, name="Sena Second")


@pytest.fixture
def enrolment(session, trainer, other):
    cohort = builders.a_cohort(session, trainer=trainer)
    cohorts.add_trainer(session, cohort, other)
    return builders.an_enrolment(session, cohort=cohort)


@pytest.fixture
def place(session, enrolment):
    submission = builders.a_submitted_roadmap(session, enrolment)
    session.commit()
    return f"{API}/roadmaps/{submission.uuid}"


@pytest.fixture
def leader(place, trainer, caller):
    return caller(trainer)


@pytest.fixture
def second(place, other, caller):
    return caller(other)


@pytest.fixture
def learner(place, enrolment, caller):
    return caller(enrolment.user)


def said(verdict, op=None):
    return {"op": str(op or uuid4()), "verdict": verdict, "comments": "Seen."}


def reason(**more):
    return {"op": str(uuid4()), "reason": "So it was decided.", **more}


def asked(leader, place, marker):
    body = {"op": str(uuid4()), "marker": str(marker.uuid)}
    return leader.post(f"{place}/second-markers", json=body)


def letters(session):
    return list(
        session.scalars(select(OutgoingMessage.subject).order_by(OutgoingMessage.id))
    )


def test_a_second_marker_is_asked_and_reviews_unseen(
    session, leader, second, learner, place, other
):
    offered = leader.get(f"{place}/second-markers").json["items"]
    assert offered == [{"uuid": str(other.uuid), "name": "Sena Second"}]
    answer = asked(leader, place, other)
    assert answer.status_code == 201
    assert answer.json["second_marker"]["name"] == "Sena Second"
    leader.post(f"{place}/review", json=said("accepted"))

    for address in (place, f"{place}/outcome"):
        assert second.get(address).json["review"] is None
        assert learner.get(address).json["review"] is None
    assert leader.get(place).json["review"]["verdict"] == "accepted"
    tasks = second.get(f"{API}/roadmap-tasks").json["items"]
    assert [each["kind"] for each in tasks] == ["second-review"]
    told = second.post(f"{place}/second-review", json=said("sent-back"))

    assert (told.status_code, told.json["state"]) == (201, "waiting")
    assert told.json["review"]["verdict"] == "accepted"
    assert learner.get(f"{place}/outcome").json["second_review"] is None
    decided = leader.post(f"{place}/decision", json=reason(verdict="accepted"))
    assert decided.json["decision"]["decided_by"] == "Lea Leader"
    assert learner.get(f"{place}/outcome").json["state"] == "accepted"
    assert letters(session) == [
        "A roadmap waits for your second review",
        "Your roadmap is accepted",
    ]


def test_the_same_operation_is_answered_the_same(leader, second, place, other):
    body = {"op": str(uuid4()), "marker": str(other.uuid)}
    first = leader.post(f"{place}/second-markers", json=body)
    again = leader.post(f"{place}/second-markers", json=body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    op = uuid4()
    given = [
        second.post(f"{place}/second-review", json=said("accepted", op))
        for _ in range(2)
    ]
    assert [each.status_code for each in given] == [201, 200]


def test_a_learner_appeals_and_another_decides(
    session, leader, second, learner, place, enrolment
):
    leader.post(f"{place}/review", json=said("sent-back"))
    body = {"op": str(uuid4()), "words": "Page two says who pays."}
    answers = [learner.post(f"{place}/appeal", json=body) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 200]
    assert answers[0].json["appeal"]["decision"] is None

    own = leader.post(f"{place}/appeal/decision", json=reason(answer="accepted"))
    assert (own.status_code, own.json["type"]) == (
        403,
        "/problems/appeal-of-own-review",
    )
    told = second.post(f"{place}/appeal/decision", json=reason(answer="accepted"))

    assert told.json["state"] == "accepted"
    assert told.json["appeal"]["decision"]["decided_by"] == "Sena Second"
    roadmap = learner.get(f"{API}/enrolments/{enrolment.uuid}/roadmap").json
    assert roadmap["accepted_at"] == told.json["appeal"]["decision"]["decided_at"]
    assert letters(session)[-1] == "Your appeal is decided"


def test_what_is_not_open_is_refused(leader, second, learner, place, other):
    refused = [
        learner.post(f"{place}/appeal", json={"op": str(uuid4()), "words": "No."}),
        leader.post(f"{place}/decision", json=reason(verdict="accepted")),
        leader.post(f"{place}/appeal/decision", json=reason(answer="upheld")),
        second.post(f"{place}/second-review", json=said("accepted")),
        leader.post(
            f"{place}/second-markers",
            json={"op": str(uuid4()), "marker": str(uuid4())},
        ),
        learner.get(f"{place}/second-markers"),
    ]

    assert [each.json["type"].rpartition("/")[2] for each in refused] == [
        "nothing-to-appeal",
        "nothing-to-decide",
        "nothing-to-decide",
        "not-permitted",
        "no-second-marker",
        "forbidden",
    ]
    leader.post(f"{place}/review", json=said("accepted"))
    late = asked(leader, place, other)
    assert late.json["type"] == "/problems/second-marking-closed"
