"""Proofs by API: of one learner, for their staff, of a cohort; and signing off."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from course.models import Award, SignOff
from tests import builders
from tests.builders import COURSE, LESSONS, NOW, QUIZZES, how_many
from tests.course.test_proof import verdict_of
from tests.rules import a_ruled_edition

API = "/api/v1"


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session, name="Lea Leader")


@pytest.fixture
def cohort(session, trainer):
    return builders.a_cohort(session, trainer=trainer, edition=a_ruled_edition(session))


@pytest.fixture
def enrolment(session, cohort):
    """A learner who has done everything but for what a trainer says."""
    learner = builders.a_learner(session, name="Ama Mensah")
    made = builders.an_enrolment(session, learner, cohort=cohort)
    for place in LESSONS:
        builders.a_finished_lesson(session, made, *place)
    for quiz in QUIZZES:
        builders.a_submitted_attempt(session, made, quiz)
    session.commit()
    return made


@pytest.fixture
def client(enrolment, caller):
    return caller(enrolment.user)


@pytest.fixture
def leader(trainer, enrolment, caller):
    return caller(trainer)


def given(**overrides: Any) -> dict[str, Any]:
    said = {"op": str(uuid4()), "verdict": "given", "reason": "Presented the results."}
    return said | overrides


def told(client, path: str, **query: Any) -> Any:
    answer = client.get(f"{API}{path}", query_string=query)
    assert answer.status_code == 200, answer.text
    return answer.json


def leaves_of(proof: dict[str, Any]) -> list[dict[str, Any]]:
    """What the answer holds of the leaves: nothing of any verdict."""
    return [
        {
            "when": criterion["when"],
            "needed": criterion["needed"],
            "leaves": [
                {
                    "required": leaf["required"],
                    "observed": leaf["observed"],
                    "moment": leaf["met_at"] and datetime.fromisoformat(leaf["met_at"]),
                }
                for leaf in criterion["leaves"]
            ],
        }
        for criterion in proof["criteria"]
    ]


def test_a_proof_goes_down_to_the_rows_of_the_record(session, client, enrolment):
    proof = told(client, f"/courses/{COURSE}/completion")

    completion, participation = proof["awards"]
    assert proof["enrolment"] == str(enrolment.uuid)
    assert proof["mode"] == "moderated"
    assert proof["run"]["table"] == "enrolment_event"
    assert [each["kind"] for each in completion["criteria"]] == [
        "lessons",
        "quizzes",
        "score",
        "roadmap",
        "sign-off",
    ]
    leaf = completion["criteria"][0]["leaves"][0]
    assert leaf["place"]["key"] == "first-lesson"
    assert (leaf["required"], leaf["observed"], leaf["is_met"]) == (1, 1, True)
    assert [row["table"] for row in leaf["rows"]] == ["lesson_completion"]
    assert leaf["next"] is None
    score = completion["criteria"][2]["leaves"][0]
    assert (score["required"], score["observed"]) == (60, 100)
    assert [row["table"] for row in score["rows"]] == ["mark", "mark"]
    roadmap = completion["criteria"][3]
    assert roadmap["when"] == "moderated"
    assert roadmap["missing"][0]["kind"] == "roadmap"
    assert roadmap["leaves"][0]["next"] == {
        "kind": "roadmap",
        "address": f"/enrolments/{enrolment.uuid}/roadmap",
    }
    assert completion["earned_at"] is None
    assert participation["earned_at"] is not None


def test_the_leaves_of_the_answer_suffice_to_reckon_its_verdict(
    session, client, leader, enrolment
):
    place = f"/enrolments/{enrolment.uuid}/completion"
    builders.a_reviewed_roadmap(
        session, builders.a_submitted_roadmap(session, enrolment)
    )
    session.commit()
    before = told(client, place)
    leader.post(f"{API}/enrolments/{enrolment.uuid}/sign-offs", json=given())
    after = told(client, place)

    for proof in (before, after):
        for award in proof["awards"]:
            earned_at = award["earned_at"]
            reckoned = verdict_of(leaves_of(award), proof["mode"])
            assert (reckoned is None) is (earned_at is None)
            if earned_at:
                assert reckoned == datetime.fromisoformat(earned_at)
    assert before["awards"][0]["earned_at"] is None
    assert after["awards"][0]["earned_at"] is not None


def test_a_proof_tells_what_was_known_at_a_moment(client, enrolment):
    then = told(
        client,
        f"/courses/{COURSE}/completion",
        as_of=(NOW - timedelta(days=1)).isoformat(),
    )

    assert {award["met"] for award in then["awards"]} == {0}


def test_staff_read_the_same_proof_as_the_learner(client, leader, enrolment):
    mine = told(client, f"/courses/{COURSE}/completion")
    theirs = told(leader, f"/enrolments/{enrolment.uuid}/completion")

    for proof in (mine, theirs):
        proof.pop("as_of")
    assert mine == theirs


def test_a_proof_costs_few_statements_and_has_a_tag(client, counting):
    place = f"{API}/courses/{COURSE}/completion"
    tag = client.get(place).headers["ETag"]

    with counting() as sent:
        again = client.get(place, headers={"If-None-Match": tag})

    assert again.status_code == 304
    assert len(sent) <= 6


def test_a_cohort_is_told_who_is_held_up_by_what(session, leader, cohort, enrolment):
    builders.an_enrolment(
        session, builders.a_learner(session, name="Bo Lund"), cohort=cohort
    )
    builders.a_reviewed_roadmap(
        session, builders.a_submitted_roadmap(session, enrolment)
    )
    session.commit()

    found = told(leader, f"/cohorts/{cohort.uuid}/completion")

    completion, participation = found["awards"]
    first = completion["held_up_by"][0]
    assert found["learners"] == 2
    assert (first["kind"], first["sentence"]) == ("sign-off", "Signed off by a trainer")
    assert [each["name"] for each in first["alone"]] == ["Ama Mensah"]
    assert [each["name"] for each in first["among_others"]] == ["Bo Lund"]
    assert [each["name"] for each in participation["earned"]] == ["Ama Mensah"]
    assert [each["enrolment"] for each in participation["earned"]] == [
        str(enrolment.uuid)
    ]


def test_a_sign_off_is_given_once_and_answers_the_same(session, leader, enrolment):
    place, body = f"{API}/enrolments/{enrolment.uuid}/sign-offs", given()

    first = leader.post(place, json=body)
    again = leader.post(place, json=body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert first.json["by"] == "Lea Leader"
    assert how_many(session, SignOff) == 1


def test_what_a_sign_off_completes_is_completed_with_it(session, leader, enrolment):
    builders.a_reviewed_roadmap(
        session, builders.a_submitted_roadmap(session, enrolment)
    )
    session.commit()
    place = f"{API}/enrolments/{enrolment.uuid}/sign-offs"
    before = how_many(session, Award)
    session.rollback()

    leader.post(place, json=given())

    assert how_many(session, Award) == before + 1


def test_accepting_a_roadmap_by_api_completes_what_waited_for_it(
    session, leader, enrolment
):
    builders.a_sign_off(session, enrolment)
    submission = builders.a_submitted_roadmap(session, enrolment)
    session.commit()

    answer = leader.post(
        f"{API}/roadmaps/{submission.uuid}/review",
        json={"op": str(uuid4()), "verdict": "accepted", "comments": ""},
    )

    session.refresh(enrolment)
    assert answer.status_code == 201
    assert enrolment.completed_at is not None


def test_a_sign_off_is_taken_back_by_a_new_row(client, leader, enrolment):
    place = f"{API}/enrolments/{enrolment.uuid}/sign-offs"
    leader.post(place, json=given())

    taken = leader.post(place, json=given(verdict="withdrawn", reason="By mistake."))

    rows = told(client, f"/enrolments/{enrolment.uuid}/sign-offs")["items"]
    assert taken.status_code == 201
    assert [(row["number"], row["verdict"], row["reason"]) for row in rows] == [
        (2, "withdrawn", "By mistake."),
        (1, "given", "Presented the results."),
    ]


@pytest.mark.parametrize(
    ("overrides", "status", "slug"),
    [
        ({"verdict": "withdrawn"}, 409, "sign-off-unchanged"),
        ({"verdict": "perhaps"}, 422, "invalid-request"),
        ({"reason": ""}, 422, "invalid-request"),
        ({"reason": "x" * 501}, 422, "invalid-request"),
        ({"op": "again"}, 422, "invalid-request"),
    ],
)
def test_what_cannot_be_said_is_refused(
    session, leader, enrolment, overrides, status, slug
):
    place = f"{API}/enrolments/{enrolment.uuid}/sign-offs"

    answer = leader.post(place, json=given(**overrides))

    assert (answer.status_code, answer.json["type"].rpartition("/")[2]) == (
        status,
        slug,
    )
    assert how_many(session, SignOff) == 0


def test_a_course_names_what_is_left_in_every_kind(client, enrolment):
    (course,) = told(client, "/courses")["items"]

    assert [step["kind"] for step in course["outstanding"]] == ["roadmap", "sign-off"]
    assert course["next_step"]["kind"] == "roadmap"


def test_a_roadmap_that_waits_is_not_the_next_step(session, client, enrolment):
    builders.a_submitted_roadmap(session, enrolment)
    session.commit()

    (course,) = told(client, "/courses")["items"]

    assert course["next_step"] is None
    assert len(course["outstanding"]) == 2
