"""Regrading by program: a preview, and exactly that carried out once."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from course.models import Mark, OutgoingMessage
from tests import builders
from tests.builders import an_administrator, how_many
from tests.course.regrades import PASSING, an_attempt

QUIZ = "/api/v1/quizzes/first-quiz"
WEEK_IS_FALSE = {"question": "week", "action": "key", "value": {"correct": False}}


@pytest.fixture
def client(session, caller):
    """A program of an administrator."""
    administrator = an_administrator(session)
    session.commit()
    return caller(administrator)


@pytest.fixture
def attempt(session):
    """An attempt that the correction makes pass."""
    attempt = an_attempt(session, *PASSING, week=False).attempt
    session.commit()
    return attempt


def preview(client, *corrections, mode="exact", quiz=QUIZ):
    body = {"corrections": corrections or [WEEK_IS_FALSE], "mode": mode}
    return client.post(f"{quiz}/regrade-previews", json=body)


def apply(client, token, *corrections, mode="exact", **body):
    body = {
        "op": str(uuid4()),
        "corrections": corrections or [WEEK_IS_FALSE],
        "mode": mode,
        "reason": "A week has seven days.",
        "token": token,
        **body,
    }
    return client.post(f"{QUIZ}/regrades", json=body)


def test_a_preview_lists_what_would_change_and_changes_nothing(
    session, client, attempt
):
    told = preview(client)

    assert told.status_code == 200
    [learner] = told.json["learners"]
    assert learner["name"] == attempt.enrolment.user.name
    assert learner["cohort"] is None
    assert learner["attempts"] == [
        {
            "attempt": str(attempt.uuid),
            "number": 1,
            "before": {"points": 6, "out_of": 9, "passed": False},
            "after": {"points": 7, "out_of": 9, "passed": True},
        }
    ]
    assert learner["quiz_passed"] == {"before": False, "after": True}
    assert told.json["totals"]["passes_gained"] == 1
    assert told.json["corrections"][0]["prompt"] == "A week has seven days."
    assert told.json["corrections"][0]["value"] == {"correct": False}
    assert how_many(session, Mark) == 1


def test_what_a_preview_listed_is_carried_out(session, client, attempt):
    listed = preview(client).json

    made = apply(client, listed["token"])

    assert made.status_code == 201
    for member in ("learners", "totals", "awaiting", "corrections", "token"):
        assert made.json[member] == listed[member]
    assert made.json["reason"] == "A week has seven days."
    points = session.scalars(select(Mark.points).order_by(Mark.id)).all()
    assert points == [6, 7]


def test_the_same_operation_is_answered_the_same(session, client, attempt):
    token, op = preview(client).json["token"], str(uuid4())

    first = apply(client, token, op=op)
    again = apply(client, token, op=op)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json
    assert how_many(session, Mark) == 2
    session.rollback()
    other = apply(client, token, op=op, reason="Another reason.")
    assert other.json["type"] == "/problems/operation-conflict"


def test_a_stale_preview_is_refused(session, client, attempt):
    token = preview(client).json["token"]
    an_attempt(session, "week")
    session.commit()

    refused = apply(client, token)

    assert refused.status_code == 409
    assert refused.json["type"] == "/problems/stale-preview"
    assert how_many(session, OutgoingMessage) == 0


def test_a_letter_says_what_changed_and_why_and_where_it_is(session, client, attempt):
    apply(client, preview(client).json["token"])

    [message] = session.scalars(select(OutgoingMessage)).all()
    assert message.subject == "Your answers were judged anew: The first quiz"
    for words in (
        f"Hello {attempt.enrolment.user.name},",
        "Why: A week has seven days.",
        "Attempt 1: 7 of 9 points, in place of 6 of 9.",
        f"/attempts/{attempt.uuid}",
        "With this you have passed the quiz.",
    ):
        assert words in message.body


def test_a_receipt_says_how_a_question_was_corrected(session, caller, client, attempt):
    drop = {"question": "week", "action": "drop"}
    apply(client, preview(client, drop).json["token"], drop)
    learner = caller(attempt.enrolment.user)

    receipt = learner.get(f"/api/v1/attempts/{attempt.uuid}/receipt").json
    review = learner.get(f"/api/v1/attempts/{attempt.uuid}/review").json

    marks = {each["question"]: each for each in receipt["marks"]}
    assert (marks["week"]["points"], marks["week"]["out_of"]) == (None, 0)
    assert marks["week"]["correction"] == "drop"
    assert marks["week"]["right_answer_in_words"] is None
    assert marks["year"]["correction"] is None
    assert (receipt["points"], receipt["out_of"]) == (6, 8)
    assert [each["points"] for each in review["marks"]] == [6, 6]
    assert review["marks"][1]["reason"] == "A week has seven days."


def test_a_key_that_does_not_fit_is_refused_by_its_field(client, attempt):
    wrong = {"question": "week", "action": "key", "value": {"correct": "no"}}

    refused = preview(client, wrong)

    assert refused.status_code == 422
    assert refused.json["type"] == "/problems/invalid-key"
    assert refused.json["question"] == "week"
    assert refused.json["errors"][0]["pointer"] == "/correct"


@pytest.mark.parametrize(
    ("correction", "status", "problem"),
    [
        ({"question": "month", "action": "drop"}, 404, "unknown-question"),
        ({"question": "week", "action": "delete"}, 422, "invalid-request"),
        ({"question": "week", "action": "drop", "value": {}}, 422, "invalid-request"),
        ({"question": "week", "action": "drop", "digest": "?"}, 422, "invalid-request"),
    ],
)
def test_what_cannot_be_corrected_is_refused(
    client, attempt, correction, status, problem
):
    refused = preview(client, correction)

    assert refused.status_code == status
    assert refused.json["type"] == f"/problems/{problem}"


def test_a_quiz_that_nobody_began_has_nothing_to_regrade(client):
    assert preview(client).json["type"] == "/problems/unknown-quiz"


def test_administrators_alone_regrade(session, caller):
    trainer = builders.a_trainer(session)
    session.commit()

    assert preview(caller(trainer)).status_code == 403
    assert apply(caller(trainer), "0" * 64).status_code == 403
